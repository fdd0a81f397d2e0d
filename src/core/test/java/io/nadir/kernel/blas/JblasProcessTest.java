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

    /** The jar with libgfortran is optional; who leaves it out is told what to add. */
    @Test
    void withoutTheCarrierTheReasonSaysWhatToAdd() throws Exception {
        OwnJvm ended =
                run(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        onClassPath("^(?!.*openblas)"),
                        JblasProcess.class.getName());
        // JBLAS fails, or finds the one of the system that the process hides from the search.
        assertThat(ended.exit() == 0 ? ended.out().getFirst() : ended.err())
                .contains("(no libgfortran: lib")
                .contains("install libgfortran5, or add org.bytedeco:openblas:linux-x86_64");
    }

    private static String onClassPath(String regex) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(CLASS_PATH)
                .filter(Pattern.compile(regex).asPredicate())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void assertJblasLoads(String... arguments) throws Exception {
        OwnJvm ended = run(arguments);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out().getFirst())
                .isEqualTo("JBLAS 1.2.5 native (libgfortran from org.bytedeco jar)");
        // One libgfortran, ours: JBLAS did not pull in an installed one besides.
        assertThat(ended.out().subList(1, ended.out().size()))
                .singleElement()
                .asString()
                .startsWith(temporary().resolve("nadir-native-").toString());
        assertThat(filesIn(temporary())).isEmpty();
    }

    private OwnJvm run(String... arguments) throws Exception {
        Files.createDirectory(temporary());
        return OwnJvm.run(directory, temporary(), arguments);
    }

    private Path temporary() {
        return directory.resolve("tmp");
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
