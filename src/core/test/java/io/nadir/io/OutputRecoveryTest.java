package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.io.output.OutputDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a process that was killed has left in a directory is finished or removed by the next. */
class OutputRecoveryTest {
    @TempDir private Path directory;

    @Test
    void filesThatWereAboutToGetTheirNamesGetThem() throws IOException {
        Files.writeString(directory.resolve("U.npy"), "new"); // The first had its name already.
        Files.writeString(directory.resolve("V.npy"), "old");
        Files.writeString(directory.resolve(".V.npy.2b.nadir-tmp"), "new");
        Files.writeString(
                directory.resolve(".nadir-commit"),
                ".U.npy.1a.nadir-tmp\tU.npy\n.V.npy.2b.nadir-tmp\tV.npy\n");
        OutputDirectory.open(directory, List.of()).close();
        assertThat(directory.resolve("U.npy")).hasContent("new");
        assertThat(directory.resolve("V.npy")).hasContent("new");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("U.npy", "V.npy");
    }

    @Test
    void temporaryFilesOfTheDeadAreRemovedAndThoseOfTheLivingAreNot() throws IOException {
        Path dead = Files.writeString(directory.resolve(".U.npy.1a.nadir-tmp"), "half");
        Path living = Files.writeString(directory.resolve(".U.npy.2b.nadir-tmp"), "half");
        Path foreign = Files.writeString(directory.resolve(".U.npy.tmp"), "of somebody else");
        FileTime past = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Files.setLastModifiedTime(dead, past);
        Files.setLastModifiedTime(foreign, past);
        OutputDirectory.open(directory, List.of("U.npy")).close();
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
        assertThat(foreign).exists();
    }
}
