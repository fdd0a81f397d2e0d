package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What can be seen of the loading of native code only from outside of the process. */
@Tag("blas")
class JblasProcessTest {

    @TempDir private Path directory;

    @Test
    void jblasLoadsWithoutAnInstalledRuntimeInSilenceAndLeavesNoFiles() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                JblasProcess.class.getName())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();

        assertThat(Files.readAllLines(err)).isEmpty();
        assertThat(exit).isZero();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst())
                .isEqualTo("JBLAS 1.2.5 native (libgfortran from org.bytedeco jar)");
        // One libgfortran, ours: JBLAS did not pull in an installed one besides.
        assertThat(lines.subList(1, lines.size()))
                .singleElement()
                .asString()
                .startsWith(temporary.resolve("nadir-native-").toString());
        assertThat(filesIn(temporary)).isEmpty();
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
