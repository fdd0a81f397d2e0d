package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.bound.BlockKrylov;
import io.nadir.certify.bound.KuczynskiWozniakowski;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One run of the core's block Lanczos on C, what a split leaves of S = ZᵀZ, from a random start:
 * Ritz values, bounds of ‖C‖ from them, and the vectors that have converged. The constants are
 * those of the core's run on the same matrix.
 */
final class GramRun {
    /** Columns of a Krylov block. */
    static final int BLOCK = 8;

    /** Basis vectors after which no further step is made. */
    static final int LARGEST_BASIS = 1024;

    /** Relative residual below which a Ritz pair has converged well enough to be deflated. */
    private static final double DEFLATABLE = 1e-4;

    /** Ritz pairs below this share of the largest singular value are not deflated. */
    private static final double WORTH_DEFLATING = 0.9;

    /** Residual of what is only the start of many steps, in relation to σ² − 1. */
    private static final double ROUGH = 0.1;

    private final RowsPoint point;
    private final GramSplit split;
    private final BlockKrylov krylov;
    private SmallDense.@Nullable Eigen ritz;
    private int ritzDimension;

    /** The number of computations of Ritz values; each may decide that the run ends. */
    private int looks;

    /**
     * Draws the start.
     *
     * @param random independent of the point
     */
    GramRun(RowsPoint point, GramSplit split, RandomGenerator random) {
        this.point = point;
        this.split = split;
        this.krylov =
                new BlockKrylov(
                        (q, t, s) -> Panels.copyInto(point.gram(q), s),
                        0,
                        split.directions(),
                        BLOCK,
                        random,
                        point.products());
    }

    GramSplit split() {
        return split;
    }

    int steps() {
        return krylov.steps();
    }

    int dimension() {
        return krylov.dimension();
    }

    boolean canStep() {
        return !krylov.ended() && krylov.dimension() < LARGEST_BASIS;
    }

    /** One pass over the data. */
    void step() {
        krylov.step();
    }

    /** Ritz values cost the cube of the dimension: look again only when it has grown by a fifth. */
    boolean ritzDue() {
        return !canStep() || krylov.dimension() >= ritzDimension + Math.max(1, ritzDimension / 5);
    }

    /** Steps until the largest Ritz value has converged. */
    void converge() {
        while (canStep() && !(ritzDue() && leadingConverged())) {
            step();
        }
    }

    /** Steps until the pairs that are worth appending have converged, and returns those above 1. */
    Witnesses witnesses(double tolerance, double negligible, double share) {
        while (canStep() && !(ritzDue() && converged(tolerance, negligible, share))) {
            step();
        }
        SmallDense.Eigen pairs = currentRitz();
        int count = 0;
        while (count < pairs.values().length && pairs.values()[count] > 1) {
            count++;
        }
        double[] polar = new double[count];
        for (int i = 0; i < count; i++) {
            polar[i] = Math.sqrt(pairs.values()[i]);
        }
        return new Witnesses(List.of(krylov.vectors(pairs, count)), polar, 1);
    }

    private boolean converged(double tolerance, double negligible, double share) {
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        double lambda = point.objective().lambda();
        double density = point.objective().map().density();
        double least = negligible;
        for (int i = 0; i < values.length && values[i] > 1; i++) {
            double sigma = Math.sqrt(values[i]);
            double excess = lambda * (sigma - 1);
            double gain = 0.5 * excess * excess / density;
            least = Math.max(least, share * gain);
            double allowed = tolerance * sigma;
            if (share > 0) {
                allowed = Math.max(allowed, ROUGH * (values[i] - 1));
            }
            if (gain >= least && krylov.residual(pairs, i) > allowed) {
                return false;
            }
        }
        return true;
    }

    /** The largest Ritz value, an eigenvalue of S nearly; 0 if there is none. */
    double leadingRitz() {
        double[] values = currentRitz().values();
        return values.length == 0 ? 0 : Math.max(0, values[0]);
    }

    boolean leadingConverged() {
        SmallDense.Eigen pairs = currentRitz();
        return pairs.values().length > 0
                && krylov.residual(pairs, 0) <= DEFLATABLE * pairs.values()[0];
    }

    /** An upper bound of σ_max(Z); that after the k-th look at Ritz values uses up δ/(k(k + 1)). */
    double upper(double delta) {
        double normC = krylov.fullDimension() > 0 ? largest(delta) : 0;
        double square = split.combine(normC);
        // The blocks along the directions come from products with S as well.
        double bound = square + 2 * point.operatorError(Math.sqrt(square));
        return Rounding.up(Math.sqrt(Rounding.up(bound)) + point.probableError());
    }

    /** Returns an upper bound of ‖C‖, from the Ritz value and what the run may have missed. */
    private double largest(double delta) {
        if (krylov.steps() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double found = leadingRitz();
        double theta = Rounding.up(found + point.operatorError(Math.sqrt(found)));
        if (krylov.dimension() == krylov.fullDimension()) {
            return theta;
        }
        double share = delta / looks / (looks + 1.0);
        double epsilon =
                KuczynskiWozniakowski.epsilon(
                        krylov.steps(), krylov.fullDimension(), krylov.startColumns(), share);
        double missed = Rounding.up(theta / (1 - epsilon));
        if (krylov.ended()) {
            missed = Math.min(missed, Rounding.up(theta + krylov.missedByInvariance(share)));
        }
        return missed;
    }

    /** S split along the converged directions as well: one pass; null if there is none. */
    @Nullable GramSplit splitConverged() {
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        int count = 0;
        while (count < values.length
                && values[count] > WORTH_DEFLATING * WORTH_DEFLATING * values[0]
                && krylov.residual(pairs, count) <= DEFLATABLE * values[count]) {
            count++;
        }
        if (count == 0) {
            return null;
        }
        return point.split(Panels.concatenate(split.directions(), krylov.vectors(pairs, count)));
    }

    /** The better of the two lower bounds of σ_max(Z) at hand. */
    Lower leading() {
        Lower inside = new Lower(Math.sqrt(split.leading()), split.leadingVector());
        if (krylov.dimension() == 0) {
            return inside;
        }
        SmallDense.Eigen pairs = currentRitz();
        Lower outside = new Lower(Math.sqrt(leadingRitz()), krylov.vectors(pairs, 1));
        return outside.value() > inside.value() ? outside : inside;
    }

    /** The same without computing Ritz values. */
    Lower leadingSoFar() {
        return ritz != null && ritzDimension == krylov.dimension()
                ? leading()
                : new Lower(Math.sqrt(split.leading()), split.leadingVector());
    }

    private SmallDense.Eigen currentRitz() {
        if (ritz == null || ritzDimension != krylov.dimension()) {
            point.objective().map().checkCancelled();
            ritz = krylov.ritz();
            looks++;
            ritzDimension = krylov.dimension();
        }
        return ritz;
    }

    /**
     * A value that the polar attains.
     *
     * @param value ‖Zv‖
     * @param vector v, n×1 of norm 1, or n×0 if the value is 0
     */
    record Lower(double value, Panel vector) {
        /** The vector; null if Z is 0 there. */
        @Nullable List<double[]> witness() {
            return value > 0 && vector.columns() > 0 ? List.of(Partial.unpadded(vector)) : null;
        }
    }
}
