package io.nadir.model;

import io.nadir.certify.Certificate;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;

/**
 * Everything of a point that the gap needs beside the polar. Gaps are those of f(W) = ℓ + λΘ over
 * its convex companion; they hold for every loss with infimum 0.
 *
 * @param loss the loss function
 * @param value ℓ(Y, X)
 * @param theta Θ(W)
 * @param pairing λ⟨Z, X⟩ = −⟨∇ℓ, X⟩
 * @param lambda λ
 * @param equilibrium see {@link Certificate}
 * @param columnEquilibrium see {@link Certificate}
 * @param rounding bound on the error that rounding makes in a gap computed here
 * @param objectiveRounding the same for f(W)
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
        double objectiveRounding) {

    /**
     * From the gradient in block k, in which φ is linear: ⟨∇_k, w_i^k⟩ = ⟨∇ℓ, φ(w_i)⟩.
     *
     * @param value ℓ(Y, X)
     */
    public static PointValue of(
            FactorizationMap map,
            Regularizer theta,
            Factors w,
            double value,
            Factors gradient,
            int k,
            PointRounding rounding) {
        double[] pairings = new double[w.rank()];
        for (int i = 0; i < pairings.length; i++) {
            pairings[i] = -Panels.columnDot(w.block(k), i, gradient.block(k), i);
        }
        return of(map, theta, w, value, pairings, rounding);
    }

    /**
     * From −⟨∇ℓ, φ(w_i)⟩ of each column.
     *
     * @param value ℓ(Y, X)
     */
    public static PointValue of(
            FactorizationMap map,
            Regularizer theta,
            Factors w,
            double value,
            double[] pairings,
            PointRounding rounding) {
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
                rounding.ofObjective(value, total, 0) + PointRounding.underflow(map, lambda, w));
    }

    /** f(W). */
    public double objective() {
        return value + lambda * theta;
    }

    /** Upper bound on f(W) − f*, given an upper bound of the polar; the better of two. */
    public double gap(double upper) {
        if (objective() == 0) {
            // Nothing of f is left but what may have been lost by underflow.
            return objectiveRounding;
        }
        double best = Math.min(gapByConvexity(upper), gapByDuality(upper));
        return Math.min(Math.max(0, best) + rounding, largestGap());
    }

    /**
     * Upper bound on f(W) − f*, given the Fenchel dual value at a feasible scaled gradient.
     *
     * @param error bound on the rounding error of {@code dualValue}
     */
    public double gapToDual(double dualValue, double error) {
        if (Double.isNaN(dualValue)) {
            return largestGap();
        }
        return Math.min(Math.max(0, objective() - dualValue) + rounding + error, largestGap());
    }

    /** f(W) from above: f* may be 0, but what rounding does to f(W) itself counts. */
    private double largestGap() {
        return objective() + objectiveRounding;
    }

    /** |⟨Z, φ⟩ − θ| / θ, 0 where θ = 0; the largest number where it is beyond. */
    public static double relative(double pairing, double theta) {
        return theta > 0 ? Math.min(Math.abs(pairing - theta) / theta, Double.MAX_VALUE) : 0;
    }

    /**
     * Largest upper bound of the polar with a gap of at most {@code target}; 0 if there is none.
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

    /** λ(Θ − ⟨Z, X⟩) + max(0, upper − 1)·f(W), from ℓ convex and the definition of the polar. */
    private double gapByConvexity(double upper) {
        double excess = Math.max(0, upper - 1);
        return lambda * theta - pairing + excess * objective();
    }

    /** f(W) + ℓ*(sG) at the best s in [0, 1/upper]: sG is dual feasible there. */
    private double gapByDuality(double upper) {
        double s = Math.min(1 / upper, loss.largestDualScale(value, pairing));
        return objective() - loss.dualBound(s, value, pairing);
    }
}
