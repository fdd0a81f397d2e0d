package io.nadir.matrix.polar;

import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.Rounding;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.ImplicitSums;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

/**
 * From a bound of the polar of A, a gradient as computed, to a gap that includes every rounding
 * error.
 *
 * <p>Any matrix in the domain of ℓ* whose polar is at most λ is a dual point, so A needs no bound
 * on its distance to the gradient: with s ≤ λ/Ω°(A), f* ≥ −ℓ*(sA), which is evaluated as computed.
 * The error of forming X enters f(W) alone, and the bound of the polar of the gradient itself,
 * which is reported. For a loss of curvature L with infimum 0, ‖∇ℓ‖² ≤ 2Lℓ, so √ℓ changes by at
 * most √(L/2)·‖X − X̂‖, with |X − X̂| ≤ γ_r|U||V|ᵀ for matrices.
 */
public final class ProvedGap {
    /** Scales below this leave nothing of the dual value, and might underflow. */
    private static final double SMALLEST_SCALE = 0x1p-50;

    private final double lambda;

    /** Upper bounds, rounding included. */
    private final double objective;

    private final double formingError;

    /** What is added to the polar of A, for the dual point is sA up to rounding only. */
    private final double polarError;

    private final DualBound dual;

    /** f(W) = 0 and nothing was rounded; outward rounding would only blur it. */
    private final boolean exactlyZero;

    private ProvedGap(
            double lambda,
            double objective,
            double formingError,
            double polarError,
            DualBound dual,
            boolean exactlyZero) {
        this.lambda = lambda;
        this.objective = objective;
        this.formingError = formingError;
        this.polarError = polarError;
        this.dual = dual;
        this.exactlyZero = exactlyZero;
    }

    /** Why nothing is proved under the loss; null where it is not because of that. */
    public static @Nullable String obstacle(Loss loss) {
        return loss.errorConstant() < Double.POSITIVE_INFINITY
                ? null
                : "the loss "
                        + loss.name()
                        + " has no errorConstant(), and so no bound on its own rounding errors";
    }

    /**
     * That of a matrix model.
     *
     * @param sums over the entries, with A
     * @param distance bound on the Frobenius norm of the difference between A and the matrix whose
     *     polar will be bounded
     */
    public static ProvedGap of(
            Objective<MatrixMap> objective,
            PointValue point,
            Factors w,
            EntrySums sums,
            double distance) {
        MatrixMap map = objective.map();
        Regularizer theta = objective.regularizer();
        Factors outputs = map.outputs(w);
        double norms =
                SpectralNorm.frobenius(outputs.block(0)) * SpectralNorm.frobenius(outputs.block(1));
        double forming = Rounding.gamma(outputs.rank());
        double outputError = Rounding.up(forming * norms);
        // Where the factors have no signs, nothing cancels.
        double relative =
                map.loss().requiresNonNegativeOutputs() ? forming : Double.POSITIVE_INFINITY;
        double gauges = theta.gauge(0).lowerConstant() * theta.gauge(1).lowerConstant();
        double depth = (double) map.rows() + map.columns() + w.rank() + 8;
        double price = sums.offsetPriceUp();
        double own = penaltyUp(theta, point, w, depth, gauges);
        double penalty = price == 0 ? own : Rounding.up(own + price);
        double gradientError = sums.outputErrorUp(outputError, relative);
        return of(sums, point, outputError, gradientError, penalty, distance, 1 / gauges);
    }

