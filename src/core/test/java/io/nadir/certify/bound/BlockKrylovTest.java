package io.nadir.certify.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Products that are kept, and those that are computed anew because they would be too large. */
class BlockKrylovTest {
    private static final int ROWS = 90;
    private static final int COLUMNS = 40;

    private final PanelProducts products = new PanelProducts();
    private final Panel d = Panel.zeros(ROWS, COLUMNS);
    private int applications;

    BlockKrylovTest() {
        Random random = new Random(4);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                d.set(i, j, random.nextGaussian() / (1 + j));
            }
        }
    }

    private BlockKrylov run(long largestProducts, int steps) {
        BlockKrylov krylov =
                new BlockKrylov(
                        this::apply,
                        ROWS,
                        Panel.zeros(COLUMNS, 0),
                        4,
                        new Random(1),
                        products,
                        largestProducts);
        for (int k = 0; k < steps; k++) {
            krylov.step();
        }
        return krylov;
    }

    private void apply(Panel q, Panel t, Panel s) {
        applications++;
        copy(products.multiply(d, q), t);
        copy(products.transposeMultiply(d, t), s);
    }

    private static void copy(Panel from, Panel to) {
        for (int i = 0; i < from.rows(); i++) {
            for (int j = 0; j < from.columns(); j++) {
                to.set(i, j, from.get(i, j));
            }
        }
    }

    @Test
    void productsAreDTimesRitzVectorsKeptOrNot() {
        for (long largest : new long[] {Long.MAX_VALUE, 12L * ROWS, 12L * ROWS - 1, 0}) {
            int steps = 5;
            BlockKrylov krylov = run(largest, steps);
            assertThat(krylov.hasProducts()).isEqualTo(largest == Long.MAX_VALUE);
            SmallDense.Eigen ritz = krylov.ritz();
            applications = 0;
            Panel found = krylov.products(ritz, 3);
            assertThat(applications).isEqualTo(krylov.hasProducts() ? 0 : 1);
            Panel expected = products.multiply(d, krylov.vectors(ritz, 3));
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < 3; j++) {
                    assertThat(found.get(i, j)).isCloseTo(expected.get(i, j), within(1e-12));
                }
            }
            assertThat(Panels.columnNorm(found, 0))
                    .isCloseTo(Math.sqrt(ritz.values()[0]), within(1e-10));
        }
        assertThat(run(12L * ROWS, 3).hasProducts()).isTrue();
        assertThat(run(12L * ROWS, 4).hasProducts()).isFalse();
    }
}
