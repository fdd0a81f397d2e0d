package io.nadir.solver.descent;

import io.nadir.model.Factors;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The last steps of a descent and the changes of the gradient along them, and the inverse Hessian
 * that limited-memory BFGS makes of them (Nocedal &amp; Wright, Numerical Optimization, algorithm
 * 7.4). Its initial inverse Hessian is a preconditioner times the usual scalar.
 *
 * <p>Allocates nothing once it is full and the rank stays the same.
 */
public final class SecantPairs {
    /** ⟨s, y⟩ over ‖s‖·‖y‖ from which a pair is kept. */
    private static final double LEAST_CURVATURE = 1e-12;

    private final int memory;

    /** The pairs, newest first; beyond {@link #remembered} they are memory for new ones. */
    private final Pair[] pairs;

    private final double[] alphas;
    private int remembered;
    private Factors image;

    /**
     * Makes an empty memory.
     *
     * @param memory the number of pairs that are kept
     * @param dimensions numbers of rows of the factors
     */
    public SecantPairs(int memory, List<Integer> dimensions) {
        this.memory = memory;
        this.pairs = new Pair[memory + 1];
        this.alphas = new double[memory];
        this.image = Factors.empty(dimensions);
        for (int i = 0; i <= memory; i++) {
            pairs[i] = new Pair(image.copy(), image.copy());
        }
    }

    /** Forgets all pairs. */
    public void clear() {
        remembered = 0;
    }

    /** Returns the number of pairs. */
    public int size() {
        return remembered;
    }

    /** Returns step {@code i}, 0 for the newest; not to be modified. */
    public Factors moved(int i) {
        return pairs[i].moved;
    }

    /** Returns the change of the gradient along step {@code i}; not to be modified. */
    public Factors change(int i) {
        return pairs[i].change;
    }

    /**
     * Adds a pair, both copied, unless the gradient does not grow along the step.
     *
     * @param moved the step
     * @param after the gradient after it
     * @param before the gradient before it
     */
    public void add(Factors moved, Factors after, Factors before) {
        Pair newest = pairs[memory];
        newest.moved = moved.copyInto(newest.moved);
        newest.change = after.copyInto(newest.change);
        newest.change.add(-1, before);
        double curvature = moved.inner(newest.change);
        double squares = moved.inner(moved) * newest.change.inner(newest.change);
        if (curvature > LEAST_CURVATURE * Math.sqrt(squares)) {
            newest.reciprocal = 1 / curvature;
            System.arraycopy(pairs, 0, pairs, 1, memory);
            pairs[0] = newest;
            remembered = Math.min(remembered + 1, memory);
        }
    }

    /**
     * Returns the inverse Hessian times a vector, by the two-loop recursion.
     *
     * @param vector replaced by what is left of it after the first loop
     * @param preconditioner returns its product with the first operand, in the memory of the second
     *     where that fits
     * @param old memory for the result
     */
    public Factors apply(Factors vector, BinaryOperator<Factors> preconditioner, Factors old) {
        for (int i = 0; i < remembered; i++) {
            alphas[i] = pairs[i].reciprocal * pairs[i].moved.inner(vector);
            vector.add(-alphas[i], pairs[i].change);
        }
        Factors out = preconditioner.apply(vector, old);
        if (remembered > 0) {
            Factors change = pairs[0].change;
            image = preconditioner.apply(change, image);
            out.scale(1 / (pairs[0].reciprocal * image.inner(change)));
        }
        for (int i = remembered - 1; i >= 0; i--) {
            double beta = pairs[i].reciprocal * pairs[i].change.inner(out);
            out.add(alphas[i] - beta, pairs[i].moved);
        }
        return out;
    }

    /** Writes the pairs. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(remembered);
        for (int i = 0; i < remembered; i++) {
            SavedFactors.write(out, pairs[i].moved);
            SavedFactors.write(out, pairs[i].change);
            out.writeDouble(pairs[i].reciprocal);
        }
    }

    /** Remembers what {@link #save} wrote. */
    public void load(DataInput in) throws IOException {
        remembered = SavedFactors.size(in.readInt());
        if (remembered > memory) {
            throw new IOException(remembered + " steps, allowed are 0 to " + memory);
        }
        for (int i = 0; i < remembered; i++) {
            pairs[i] = new Pair(SavedFactors.read(in), SavedFactors.read(in));
            pairs[i].reciprocal = in.readDouble();
        }
    }

    /** A step s, the change y of the gradient along it, and 1/⟨s, y⟩. */
    private static final class Pair {
        Factors moved;
        Factors change;
        double reciprocal;

        Pair(Factors moved, Factors change) {
            this.moved = moved;
            this.change = change;
        }
    }
}
