package io.nadir.solver.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Accelerated block proximal gradient: for each block in turn an extrapolation, a gradient step of
 * length 1/L with the block's Lipschitz constant L, and the proximal step of λθ. Extrapolation is
 * min((t_old − 1)/t, √(L_old/L)); an iteration that would raise f is repeated without it, which
 * makes f monotone (Haeffele &amp; Vidal 2017, section 7; Xu &amp; Yin 2013). Where the map has no
 * such constants, each step's is sought by backtracking.
 *
 * <p>Sees the model through {@link FactorizationMap} and {@link Regularizer} only. One iteration
 * over K blocks evaluates the map K + 1 times, and about K times more with backtracking. A step
 * allocates what {@link FactorizationMap#lipschitz} does.
 */
public final class ProximalGradient implements DescentMethod {
    /** Share of the last constant from which the next one is sought, so that it may fall too. */
    private static final double EASE = 0.7;

    /** Doublings of a constant, at most. */
    private static final int MOST_TRIALS = 60;

    /** Relative change of the loss that rounding can explain. */
    private static final double ROUNDING = 1e-14;

    private final Objective<?> objective;
    private final FactorizationMap map;
    private final Factors gradient;
    private final double[] lipschitz;

    /** Constants of the step that is under way, which may yet be interrupted. */
    private final double[] nextLipschitz;

    /** Where a search for a constant begins, and the gradient where it tries. */
    private Factors base;

    private final Factors trialGradient;

    /** The point of the next step, and the memory of the one before the last. */
    private Factors next;

    private Factors memory;
    private @Nullable Factors previous;
    private double momentum = 1;
    private double lastValue = Double.NaN;

    public ProximalGradient(Objective<?> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.gradient = Factors.empty(map.dimensions());
        this.trialGradient = gradient.copy();
        this.base = gradient.copy();
        this.next = gradient.copy();
        this.memory = gradient.copy();
        this.lipschitz = new double[map.dimensions().size()];
        this.nextLipschitz = lipschitz.clone();
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
        out.writeDouble(lastValue);
        for (double constant : lipschitz) {
            out.writeDouble(constant);
        }
        out.writeBoolean(previous != null);
        if (previous != null) {
            SavedFactors.write(out, previous);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        momentum = in.readDouble();
        lastValue = in.readDouble();
        for (int k = 0; k < lipschitz.length; k++) {
            lipschitz[k] = in.readDouble();
        }
        previous = in.readBoolean() ? SavedFactors.read(in) : null;
    }

    @Override
    public double step(Factors w) {
        Factors old = previous;
        double before = old == null ? value(w) : lastValue;
        double nextMomentum = 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
        next = w.copyInto(next);
        double after = before;
        if (old != null) {
            sweep(w, old, (momentum - 1) / nextMomentum);
            after = value(next);
        }
        if (old == null || !(after <= before)) {
            next.set(w);
            sweep(w, w, 0);
            after = value(next);
            nextMomentum = 1;
        }
        System.arraycopy(nextLipschitz, 0, lipschitz, 0, lipschitz.length);
        if (!(after <= before)) {
            // Rounding is all that is left: stay.
            return before;
        }
        memory = w.copyInto(memory);
        objective.regularizer().balance(next);
        previous = next.dropVanished() ? null : memory;
        momentum = previous == null ? 1 : nextMomentum;
        lastValue = after;
        w.set(next);
        return after;
    }

    private double value(Factors w) {
        return objective.evaluate(w, gradient);
    }

    private void sweep(Factors current, Factors old, double extrapolation) {
        for (int k = 0; k < next.order(); k++) {
            double l = map.lipschitz(next, k);
            if (!(Math.max(1, objective.lambda()) / l < Double.POSITIVE_INFINITY)) {
                // The other blocks are zero, or as good as that: it has no part in the loss.
                objective.regularizer().prox(next, k, objective.lambda());
                continue;
            }
            double ratio = lipschitz[k] > 0 ? Math.sqrt(lipschitz[k] / l) : 1;
            double weight = Math.min(extrapolation, ratio);
            extrapolate(next.block(k), current.block(k), old.block(k), weight);
            if (map.loss().requiresNonNegativeOutputs()) {
                objective.regularizer().prox(next, k, 0);
            }
            double smooth = map.evaluate(next, gradient);
            nextLipschitz[k] =
                    map.hasLipschitz() ? l : search(k, smooth, firstTrial(lipschitz[k], l));
            forward(k, nextLipschitz[k]);
        }
    }

    /** Block k of the next point ← its proximal step of length 1/l. */
    private void forward(int k, double l) {
        Panels.addScaled(-1 / l, gradient.block(k), next.block(k));
        objective.regularizer().prox(next, k, objective.lambda() / l);
    }

    private static double firstTrial(double last, double bound) {
        return last > 0 ? EASE * last : bound;
    }

    /**
     * The first l, from {@code first} on and doubling, at which ℓ is at most its quadratic bound
     * where the step ends: what a Lipschitz constant would grant (Beck &amp; Teboulle, SIAM J.
     * Imaging Sci. 2, 2009, section 4). The next point stays.
     *
     * @param smooth ℓ at the next point, where the gradient is from
     */
    private double search(int k, double smooth, double first) {
        base = next.copyInto(base);
        double l = first;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            forward(k, l);
            double after = map.evaluate(next, trialGradient);
            Panel from = base.block(k);
            Panel block = next.block(k);
            double slope = 0;
            double square = 0;
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    double d = block.get(i, j) - from.get(i, j);
                    slope += d * gradient.block(k).get(i, j);
                    square += d * d;
                }
            }
            Panels.copyInto(from, block);
            if (after <= smooth + slope + 0.5 * l * square + ROUNDING * smooth) {
                return l;
            }
            l *= 2;
        }
        return l;
    }

    /** block ← current + weight·(current − old). */
    public static void extrapolate(Panel block, Panel current, Panel old, double weight) {
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < block.columns(); j++) {
                double now = current.get(i, j);
                block.set(i, j, now + weight * (now - old.get(i, j)));
            }
        }
    }
}