    /**
     * That of a matrix model whose gradient is not formed: the dual point is the gradient itself.
     */
    static ProvedGap of(
            Objective<MatrixMap> objective, PointValue point, Factors w, ImplicitSums sums) {
        MatrixMap map = objective.map();
        Regularizer theta = objective.regularizer();
        double gauges = theta.gauge(0).lowerConstant() * theta.gauge(1).lowerConstant();
        double depth = (double) map.rows() + map.columns() + w.rank() + 8;
        double penalty = penaltyUp(theta, point, w, depth, gauges);
        double squares = Rounding.up(2 * sums.valueUp());
        return new ProvedGap(
                point.lambda(),
                Rounding.up(sums.valueUp() + penalty),
                sums.gradientErrorUp(),
                Rounding.up(sums.gradientErrorUp() / gauges),
                new DualBound.Quadratic(sums.pairingDown(), squares, Double.POSITIVE_INFINITY),
                penalty == 0 && map.data().maxAbs() == 0);
    }

    /**
     * That of a sum over entries.
     *
     * @param outputError bound on ‖X − X̂‖_F
     * @param penalty bound on λΘ; 0 at rank 0
     * @param distance as above
     * @param polarFactor bound on Ω°/‖·‖_F
     */
    public static ProvedGap of(
            EntrySums sums,
            PointValue point,
            double outputError,
            double penalty,
            double distance,
            double polarFactor) {
        double gradientError = sums.curvature() * outputError;
        return of(sums, point, outputError, gradientError, penalty, distance, polarFactor);
    }

    private static ProvedGap of(
            EntrySums sums,
            PointValue point,
            double outputError,
            double gradientError,
            double penalty,
            double distance,
            double polarFactor) {
        double value = sums.valueUp(outputError);
        double formingError = Rounding.up(sums.gradientErrorUp(gradientError) + distance);
        double limit = sums.quadraticDualScale();
        boolean quadratic = limit > 0;
        // Another pass may find other bits in X: both gradients are near the true one.
        double matrixError = quadratic ? sums.weightErrorUp() : 2 * formingError;
        return new ProvedGap(
                point.lambda(),
                Rounding.up(value + penalty),
                formingError,
                Rounding.up(Rounding.up(matrixError + distance) * polarFactor),
                quadratic
                        ? new DualBound.Quadratic(sums.pairingDown(), sums.squaresUp(), limit)
                        : new EntryDual(sums, point),
                // −ℓ*(0, g) = −½g² is at most 0, and so is ℓ(0, 0).
                penalty == 0 && (sums.isExactlyZero() || (quadratic && sums.isZero())));
    }

    /**
     * The gap of another point, from the dual values of this one.
     *
     * @param distance bound on that between the two gradients as computed
     */
    public ProvedGap of(ProvedGap point, double distance) {
        double between = Rounding.up(2 * formingError + distance);
        return new ProvedGap(
                lambda,
                point.objective,
                Rounding.up(point.formingError + between),
                polarError,
                dual,
                point.exactlyZero);
    }

    /**
     * The gap of the same point, from a dual point beside its gradient.
     *
     * @param beside the dual point
     * @param distance bound on the Frobenius norm of the difference between the two
     */
    ProvedGap of(ShiftedDual beside, double distance) {
        return new ProvedGap(
                lambda,
                objective,
                Rounding.up(formingError + distance),
                beside.distanceUp(),
                new DualBound.Quadratic(
                        beside.pairingDown(), beside.squaresUp(), Double.POSITIVE_INFINITY),
                exactlyZero);
    }

    /**
     * That of weighted squares in several heaps, from a dual point beside the gradient.
     *
     * @param value bound on ℓ(Y, X)
     * @param penalty bound on λΘ; 0 at rank 0
     * @param formingError bound on the Frobenius norm of the difference between the gradient and
     *     the matrix whose norm will be bounded, which is reported
     * @param beside the dual point
     */
    public static ProvedGap ofWeightedSquares(
            ModelData data,
            double lambda,
            double value,
            double penalty,
            double formingError,
            ShiftedDual beside) {
        return new ProvedGap(
                lambda,
                Rounding.up(value + penalty),
                formingError,
                beside.distanceUp(),
                new DualBound.Quadratic(
                        beside.pairingDown(), beside.squaresUp(), Double.POSITIVE_INFINITY),
                penalty == 0 && data.maxAbs() == 0);
    }

