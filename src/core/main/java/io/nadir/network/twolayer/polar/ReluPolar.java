package io.nadir.network.twolayer.polar;

import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.PolarBounds;

import java.util.List;
import java.util.Objects;

/**
 * Two-sided bounds of the polar of two-layer networks, {@link ReluProblem}. Every upper bound is
 * PROVED and every lower one attained; what differs is how near they come:
 *
 * <ul>
 *   <li>S of rank 1: both signs. Rank 2: {@link PlaneSweep}. Exact up to rounding.
 *   <li>Rank 3 to {@value #MOST_RANK}: {@link ConeBranchAndBound} to the gap asked for, or as far
 *       as its budget goes.
 *   <li>Any rank: {@link LooseReluBound} and {@link PatternAscent}; for a = 1 these meet at ‖ZᵀS‖₂.
 * </ul>
 *
 * <p>{@link ReluTightening} goes on from there where these bounds are far apart.
 *
 * <p>S and Z are scaled by powers of two first, so that nothing overflows. Stateless; the result
 * depends on the arguments alone.
 */
public final class ReluPolar {
    /** Largest rank of S for which the bounds are exact up to rounding. */
    public static final int MOST_EXACT_RANK = 2;

    /** Largest rank for branch and bound. */
    static final int MOST_RANK = 8;

    /** Up to this rank, cones close before they are many. */
    private static final int FEW_CONES = 4;

    /** Floating-point operations of a cone for each of N·r·(r + q), about. */
    private static final double OPERATIONS_PER_PRODUCT = 8;

    private ReluPolar() {}

    /**
     * The result: what is known about the polar.
     *
     * @param bounds the bounds, PROVED
     * @param pairs witnesses (w, v) of norm 1 that differ from each other, the largest value first;
     *     a value is at most ⟨Z, σ(S·w)vᵀ⟩
     * @param rank the rank of S as used; {@link #MOST_RANK} + 1 for all larger ones
     * @param cones the number of cones that branch and bound has processed
     */
    public record Result(PolarBounds bounds, List<SingularCandidate> pairs, int rank, long cones) {}

    /**
     * Bounds of ρ.
     *
     * @param problem not changed
     * @param request how far to go
     */
    public static Result bounds(ReluProblem problem, ReluRequest request) {
        ScaledRelu scaled = ScaledRelu.of(problem);
        if (scaled.function().rows() == 0) {
            return new Result(ScaledRelu.polarBounds(List.of(), 0), List.of(), 0, 0);
        }
        RowSpace space = RowSpace.of(scaled.function(), MOST_RANK, request.checkpoint());
        double enough = scaled.reduced(request.enough(), space);
        return scaled.result(maximum(space.reduced(), request.withEnough(enough)), space);
    }

    /**
     * An upper bound of ρ without a search for large values: exact up to rounding to rank {@value
     * #MOST_EXACT_RANK}, from spectral norms beyond.
     *
     * @param problem not changed
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public static double upper(ReluProblem problem, Runnable checkpoint) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(checkpoint, "checkpoint");

        ScaledRelu scaled = ScaledRelu.of(problem);
        if (scaled.function().rows() == 0) {
            return 0;
        }
        RowSpace space = RowSpace.of(scaled.function(), MOST_RANK, checkpoint);
        ReluFunction f = space.reduced();
        double upper =
                switch (f.dimension()) {
                    case 1 -> bothSigns(f).upper();
                    case 2 -> PlaneSweep.maximum(f, checkpoint).upper();
                    default -> LooseReluBound.upper(f, checkpoint);
                };
        return Rounding.up(Math.scalb(space.upper(upper), scaled.exponent()));
    }

    private static ReluMaximum maximum(ReluFunction f, ReluRequest request) {
        return switch (f.dimension()) {
            case 1 -> bothSigns(f);
            case 2 -> PlaneSweep.maximum(f, request.checkpoint());
            default -> searched(f, request);
        };
    }

    private static ReluMaximum bothSigns(ReluFunction f) {
        double[] plus = {1};
        double[] minus = {-1};
        double upper = Math.max(f.upperAt(plus), f.upperAt(minus));
        return new ReluMaximum(upper, List.of(plus, minus), 0);
    }

    private static ReluMaximum searched(ReluFunction f, ReluRequest request) {
        PatternAscent ascent = new PatternAscent(f, request.checkpoint());
        List<PatternAscent.Peak> peaks = ascent.search(request.seed());
        double loose = LooseReluBound.upper(f, request.checkpoint());
        double target = peaks.getFirst().value() * (1 + request.relativeGap());
        if (f.dimension() > MOST_RANK || loose <= Math.max(request.enough(), target)) {
            List<double[]> points = peaks.stream().map(PatternAscent.Peak::point).toList();
            return new ReluMaximum(loose, points, 0);
        }
        ReluRequest limited =
                request.relaxes() && f.dimension() > FEW_CONES
                        ? request.withCones(Math.min(request.cones(), worthwhileCones(f)))
                        : request;
        return new ConeBranchAndBound(f, peaks, loose, limited).maximum();
    }

    /** The number of cones that take about the work of a relaxation. */
    private static long worthwhileCones(ReluFunction f) {
        double r = f.dimension();
        double cone = OPERATIONS_PER_PRODUCT * f.rows() * r * (r + f.outputs());
        return (long) Math.ceil(ReluTightening.relaxationOperations(f.rows(), r) / cone);
    }
}
