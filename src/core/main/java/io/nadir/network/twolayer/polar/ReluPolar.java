package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
 * <p>S and Z are scaled by powers of two first, so that nothing overflows. Stateless; the result
 * depends on the arguments alone.
 */
public final class ReluPolar {
    /** Largest rank for branch and bound. */
    static final int MOST_RANK = 8;

    /** Witnesses returned, at most. */
    private static final int MOST_PAIRS = 8;

    /** Inner product of two directions beyond which they count as one. */
    private static final double ALIKE = 0.95;

    private static final DenseKernels KERNELS = Kernels.get();

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
        boolean[] wanted = nonZeroRows(problem);
        Panel inputs = selected(problem.inputs(), wanted);
        Panel dual = selected(problem.dual(), wanted);
        if (inputs.rows() == 0) {
            return new Result(new PolarBounds(0, 0, Evidence.PROVED, 0, null), List.of(), 0, 0);
        }
        int exponent = normalize(inputs) + normalize(dual);
        ReluFunction full = new ReluFunction(inputs, dual, problem.slope());
        RowSpace space = RowSpace.of(full, MOST_RANK);
        double enough = Math.scalb(request.enough(), -exponent) / space.stretch() - space.slack();
        ReluMaximum maximum =
                maximum(space.reduced(), request.withEnough(Math.max(0, Rounding.down(enough))));
        List<SingularCandidate> pairs = pairs(maximum.points(), space, full, exponent);
        double upper = Rounding.up(Math.scalb(space.upper(maximum.upper()), exponent));
        int rank = Math.min(space.reduced().dimension(), MOST_RANK + 1);
        return new Result(polarBounds(pairs, upper), pairs, rank, maximum.cones());
    }

    private static PolarBounds polarBounds(List<SingularCandidate> pairs, double upper) {
        if (pairs.isEmpty()) {
            return new PolarBounds(0, upper, Evidence.PROVED, 0, null);
        }
        SingularCandidate best = pairs.getFirst();
        List<double[]> witness = List.of(best.u(), best.v());
        double attained = Math.min(best.value(), upper);
        return new PolarBounds(attained, upper, Evidence.PROVED, 0, witness);
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
        return new ConeBranchAndBound(f, peaks, loose, request).maximum();
    }

    private static List<SingularCandidate> pairs(
            List<double[]> points, RowSpace space, ReluFunction full, int exponent) {
        List<SingularCandidate> candidates = new ArrayList<>();
        for (double[] point : points) {
            SingularCandidate pair = full.witness(space.lift(point));
            double value = Rounding.down(Math.scalb(pair.value(), exponent));
            if (value > 0) {
                candidates.add(
                        new SingularCandidate(
                                pair.u(), pair.v(), Math.min(value, Double.MAX_VALUE)));
            }
        }
        candidates.sort(Comparator.comparingDouble(SingularCandidate::value).reversed());
        List<SingularCandidate> pairs = new ArrayList<>();
        for (SingularCandidate pair : candidates) {
            if (pairs.size() < MOST_PAIRS && pairs.stream().noneMatch(p -> alike(p, pair))) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static boolean alike(SingularCandidate a, SingularCandidate b) {
        return KERNELS.dot(a.u(), 0, b.u(), 0, a.u().length) > ALIKE;
    }

    private static boolean[] nonZeroRows(ReluProblem problem) {
        boolean[] wanted = new boolean[problem.inputs().rows()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = isNonZero(problem.inputs(), i) && isNonZero(problem.dual(), i);
        }
        return wanted;
    }

    private static boolean isNonZero(Panel a, int i) {
        return KERNELS.maxAbs(a.data(), i * a.stride(), a.columns()) > 0;
    }

    /** The rows that are wanted, copied. */
    private static Panel selected(Panel a, boolean[] wanted) {
        int count = 0;
        for (boolean w : wanted) {
            count += w ? 1 : 0;
        }
        int columns = a.columns();
        Panel out = Panel.wrap(new double[count * columns], count, columns, 0);
        int at = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i]) {
                System.arraycopy(a.data(), i * a.stride(), out.data(), at, columns);
                at += columns;
            }
        }
        return out;
    }

    /** A ← 2^−e·A with its largest magnitude in [½, 1); returns e. */
    private static int normalize(Panel a) {
        double largest = KERNELS.maxAbs(a.data(), 0, a.data().length);
        int exponent = Math.getExponent(largest) + 1;
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = Math.scalb(a.data()[i], -exponent);
        }
        return exponent;
    }
}
