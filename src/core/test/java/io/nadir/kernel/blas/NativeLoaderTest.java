package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.NoConvergenceException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;

/** How libraries that are not here are recognized, told what to do, and called. */
@Tag("blas")
class NativeLoaderTest {

    private static final String APPLE = "%s$NEWLAPACK";
    private static final String GNU = "%s_";

    private static DenseLinearAlgebra load(String file, FakeLibrary library, int threads) {
        return loader(threads).make(NativeLibrary.of(file, library), "test");
    }

    /** Where there is no other library. */
    private static NativeLoader loader(int threads) {
        return new NativeLoader(
                threads,
                () -> new EjmlLinearAlgebra("test"),
                file -> {
                    throw new KernelUnavailableException(
                            file + " does not load", new UnsatisfiedLinkError());
                });
    }

    /** A factorization of each kind and a product, whose answers are known. */
    private static void requireAnswers(DenseLinearAlgebra algebra) {
        KnownAnswers.require(algebra);
        assertThat(algebra.singularValues(MatrixView.wrap(1, 3, new double[] {2, 3, 6})))
                .containsExactly(new double[] {7}, within(1e-14));
    }

    private static FakeLibrary mkl() {
        return new FakeLibrary()
                .lapack(GNU)
                .setter("MKL_Set_Interface_Layer", ValueLayout.JAVA_INT)
                .setter("MKL_Set_Num_Threads", ValueLayout.JAVA_INT)
                .number("MKL_Get_Max_Threads", ValueLayout.JAVA_INT, 1)
                .buffer("MKL_Get_Version_String", "Intel(R) oneAPI MKL Version 2025.2  ");
    }

