package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.SavedFactors;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Exact minimization over one column at a time, for the squared loss over all entries and every
 * regularizer (hierarchical alternating least squares: Cichocki &amp; Phan 2009). With A = YV and B
 * = VᵀV, u_i ← prox of (λ·price_i/B_ii)·h₁ at u_i + (A_i − U·B_i)/B_ii for all columns in turn;
 * then the same for V. A sweep over the columns costs 2mr² flops, compared with 2mnr for A, so that
 * several sweeps are made for each A (Gillis &amp; Glineur, Neural Computation 24, 2012, section
 * 4).
 *
 * <p>Steps start from an extrapolation W + β(W − W_old). β grows while f falls, and is cut when f
 * would rise, in which case the step is repeated from W itself (Ang &amp; Gillis, Neural
 * Computation 31, 2019). So f is monotone. A step reads the data twice, a repeated one four times,
 * and once more for f if columns cancel each other; it allocates nothing while the rank stays the
 * same.
 */
public final class ColumnDescent implements DescentMethod {
    private static final DenseKernels KERNELS = Kernels.get();

    /** β of the first extrapolation. */
    private static final double FIRST_EXTRAPOLATION = 0.5;

    /** Columns appended at once after which more are expected. */
    private static final int MANY = 8;

    /** See {@link #worthDescending}. */
    private static final double WORTH_DESCENDING = 0.05;

    /** Growth of β after a step that lowered f, and of its limit. */
    private static final double GROWTH = 1.05;

    private static final double LIMIT_GROWTH = 1.01;

    /** Cut of β after one that would not have. */
    private static final double CUT = 1.5;

    /** Size of what cancels in ‖X‖², in relation to ‖Y‖², from which f is not taken from sums. */
    private static final double CANCELLING = 100;

    private final Objective<MatrixMap> objective;
    private final DataProducts data;
    private final double halfSquare;
    private final Factors gradient;

    /** The point of the next step, and the memory of the one before the last. */
    private Factors next;

    private Factors memory;
    private final ColumnSweeps left;
    private final ColumnSweeps right;
    private @Nullable Factors previous;
    private double extrapolation = FIRST_EXTRAPOLATION;
    private double extrapolationLimit = 1;
    private double lastValue = Double.POSITIVE_INFINITY;

    public ColumnDescent(Objective<MatrixMap> objective) {
        this(objective, new MapProducts(objective.map()));
    }

    /**
     * Makes the method for other data than those of the map.
     *
     * @param data of the same shape
     */
    ColumnDescent(Objective<MatrixMap> objective, DataProducts data) {
        this.objective = objective;
        this.data = data;
        this.halfSquare = data.halfSquare();
        this.gradient = Factors.empty(objective.map().dimensions());
        this.next = gradient.copy();
        this.memory = next.copy();
        PanelProducts products = new PanelProducts();
        this.left = new ColumnSweeps(objective, data, products, 0);
        this.right = new ColumnSweeps(objective, data, products, 1);
    }

    @Override
    public boolean isSlowToSize() {
        return true;
    }

    @Override
    public double worthDescending(int appended) {
        return appended >= MANY ? WORTH_DESCENDING : 0;
    }

    @Override
    public void restart() {
        previous = null;
        lastValue = Double.POSITIVE_INFINITY;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(extrapolation);
        out.writeDouble(extrapolationLimit);
        out.writeDouble(lastValue);
        out.writeBoolean(previous != null);
        if (previous != null) {
            SavedFactors.write(out, previous);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        extrapolation = in.readDouble();
        extrapolationLimit = in.readDouble();
        lastValue = in.readDouble();
        previous = in.readBoolean() ? SavedFactors.read(in) : null;
    }

    @Override
    public double step(Factors w) {
        next = w.copyInto(next);
        double after = Double.POSITIVE_INFINITY;
        if (previous != null) {
            extrapolate(previous);
            after = sweep();
            adapt(after < lastValue);
        }
        if (!(after < lastValue)) {
            // Forgotten first: an interrupted step must begin again just here.
            previous = null;
            next.set(w);
            after = sweep();
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
            for (int i = 0; i < block.rows(); i++) {
                int at = i * block.stride();
                KERNELS.scale(1 + extrapolation, block.data(), at, block.columns());
                KERNELS.axpy(
                        -extrapolation,
                        from.data(),
                        i * from.stride(),
                        block.data(),
                        at,
                        block.columns());
            }
            objective.regularizer().prox(next, k, 0);
        }
    }

    /** Minimizes over all columns of U, then of V; returns f. */
    private double sweep() {
        left.minimize(next);
        right.minimize(next);
        Panel gram = left.makeGram(next);
        return value(gram) + objective.penalty(next);
    }

    /** ℓ, from ‖X‖² = ⟨UᵀU, VᵀV⟩ unless too much of that cancels. */
    private double value(Panel gram) {
        if (magnitudes(right.gram(), gram) > 2 * CANCELLING * halfSquare) {
            return data.loss(next, gradient);
        }
        double square = Panels.inner(right.gram(), gram);
        double value = halfSquare + 0.5 * square - Panels.inner(right.product(), next.block(1));
        // Rounding must not make it negative.
        return Math.max(0, value);
    }

    /** Σ |a_ij·b_ij|. */
    private static double magnitudes(Panel a, Panel b) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                sum += Math.abs(a.get(i, j) * b.get(i, j));
            }
        }
        return sum;
    }
}
