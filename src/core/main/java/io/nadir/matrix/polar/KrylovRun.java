package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.BlockKrylov;
import io.nadir.certify.bound.KuczynskiWozniakowski;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One run of block Lanczos on D, the rest that a deflation leaves of Z, from a random start: Ritz
 * values, bounds of ‖D‖ from them, and the pairs that have converged.
 */
final class KrylovRun {
    /** Columns of a Krylov block: about as many as cost no more than reading the data. */
    static final int BLOCK = 8;

    /** Basis vectors after which no further step is made. */
    static final int LARGEST_BASIS = 1024;

    /** Relative residual below which a Ritz pair has converged well enough to be deflated. */
    private static final double DEFLATABLE = 1e-4;

    /** Ritz pairs with a singular value below this share of the largest are not deflated. */
    private static final double WORTH_DEFLATING = 0.9;

    /** Residual of what is only the start of many steps, in relation to σ² − λ². */
    private static final double ROUGH = 0.1;

    /**
     * Products with the basis are kept while they are this share of the entries, or fewer than
     * {@link #ALWAYS_KEPT}: others would take more memory than data of float32 that are much longer
     * than wide. What is needed of them later is computed anew.
     */
    private static final int KEPT_SHARE = 32;

    private static final long ALWAYS_KEPT = 1 << 21;

    private final SpectralPoint point;
    private final PanelProducts products;
    private final double lambda;
    private final Deflation deflation;
    private final BlockKrylov krylov;
    private SmallDense.@Nullable Eigen ritz;
    private int ritzDimension;

    /** The leading pair, and the dimension of the basis that it is from. */
    private @Nullable Witness outside;

    private int outsideDimension;

    /** The number of computations of Ritz values; each may decide that the run ends. */
    private int looks;

    /**
     * Draws the start.
     *
     * @param random independent of the point
     */
    KrylovRun(SpectralPoint point, Deflation deflation, RandomGenerator random) {
        this.point = point;
        this.products = point.products();
        this.lambda = point.objective().lambda();
        this.deflation = deflation;
        this.krylov =
                new BlockKrylov(
                        this::applyGram,
                        point.objective().map().rows(),
                        deflation.right(),
                        BLOCK,
                        random,
                        products,
                        Math.max(ALWAYS_KEPT, point.objective().map().entries() / KEPT_SHARE));
    }

    /** t = λD·q and s = λDᵀ·t, up to components in the deflated directions. */
    void applyGram(Panel q, Panel t, Panel s) {
        point.applyGram(deflation, q, t, s);
    }

    Deflation deflation() {
        return deflation;
    }

    int steps() {
        return krylov.steps();
    }

    int dimension() {
        return krylov.dimension();
    }

    int fullDimension() {
        return krylov.fullDimension();
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
        while (count < pairs.values().length && pairs.values()[count] > lambda * lambda) {
            count++;
        }
        Panel left = krylov.products(pairs, count);
        Panel right = krylov.vectors(pairs, count);
        SmallDense.Svd svd = SmallDense.svd(ThinQr.factor(left, products));
        double[] polar = svd.values().clone();
        for (int i = 0; i < polar.length; i++) {
            polar[i] /= lambda;
        }
        return new Witnesses(
                List.of(products.multiply(left, svd.u()), products.multiply(right, svd.v())),
                polar,
                1);
    }

    private boolean converged(double tolerance, double negligible, double share) {
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        double density = point.objective().map().density();
        double least = negligible;
        for (int i = 0; i < values.length && values[i] > lambda * lambda; i++) {
            double sigma = Math.sqrt(values[i]);
            double gain = 0.5 * (sigma - lambda) * (sigma - lambda) / density;
            least = Math.max(least, share * gain);
            double allowed = tolerance * lambda * sigma;
            if (share > 0) {
                allowed = Math.max(allowed, ROUGH * (values[i] - lambda * lambda));
            }
            if (gain >= least && krylov.residual(pairs, i) > allowed) {
                return false;
            }
        }
        return true;
    }

