package io.nadir.matrix.descent;

import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.AndersonMixing;
import io.nadir.solver.descent.Balancing;
import io.nadir.solver.descent.QuasiNewton;
import io.nadir.solver.descent.SavedFactors;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Alternating exact least squares over observed entries: each row of U is a ridge regression on the
 * rows of V that its entries name, then the other way round. Also for complete data with offsets
 * that are minimized out, where the rows of U have one system for their mean, and one for how they
 * deviate from it.
 *
 * <p>After each half the product X is factored anew with UᵀU = VᵀV, which lowers the norms to the
 * nuclear norm of X and spares the iteration the slow way there. The new factors are those nearest
 * to the old ones among all rotations, so that a sweep is a smooth function of V, and {@link
 * AndersonMixing} makes the sweeps converge in few. An accelerated sweep that does not lower f is
 * followed by a plain one from the last point.
 *
 * <p>Where that is not so, as beside a saddle point, from which a sweep only creeps, or in a valley
 * that entries hardly determine, steps of {@link QuasiNewton} take turns with sweeps.
 */
public final class RowLeastSquares implements DescentMethod {
    /**
     * Columns of less use than this share of the best are left to a later append. At first most of
     * what exceeds λ is the error of sampling, which goes away with what is worth most.
     */
    private static final double WORTH_APPENDING = 0.25;

    private static final double WORTH_APPENDING_LATER = 0.002;

    /**
     * Sweeps after columns were added to a point that sweeps had been to that begin with sizing:
     * the second time in the spaces that the first sweep has turned.
     */
    private static final int SIZINGS = 2;

    /** Each sweep leaves far less to lower f by than it did itself. */
    private static final double CLOSE_ENOUGH = 0.1;

    /** Relative change of f that rounding can explain. */
    private static final double RESOLUTION = 1e-13;

    /** Sweeps in a row that are trusted to lower f without its being seen. */
    private static final int MOST_UNSEEN = 1000;

    /** Sweeps after columns were added, or after other steps, that count as creeping. */
    private static final int CREEPING = 100;

    /** Steps of the other kind that follow them. */
    private static final int OTHER_STEPS = 100;

    /** A decrease predicted below this share of f is made of rounding. */
    private static final double AT_REST = 1e-24;

    private final Balancing balancing = new Balancing();
    private final MatrixMap map;
    private final double lambda;
    private final AndersonMixing mixing = new AndersonMixing();
    private final FixedSubspaceDescent core;
    private final ColumnGrowth growth;
    private final QuasiNewton other;

    /** Sweeps since columns were added, or since other steps. */
    private int sweeps;

    /** How many steps of the other kind are to come. */
    private int otherSteps;

    /** How many more sweeps {@link FixedSubspaceDescent} and {@link ColumnGrowth} come before. */
    private int sizings;

    /** Sweeps in a row whose decrease of f was below its rounding. */
    private int unseen;

    /** What the last sweep lowered f by. */
    private double decrease;

    private double objective = Double.POSITIVE_INFINITY;
    private Factors next;
    private double[] start = new double[0];
    private double[] old = start;

    /** Binds the problem, whose regularizer must be half the sum of squares. */
    public RowLeastSquares(Objective<MatrixMap> objective) {
        this.map = objective.map();
        this.lambda = objective.lambda();
        this.other = new QuasiNewton(objective);
        this.core = new FixedSubspaceDescent(map, lambda);
        this.growth = new ColumnGrowth(map, lambda, balancing);
        this.next = Factors.empty(map.dimensions());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(objective);
        out.writeInt(sizings);
        out.writeInt(unseen);
        out.writeInt(sweeps);
        out.writeInt(otherSteps);
        mixing.save(out);
        other.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        objective = in.readDouble();
        sizings = SavedFactors.size(in.readInt());
        unseen = SavedFactors.size(in.readInt());
        sweeps = SavedFactors.size(in.readInt());
        otherSteps = SavedFactors.size(in.readInt());
        mixing.load(in);
        other.load(in);
    }

    @Override
    public void restart() {
        mixing.clear();
        other.restart();
        unseen = 0;
        sweeps = 0;
        otherSteps = 0;
        sizings = objective < Double.POSITIVE_INFINITY ? SIZINGS : 0;
        objective = Double.POSITIVE_INFINITY;
    }

