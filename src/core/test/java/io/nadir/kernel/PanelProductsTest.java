package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

/** Products on several threads have the bits of those on one. */
@Tag("kernel")
class PanelProductsTest {
    @ParameterizedTest
    @CsvSource({"701, 1100, 30", "1100, 613, 24", "160, 1037, 36", "3, 2000, 900", "2000, 3, 900"})
    void threadsChangeNoBits(int m, int n, int r) {
        Panel a = random(1, m, n);
        Panel b = random(2, n, r);
        Panel u = random(3, m, r);
        PanelProducts one = new PanelProducts();
        for (int threads = 1; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                PanelProducts all = new PanelProducts(workers);
                assertSame(all.multiply(a, b), one.multiply(a, b));
                assertSame(all.transposeMultiply(a, u), one.transposeMultiply(a, u));
                Panel sum = random(4, m, r);
                Panel expected = Panels.copy(sum);
                all.subtractProduct(a, Panels.copy(b), sum);
                one.subtractProduct(a, Panels.copy(b), expected);
                assertSame(sum, expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"500, 400", "130, 701", "1300, 121", "20000, 30"})
    void threadsChangeNoBitsOfGramMatrices(int m, int n) {
        Panel a = random(5, m, n);
        Panel expected = random(6, n, n);
        Panel start = Panels.copy(expected);
        PanelProducts one = new PanelProducts();
        one.addGramLower(a, 0, m / 2, expected);
        one.addGramLower(a, m / 2, m, expected);
        for (int threads = 2; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                PanelProducts all = new PanelProducts(workers);
                Panel gram = Panels.copy(start);
                all.addGramLower(a, 0, m / 2, gram);
                all.addGramLower(a, m / 2, m, gram);
                assertSameLower(gram, expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"500, 400", "131, 701", "1300, 121", "20000, 30"})
    void threadsChangeNoBitsOfGramMatricesOfFloats(int m, int n) {
        FloatPanels a = new Shapes(11).floatPanels(Kernels.get(), random(5, m, n));
        FloatSquare expected = FloatSquare.zeros(n);
        new PanelProducts().addGramLower(a, m, expected, () -> {});
        for (int threads = 2; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                FloatSquare gram = FloatSquare.zeros(n);
                new PanelProducts(workers).addGramLower(a, m, gram, () -> {});
                assertSameLower(gram, expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"500, -1", "701, -1", "800, -1", "701, 0", "701, 97", "701, 700"})
    void threadsChangeNoBitsOfCholeskyFactors(int n, int negativePivot) {
        Panel a = Panel.zeros(n, n);
        new PanelProducts().addGramLower(random(9, n + 10, n), 0, n + 10, a);
        if (negativePivot >= 0) {
            a.set(negativePivot, negativePivot, -1);
        }
        Panel expected = Panels.copy(a);
        boolean completes = new PanelProducts().cholesky(expected, () -> {});
        assertThat(completes).isEqualTo(negativePivot < 0);
        for (int threads = 1; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                PanelProducts all = new PanelProducts(workers);
                Panel factor = Panels.copy(a);
                assertThat(all.cholesky(factor, () -> {})).isEqualTo(completes);
                assertSameLower(factor, expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 701, 800, 1100})
    void threadsChangeNoBitsOfCholeskyFactorsOfFloats(int n) {
        FloatSquare negated = FloatSquare.zeros(n);
        FloatPanels a = new Shapes(3).floatPanels(Kernels.get(), random(9, n / 2, n));
        new PanelProducts().addGramLower(a, n / 2, negated, () -> {});
        for (int i = 0; i < n; i++) {
            negated.data()[i * negated.stride() + i] -= 4f * n;
        }
        FloatSquare expected = new FloatSquare(negated.data().clone(), n);
        assertThat(new PanelProducts().choleskyOfNegative(expected, () -> {})).isTrue();
        for (int threads = 2; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                FloatSquare factor = new FloatSquare(negated.data().clone(), n);
                PanelProducts all = new PanelProducts(workers);
                assertThat(all.choleskyOfNegative(factor, () -> {})).isTrue();
                assertSameLower(factor, expected);
            }
        }
    }

    private static void assertSameLower(FloatSquare a, FloatSquare b) {
        for (int i = 0; i < a.order(); i++) {
            int at = i * a.stride();
            assertThat(Arrays.mismatch(a.data(), at, at + i + 1, b.data(), at, at + i + 1))
                    .isEqualTo(-1);
        }
    }

    @Test
    void aFactorizationOnThreadsEndsWhereItIsGivenUp() {
        Panel a = Panel.zeros(701, 701);
        new PanelProducts().addGramLower(random(9, 710, 701), 0, 710, a);
        int[] calls = {0};
        Runnable checkpoint =
                () -> {
                    if (++calls[0] == 4) {
                        throw new WorkInterruptedException();
                    }
                };
        try (Workers workers = new Workers(3, null)) {
            PanelProducts all = new PanelProducts(workers);
            assertThatExceptionOfType(WorkInterruptedException.class)
                    .isThrownBy(() -> all.cholesky(a, checkpoint));
        }
        assertThat(calls[0]).isEqualTo(4);
    }

    private static void assertSameLower(Panel actual, Panel expected) {
        int others = 0;
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j <= i; j++) {
                others += actual.get(i, j) == expected.get(i, j) ? 0 : 1;
            }
        }
        assertThat(others).as("elements with other bits").isZero();
    }

    @Test
    void shapesThatDoNotFitAreRefusedOnEveryNumberOfThreads() {
        try (Workers workers = new Workers(2, null)) {
            for (PanelProducts products :
                    new PanelProducts[] {new PanelProducts(), new PanelProducts(workers)}) {
                Panel a = random(7, 600, 500);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> products.multiply(a, random(8, 499, 40)));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> products.transposeMultiply(a, random(8, 599, 40)));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> products.addGramLower(a, 0, 600, Panel.zeros(500, 499)));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> products.addGramLower(a, 0, 601, Panel.zeros(500, 500)));
            }
        }
    }

    private static void assertSame(Panel actual, Panel expected) {
        int others = 0;
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                others += actual.get(i, j) == expected.get(i, j) ? 0 : 1;
            }
        }
        assertThat(others).as("elements with other bits").isZero();
    }

    /** Without padding, as data are. */
    private static Panel random(int seed, int rows, int columns) {
        double[] values = new Random(seed).doubles((long) rows * columns, -1, 1).toArray();
        return Panel.wrap(values, rows, columns, 0);
    }
}
