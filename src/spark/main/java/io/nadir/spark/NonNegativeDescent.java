package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.ProximalGradient;
import io.nadir.solver.descent.SavedFactors;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Alternating minimization over U ≥ 0, by the executors, and over V ≥ 0 on the driver, with
 * extrapolation; a pass each. At U, f(V + D) ≤ f(V) + ⟨GᵀU, D⟩ + (c/2)·tr(D·UᵀU·Dᵀ) + (λ/2)(‖V +
 * D‖² − ‖V‖²), where c is the curvature of the loss, times the largest weight: with equality for
 * the squared loss of dense rows, for which this is exact alternating least squares. Where entries
 * are missing, a smaller c is tried first, and a larger one where f would rise.
 */
final class NonNegativeDescent implements DescentMethod {
    /** The name under which it is selected. */
    static final String NAME = "nonnegative-rows";

    /** Cyclic sweeps over the columns of V; the problem is strongly convex. */
    private static final int MOST_SWEEPS = 200;

    private static final double SETTLED = 1e-12;

    /** The smallest share of c that is tried. */
    private static final double LEAST_SHARE = 1.0 / 64;

    private final Objective<RowsMap> objective;
    private final RowsMap map;
    private final Factors gradient;
    private @Nullable Factors previous;
    private double momentum = 1;
    private double share = 1;

    NonNegativeDescent(Objective<RowsMap> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.gradient = Factors.empty(map.dimensions());
    }

    @Override
    public double step(Factors w) {
        double before = objective.evaluate(w, gradient);
        Factors old = previous;
        double next = 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
        double after = Double.POSITIVE_INFINITY;
        Factors target = w.copy();
        if (old != null) {
            Factors ahead = w.copy();
            ProximalGradient.extrapolate(
                    ahead.block(0), w.block(0), old.block(0), (momentum - 1) / next);
            clip(ahead.block(0));
            target = minimized(ahead);
            after = objective.evaluate(target, gradient);
        }
        if (!(after <= before)) {
            next = 1;
            do {
                target = minimized(w);
                after = objective.evaluate(target, gradient);
                share = after <= before ? share : Math.min(2, 4 * share);
            } while (!(after <= before) && share <= 1);
        }
        if (!(after <= before)) {
            share = 1;
            return before;
        }
        share = Math.max(LEAST_SHARE, 0.7 * Math.min(1, share));
        Factors last = w.copy();
        boolean dropped = target.dropVanished();
        previous = dropped ? null : last;
        momentum = dropped ? 1 : next;
        w.set(target);
        return after;
    }

    private static void clip(Panel panel) {
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                panel.set(i, j, Math.max(0, panel.get(i, j)));
            }
        }
    }

    /** The minimum over V ≥ 0 of the quadratic bound at a point. */
    private Factors minimized(Factors at) {
        objective.evaluate(at, gradient);
        Panel gram = Panels.copy(map.blockGram(at, 0));
        double c = map.curvature() * Math.min(1, share);
        Factors out = at.copy();
        Panel v = out.block(0);
        Panel slopes = Panels.copy(gradient.block(0));
        double lambda = objective.lambda();
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double moved = 0;
            double size = 0;
            for (int j = 0; j < v.rows(); j++) {
                for (int k = 0; k < v.columns(); k++) {
                    double bend = c * gram.get(k, k) + lambda;
                    double slope = slopes.get(j, k) + lambda * v.get(j, k);
                    double to = Math.max(0, v.get(j, k) - slope / bend);
                    double step = to - v.get(j, k);
                    size += bend * to * to;
                    if (step != 0) {
                        moved += bend * step * step;
                        v.set(j, k, to);
                        for (int l = 0; l < v.columns(); l++) {
                            slopes.set(j, l, slopes.get(j, l) + c * step * gram.get(k, l));
                        }
                    }
                }
            }
            if (moved <= SETTLED * SETTLED * size) {
                break;
            }
        }
        return out;
    }

    @Override
    public boolean isSlowToSize() {
        return true;
    }

    @Override
    public void restart() {
        previous = null;
        momentum = 1;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(momentum);
        out.writeDouble(share);
        Factors last = previous;
        out.writeBoolean(last != null);
        if (last != null) {
            SavedFactors.write(out, last);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        momentum = in.readDouble();
        share = in.readDouble();
        previous = in.readBoolean() ? SavedFactors.read(in) : null;
    }
}