    /** Largest Ritz value as a singular value of Z. */
    double leadingRitz() {
        double[] values = currentRitz().values();
        return values.length == 0 ? 0 : Math.sqrt(Math.max(0, values[0])) / lambda;
    }

    boolean leadingConverged() {
        SmallDense.Eigen pairs = currentRitz();
        return pairs.values().length > 0
                && krylov.residual(pairs, 0) <= DEFLATABLE * pairs.values()[0];
    }

    /** An upper bound of σ_max(Z); that after the k-th look at Ritz values uses up δ/(k(k + 1)). */
    double upper(double delta) {
        double normD = krylov.fullDimension() > 0 ? Math.sqrt(largestSquare(delta)) : 0;
        return Rounding.up(deflation.combine(normD) + point.probableError());
    }

    /** Returns an upper bound of ‖D‖², from the Ritz value and what the run may have missed. */
    private double largestSquare(double delta) {
        if (krylov.steps() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double root = leadingRitz();
        double theta = Rounding.up(root * root + point.operatorError(root));
        if (krylov.dimension() == krylov.fullDimension()) {
            return theta;
        }
        double share = delta / looks / (looks + 1.0);
        double epsilon =
                KuczynskiWozniakowski.epsilon(
                        krylov.steps(), krylov.fullDimension(), krylov.startColumns(), share);
        double missed = Rounding.up(theta / (1 - epsilon));
        if (krylov.ended()) {
            double invariant = theta + krylov.missedByInvariance(share) / lambda / lambda;
            missed = Math.min(missed, Rounding.up(invariant));
        }
        return missed;
    }

    /** Returns approximately how many steps in all are needed to bound ‖D‖ by {@code rest}. */
    double stepsFor(double rest, double delta) {
        double ratio = leadingRitz() / rest;
        return KuczynskiWozniakowski.steps(
                1 - ratio * ratio,
                krylov.fullDimension(),
                krylov.startColumns(),
                delta / (looks + 1.0) / (looks + 2.0));
    }

    /** Z split along the converged Ritz directions as well: one pass; null if there is none. */
    @Nullable Deflation deflateConverged() {
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
        return point.deflation(
                Panels.concatenate(deflation.left(), krylov.products(pairs, count)),
                Panels.concatenate(deflation.right(), krylov.vectors(pairs, count)));
    }

    /** The better of the two lower bounds at hand: in the deflated directions, and outside. */
    Witness leading() {
        Witness inside = inside();
        if (krylov.dimension() == 0) {
            return inside;
        }
        Witness other = outside();
        return other.value() > inside.value() ? other : inside;
    }

    private Witness outside() {
        Witness known = outside;
        if (known == null || outsideDimension != krylov.dimension()) {
            SmallDense.Eigen pairs = currentRitz();
            known = new Witness(krylov.vectors(pairs, 1), krylov.products(pairs, 1), lambda);
            outside = known;
            outsideDimension = krylov.dimension();
        }
        return known;
    }

    /** The same without computing Ritz values, and without a pass over the data. */
    Witness leadingSoFar() {
        boolean isAtHand =
                krylov.hasProducts()
                        ? ritz != null && ritzDimension == krylov.dimension()
                        : outside != null && outsideDimension == krylov.dimension();
        return isAtHand ? leading() : inside();
    }

    private Witness inside() {
        return new Witness(deflation.leadingRight(), deflation.leadingImage(), 1);
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

    /** Right vector and its image under Z·{@code scale}, each one column or none. */
    record Witness(Panel right, Panel image, double scale) {
        /** ‖Zv‖/‖v‖. */
        double value() {
            if (right.columns() == 0) {
                return 0;
            }
            return Panels.frobenius(image) / Panels.frobenius(right) / scale;
        }

        /** The unit vectors; null if Z is 0 there. */
        @Nullable List<double[]> pair() {
            return value() > 0 ? List.of(unit(image), unit(right)) : null;
        }

        private static double[] unit(Panel column) {
            double norm = Panels.frobenius(column);
            double[] out = new double[column.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = column.get(i, 0) / norm;
            }
            return out;
        }
    }
}
