package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;

import java.util.Arrays;
import java.util.List;

/** The {@link ClippedDualBound} of a matrix in one heap, on its shorter side, and what it finds. */
final class ClippedMatrix implements ClippedDualBound.Gradient {
    /** Passes over the data that the bound takes. */
    static final int PASSES = 3;

    /** The most singular triplets that are appended at once. */
    private static final int MOST_WITNESSES = 512;

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final Factors w;
    private final PointValue point;
    private final ClippedDualBound bound;
    private final boolean wide;
    private final PanelProducts products = new PanelProducts();

    /** G·Q, or GᵀQ. */
    private Panel images = Panel.zeros(0, 0);

    ClippedMatrix(Objective<MatrixMap> objective, Factors w, PointValue point) {
        this.objective = objective;
        this.map = objective.map();
        this.w = w;
        this.point = point;
        this.bound = new ClippedDualBound(this, point);
        this.wide = map.rows() < map.columns();
    }

    /** Whether there is such a bound, and its cost is bearable. */
    static boolean applies(MatrixMap map) {
        return map.hasShiftedDual()
                && Math.min(map.rows(), map.columns()) <= ClippedDualBound.LARGEST;
    }

    /** {@link ClippedDualBound#bound}. */
    Proof bound(double target) {
        return bound.bound(target);
    }

    @Override
    public Panel gram() {
        int side = Math.min(map.rows(), map.columns());
        Panel gram = Panel.zeros(side, side);
        map.shiftedDual(w, Panel.zeros(map.rows(), 0), Panel.zeros(map.columns(), 0), gram);
        return gram;
    }

    @Override
    public ClippedDualBound.Clipped clip(Panel units, double[] shares, Panel gram) {
        images = images(units, wide);
        Panel change = Panels.copy(images);
        Panels.scaleColumns(change, shares);
        Panel c = wide ? units : change;
        Panel q = wide ? change : units;
        ShiftedDual sums = map.shiftedDual(w, c, q, gram);
        double moved = Rounding.up(Panels.frobenius(c) * Panels.frobenius(q) * (1 + 1e-9));
        ProvedGap gap =
                ProvedGap.of(objective, point, w, map.implicitSums(w, null)).of(sums, moved);
        return new ClippedDualBound.Clipped(
                gap, gram, Rounding.gamma(sums.chain()) * sums.squareUp());
    }

    @Override
    public PanelProducts products() {
        return map.threadedProducts();
    }

    @Override
    public void checkCancelled() {
        map.checkCancelled();
    }

    /** G·V, or Gᵀ·U. */
    private Panel images(Panel units, boolean transposed) {
        Panel noLeft = Panel.zeros(map.rows(), 0);
        Panel noRight = Panel.zeros(map.columns(), 0);
        Panel out = Panel.zeros(transposed ? map.columns() : map.rows(), units.columns());
        if (transposed) {
            map.residual(w, noRight, units, noLeft, out);
        } else {
            map.residual(w, units, noLeft, out, noRight);
        }
        return out;
    }

    /** The singular triplets above λ outside the directions of X, from {@link #bound}. */
    Witnesses witnesses(Deflation settled) {
        Panel right = wide ? images : bound.clippedUnits(MOST_WITNESSES);
        Panel span = Panels.leadingColumns(right, Math.min(right.columns(), MOST_WITNESSES));
        products.removeComponents(settled.right(), span);
        Panel basis = products.orthonormalBasis(span);
        Panel left = images(basis, false);
        Kernels.get().scale(-1, left.data(), 0, left.data().length);
        products.removeComponents(settled.left(), left);
        SmallDense.Svd svd = SmallDense.svd(ThinQr.factor(left, products));
        int count = 0;
        double[] polar = svd.values().clone();
        for (int i = 0; i < polar.length; i++) {
            polar[i] /= objective.lambda();
            count += polar[i] > 1 ? 1 : 0;
        }
        return new Witnesses(
                List.of(
                        products.multiply(left, Panels.leadingColumns(svd.u(), count)),
                        products.multiply(basis, Panels.leadingColumns(svd.v(), count))),
                Arrays.copyOf(polar, count),
                1);
    }
}
