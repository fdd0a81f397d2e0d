package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Svd;
import io.nadir.kernel.SymmetricEigen;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every implementation against the identities that define the factorizations. Residuals are
 * measured in units of ε · max(m, n) · ‖A‖, the backward error that the contract promises a few of.
 */
@Tag("blas")
class DenseLinearAlgebraTest {

    /** The "few units" of the contract. */
    private static final double UNITS = 10;

    /** 2^±1000: squares overflow and underflow. */
    private static final int[] EXPONENTS = {0, 1000, -1000, 500, -240};

    static List<DenseLinearAlgebra> all() {
        return Implementations.all();
    }

    static Stream<Arguments> matrices() {
        List<TestMatrix> matrices =
                List.of(
                        TestMatrix.random(1, 1),
                        TestMatrix.random(1, 9),
                        TestMatrix.random(9, 1),
                        TestMatrix.random(40, 40),
                        TestMatrix.random(130, 17),
                        TestMatrix.random(17, 130),
                        TestMatrix.zero(5, 3),
                        TestMatrix.rankOne(30, 20),
                        TestMatrix.withSpectrum(25, 20, i -> Math.pow(10, -i)),
                        TestMatrix.withSpectrum(20, 25, i -> 3),
                        TestMatrix.withSpectrum(20, 20, i -> i < 10 ? 2 : 0));
        return all().stream()
                .flatMap(algebra ->
                        matrices.stream()
                                .map(a -> Arguments.of(Named.of(algebra.name(), algebra), a)));
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void svdReconstructsWithOrthonormalFactorsAtEveryScale(
            DenseLinearAlgebra algebra, TestMatrix matrix) {
        for (int exponent : EXPONENTS) {
            MatrixView a = matrix.scaled(exponent);
            Svd svd = algebra.svd(a);
            assertDescending(svd.singularValues());
            assertOrthonormalColumns(svd.u());
            assertOrthonormalColumns(transpose(svd.vt()));
            double[] values = scaled(svd.singularValues(), -exponent);
            MatrixView product = multiply(scaleColumns(svd.u(), values), svd.vt());
            assertClose(product, matrix.view());
        }
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void singularValuesAreThoseOfTheOtherImplementations(
            DenseLinearAlgebra algebra, TestMatrix matrix) {
        for (int exponent : EXPONENTS) {
            double[] alone = scaled(algebra.singularValues(matrix.scaled(exponent)), -exponent);
            assertDescending(alone);
            for (DenseLinearAlgebra other : all()) {
                double[] full = other.svd(matrix.view()).singularValues();
                assertThat(alone).containsExactly(full, within(tolerance(matrix.view())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void eigenvectorsDiagonalizeAtEveryScale(DenseLinearAlgebra algebra, TestMatrix matrix) {
        MatrixView gram = multiply(matrix.view(), transpose(matrix.view()));
        for (int exponent : EXPONENTS) {
            MatrixView a = new TestMatrix("gram", gram).scaled(exponent);
            spoilUpperTriangle(a);
            SymmetricEigen eigen = algebra.symmetricEigen(a);
            assertOrthonormalColumns(eigen.vectors());
            double[] values = scaled(eigen.values(), -exponent);
            assertThat(values).isSorted();
            MatrixView q = transpose(eigen.vectors());
            assertClose(multiply(scaleColumns(q, values), eigen.vectors()), gram);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void hilbertSingularValuesKeepTheirAbsoluteAccuracy(DenseLinearAlgebra algebra) {
        int n = 12;
        MatrixView hilbert = MatrixView.zeros(n, n);
        Arrays.setAll(hilbert.array(), i -> 1.0 / (i / n + i % n + 1));
        // Condition number 1.6e16. The largest value: Fettis and Caslin (1967), Math. Comp. 21.
        double[] values = algebra.singularValues(hilbert);
        assertThat(values[0]).isCloseTo(1.7953720595619977, within(1e-14));
        assertThat(values[n - 1]).isBetween(0.0, 1e-15);
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsABlockOfALargerArray(DenseLinearAlgebra algebra) {
        MatrixView a = TestMatrix.random(6, 3).view();
        assertThat(algebra.singularValues(padded(a))).containsExactly(algebra.singularValues(a));
    }

    @ParameterizedTest
    @MethodSource("all")
    void emptyMatricesHaveEmptyFactors(DenseLinearAlgebra algebra) {
        Svd svd = algebra.svd(MatrixView.zeros(4, 0));
        assertThat(svd.singularValues()).isEmpty();
        assertThat(svd.u()).extracting(MatrixView::rows, MatrixView::columns).containsExactly(4, 0);
        assertThat(algebra.singularValues(MatrixView.zeros(0, 3))).isEmpty();
        assertThat(algebra.symmetricEigen(MatrixView.zeros(0, 0)).values()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesWhatIsNotFinite(DenseLinearAlgebra algebra) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            MatrixView a = MatrixView.wrap(2, 2, new double[] {1, 0, bad, 1});
            String message = "element (1, 0) is " + bad;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> algebra.svd(a))
                    .withMessageContaining(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> algebra.singularValues(a))
                    .withMessageContaining(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> algebra.symmetricEigen(a))
                    .withMessageContaining(message);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesShapesThatDoNotFit(DenseLinearAlgebra algebra) {
        MatrixView wide = MatrixView.zeros(2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> algebra.symmetricEigen(wide));
    }

    @ParameterizedTest
    @MethodSource("all")
    void manyThreadsGetTheAnswersOfOne(DenseLinearAlgebra algebra) throws Exception {
        MatrixView a = TestMatrix.random(60, 40).view();
        double[] alone = fingerprint(algebra, a);
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<double[]>> tasks =
                    IntStream.range(0, 1_000)
                            .<Callable<double[]>>mapToObj(i -> () -> fingerprint(algebra, a))
                            .toList();
            for (var answer : pool.invokeAll(tasks)) {
                assertThat(answer.get()).containsExactly(alone);
            }
        }
    }

    private static double[] fingerprint(DenseLinearAlgebra algebra, MatrixView a) {
        MatrixView gram = multiply(transpose(a), a);
        double[] eigen = algebra.symmetricEigen(gram).values();
        double[] singular = algebra.svd(a).singularValues();
        return IntStream.range(0, eigen.length)
                .mapToDouble(i -> eigen[i] + Math.PI * singular[i])
                .toArray();
    }

    static double tolerance(MatrixView a) {
        double norm = Math.sqrt(Arrays.stream(a.toArray()).map(x -> x * x).sum());
        return UNITS * Math.ulp(1.0) * Math.max(a.rows(), a.columns()) * norm;
    }

    static void assertClose(MatrixView actual, MatrixView expected) {
        MatrixView difference = MatrixView.wrap(actual.rows(), actual.columns(), actual.toArray());
        Arrays.setAll(difference.array(), i -> actual.array()[i] - expected.array()[i]);
        double residual = Math.sqrt(Arrays.stream(difference.array()).map(x -> x * x).sum());
        assertThat(residual).isLessThanOrEqualTo(tolerance(expected));
    }

    static void assertOrthonormalColumns(MatrixView q) {
        MatrixView identity = MatrixView.zeros(q.columns(), q.columns());
        for (int i = 0; i < q.columns(); i++) {
            identity.array()[identity.rowStart(i) + i] = 1;
        }
        MatrixView gram = multiply(transpose(q), q);
        double bound = UNITS * Math.ulp(1.0) * q.rows();
        assertThat(gram.array()).containsExactly(identity.array(), within(bound));
    }

    private static void assertDescending(double[] values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(ascending[values.length - 1 - i]).isNotNegative();
        }
    }

    static double[] scaled(double[] values, int exponent) {
        return Arrays.stream(values).map(x -> Math.scalb(x, exponent)).toArray();
    }

    static MatrixView multiply(MatrixView a, MatrixView b) {
        MatrixView c = MatrixView.zeros(a.rows(), b.columns());
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                double sum = 0;
                for (int l = 0; l < a.columns(); l++) {
                    sum += a.get(i, l) * b.get(l, j);
                }
                c.array()[c.rowStart(i) + j] = sum;
            }
        }
        return c;
    }

    static MatrixView transpose(MatrixView a) {
        MatrixView t = MatrixView.zeros(a.columns(), a.rows());
        Arrays.setAll(t.array(), i -> a.get(i % a.rows(), i / a.rows()));
        return t;
    }

    private static MatrixView scaleColumns(MatrixView a, double[] factors) {
        double[] scaled = a.toArray();
        Arrays.setAll(scaled, i -> scaled[i] * factors[i % factors.length]);
        return MatrixView.wrap(a.rows(), a.columns(), scaled);
    }

    private static void spoilUpperTriangle(MatrixView a) {
        for (int i = 0; i < a.rows(); i++) {
            Arrays.fill(a.array(), a.rowStart(i) + i + 1, a.rowStart(i) + a.columns(), Double.NaN);
        }
    }

    /** The same elements in a larger array full of NaN. */
    static MatrixView padded(MatrixView a) {
        int stride = a.columns() + 3;
        double[] storage = new double[2 + a.rows() * stride];
        Arrays.fill(storage, Double.NaN);
        MatrixView padded = new MatrixView(storage, 2, a.rows(), a.columns(), stride);
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.array(), a.rowStart(i), storage, padded.rowStart(i), a.columns());
        }
        return padded;
    }

    /** A matrix with a name for the report. */
    record TestMatrix(String name, MatrixView view) {

        static TestMatrix random(int m, int n) {
            Random random = new Random(31L * m + n);
            MatrixView a = MatrixView.zeros(m, n);
            Arrays.setAll(a.array(), i -> random.nextGaussian());
            return new TestMatrix("random " + m + " x " + n, a);
        }

        static TestMatrix zero(int m, int n) {
            return new TestMatrix("zero", MatrixView.zeros(m, n));
        }

        static TestMatrix rankOne(int m, int n) {
            return new TestMatrix("rank one", multiply(random(m, 1).view(), random(1, n).view()));
        }

        /** H₁ diag(spectrum) H₂ with the Householder reflections of two random vectors. */
        static TestMatrix withSpectrum(
                int m, int n, java.util.function.IntToDoubleFunction spectrum) {
            MatrixView a = MatrixView.zeros(m, n);
            for (int i = 0; i < Math.min(m, n); i++) {
                a.array()[i * n + i] = spectrum.applyAsDouble(i);
            }
            return new TestMatrix("spectrum", multiply(multiply(reflection(m), a), reflection(n)));
        }

        private static MatrixView reflection(int n) {
            double[] v = random(n, 1).view().array();
            double square = Arrays.stream(v).map(x -> x * x).sum();
            MatrixView h = MatrixView.zeros(n, n);
            Arrays.setAll(
                    h.array(), i -> (i / n == i % n ? 1 : 0) - 2 * v[i / n] * v[i % n] / square);
            return h;
        }

        /** This matrix times 2^exponent, in new storage. */
        MatrixView scaled(int exponent) {
            double[] array = DenseLinearAlgebraTest.scaled(view.array(), exponent);
            return MatrixView.wrap(view.rows(), view.columns(), array);
        }

        @Override
        public String toString() {
            return name + " " + view.rows() + " x " + view.columns();
        }
    }
}