    /**
     * λΘ. Squares that underflow change a norm by the root of the smallest number at most, times
     * the other gauge.
     */
    public static double penaltyUp(
            Regularizer theta, PointValue point, Factors w, double depth, double gauges) {
        if (w.rank() == 0) {
            return 0;
        }
        double norms = 1 + SpectralNorm.frobenius(w.block(0)) + SpectralNorm.frobenius(w.block(1));
        double underflow = depth * w.rank() * (1 + gauges) * norms * 0x1p-536;
        double total = theta.value(w) * (1 + Rounding.gamma(depth));
        return Rounding.up(point.lambda() * Rounding.up(total + Rounding.up(underflow)));
    }

    /**
     * That of the squared loss on any dense data, from sums over R̂ = −A.
     *
     * @param empty whether the rank is 0
     * @param chain roundings that a term of Θ and of the sums goes through, at most
     * @param forming roundings that an element of R̂ goes through, at most
     * @param products bound, up to rounding, on the norm of what forming rounds beside Y
     * @param theta Θ(W) as computed
     * @param squares ‖R̂‖² as computed, rows first, then over the rows
     * @param inner ⟨R̂, Y⟩ likewise
     */
    public static ProvedGap ofSquares(
            ModelData data,
            boolean empty,
            double chain,
            int forming,
            double products,
            double lambda,
            double theta,
            double squares,
            double inner) {
        double sums = Rounding.gamma(chain + 2);
        double square = Rounding.up(squares * (1 + sums) / (1 - sums));
        double normY = Rounding.up(data.frobenius() * (1 + sums));
        double pairing = Rounding.down(inner - Rounding.up(sums * Math.sqrt(square) * normY));
        double factors = Rounding.up(products * (1 + sums));
        double formingError = Rounding.up(Rounding.gamma(forming) * (normY + factors));
        double residual = Math.sqrt(square) + formingError;
        double terms = Rounding.gamma(chain + forming + 2);
        double underflow = chain * forming * Double.MIN_VALUE;
        double objective =
                Rounding.up(
                        Rounding.up(0.5 * residual * residual)
                                + Rounding.up(lambda * (theta * (1 + terms) + underflow)));
        return new ProvedGap(
                lambda,
                objective,
                formingError,
                0,
                new DualBound.Quadratic(pairing, square, Double.POSITIVE_INFINITY),
                data.maxAbs() == 0 && empty);
    }

    /** Upper bound on the distance of the gradient from the matrix whose polar is bounded. */
    public double formingError() {
        return formingError;
    }

    /** Upper bound on f(W): its sums are over single entries, where no large terms cancel. */
    public double objective() {
        return exactlyZero ? 0 : objective;
    }

    boolean isExactlyZero() {
        return exactlyZero;
    }

    /** f(W) − D(s), rounded up, at the best s ≤ λ/polar. */
    public double gapAt(double polar) {
        if (exactlyZero) {
            return 0;
        }
        double feasible = lambda / Rounding.up(polar + polarError) * (1 - 4 * Rounding.UNIT);
        double s = Math.min(feasible, dual.largestScale());
        if (!(s >= SMALLEST_SCALE)) {
            return objective;
        }
        double below = dual.at(s);
        return below > 0 ? Math.max(0, Rounding.up(objective - below)) : objective;
    }

    /**
     * About the largest bound on Ω°(A) that would give a gap of {@code target}; 0 if none would.
     */
    public double largestPolar(double target) {
        double p = dual.slope();
        double discriminant = p * p - 2 * dual.curvature() * (objective - target);
        if (!(discriminant > 0)) {
            return 0;
        }
        double s = 2 * (objective - target) / (p + Math.sqrt(discriminant));
        return s > 0 ? Math.max(0, lambda / s - polarError) : 0;
    }
}
