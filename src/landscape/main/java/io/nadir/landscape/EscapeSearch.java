package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for ways out of a critical point that is no minimum.
 *
 * <p>To second order there are two, both in a plane: steps β·E in one layer and γ·F in a lower one,
 * ‖E‖ = ‖F‖ = 1, along which half the second derivative (Vidal, Zhu &amp; Haeffele, equation 1.26),
 * is p·β² − 2g·βγ + s·γ². With g &gt; 0 and p·s &lt; g² it is negative somewhere, and the best
 * direction is an eigenvector.
 *
 * <ul>
 *   <li><b>Exchange</b> of an eigenvector q_J in the range of W_L·…·W_2 for a q_k outside, λ_k &gt;
 *       λ_J (theorem 1.2 (ii) there, where β and γ are in the proportion of 1 to 1 of the proof,
 *       and the form is λ_J − λ_k; here W_L·…·W_2 takes the place of U).
 *   <li><b>Another unit</b>: a step u·aᵀ in layer l' and b·vᵀ in a layer l &lt; l', u and v the
 *       leading singular vectors of left(l')ᵀ·D·right(l)ᵀ, and aᵀ·M·b &gt; 0 for M =
 *       W_(l'−1)·…·W_(l+1), such that W_L·…·W_(l+1)·b = 0 or aᵀ·W_(l'−1)·…·W_1 = 0. With two layers
 *       this is theorem 1.2 (iii) there, with u and v in place of unit vectors. Such a, b exist
 *       unless M or the matrix of u and v has only the rank of W_L·…·W_1; if that is so for all
 *       pairs of layers and no exchange helps, nothing curves downwards (Achour, Malgouyres &amp;
 *       Gerchinovitz, JMLR 25, 2024; theorem 1.4 says "may not be strict").
 * </ul>
 *
 * <p>To higher order: a chain of rank-one steps through layers s to e over units that no other
 * layer uses, so that W_L·…·W_1 changes by a multiple of one rank-one matrix only.
 */
final class EscapeSearch {
    private final WhitenedPoint point;
    private final double tolerance;

    /**
     * A direction.
     *
     * @param steps Δ_1 to Δ_L, whitened
     * @param order of the first derivative that is not zero
     * @param coefficient of t^order, negative
     */
    record Way(List<Panel> steps, int order, double coefficient) {}

    EscapeSearch(WhitenedPoint point, double tolerance) {
        this.point = point;
        this.tolerance = tolerance;
    }

    /**
     * The direction of negative curvature that curves most, with steps of norm 1.
     *
     * @param range orthonormal basis of the range of left(1)
     */
    @Nullable Way secondOrder(Panel range) {
        @Nullable Way best = exchange(range);
        for (int upper = 2; upper <= point.depth(); upper++) {
            for (int lower = 1; lower < upper; lower++) {
                best = better(best, anotherUnit(upper, lower));
            }
        }
        return best;
    }

    /** A chain of the lowest order, if there is one. */
    @Nullable Way higherOrder() {
        for (int length = 3; length <= point.depth(); length++) {
            @Nullable Way best = null;
            for (int first = 1; first + length - 1 <= point.depth(); first++) {
                best = better(best, chain(first, first + length - 1));
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private static @Nullable Way better(@Nullable Way a, @Nullable Way b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        if (a.order() != b.order()) {
            return a.order() < b.order() ? a : b;
        }
        return a.coefficient() <= b.coefficient() ? a : b;
    }

    private @Nullable Way exchange(Panel range) {
        if (range.columns() == 0) {
            return null;
        }
        Panel target = point.whitening().target();
        Panel inside = SmallMatrices.transposedTimes(target, range);
        SmallDense.Eigen within =
                SmallDense.symmetricEigen(SmallMatrices.transposedTimes(inside, inside));
        int last = range.columns() - 1;
        double smaller = Math.max(0, within.values()[last]);
        double[] leaving = SmallMatrices.times(range, SmallMatrices.column(within.vectors(), last));
        Panel outside = Panels.copy(target);
        SmallMatrices.add(-1, Panels.multiplyTransposed(range, inside), outside);
        SmallDense.Svd svd = SmallDense.svd(outside);
        double larger = svd.values().length == 0 ? 0 : svd.values()[0] * svd.values()[0];
        double largest = point.whitening().eigenvalue(0);
        if (!((larger - smaller) * (last + 2) > tolerance * largest)) {
            return null;
        }
        double[] entering = SmallMatrices.column(svd.u(), 0);
        double[] out = SmallMatrices.transposedTimes(point.layer(point.depth()), leaving);
        Panel inverse = SmallMatrices.pseudoInverse(point.left(1), point.leftThreshold(1));
        double[] in = SmallMatrices.times(inverse, leaving);
        double[] row = SmallMatrices.transposedTimes(target, entering);
        double b = SmallMatrices.norm(out);
        double c = SmallMatrices.norm(in) * SmallMatrices.norm(row);
        return inPlane(
                point.depth(),
                SmallMatrices.outer(1 / b, entering, out),
                1,
                SmallMatrices.outer(1 / c, in, row),
                smaller / (b * b),
                larger / (c * c),
                larger / (b * c));
    }

    private @Nullable Way anotherUnit(int upper, int lower) {
        SmallDense.@Nullable Svd outer = outer(upper, lower);
        if (outer == null) {
            return null;
        }
        Panel middle = point.middle(upper, lower);
        double least = point.threshold(lower + 1, upper - 1);
        Panel free = SmallMatrices.kernelBasis(point.left(lower), point.leftThreshold(lower));
        SmallDense.Svd through = SmallDense.svd(SmallMatrices.times(middle, free));
        @Nullable Way best = null;
        if (through.values().length > 0 && through.values()[0] > least) {
            double[] b = SmallMatrices.times(free, SmallMatrices.column(through.v(), 0));
            best = unit(upper, lower, outer, SmallMatrices.column(through.u(), 0), b);
        }
        Panel unused =
                SmallMatrices.kernelBasis(
                        Panels.transposed(point.right(upper)), point.rightThreshold(upper));
        through = SmallDense.svd(SmallMatrices.transposedTimes(unused, middle));
        if (through.values().length > 0 && through.values()[0] > least) {
            double[] a = SmallMatrices.times(unused, SmallMatrices.column(through.u(), 0));
            @Nullable Way other =
                    unit(upper, lower, outer, a, SmallMatrices.column(through.v(), 0));
            best = better(best, other);
        }
        return best;
    }

    private @Nullable Way unit(int upper, int lower, SmallDense.Svd outer, double[] a, double[] b) {
        double[] u = SmallMatrices.column(outer.u(), 0);
        double[] v = SmallMatrices.column(outer.v(), 0);
        double above =
                SmallMatrices.norm(SmallMatrices.times(point.left(upper), u))
                        * SmallMatrices.norm(SmallMatrices.transposedTimes(point.right(upper), a));
        double below =
                SmallMatrices.norm(SmallMatrices.times(point.left(lower), b))
                        * SmallMatrices.norm(SmallMatrices.transposedTimes(point.right(lower), v));
        double passed = 0;
        double[] through = SmallMatrices.times(point.middle(upper, lower), b);
        for (int i = 0; i < a.length; i++) {
            passed += a[i] * through[i];
        }
        return inPlane(
                upper,
                SmallMatrices.outer(1, u, a),
                lower,
                SmallMatrices.outer(1, b, v),
                above * above,
                below * below,
                outer.values()[0] * passed);
    }

    /** The SVD of left(upper)ᵀ·D·right(lower)ᵀ, unless that is zero. */
    private SmallDense.@Nullable Svd outer(int upper, int lower) {
        int depth = point.depth();
        Panel gap = point.gap();
        Panel above = upper == depth ? gap : SmallMatrices.transposedTimes(point.left(upper), gap);
        Panel outer = lower == 1 ? above : Panels.multiplyTransposed(above, point.right(lower));
        SmallDense.Svd svd = SmallDense.svd(outer);
        double size = Math.sqrt(point.whitening().variance());
        double least = point.leftThreshold(upper) / tolerance * point.rightThreshold(lower) * size;
        return svd.values().length > 0 && svd.values()[0] > least ? svd : null;
    }

    /** The eigenvector of [p −g; −g s] of the smaller eigenvalue, p·s &lt; g². */
    private @Nullable Way inPlane(
            int upper, Panel e, int lower, Panel f, double p, double s, double g) {
        double mean = (p + s) / 2;
        double root = Math.hypot((p - s) / 2, g);
        double form = mean > 0 ? (p * s - g * g) / (mean + root) : mean - root;
        if (!(form < 0)) {
            return null;
        }
        double length = Math.hypot(g, p - form);
        List<Panel> steps = zeroSteps();
        SmallMatrices.add(g / length, e, steps.get(upper - 1));
        SmallMatrices.add((p - form) / length, f, steps.get(lower - 1));
        return new Way(steps, 2, form);
    }

    private @Nullable Way chain(int first, int last) {
        SmallDense.@Nullable Svd outer = outer(last, first);
        if (outer == null) {
            return null;
        }
        List<Panel> steps = zeroSteps();
        double[] in = SmallMatrices.column(outer.v(), 0);
        for (int l = first; l < last; l++) {
            Panel free = SmallMatrices.kernelBasis(point.left(l), point.leftThreshold(l));
            Panel unused =
                    SmallMatrices.kernelBasis(
                            Panels.transposed(point.right(l + 1)), point.rightThreshold(l + 1));
            SmallDense.Svd meeting = SmallDense.svd(SmallMatrices.transposedTimes(unused, free));
            if (meeting.values().length == 0 || !(meeting.values()[0] > tolerance)) {
                return null;
            }
            double[] out = SmallMatrices.times(free, SmallMatrices.column(meeting.v(), 0));
            SmallMatrices.add(1, SmallMatrices.outer(1, out, in), steps.get(l - 1));
            in = SmallMatrices.times(unused, SmallMatrices.column(meeting.u(), 0));
        }
        double[] u = SmallMatrices.column(outer.u(), 0);
        SmallMatrices.add(1, SmallMatrices.outer(1, u, in), steps.get(last - 1));
        return downhill(first, steps);
    }

    /** Every change of the product has Δ_first as a factor once, so its sign is the change's. */
    private @Nullable Way downhill(int first, List<Panel> steps) {
        RiskAlongLine line = new RiskAlongLine(point, steps);
        int order = line.order(tolerance);
        if (line.coefficient(order) > 0) {
            Panel step = steps.get(first - 1);
            SmallMatrices.add(-2, Panels.copy(step), step);
            line = new RiskAlongLine(point, steps);
        }
        double coefficient = line.coefficient(order);
        return coefficient < 0 ? new Way(steps, order, coefficient) : null;
    }

    private List<Panel> zeroSteps() {
        List<Panel> steps = new ArrayList<>();
        for (int l = 1; l <= point.depth(); l++) {
            steps.add(Panel.zeros(point.layer(l).rows(), point.layer(l).columns()));
        }
        return steps;
    }
}