    @Test
    void anotherLibraryIsNamedWithItsProperty() {
        NativeLoader loader =
                new NativeLoader(
                        1,
                        () -> new EjmlLinearAlgebra("test"),
                        file -> NativeLibrary.of(file, new FakeLibrary()));
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> loader.load("libm.so.6", "test"))
                .withMessage(
                        "nadir.blas.library=libm.so.6 has no BLAS, that is no dgemm_ nor any other"
                                + " spelling of it: name another library");
    }

    @Test
    void mklIsToldWidthAndThreadsBeforeItIsCalled() {
        FakeLibrary mkl = mkl();
        DenseLinearAlgebra algebra = load("libmkl_rt.so.2", mkl, 1);
        assertThat(algebra.reason())
                .isEqualTo(
                        "Intel(R) oneAPI MKL Version 2025.2 (libmkl_rt.so.2, 1 thread) with LAPACK"
                                + " 3.12.0: test");
        assertThat(mkl.calls())
                .containsExactly("MKL_Set_Interface_Layer(0)", "MKL_Set_Num_Threads(1)");
        requireAnswers(algebra);
    }

    @Test
    void accelerateIsCalledByItsOwnNamesAndToldItsThreadsBeforeEachCall() {
        FakeLibrary apple =
                new FakeLibrary().lapack(APPLE).setter("BLASSetThreading", ValueLayout.JAVA_INT);
        DenseLinearAlgebra algebra = load("/System/Accelerate", apple, 1);
        assertThat(algebra.reason())
                .isEqualTo(
                        "Apple Accelerate (/System/Accelerate, 1 thread) with LAPACK 3.12.0: test");
        requireAnswers(algebra);

        apple.calls().clear();
        algebra.singularValues(MatrixView.zeros(2, 2));
        assertThat(apple.calls()).containsExactly("BLASSetThreading(1)");
    }

    /** Before macOS 15. */
    @Test
    void accelerateMayDecideOnItsThreadsItself() {
        DenseLinearAlgebra algebra = load("/System/Accelerate", new FakeLibrary().lapack(APPLE), 1);
        assertThat(algebra.reason())
                .startsWith("Apple Accelerate (/System/Accelerate, its own number of threads)");
        requireAnswers(algebra);
    }

    private static FakeLibrary blis() {
        return new FakeLibrary()
                .fortran(GNU, "dgemm", "idamax")
                .text("bli_info_get_version_str", "0.9.0")
                .setter("bli_thread_set_num_threads", ValueLayout.JAVA_LONG)
                .number("bli_thread_get_num_threads", ValueLayout.JAVA_LONG, 1L);
    }

    @Test
    void blisMultipliesAndLeavesDecompositionsToOthers() {
        FakeLibrary blis = blis();
        DenseLinearAlgebra algebra = load("libblis.so.4", blis, 1);
        assertThat(algebra.name()).isEqualTo("native");
        assertThat(algebra.reason())
                .startsWith("BLIS 0.9.0 (libblis.so.4, 1 thread) for products only: test;")
                .contains("decompositions: EJML");
        assertThat(algebra.qr(MatrixView.zeros(2, 1))).isEmpty();
        requireAnswers(algebra);
        assertThat(blis.calls()).isNotEmpty().containsOnly("bli_thread_set_num_threads(1)");
    }

    @Test
    void blisTakesASeparateLapackWhereThereIsOne() {
        DenseLinearAlgebra algebra =
                new NativeLoader(
                                1,
                                () -> new EjmlLinearAlgebra("test"),
                                file -> NativeLibrary.of(file, new FakeLibrary().lapack(GNU)))
                        .make(NativeLibrary.of("libblis.so.4", blis()), "test");
        assertThat(algebra.reason())
                .isEqualTo(
                        "BLIS 0.9.0 (libblis.so.4, 1 thread) for products, LAPACK 3.12.0"
                                + " (liblapack.so.3 over an unknown BLAS, its own number of"
                                + " threads) for decompositions: test");
        assertThat(algebra.qr(MatrixView.zeros(2, 1))).isPresent();
        requireAnswers(algebra);
    }

    @Test
    void integersOf64BitsBehindPlainNamesAreRefused() {
        FakeLibrary wide = new FakeLibrary().lapack(GNU).wideIdamax(GNU);
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> load("libopenblas64.so.0", wide, 1))
                .withMessage(
                        "libopenblas64.so.0 has integers of 64 bits (ILP64, dgemm_); a build with"
                                + " 32 bits (LP64) is needed");
    }

    @Test
    void wrongAnswersAreRefused() {
        FakeLibrary lazy = new FakeLibrary().lapack(GNU).lazy(FortranRoutine.DGEMM, GNU, 12, 1);
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> load("lib.so", lazy, 1))
                .withMessageStartingWith("lib.so cannot be used:")
                .withMessageContaining("wrong product: 1.0 instead of 9.0");
    }

    @Test
    void qrIterationStepsInWhereDivideAndConquerDoesNotConverge() {
        DenseLinearAlgebra algebra =
                load(
                        "lib.so",
                        new FakeLibrary()
                                .lapack(GNU)
                                .lazy(FortranRoutine.DGESDD, GNU, 13, 1)
                                .lazy(FortranRoutine.DSYEVD, GNU, 10, 1),
                        1);
        requireAnswers(algebra);
    }

    @Test
    void noConvergenceAtAllIsReported() {
        FakeLibrary library = new FakeLibrary().lapack(GNU);
        DenseLinearAlgebra algebra = load("lib.so", library, 1);
        assertThat(algebra.reason())
                .startsWith("an unknown BLAS (lib.so, its own number of threads)");

        DenseLinearAlgebra failing =
                new NativeLinearAlgebra(
                        "test",
                        new Lapack(
                                new Fortran(
                                        NativeLibrary.of(
                                                "lib.so",
                                                library.lazy(FortranRoutine.DGESDD, GNU, 13, 1)
                                                        .lazy(FortranRoutine.DGESVD, GNU, 13, 2)),
                                        false),
                                () -> {}),
                        algebra.products().orElseThrow());
        assertThatExceptionOfType(NoConvergenceException.class)
                .isThrownBy(() -> failing.svd(MatrixView.zeros(3, 2)))
                .withMessage(
                        "the singular value decomposition of a 3 x 2 matrix did not converge in"
                                + " native");
    }

    @Test
    void aRefusedArgumentIsADefect() {
        FakeLibrary library =
                new FakeLibrary().lapack(GNU).lazy(FortranRoutine.DSYEVD, GNU, 10, -5);
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> load("lib.so", library, 1))
                .withMessageContaining("LAPACK refused argument 5 of dsyevd");
    }

    /** Proofs stand on the rounding errors of Nadir's own. */
    @Test
    void noCholeskyFactorizationIsCalled() {
        assertThat(FortranRoutine.values())
                .extracting(FortranRoutine::fortranName)
                .containsExactlyInAnyOrder(
                        "dgemm", "dgesdd", "dgesvd", "dsyevd", "dsyev", "dgelqf", "dorglq",
                        "ilaver");
    }
}
