package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.SavedFactors;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Sweeps over the blocks that start from an extrapolation W + β(W − W_old). β grows while f falls,
 * and is cut when f would rise, in which case the step is repeated from W itself (Ang &amp; Gillis,
 * Neural Computation 31, 2019). So f is monotone if a sweep does not raise it.
 */
abstract class ExtrapolatedDescent implements DescentMethod {
    private static final DenseKernels KERNELS = Kernels.get();

    /** β of the first extrapolation. */
    private static final double FIRST_EXTRAPOLATION = 0.5;

    /** Growth of β after a step that lowered f, and of its limit. */
    private static final double GROWTH = 1.05;

    private static final double LIMIT_GROWTH = 1.01;

    /** Cut of β after one that would not have. */
    private static final double CUT = 1.5;

    private final Objective<?> objective;

    /** The point of the next step, and the memory of the one before the last. */
    private Factors next;

    private Factors memory;
    private @Nullable Factors previous;
    private double extrapolation = FIRST_EXTRAPOLATION;
    private double extrapolationLimit = 1;
    private double lastValue = Double.POSITIVE_INFINITY;

    ExtrapolatedDescent(Objective<?> objective) {
        this.objective = objective;
        this.next = Factors.empty(objective.map().dimensions());
        this.memory = next.copy();
    }

    /** Lowers f at a point in the domain of θ, which is replaced; returns f. */
    abstract double sweep(Factors point);

    /**
     * Moves to where f may well be lower than at an extrapolation; returns false, and leaves the
     * point as it is, if no such point is known, as by default. Not called after a restart.
     */
    boolean lookAhead(Factors point) {
        return false;
    }

    /** The point of {@link #lookAhead} was no better. */
    void lookedInVain() {}

    /** What a method remembers beside the extrapolation. */
    void forget() {}

    void saveMore(DataOutput out) throws IOException {}

    void loadMore(DataInput in) throws IOException {}

    @Override
    public final boolean isSlowToSize() {
        return true;
    }

    @Override
    public final void restart() {
        previous = null;
        lastValue = Double.POSITIVE_INFINITY;
        forget();
    }

    @Override
    public final void save(DataOutput out) throws IOException {
        out.writeDouble(extrapolation);
        out.writeDouble(extrapolationLimit);
        out.writeDouble(lastValue);
        out.writeBoolean(previous != null);
        if (previous != null) {
            SavedFactors.write(out, previous);
        }
        saveMore(out);
    }

    @Override
    public final void load(DataInput in) throws IOException {
        extrapolation = in.readDouble();
        extrapolationLimit = in.readDouble();
        lastValue = in.readDouble();
        previous = in.readBoolean() ? SavedFactors.read(in) : null;
        loadMore(in);
    }

    @Override
    public final double step(Factors w) {
        next = w.copyInto(next);
        double after = Double.POSITIVE_INFINITY;
        if (previous != null) {
            boolean ahead = lookAhead(next);
            if (!ahead) {
                extrapolate(previous);
            }
            after = sweep(next);
            if (!ahead) {
                adapt(after < lastValue);
            } else if (!(after < lastValue)) {
                lookedInVain();
            }
        }
        if (!(after < lastValue)) {
            // Forgotten first: an interrupted step must begin again just here.
            previous = null;
            next.set(w);
            after = sweep(next);
        }
        if (after > lastValue) {
            // Rounding is all that is left: stay.
            return lastValue;
        }
        accept(w, after);
        return after;
    }

    private void accept(Factors w, double after) {
        objective.regularizer().balance(next);
        memory = w.copyInto(memory);
        previous = next.dropVanished() ? null : memory;
        lastValue = after;
        w.set(next);
    }

    private void adapt(boolean success) {
        if (success) {
            extrapolation = Math.min(extrapolationLimit, GROWTH * extrapolation);
            extrapolationLimit = Math.min(1, LIMIT_GROWTH * extrapolationLimit);
        } else {
            extrapolationLimit = extrapolation;
            extrapolation /= CUT;
        }
    }

    /** next ← next + β(next − old), then back into the domain of θ. */
    private void extrapolate(Factors old) {
        for (int k = 0; k < next.order(); k++) {
            Panel block = next.block(k);
            Panel from = old.block(k);
            KERNELS.scale(1 + extrapolation, block.data(), 0, block.data().length);
            Panels.addScaled(-extrapolation, from, block);
            objective.regularizer().prox(next, k, 0);
        }
    }
}
