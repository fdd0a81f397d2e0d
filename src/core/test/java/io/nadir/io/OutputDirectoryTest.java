package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.nadir.io.output.OutputDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

class OutputDirectoryTest {

    @TempDir private Path root;

    @Test
    void filesAppearTogetherOnCommit() throws IOException {
        Path target = root.resolve("a/b");
        try (OutputDirectory output = OutputDirectory.open(target, List.of("x", "y"))) {
            write(output, "x");
            write(output, "y");
            assertThat(target.resolve("x")).doesNotExist();
            output.commit();
        }
        assertThat(target.resolve("x")).hasContent("x");
        assertThat(target.resolve("y")).hasContent("y");
        assertThat(target.toFile().list()).hasSize(2);
    }

    @Test
    void nothingIsLeftWithoutCommit() throws IOException {
        try (OutputDirectory output = OutputDirectory.open(root.resolve("a/b"), List.of("x"))) {
            write(output, "x");
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        Files.writeString(root.resolve("x"), "old");
        assertThatIOException()
                .isThrownBy(() -> {
                    try (OutputDirectory output = OutputDirectory.open(root, List.of("x", "y"))) {
                        write(output, "x");
                        output.write(
                                "y",
                                out -> {
                                    out.write(1);
                                    throw new IOException("disk full");
                                });
                        output.commit();
                    }
                })
                .withMessage(root.resolve("y") + ": cannot be written: disk full");
        assertThat(root.toFile().list()).containsExactly("x");
        assertThat(root.resolve("x")).hasContent("old");
    }

    @Test
    void replacesFilesThatExist() throws IOException {
        Files.writeString(root.resolve("x"), "old");
        try (OutputDirectory output = OutputDirectory.open(root, List.of("x"))) {
            write(output, "x");
            output.commit();
        }
        assertThat(root.resolve("x")).hasContent("x");
    }

    @Test
    void anInterruptedThreadCanWrite() throws IOException {
        try (OutputDirectory output = OutputDirectory.open(root, List.of("x"))) {
            Thread.currentThread().interrupt();
            write(output, "x");
            output.commit();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(root.resolve("x")).hasContent("x");
    }

    @Test
    void refusesPlacesThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatExceptionOfType(NotDirectoryException.class)
                .isThrownBy(() -> OutputDirectory.open(file, List.of("x")));
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> OutputDirectory.open(file.resolve("below"), List.of("x")));
        Files.createDirectories(root.resolve("taken/x"));
        assertThatIOException()
                .isThrownBy(() -> OutputDirectory.open(root.resolve("taken"), List.of("x")))
                .withMessageEndingWith("x: is a directory, must be a file");
        assertThat(root.toFile().list()).containsExactlyInAnyOrder("file", "taken");
    }

    private static void write(OutputDirectory output, String name) throws IOException {
        output.write(name, out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
    }
}
