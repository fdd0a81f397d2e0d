package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be seen of the loading of native code only from outside of the process: that it works
 * without an installed Fortran runtime, in silence, and leaves no files.
 */
@Tag("blas")
class JblasProcessTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir private Path directory;

    @Test
    void jblasLoadsOnTheClassPath() throws Exception {
        assertJblasLoads(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                CLASS_PATH,
                JblasProcess.class.getName());
    }

    @Test
    void jblasLoadsOnTheModulePath() throws Exception {
        assertJblasLoads(
                "--enable-native-access=io.nadir,jblas",
                "--module-path",
                onClassPath(
                        "/target/classes$|/(jblas|ejml|openblas|fastcsv|jackson-core)[^/]*[.]jar$"),
                "--patch-module",
                "io.nadir=" + onClassPath("/target/test-classes$"),
                "--module",
                "io.nadir/" + JblasProcess.class.getName());
    }

    private static String onClassPath(String regex) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(CLASS_PATH)
                .filter(Pattern.compile(regex).asPredicate())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void assertJblasLoads(String... arguments) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                Stream.concat(
                                Stream.of(java, "-Djava.io.tmpdir=" + temporary),
                                Stream.of(arguments))
                        .toList();
        int exit =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();

        assertThat(Files.readString(err)).isEmpty();
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