    @Override
    public double decrease(double before, double after) {
        return decrease;
    }

    @Override
    public double closeEnough() {
        return CLOSE_ENOUGH;
    }

    @Override
    public double worthAppending() {
        return worthAppending(map.data().isComplete(), objective < Double.POSITIVE_INFINITY);
    }

    /**
     * The {@link DescentMethod#worthAppending} of sweeps.
     *
     * @param complete whether no entries are missing
     * @param later whether sweeps have been made at this rank
     */
    public static double worthAppending(boolean complete, boolean later) {
        if (complete) {
            return 0; // Without entries missing there is no error of sampling.
        }
        return later ? WORTH_APPENDING_LATER : WORTH_APPENDING;
    }

    @Override
    public double step(Factors w) {
        return otherSteps > 0 && otherStep(w) ? objective : sweepOnce(w);
    }

    /** Makes a step of the other kind; returns false if it does not lower f. */
    private boolean otherStep(Factors w) {
        double before = objective;
        double after = other.step(w);
        double lowered = other.decrease(before, after);
        objective = Math.min(before, after);
        decrease = lowered;
        otherSteps = lowered > 0 ? otherSteps - 1 : 0;
        return lowered > 0;
    }

    private double sweepOnce(Factors w) {
        if (sizings > 0) {
            next = w.copyInto(next);
            growth.grow(next);
            next = core.descend(next).copyInto(next);
            mixing.clear();
        } else {
            next = w.copyInto(next);
        }
        double before = objective;
        boolean mixed = mixing.mix(next.block(1).data());
        double value = sweep(next);
        if (mixed && !isLower(value)) {
            mixing.clear();
            next.set(w);
            value = sweep(next);
        }
        // Not before: an interrupted step must begin again just here.
        sizings = Math.max(0, sizings - 1);
        if (++sweeps == CREEPING) {
            sweeps = 0;
            otherSteps = OTHER_STEPS;
            other.restart();
            mixing.clear();
        }
        if (!isLower(value)) {
            // Rounding is all that is left: stay.
            decrease = 0;
            return objective;
        }
        if (before == Double.POSITIVE_INFINITY) {
            decrease = Math.max(value, decrease);
        } else if (before - value > RESOLUTION * value) {
            decrease = before - value;
            unseen = 0;
        } else if (++unseen > MOST_UNSEEN) {
            decrease = 0;
        }
        objective = Math.min(objective, value);
        w.set(next);
        return objective;
    }

    /** Whether rounding may be all that {@code value} is above f at the last point. */
    private boolean isLower(double value) {
        return value <= objective * (1 + RESOLUTION);
    }

    /** One sweep from V; returns f. */
    private double sweep(Factors w) {
        start = copy(w.block(1).data(), start);
        map.minimizeBlock(w, 0, lambda);
        balance(w);
        old = copy(w.block(1).data(), old);
        double value = map.minimizeBlock(w, 1, lambda);
        double normV = Panels.frobenius(w.block(1));
        decrease = predicted(w.block(1).data(), value);
        double nuclear = balance(w);
        mixing.add(start, w.block(1).data());
        return value - 0.5 * lambda * normV * normV + lambda * nuclear;
    }

    /**
     * What minimizing over V lowers f by at least, f in V being strongly convex with modulus λ:
     * seen where the change of f itself is below its rounding; 0 where V has come to rest too.
     */
    private double predicted(double[] v, double value) {
        double sum = 0;
        for (int k = 0; k < v.length; k++) {
            sum += (v[k] - old[k]) * (v[k] - old[k]);
        }
        double least = 0.5 * lambda * sum;
        return least > AT_REST * value ? least : 0;
    }

    /** Balances; returns the nuclear norm of X. */
    private double balance(Factors w) {
        return Arrays.stream(balancing.toNearest(w)).sum();
    }

    /** A copy in {@code memory} if that is as long. */
    private static double[] copy(double[] array, double[] memory) {
        if (memory.length != array.length) {
            return array.clone();
        }
        System.arraycopy(array, 0, memory, 0, array.length);
        return memory;
    }
}
