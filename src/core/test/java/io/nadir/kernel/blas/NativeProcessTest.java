package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A whole process on a BLAS of the system, for which the OpenBLAS of the jar is put in a place. */
@Tag("blas")
class NativeProcessTest {

    private static final String WITH_ACCESS = "--enable-native-access=ALL-UNNAMED";
    private static final String DENIED = "--illegal-native-access=deny";

    @TempDir private Path directory;

    private Path openBlas;

    @BeforeEach
    void install() throws IOException {
        openBlas = Implementations.extractOpenBlas(directory);
        for (String needed :
                new String[] {"libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5"}) {
            Files.write(directory.resolve(needed), CarrierJar.read(needed));
        }
    }

    private OwnJvm run(String... flags) throws Exception {
        return OwnJvm.run(
                directory,
                directory,
                Stream.concat(
                                Stream.of(flags),
                                Stream.of(
                                        "-Dnadir.blas.library=" + openBlas,
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "io.nadir.kernel.NativeProcess"))
                        .toArray(String[]::new));
    }

    @Test
    void productsFactorizationsAndProofsAreRight() throws Exception {
        OwnJvm ended = run(WITH_ACCESS, DENIED);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out().getFirst())
                .matches("OpenBLAS 0\\.3\\.\\d+ for \\w+ \\(.*, 1 thread\\) with LAPACK 3\\..*");
        assertThat(ended.out().subList(1, 4))
                .containsExactly("product true", "triangle true", "proved GLOBAL PROVED true");
    }

    @Test
    @Tag("long")
    void moreThreadsOfTheLibraryComputeTheSameButForRounding() throws Exception {
        OwnJvm ended = run(WITH_ACCESS, "-Dnadir.blas.threads=2");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out().getFirst()).contains(", 2 threads)");
        assertThat(ended.out().subList(2, 4))
                .containsExactly("triangle true", "proved GLOBAL PROVED true");
    }

    /** As of Java 25; a later one may deny it. */
    @Test
    @Tag("long")
    void withoutTheFlagJavaWarnsAndIfItDeniesTheReasonSaysWhatToAdd() throws Exception {
        OwnJvm warned = run();
        assertThat(warned.exit()).as(warned.err()).isZero();
        assertThat(warned.err()).contains("WARNING", "--enable-native-access");

        OwnJvm denied = run(DENIED);
        assertThat(denied.exit()).isEqualTo(1);
        assertThat(denied.err())
                .contains(
                        "KernelUnavailableException: Java denies native access: add"
                                + " --enable-native-access=io.nadir, or =ALL-UNNAMED on the class"
                                + " path");
    }
}
