package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.scalar.ScalarKernels;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.function.IntFunction;

/** The oracle itself against the formulas of the contract, evaluated without rounding. */
@Tag("kernel")
class ScalarAgainstExactTest {
    private static final DenseKernels SCALAR = new ScalarKernels();
    private static final int ROWS = 5;
    private static final int COLUMNS = 7;
    private static final int RANK = 3;

    private final Scratch scratch = new Scratch();
    private final Shapes shapes = new Shapes(7);
    private final Panel y = shapes.panel(ROWS, COLUMNS);
    private final Panel u = shapes.panel(ROWS, RANK);
    private final Panel v = shapes.panel(COLUMNS, RANK);

    /** An element of a matrix that is only defined by a formula. */
    private interface Formula {
        BigDecimal at(int i, int j);
    }

    @Test
    void productsOfPanels() {
        Panel t = Panel.zeros(ROWS, RANK);
        Panel w = Panel.zeros(COLUMNS, RANK);
        SCALAR.multiplyAdd(y, 0, ROWS, v, t, scratch);
        SCALAR.transposeMultiplyAdd(y, 0, ROWS, u, w, scratch);
        assertEqual(t, (i, k) -> sum(COLUMNS, j -> exact(y, i, j).multiply(exact(v, j, k))));
        assertEqual(w, (j, k) -> sum(ROWS, i -> exact(y, i, j).multiply(exact(u, i, k))));
        Panel x = Panel.zeros(ROWS, COLUMNS);
        SCALAR.product(u, v, 0, ROWS, x, scratch);
        assertEqual(x, this::product);
    }

    @Test
    void gradientOfTheSquaredLoss() {
        Panel gu = Panel.zeros(ROWS, RANK);
        Panel gv = Panel.zeros(COLUMNS, RANK);
        SCALAR.residualGradient(
                ScalarAgainstExactTest::difference, y, 0, ROWS, u, v, v, u, gu, gv, scratch);
        assertEqual(gu, (i, k) -> sum(COLUMNS, j -> residual(i, j).multiply(exact(v, j, k))));
        assertEqual(gv, (j, k) -> sum(ROWS, i -> residual(i, j).multiply(exact(u, i, k))));
    }

    @Test
    void powerStepOnTheResidual() {
        Panel b = shapes.panel(COLUMNS, 2);
        Panel c = Panel.zeros(RANK, 2);
        SCALAR.transposeMultiplyAdd(v, 0, COLUMNS, b, c, scratch);
        Panel t = Panel.zeros(ROWS, 2);
        Panel w = Panel.zeros(COLUMNS, 2);
        Panel s = Panel.zeros(RANK, 2);
        SCALAR.gramMultiply(y, 0, ROWS, b, u, c, t, w, s, scratch);
        Formula exactT =
                (i, k) -> sum(COLUMNS, j -> residual(i, j).negate().multiply(exact(b, j, k)));
        assertEqual(t, exactT);
        assertEqual(w, (j, k) -> sum(ROWS, i -> exact(y, i, j).multiply(exactT.at(i, k))));
        assertEqual(s, (l, k) -> sum(ROWS, i -> exact(u, i, l).multiply(exactT.at(i, k))));
    }

    @Test
    void gramMatrix() {
        Panel gram = Panel.zeros(COLUMNS, COLUMNS);
        SCALAR.gramLower(y, 0, ROWS, gram, scratch);
        for (int i = 0; i < COLUMNS; i++) {
            for (int j = 0; j <= i; j++) {
                int row = i;
                int column = j;
                assertClose(
                        gram.get(i, j),
                        sum(ROWS, k -> exact(y, k, row).multiply(exact(y, k, column))));
            }
        }
    }

    private BigDecimal product(int i, int j) {
        return sum(RANK, k -> exact(u, i, k).multiply(exact(v, j, k)));
    }

    /** ∂ℓ/∂x of the squared loss: (U·Vᵀ − Y) at (i, j). */
    private BigDecimal residual(int i, int j) {
        return product(i, j).subtract(exact(y, i, j));
    }

    private static BigDecimal exact(Panel panel, int i, int j) {
        return new BigDecimal(panel.get(i, j));
    }

    private static BigDecimal sum(int terms, IntFunction<BigDecimal> term) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < terms; k++) {
            sum = sum.add(term.apply(k));
        }
        return sum;
    }

    private static void assertEqual(Panel actual, Formula expected) {
        for (int i = 0; i < actual.rows(); i++) {
            for (int j = 0; j < actual.columns(); j++) {
                assertClose(actual.get(i, j), expected.at(i, j));
            }
        }
    }

    /** Entries are of order 1 and sums have fewer than 200 terms in all. */
    private static void assertClose(double actual, BigDecimal expected) {
        assertThat(actual).isCloseTo(expected.doubleValue(), within(1e-12));
    }

    private static double difference(double[] y, int yOffset, double[] x, int xOffset, int length) {
        for (int k = 0; k < length; k++) {
            x[xOffset + k] -= y[yOffset + k];
        }
        return 0;
    }
}
