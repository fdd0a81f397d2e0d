package io.nadir.kernel.simd;

import io.nadir.array.Panel;

/**
 * C += Aᵀ·B over all blocks of A in a pass. Where registers are few the sum is packed as B is and
 * added to C at the end: tiles whose rows are end to end have two checks of their indices, not one
 * for each vector.
 */
final class TransposedSum {
    private final TileProducts products;
    private final Packed sums = new Packed();
    private Panel target = Panel.zeros(0, 0);

    TransposedSum(TileProducts products) {
        this.products = products;
    }

    /** Chooses C. */
    TransposedSum into(Panel c) {
        target = c;
        if (Tuning.TILES_IN_RUNS) {
            sums.zeros(c.rows(), c.columns());
        }
        return this;
    }

    /** Adds to the rows of C from {@code row} on, as many as the block has columns. */
    void add(Block a, Packed b, int row) {
        if (Tuning.TILES_IN_RUNS) {
            products.addTransposed(a, b, sums, row);
        } else {
            products.into(target, row).addTransposed(a, b);
        }
    }

    /** C is complete after this only. */
    void end() {
        if (Tuning.TILES_IN_RUNS) {
            sums.addTo(target);
        }
    }
}
