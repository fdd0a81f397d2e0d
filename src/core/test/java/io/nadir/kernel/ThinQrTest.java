package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Thin QR on good, bad and dependent panels. */
class ThinQrTest {
    private final PanelProducts products = new PanelProducts();

    @Test
    void wellConditioned() {
        check(gaussian(100, 12, j -> 1), 12);
    }

    @Test
    void columnsOfVeryDifferentSize() {
        check(gaussian(60, 10, j -> Math.pow(10, 12 * j - 60)), 10);
    }

    @Test
    void nearlyDependentColumns() {
        for (double distance : new double[] {1e-3, 1e-6, 1e-9, 1e-11}) {
            Panel a = gaussian(50, 6, j -> 1);
            for (int i = 0; i < 50; i++) {
                a.set(i, 4, a.get(i, 1) + distance * a.get(i, 4));
            }
            check(a, 6);
        }
    }

    @Test
    void dependentAndZeroColumns() {
        Panel a = gaussian(40, 7, j -> 1);
        for (int i = 0; i < 40; i++) {
            a.set(i, 2, 0);
            a.set(i, 5, 3 * a.get(i, 0) - a.get(i, 1));
        }
        check(a, 5);
    }

    @Test
    void moreColumnsThanRows() {
        check(gaussian(5, 9, j -> 1), 5);
    }

    @Test
    void oneRowOneColumnNone() {
        check(gaussian(1, 1, j -> 1), 1);
        check(gaussian(1, 4, j -> 1), 1);
        check(gaussian(30, 1, j -> 1), 1);
        check(Panel.zeros(30, 0), 0);
        check(Panel.zeros(30, 3), 0);
    }

    private void check(Panel a, int rank) {
        Panel q = Panels.copy(a);
        Panel r = ThinQr.factor(q, products);
        assertReproduces(a, q, r);
        assertSameInOtherMemory(a, q, r);
        assertThat(ThinQr.dropZeroColumns(q)).isEqualTo(rank);
        for (int j = 0; j < rank; j++) {
            for (int k = 0; k <= j; k++) {
                assertThat(Panels.columnDot(q, j, q, k))
                        .isCloseTo(j == k ? 1 : 0, within(1e-14 * (1 + a.columns())));
            }
        }
    }

    private void assertSameInOtherMemory(Panel a, Panel q, Panel r) {
        ThinQr qr = new ThinQr(products);
        for (int columns : new int[] {a.columns(), 1, 17}) {
            Panel room = Panel.zeros(a.rows(), columns);
            Arrays.fill(room.data(), Double.NaN);
            Panel other = Panels.copy(a);
            assertThat(qr.factor(other, room).data()).containsExactly(r.data());
            assertThat(other.data()).containsExactly(q.data());
        }
    }

    private static void assertReproduces(Panel a, Panel q, Panel r) {
        for (int j = 0; j < a.columns(); j++) {
            double tolerance = 1e-13 * (1 + a.columns()) * Panels.columnNorm(a, j);
            for (int i = 0; i < a.rows(); i++) {
                double sum = 0;
                for (int k = 0; k <= j; k++) {
                    sum += q.get(i, k) * r.get(k, j);
                }
                assertThat(sum).isCloseTo(a.get(i, j), within(tolerance));
            }
            for (int i = j + 1; i < a.columns(); i++) {
                assertThat(r.get(i, j)).isZero();
            }
        }
    }

    private static Panel gaussian(int rows, int columns, IntToDoubleFunction scale) {
        Random random = new Random(rows * 31L + columns);
        Panel a = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                a.set(i, j, scale.applyAsDouble(j) * random.nextGaussian());
            }
        }
        return a;
    }
}
