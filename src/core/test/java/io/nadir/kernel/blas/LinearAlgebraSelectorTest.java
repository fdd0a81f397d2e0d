package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.SettingException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

@Tag("blas")
class LinearAlgebraSelectorTest {

    private static final String LIBRARY = "nadir.blas.library";
    private static final String THREADS = "nadir.blas.threads";

    private static DenseLinearAlgebra missing(String note) {
        throw new KernelUnavailableException(
                "JBLAS failed to load: no such library", new UnsatisfiedLinkError());
    }

    private static DenseLinearAlgebra noSystemLibrary(
            @Nullable String file, int threads, String why) {
        throw new KernelUnavailableException(
                "no BLAS of the system can be used", new UnsatisfiedLinkError());
    }

    /** Tells what it was asked for. */
    private static DenseLinearAlgebra echo(@Nullable String file, int threads, String why) {
        return new EjmlLinearAlgebra("%s, %d threads, %s".formatted(file, threads, why));
    }

    /** These properties, and those of Linux x86-64 where they say nothing. */
    private static Function<String, @Nullable String> onLinux(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("os.name", "Linux", "os.arch", "amd64"));
        all.putAll(properties);
        return all::get;
    }

    private static DenseLinearAlgebra select(Map<String, String> properties) {
        return new LinearAlgebraSelector(
                        onLinux(properties),
                        JblasLoader::loadNoting,
                        LinearAlgebraSelectorTest::echo)
                .get();
    }

    private static DenseLinearAlgebra selectWithoutJblas(
            Map<String, String> properties, LinearAlgebraSelector.SystemLibrary system) {
        return new LinearAlgebraSelector(
                        onLinux(properties), LinearAlgebraSelectorTest::missing, system)
                .get();
    }

    /** On the platform this library is built for, native code that does not load is a defect. */
    @Test
    void jblasIsChosenByItself() {
        DenseLinearAlgebra chosen = LinearAlgebra.get();
        assertThat(chosen.name()).as(chosen.reason()).isEqualTo("jblas");
        assertThat(chosen.reason()).matches("JBLAS 1\\.2\\.5 native \\(.*libgfortran.*\\)");
        assertThat(LinearAlgebra.get()).isSameAs(chosen);
        assertThat(select(Map.of()).name()).isEqualTo("jblas");
        assertThat(select(Map.of("nadir.blas", "auto")).name()).isEqualTo("jblas");
    }

    /** Threads that nobody has would otherwise be waited for in vain. */
    @Test
    void threadsOfALibraryThatHasNoneAreIgnoredAndThatIsSaid() {
        String ignored = "; nadir.blas.threads=4 is ignored: ";
        for (String wish : new String[] {"auto", "jblas"}) {
            assertThat(select(Map.of("nadir.blas", wish, THREADS, "4")).reason())
                    .endsWith(ignored + "JBLAS was built without threads");
        }
        assertThat(select(Map.of("nadir.blas", "java", THREADS, "4")).reason())
                .endsWith("nadir.blas=java" + ignored + "EJML has one thread");
        assertThat(
                        selectWithoutJblas(
                                        Map.of(THREADS, "4"),
                                        LinearAlgebraSelectorTest::noSystemLibrary)
                                .reason())
                .endsWith("no BLAS of the system" + ignored + "EJML has one thread");
        assertThat(select(Map.of(THREADS, "1")).reason()).doesNotContain(THREADS);
        assertThat(select(Map.of("nadir.blas", "native", THREADS, "4")).reason())
                .doesNotContain("ignored");
    }

    /** Its results would change if products went elsewhere. */
    @Test
    void jblasAndEjmlLeaveProductsToTheKernels() {
        for (String name : new String[] {"jblas", "java"}) {
            DenseLinearAlgebra chosen = select(Map.of("nadir.blas", name));
            assertThat(chosen.products()).isEmpty();
            assertThat(chosen.qr(MatrixView.zeros(2, 1))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", ""})
    void aLibraryOfTheSystemStepsInForJblasAndSaysWhy(String wish) {
        Map<String, String> properties = wish.isEmpty() ? Map.of() : Map.of("nadir.blas", wish);
        assertThat(selectWithoutJblas(properties, LinearAlgebraSelectorTest::echo).reason())
                .endsWith("null, 1 threads, JBLAS failed to load: no such library");
    }

    @Test
    void ejmlStepsInForBothAndSaysWhy() {
        DenseLinearAlgebra chosen =
                selectWithoutJblas(Map.of(), LinearAlgebraSelectorTest::noSystemLibrary);
        assertThat(chosen.name()).isEqualTo("ejml");
        assertThat(chosen.reason())
                .matches(
                        "EJML \\S+ pure Java: JBLAS failed to load: no such library; no BLAS of"
                                + " the system");
    }

    /** JBLAS lacks a library for some of them, and is not tested on the others. */
    @ParameterizedTest
    @CsvSource({"Linux, aarch64", "Mac OS X, aarch64", "Windows 11, amd64"})
    void onOtherPlatformsALibraryOfTheSystemComesFirst(String system, String processor) {
        Map<String, String> platform = Map.of("os.name", system, "os.arch", processor);
        assertThat(select(platform).reason())
                .endsWith("null, 1 threads, JBLAS is tested on Linux x86-64 only");
        assertThat(
                        new LinearAlgebraSelector(
                                        platform::get,
                                        JblasLoader::loadNoting,
                                        LinearAlgebraSelectorTest::noSystemLibrary)
                                .get()
                                .name())
                .isEqualTo("jblas");
        assertThat(
                        selectWithoutJblas(platform, LinearAlgebraSelectorTest::noSystemLibrary)
                                .reason())
                .endsWith("no BLAS of the system; JBLAS failed to load: no such library");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "ejml"})
    void ejmlCanBeForced(String name) {
        DenseLinearAlgebra chosen = select(Map.of("nadir.blas", name));
        assertThat(chosen.name()).isEqualTo("ejml");
        assertThat(chosen.reason()).endsWith("pure Java: nadir.blas=" + name);
    }

    @Test
    void aLibraryOfTheSystemCanBeForced() {
        assertThat(select(Map.of("nadir.blas", "native")).reason())
                .endsWith("null, 1 threads, nadir.blas=native");
        assertThat(select(Map.of("nadir.blas", "native", THREADS, "3")).reason())
                .endsWith("null, 3 threads, nadir.blas=native");
        assertThat(select(Map.of(LIBRARY, "/a/b.so")).reason())
                .endsWith("/a/b.so, 1 threads, nadir.blas.library=/a/b.so");
    }

    @Test
    void whatIsForcedDoesNotFallBack() {
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() ->
                        selectWithoutJblas(
                                Map.of("nadir.blas", "jblas"), LinearAlgebraSelectorTest::echo))
                .withMessageContaining("no such library");
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() ->
                        selectWithoutJblas(
                                Map.of("nadir.blas", "native"),
                                LinearAlgebraSelectorTest::noSystemLibrary))
                .withMessage("no BLAS of the system can be used");
    }

    @ParameterizedTest
    @CsvSource({
        "nadir.blas, mkl, 'nadir.blas=mkl: must be auto, jblas, native or java'",
        "nadir.blas.threads, 0, 'nadir.blas.threads=0: must be a whole number of at least 1'",
        "nadir.blas.threads, -1, 'nadir.blas.threads=-1: must be a whole number of at least 1'",
        "nadir.blas.threads, '', 'nadir.blas.threads=: must be a whole number of at least 1'",
        "nadir.blas.threads, two, 'nadir.blas.threads=two: must be a whole number of at least 1'",
        "nadir.blas.library, '', 'nadir.blas.library is empty: must be the path or the name of a"
                + " library'"
    })
    void unknownValuesAreRefused(String name, String value, String message) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> select(Map.of(name, value)))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jblas", "java", "auto"})
    void aLibraryForAnotherChoiceIsRefused(String wish) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> select(Map.of("nadir.blas", wish, LIBRARY, "x.so")))
                .withMessage(
                        "nadir.blas.library=x.so goes with nadir.blas=native, which nadir.blas="
                                + wish
                                + " contradicts");
    }
}
