package io.nadir;

import io.nadir.certify.point.Certifier;
import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.PolarBounds;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/** λ_max, the least λ whose solution is zero: the polar of −∇ℓ(Y, 0). */
final class LargestLambda {
    /** How far the bounds may be apart, relative to them. */
    private static final double CLOSE = 1e-6;

    /** λ' of the bounds relative to the data: below λ_max', so that the polar exceeds 1. */
    private static final double SMALL = 0x1p-20;

    private final SolverOptions options;
    private final Scaling scaling;
    private final double unit;

    private LargestLambda(Problem problem, SolverOptions options) {
        this.options = options;
        this.scaling = Scaling.ofScale(problem);
        this.unit = scaling.data().maxAbs();
    }

    /** Returns it from below, as accurately as the polar can be solved. */
    static double estimate(Problem problem, SolverOptions options) {
        return problem.y().maxAbs() == 0 ? 0 : new LargestLambda(problem, options).estimate();
    }

    /**
     * Returns bounds of it.
     *
     * @param near factors along which it may be attained
     */
    static PolarBounds bounds(Problem problem, SolverOptions options, @Nullable Factors near) {
        return problem.y().maxAbs() == 0
                ? new PolarBounds(0, 0, Evidence.PROVED, 0, null)
                : new LargestLambda(problem, options).bounds(near);
    }

    private double estimate() {
        try (FactorizationMap map = scaling.bind(options)) {
            double polar = polar(map);
            double largest = scaling.original().lambda(polar * unit);
            if (largest == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        String.format(
                                "the least lambda with the solution 0 = %s * %s, allowed"
                                        + " are numbers within float64: divide inputs or weights"
                                        + " by a power of two",
                                polar, scaling.original().lambda(unit)));
            }
            return largest;
        }
    }

    /** The polar at λ' = unit. */
    private double polar(FactorizationMap map) {
        Certifier certifier = new Certifier(scaling.objective(map, unit));
        double polar = certifier.polarAtZero(options.seed());
        map.requireUnchanged();
        return polar;
    }

    private PolarBounds bounds(@Nullable Factors near) {
        try (FactorizationMap map = scaling.bind(options)) {
            map.cancelAfter(TimeUnit.NANOSECONDS.convert(options.timeLimit()));
            double lambda = unit * SMALL;
            PolarBounds bounds = bounds(new Certifier(scaling.objective(map, lambda)), near);
            map.requireUnchanged();
            return times(lambda, bounds);
        }
    }

    private PolarBounds bounds(Certifier certifier, @Nullable Factors near) {
        if (near == null || scaling.isLambdaReplaced()) {
            return certifier.boundsAtZero(CLOSE, options.delta(), options.seed());
        }
        Factors scaled = scaling.inward(near);
        certifier.requireFit(scaled);
        return certifier.boundsAtZero(CLOSE, options.delta(), options.seed(), scaled);
    }

    private PolarBounds times(double lambda, PolarBounds bounds) {
        OriginalUnits units = scaling.original();
        double below = Rounding.down(lambda * bounds.lower());
        double above = Rounding.up(lambda * bounds.upper());
        double lower = Math.min(Double.MAX_VALUE, units.lambda(Math.max(0, below)));
        double upper = units.lambda(above);
        // Scaling back rounds only where numbers become subnormal.
        boolean small = upper < Double.MIN_NORMAL;
        return new PolarBounds(
                small && lower > 0 ? Math.nextDown(lower) : lower,
                small ? Math.nextUp(upper) : upper,
                bounds.evidence(),
                bounds.delta(),
                null);
    }
}
