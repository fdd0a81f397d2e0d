package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.MatrixProducts;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Qr;
import io.nadir.kernel.blas.DenseLinearAlgebraTest.TestMatrix;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What only a BLAS of the system adds: QR factorizations and products. */
@Tag("blas")
class NativeQrAndProductsTest {

    private static final int[] EXPONENTS = {0, 1000, -1000, 500, -500};

    static Stream<Arguments> tallMatrices() {
        List<TestMatrix> matrices =
                List.of(
                        TestMatrix.random(1, 1),
                        TestMatrix.random(9, 1),
                        TestMatrix.random(40, 40),
                        TestMatrix.random(130, 17),
                        TestMatrix.zero(5, 3),
                        TestMatrix.rankOne(30, 20),
                        TestMatrix.withSpectrum(25, 20, i -> Math.pow(10, -i)),
                        TestMatrix.withSpectrum(25, 20, i -> 3));
        return natives().stream()
                .flatMap(algebra -> matrices.stream().map(a -> Arguments.of(algebra, a)));
    }

    static List<DenseLinearAlgebra> natives() {
        return Implementations.natives();
    }

    private static MatrixProducts products(DenseLinearAlgebra algebra) {
        return algebra.products().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("tallMatrices")
    void qrReconstructsWithOrthonormalColumnsAtEveryScale(
            DenseLinearAlgebra algebra, TestMatrix matrix) {
        for (int exponent : EXPONENTS) {
            Qr qr = algebra.qr(matrix.scaled(exponent)).orElseThrow();
            DenseLinearAlgebraTest.assertOrthonormalColumns(qr.q());
            for (int i = 0; i < qr.r().rows(); i++) {
                assertThat(qr.r().get(i, i)).isNotNegative();
                for (int j = 0; j < i; j++) {
                    assertThat(qr.r().get(i, j)).isZero();
                }
            }
            double[] r = DenseLinearAlgebraTest.scaled(qr.r().array(), -exponent);
            MatrixView product =
                    DenseLinearAlgebraTest.multiply(
                            qr.q(), MatrixView.wrap(qr.r().rows(), qr.r().columns(), r));
            DenseLinearAlgebraTest.assertClose(product, matrix.view());
        }
    }

    /** Of the columns (3, 4, 0) and (1, 2, 5). */
    @ParameterizedTest
    @MethodSource("natives")
    void qrOfTwoColumnsIsThatOfThePaper(DenseLinearAlgebra algebra) {
        Qr qr = algebra.qr(MatrixView.wrap(3, 2, new double[] {3, 1, 4, 2, 0, 5})).orElseThrow();
        double norm = Math.sqrt(25.16); // of (−0.32, 0.24, 5)
        double[] r = {5, 2.2, 0, norm};
        assertThat(qr.r().array()).containsExactly(r, within(1e-14));
        double[] q = {0.6, -0.32 / norm, 0.8, 0.24 / norm, 0, 5 / norm};
        assertThat(qr.q().array()).containsExactly(q, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("natives")
    void qrRefusesWideMatricesAndWhatIsNotFinite(DenseLinearAlgebra algebra) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> algebra.qr(MatrixView.zeros(2, 3)))
                .withMessage("QR of a 2 x 3 matrix: rows must not be fewer");
        MatrixView a = MatrixView.wrap(2, 2, new double[] {1, 0, Double.NaN, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> algebra.qr(a))
                .withMessageContaining("element (1, 0) is NaN");
        assertThat(algebra.qr(MatrixView.zeros(3, 0)).orElseThrow().q().rows()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("natives")
    void productsAreThoseOfPlainLoops(DenseLinearAlgebra algebra) {
        int[][] shapes = {{1, 1, 1}, {1, 40, 7}, {40, 1, 7}, {7, 40, 1}, {70, 33, 90}};
        for (int[] shape : shapes) {
            MatrixView a = TestMatrix.random(shape[0], shape[1]).view();
            MatrixView b = TestMatrix.random(shape[1], shape[2]).view();
            double[] expected = DenseLinearAlgebraTest.multiply(a, b).array();

            MatrixView c = MatrixView.zeros(shape[0], shape[2]);
            Arrays.fill(c.array(), 1);
            products(algebra).multiplyAdd(a, false, b, c);
            assertThat(subtractOne(c.array())).containsExactly(expected, within(1e-12));

            MatrixView d = MatrixView.zeros(shape[0], shape[2]);
            Arrays.fill(d.array(), 1);
            products(algebra).multiplyAdd(DenseLinearAlgebraTest.transpose(a), true, b, d);
            assertThat(subtractOne(d.array())).containsExactly(expected, within(1e-12));
        }
    }

    private static double[] subtractOne(double[] values) {
        return Arrays.stream(values).map(x -> x - 1).toArray();
    }

    @ParameterizedTest
    @MethodSource("natives")
    void productsOfBlocksLeaveTheirSurroundingsAlone(DenseLinearAlgebra algebra) {
        MatrixView a = DenseLinearAlgebraTest.padded(TestMatrix.random(6, 5).view());
        MatrixView b = DenseLinearAlgebraTest.padded(TestMatrix.random(5, 4).view());
        MatrixView c = DenseLinearAlgebraTest.padded(MatrixView.zeros(6, 4));
        products(algebra).multiplyAdd(a, false, b, c);
        assertThat(c.toArray())
                .containsExactly(DenseLinearAlgebraTest.multiply(a, b).array(), within(1e-13));
        assertThat(Arrays.stream(c.array()).filter(Double::isNaN).count())
                .isEqualTo(c.array().length - 24);
    }

    /** Products of 1e±150 are 1e±300, which no scaling is needed for. */
    @ParameterizedTest
    @MethodSource("natives")
    void productsReachTheEndsOfTheRange(DenseLinearAlgebra algebra) {
        for (double scale : new double[] {1e-150, 1e150}) {
            MatrixView a = MatrixView.wrap(1, 2, new double[] {scale, 2 * scale});
            MatrixView c = MatrixView.zeros(1, 1);
            products(algebra).multiplyAdd(a, false, MatrixView.wrap(2, 1, a.array()), c);
            assertThat(c.array()[0] / (5 * scale * scale)).isCloseTo(1, within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("natives")
    void productsRefuseShapesThatDoNotFit(DenseLinearAlgebra algebra) {
        MatrixView a = MatrixView.zeros(2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> products(algebra).multiplyAdd(a, true, a, a))
                .withMessage("shapes do not fit: 2 x 3 transposed times 2 x 3 into 2 x 3");
        MatrixView nothing = MatrixView.zeros(2, 0);
        MatrixView c = MatrixView.wrap(2, 1, new double[] {1, 2});
        products(algebra).multiplyAdd(nothing, false, MatrixView.zeros(0, 1), c);
        assertThat(c.array()).containsExactly(1, 2);
    }
}
