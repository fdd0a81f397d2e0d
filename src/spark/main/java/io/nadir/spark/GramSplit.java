package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

import org.jspecify.annotations.Nullable;

/**
 * S = ZᵀZ, n×n, in blocks along orthonormal Q (n×q): A = QᵀSQ, B = (I − QQᵀ)SQ and C the rest, so
 * that σ_max(Z)² ≤ ‖[‖A‖ ‖B‖; ‖B‖ ‖C‖]‖₂. At a first-order point with Q spanning V, A is near the
 * identity and B near zero, and only C is left to be found by iteration. It is the deflation of the
 * core with nothing on the side of the rows.
 */
final class GramSplit {
    private final PanelProducts products;
    private final Panel directions;
    private final SmallDense.@Nullable Eigen core;
    private final double normB;

    /**
     * Splits S.
     *
     * @param directions Q
     * @param image S·Q
     */
    GramSplit(Panel directions, Panel image, PanelProducts products) {
        this.products = products;
        this.directions = directions;
        if (directions.columns() == 0) {
            this.core = null;
            this.normB = 0;
            return;
        }
        this.core = SmallDense.symmetricEigen(products.transposeMultiply(directions, image));
        Panel outside = Panels.copy(image);
        products.removeComponents(directions, outside);
        Panel gram = products.transposeMultiply(outside, outside);
        this.normB = Math.sqrt(Math.max(0, SmallDense.symmetricEigen(gram).values()[0]));
    }

    /** Q. */
    Panel directions() {
        return directions;
    }

    /** Upper bound of ‖S‖ from one of ‖C‖. */
    double combine(double normC) {
        return SpectralNorm.ofBlocks(leading(), normB, normB, normC);
    }

    /** The largest ‖C‖^½, nearly, that leaves σ_max(Z) at {@code enough}; 0 if none. */
    double largestRest(double enough) {
        double square = enough * enough;
        double slack = square - leading();
        // (enough² − ‖A‖)(enough² − ‖C‖) = ‖B‖²
        double rest = slack > 0 ? square - normB * normB / slack : 0;
        return Math.sqrt(Math.max(0, rest));
    }

    /** ‖A‖, 0 if it is empty. */
    double leading() {
        return core == null ? 0 : Math.max(0, core.values()[0]);
    }

    /** The vector in the space of Q with the largest image, n×1; n×0 if Q is empty. */
    Panel leadingVector() {
        return core == null
                ? directions
                : products.multiply(directions, Panels.leadingColumns(core.vectors(), 1));
    }
}
