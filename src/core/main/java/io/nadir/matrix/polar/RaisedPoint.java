package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;
import io.nadir.solver.descent.Balancing;

import java.util.Arrays;

/**
 * A point near W whose gradient is the better dual point. If a singular value of Z exceeds 1 by ε,
 * G must be divided by 1 + ε to be dual feasible, which costs ελ‖X‖_*: nearly all of it for the few
 * large singular values of X, where Z was at 1 already. So these are descended anew with (1 + η)λ
 * in place of λ, η ≥ ε, while the others stay, which puts Z there at 1 + η. Then the scale 1/(1 +
 * η) fits them as well, and costs only what is of second order, about η²·ℓ, and ηλ times the sum of
 * the others.
 *
 * <p>In other words: a dual point of the problem with λ(1 + η) on part of the spectrum (a convex
 * problem too: Ky Fan norms) is one of the problem itself once it is scaled.
 */
final class RaisedPoint {
    private static final int SWEEPS = 2;

    /** Passes over the data that a point takes: the sweeps, and what the others leave of Y. */
    static final int PASSES = 2 * SWEEPS + 1;

    /** Share of a singular value that the estimate of its change may take. */
    private static final double LARGEST_CHANGE = 0.5;

    private final MatrixMap map;
    private final double lambda;
    private final Balancing balancing = new Balancing();

    RaisedPoint(MatrixMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
    }

    /** Whether single columns can be descended. */
    static boolean applies(MatrixMap map) {
        return map.hasBlockMinimizer();
    }

    /**
     * Returns the point, by sweeps of exact row-wise least squares over some columns while the
     * others stay fixed.
     *
     * @param w the point, with columns in singular order as {@link Balancing#toSingularVectors}
     *     leaves them; not modified
     * @param sigma the singular values of X
     * @param count the number of columns to raise, from the first
     * @param level 1 + η
     */
    Factors near(Factors w, double[] sigma, int count, double level) {
        Factors raised = columns(w, 0, count);
        Factors others = columns(w, count, w.rank());
        shrink(raised, sigma, (level - 1) * lambda / (map.density() * map.curvature()));
        BlockMinimizer beside = map.minimizerBeside(others);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int k = 0; k < 2; k++) {
                beside.minimize(raised, k, level * lambda);
                balancing.toSingularVectors(raised);
            }
        }
        return Factors.wrap(
                w.rank(),
                Panels.concatenate(raised.block(0), others.block(0)),
                Panels.concatenate(raised.block(1), others.block(1)));
    }

    /** Lowers the singular values to about where they will be. */
    private static void shrink(Factors w, double[] sigma, double change) {
        double[] roots = new double[w.rank()];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Math.sqrt(1 - Math.min(LARGEST_CHANGE, change / sigma[i]));
        }
        for (Panel block : w.blocks()) {
            Panels.scaleColumns(block, roots);
        }
    }

    private static Factors columns(Factors w, int from, int to) {
        boolean[] wanted = new boolean[w.rank()];
        Arrays.fill(wanted, from, to, true);
        return Factors.wrap(
                to - from,
                Panels.selectColumns(w.block(0), wanted),
                Panels.selectColumns(w.block(1), wanted));
    }
}
