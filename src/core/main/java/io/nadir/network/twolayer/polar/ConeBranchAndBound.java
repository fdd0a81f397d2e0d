package io.nadir.network.twolayer.polar;

import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The maximum of f(w) = ‖Zᵀσ(S·w)‖ over the unit ball in few dimensions, by branch and bound: the
 * orthants, cut into halves across their longest edge, the cone with the largest bound, by {@link
 * ConeLevels}, first. The upper bound holds whenever it stops. A cone costs about (rows open in
 * it)·r·(r + q) products.
 */
final class ConeBranchAndBound {
    /** Memory for cones, in bytes, at which the search ends. */
    private static final long MOST_MEMORY = 1L << 29;

    /** Rise of the best value by a share that calls for an ascent from there. */
    private static final double RISE = 1e-12;

    private final ReluFunction f;
    private final ReluRequest request;
    private final PatternAscent ascent;
    private final ConeLevels bounds;
    private final double loose;
    private final List<double[]> points = new ArrayList<>();
    private final PriorityQueue<Cone> queue =
            new PriorityQueue<>(Comparator.comparingDouble(cone -> -cone.upper()));
    private long memory;
    private double floor;
    private double finished;

    /**
     * Starts from known points.
     *
     * @param f of dimension r ≥ 1
     * @param peaks points and values, the best first
     * @param loose a proved upper bound of f
     * @param request with {@code enough} in the units of f
     */
    ConeBranchAndBound(
            ReluFunction f, List<PatternAscent.Peak> peaks, double loose, ReluRequest request) {
        this.f = f;
        this.loose = loose;
        this.request = request;
        this.ascent = new PatternAscent(f, request.checkpoint());
        for (PatternAscent.Peak peak : peaks) {
            points.add(peak.point());
        }
        this.floor = peaks.isEmpty() ? 0 : peaks.getFirst().value();
        this.bounds = new ConeLevels(f, floor);
    }

    /** Runs until the bounds are as close as requested, or no cone or no memory is left. */
    ReluMaximum maximum() {
        int r = f.dimension();
        for (int orthant = 0; orthant < 1 << r; orthant++) {
            double[] vertices = new double[r * r];
            for (int k = 0; k < r; k++) {
                vertices[k * r + k] = (orthant >> k & 1) == 0 ? 1 : -1;
            }
            look(vertices, null, loose);
        }
        while (!queue.isEmpty() && bounds.looks() < request.cones() && memory < MOST_MEMORY) {
            Cone cone = queue.remove();
            memory -= cone.size();
            if (cone.upper() <= target()) {
                finished = Math.max(finished, cone.upper());
                break;
            }
            divide(cone);
        }
        double open = queue.isEmpty() ? 0 : queue.element().upper();
        double upper = Math.max(floor, Math.max(finished, open));
        return new ReluMaximum(
                Math.min(loose, Rounding.up(upper + bounds.rounding())), points, bounds.looks());
    }

    private double target() {
        return Math.max(request.enough() - bounds.rounding(), floor * (1 + request.relativeGap()));
    }

    private void divide(Cone cone) {
        ConeGeometry geometry = new ConeGeometry(cone.vertices(), f.dimension());
        double[] first = geometry.half(true);
        double[] second = geometry.half(false);
        if (first == null || second == null) {
            finished = Math.max(finished, cone.upper());
            return;
        }
        look(first, cone, cone.upper());
        look(second, cone, cone.upper());
    }

    private void look(double[] vertices, @Nullable Cone parent, double inherited) {
        request.checkpoint().run();
        Cone cone = bounds.bound(vertices, parent, inherited, floor, target());
        if (bounds.peakValue() > floor * (1 + RISE)) {
            rise(bounds.peak());
        }
        if (cone.upper() <= target()) {
            finished = Math.max(finished, cone.upper());
        } else {
            queue.add(cone);
            memory += cone.size();
        }
    }

    private void rise(double[] point) {
        PatternAscent.Peak peak = ascent.ascend(point);
        if (peak.value() > floor) {
            floor = peak.value();
            points.addFirst(peak.point());
        }
    }
}
