package io.nadir.network.twolayer.polar;

import io.nadir.certify.bound.IndexSort;
import io.nadir.kernel.CompensatedSums;
import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The maximum of f(w) = ‖Zᵀσ(S·w)‖ over the unit circle, S N×2, up to rounding. O(N·(log N + q))
 * time and O(N) memory.
 *
 * <p>Row i changes its sign at the two angles perpendicular to it. In each of the 2N arcs between
 * consecutive such angles f(w) = ‖M·w‖ with M constant, q×2, one row more or less from arc to arc;
 * f² is a quadratic there, with its maximum at an end of the arc or at the top eigenvector of G =
 * MᵀM.
 *
 * <p><b>Rounding.</b> With u = 2⁻⁵³ and K the mass of f, the maximum is at most the largest value
 * computed plus (2⁻⁴⁵ + 16γ_{q+8} + 4γ_{3N}²)·K:
 *
 * <ol>
 *   <li>An angle is computed to 2⁻⁴⁸ (atan2 to 2 ulp, ±π/2 and ±2π to half an ulp each). So where
 *       the computed arcs have row i on the wrong side, |s_i·w| ≤ 2⁻⁴⁸‖s_i‖, and M·w differs from
 *       y(w) by at most Σ‖z_i‖|s_i·w| ≤ 2⁻⁴⁸K: misordered, coinciding and arbitrarily close angles
 *       are all alike. f is Lipschitz with K, so evaluating it 2⁻⁴⁸ away costs the same again.
 *   <li>Compensated sums hold each M to 4uK + 3γ_{3N}²K, for any number of rows that came and went;
 *       evaluating ‖M·w‖ adds γ_{q+4}K.
 *   <li>If f has its maximum over an arc inside it, at the angle t*, then f(t*)² = λ_max(G) ≥
 *       ½‖M‖_F². The computed Ĝ belongs to a quadratic ĝ within 2γ_q‖M‖_F² of f², with its maximum,
 *       in the same half turn, within 2⁻⁴⁸ of the computed angle t̂. If t̂ is in the arc, f is
 *       evaluated there. If not, an end of the arc lies between t* and it; ĝ falls from its maximum
 *       towards t*, so at that end f² is at least f(t*)² − (4γ_q + 2·2⁻⁴⁸)‖M‖_F², and f at least
 *       f(t*) − (6γ_q + 3·2⁻⁴⁸)‖M‖_F. Each end is evaluated, as the beginning of an arc.
 * </ol>
 */
final class PlaneSweep {
    /** Arcs between two looks at the checkpoint. */
    private static final int SLICE = 4096;

    /** Sectors of the circle whose best point each is kept. */
    private static final int SECTORS = 64;

    private static final double HALF = Math.PI / 2;
    private static final double FULL = 2 * Math.PI;

    private final ReluFunction f;
    private final int outputs;
    private final CompensatedSums sums;
    private final double[] m;
    private final double[] sectorValues = new double[SECTORS];
    private final double[] sectorAngles = new double[SECTORS];
    private double bestSquare;

    private PlaneSweep(ReluFunction f) {
        this.f = f;
        this.outputs = f.outputs();
        this.sums = new CompensatedSums(2 * outputs);
        this.m = new double[2 * outputs];
    }

    /**
     * The maximum over the unit disk.
     *
     * @param f of dimension 2
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    static ReluMaximum maximum(ReluFunction f, Runnable checkpoint) {
        PlaneSweep sweep = new PlaneSweep(f);
        sweep.run(checkpoint);
        double n = f.rows();
        double gamma = Rounding.gamma(3 * n);
        double share = 0x1p-45 + 16 * Rounding.gamma(f.outputs() + 8.0) + 4 * gamma * gamma;
        double rounding = Rounding.up(share * f.mass()) + n * f.outputs() * Double.MIN_NORMAL;
        double upper = Rounding.up(Math.sqrt(sweep.bestSquare) + rounding);
        return new ReluMaximum(upper, sweep.peaks(), 0);
    }

    /** Event 2i: row i becomes positive; event 2i + 1: it ceases to be. */
    private void run(Runnable checkpoint) {
        int n = f.rows();
        double[] angles = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double direction = Math.atan2(f.inputs().get(i, 1), f.inputs().get(i, 0));
            angles[2 * i] = wrapped(direction - HALF);
            angles[2 * i + 1] = wrapped(direction + HALF);
            boolean active = angles[2 * i + 1] < angles[2 * i];
            add(i, active ? 1 : f.slope());
        }
        int[] order = IndexSort.ascending(angles);
        for (int k = 0; k < order.length; k++) {
            if (k % SLICE == 0) {
                checkpoint.run();
            }
            int event = order[k];
            add(event / 2, event % 2 == 0 ? 1 - f.slope() : f.slope() - 1);
            boolean last = k + 1 == order.length;
            double end = last ? angles[order[0]] + FULL : angles[order[k + 1]];
            if (end > angles[event]) {
                arc(angles[event], end);
            }
        }
    }

    private static double wrapped(double angle) {
        if (angle < -Math.PI) {
            return angle + FULL;
        }
        return angle >= Math.PI ? angle - FULL : angle;
    }

    /** M += weight·z_i·s_iᵀ. */
    private void add(int i, double weight) {
        if (weight == 0) {
            return;
        }
        int s = i * f.inputs().stride();
        int z = i * f.dual().stride();
        double x = f.inputs().data()[s];
        double y = f.inputs().data()[s + 1];
        for (int j = 0; j < outputs; j++) {
            double factor = weight * f.dual().data()[z + j];
            sums.addProduct(2 * j, factor, x);
            sums.addProduct(2 * j + 1, factor, y);
        }
    }

    private void arc(double from, double to) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int j = 0; j < outputs; j++) {
            double x = sums.get(2 * j);
            double y = sums.get(2 * j + 1);
            m[2 * j] = x;
            m[2 * j + 1] = y;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        evaluate(from);
        // The trace of G is no less than its largest eigenvalue.
        if (xx + yy > bestSquare) {
            double top = 0.5 * Math.atan2(2 * xy, xx - yy);
            double inside = top + Math.PI * Math.ceil((from - top) / Math.PI);
            if (inside <= to) {
                evaluate(inside);
            }
        }
    }

    private void evaluate(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double square = 0;
        for (int j = 0; j < m.length; j += 2) {
            double value = m[j] * c + m[j + 1] * s;
            square += value * value;
        }
        int sector = Math.floorMod((int) Math.floor(angle / FULL * SECTORS), SECTORS);
        if (square > sectorValues[sector]) {
            sectorValues[sector] = square;
            sectorAngles[sector] = angle;
            bestSquare = Math.max(bestSquare, square);
        }
    }

    /** The best points of the sectors that neither neighbour exceeds, the best first. */
    private List<double[]> peaks() {
        List<double[]> peaks = new ArrayList<>();
        IntStream.range(0, SECTORS)
                .filter(this::isPeak)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -sectorValues[k]))
                .map(k -> new double[] {Math.cos(sectorAngles[k]), Math.sin(sectorAngles[k])})
                .forEach(peaks::add);
        return peaks;
    }

    private boolean isPeak(int k) {
        double value = sectorValues[k];
        return value > 0
                && value >= sectorValues[(k + 1) % SECTORS]
                && value >= sectorValues[(k + SECTORS - 1) % SECTORS];
    }
}
