package io.nadir.model;

import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;

import java.util.Objects;

/**
 * What the gap needs to know about a point besides the polar. The gaps bound the distance of f(W) =
 * ℓ + λΘ from the minimum of the convex problem in X, and hold for every loss with infimum 0. An
 * immutable value.
 *
 * @param loss the loss
 * @param value ℓ(Y, X)
 * @param theta Θ(W)
 * @param pairing λ⟨Z, X⟩ = −⟨∇ℓ, X⟩
 * @param lambda λ
 * @param equilibrium |⟨Z, X⟩ − Θ| / Θ, 0 if Θ = 0
 * @param columnEquilibrium the largest |⟨Z, φ(W_i)⟩ − θ(W_i)| / θ(W_i)
 * @param rounding a bound of the rounding error of a gap computed here
 * @param objectiveRounding a bound of the rounding error of f(W)
 * @param imbalance how much the dual value of s·G may be too large, divided by s: what G lacks to
 *     be orthogonal to the unpenalized part of X; 0 if everything is penalized
 */
public record PointValue(
        ConvexLoss loss,
        double value,
        double theta,
        double pairing,
        double lambda,
        double equilibrium,
        double columnEquilibrium,
        double rounding,
        double objectiveRounding,
        double imbalance) {
    /** Refuses null. */
    public PointValue {
        Objects.requireNonNull(loss, "loss");
    }

    /**
     * Creates the value of a point from the gradient in a block k in which φ is linear, so that
     * ⟨∇_k, w_i^k⟩ = ⟨∇ℓ, φ(w_i)⟩.
     *
     * @param value ℓ(Y, X)
     * @param gradient the gradient of ℓ in all blocks
     * @param k the block
     */
    public static PointValue of(
            FactorizationMap map,
            Regularizer theta,
            Factors w,
            double value,
            Factors gradient,
            int k,
            PointRounding rounding) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");
        Objects.requireNonNull(rounding, "rounding");

        double[] pairings = new double[w.rank()];
        for (int i = 0; i < pairings.length; i++) {
            pairings[i] = -Panels.columnDot(w.block(k), i, gradient.block(k), i);
        }
        return of(map, theta, w, value, pairings, rounding);
    }

    /**
     * Creates the value of a point from −⟨∇ℓ, φ(w_i)⟩ of each column.
     *
     * @param value ℓ(Y, X)
     * @param pairings −⟨∇ℓ, φ(w_i)⟩ for each column i
     */
    public static PointValue of(
            FactorizationMap map,
            Regularizer theta,
            Factors w,
            double value,
            double[] pairings,
            PointRounding rounding) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(pairings, "pairings");
        Objects.requireNonNull(rounding, "rounding");

        double lambda = rounding.lambda();
        double total = 0;
        double pairing = 0;
        double worst = 0;
        for (int i = 0; i < w.rank(); i++) {
            double thetaI = theta.value(w, i);
            double inner = pairings[i] / lambda;
            total += thetaI;
            pairing += inner;
            worst = Math.max(worst, relative(inner, thetaI));
        }
        return new PointValue(
                map.loss(),
                value,
                total,
                lambda * pairing,
                lambda,
                relative(pairing, total),
                worst,
                rounding.ofPoint(value, total, 0) + PointRounding.underflow(map, lambda, w),
                rounding.ofObjective(value, total, 0) + PointRounding.underflow(map, lambda, w),
                0);
    }

    /** Returns f(W). */
    public double objective() {
        return value + lambda * theta;
    }

    /**
     * Returns an upper bound of f(W) − f*, the better of two, for a given upper bound of the polar.
     */
    public double gap(double upper) {
        if (objective() == 0) {
            // Nothing of f is left but what may have been lost by underflow.
            return objectiveRounding;
        }
        double best = Math.min(gapByConvexity(upper), gapByDuality(upper));
        return Math.min(Math.max(0, best) + rounding, largestGap());
    }

    /**
     * Returns an upper bound of f(W) − f*, for the Fenchel dual value of a feasible scaled
     * gradient.
     *
     * @param dualValue the dual value at s times the gradient, s ≤ 1
     * @param error a bound of the rounding error of {@code dualValue}
     */
    public double gapToDual(double dualValue, double error) {
        if (Double.isNaN(dualValue)) {
            return largestGap();
        }
        return Math.min(
                Math.max(0, objective() - dualValue) + imbalance + rounding + error, largestGap());
    }

    /**
     * Returns an upper bound of f(W), rounding errors included; no gap is larger, because f* may be
     * 0.
     */
    private double largestGap() {
        return objective() + objectiveRounding;
    }

    /** Returns |⟨Z, φ⟩ − θ| / θ, at most the largest float64 number; 0 if θ = 0. */
    public static double relative(double pairing, double theta) {
        return theta > 0 ? Math.min(Math.abs(pairing - theta) / theta, Double.MAX_VALUE) : 0;
    }

    /**
     * Returns the largest upper bound of the polar for which the gap is at most {@code target}; 0
     * if there is none.
     */
    public double largestUpper(double target) {
        if (gap(1) > target) {
            return gap(0) > target ? 0 : bisect(0, 1, target);
        }
        double high = 2;
        while (gap(high) <= target && high < 1e300) {
            high *= high;
        }
        return bisect(1, high, target);
    }

    private double bisect(double within, double beyond, double target) {
        double low = within;
        double high = beyond;
        for (int i = 0; i < 100 && low < high; i++) {
            double middle = low + (high - low) / 2;
            if (gap(middle) <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Returns λ(Θ − ⟨Z, X⟩) + max(0, upper − 1)·f(W), which follows from the convexity of ℓ and the
     * definition of the polar.
     */
    private double gapByConvexity(double upper) {
        double excess = Math.max(0, upper - 1);
        return lambda * theta - pairing + excess * objective() + imbalance;
    }

    /** Returns f(W) + ℓ*(s·G) at the best s in [0, 1/upper], where s·G is dual feasible. */
    private double gapByDuality(double upper) {
        double s = Math.min(1 / upper, loss.largestDualScale(value, pairing));
        double below = loss.dualBound(s, value, pairing);
        return objective() - below + (imbalance == 0 ? 0 : s * imbalance);
    }
}
