package io.nadir.solver.descent;

import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Limited-memory BFGS in all factors together (Nocedal &amp; Wright, Numerical Optimization,
 * algorithm 7.4), for smooth θ. The initial inverse Hessian is a {@link GramPreconditioner} times
 * the usual scalar.
 *
 * <p>A step takes one evaluation of the map, unless its length must be cut; it is cut until it
 * lowers f enough (Armijo's condition), so that f is monotone.
 */
public final class QuasiNewton implements DescentMethod {
    /** Pairs of steps and changes of the gradient that are kept. */
    private static final int MEMORY = 12;

    /** The same where f has kinks, each of which takes one to be known. */
    private static final int KINK_MEMORY = 20;

    /** Relative decrease of f in a step that is not worth making where f has kinks. */
    private static final double CREEPING = 1e-10;

    /** Share of the slope that a step may leave where f has kinks. */
    private static final double STEEP = 0.9;

    /** Share of the decrease predicted by the slope that a step must reach. */
    private static final double ARMIJO = 1e-4;

    /** Relative change of f that rounding can hide. */
    private static final double RESOLUTION = 1e-12;

    /** How much of the slope may be left, with the sign changed, after a step. */
    private static final double FLATTER = 0.8;

    /** Cuts of the step length before the direction is given up. */
    private static final int MOST_CUTS = 30;

    /** Steps in a row with little progress that are no sign of convergence yet. */
    private static final int PATIENCE = 3;

    /** Columns too many cost time in every step, and die out slowly. */
    private static final double WORTH_APPENDING = 0.25;

    /**
     * Steps become many close to a first-order point, which the next append leaves anyway. As
     * measured: native-notes/descent.md.
     */
    private static final double WORTH_DESCENDING = 0.01;

    private final Objective<?> objective;
    private final FactorizationMap map;

    private final SecantPairs pairs;
    private final GramPreconditioner preconditioner;
    private final Factors gradient;
    private final Factors nextGradient;
    private final Factors next;
    private Factors rest;
    private Factors direction;
    private boolean known;
    private double current;
    private double decrease;

    public QuasiNewton(Objective<?> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.pairs = new SecantPairs(map.hasLipschitz() ? MEMORY : KINK_MEMORY, map.dimensions());
        this.gradient = Factors.empty(map.dimensions());
        this.nextGradient = gradient.copy();
        this.next = gradient.copy();
        this.rest = gradient.copy();
        this.direction = gradient.copy();
        this.preconditioner = new GramPreconditioner(objective);
    }

    @Override
    public void restart() {
        known = false;
        pairs.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(known);
        out.writeDouble(current);
        SavedFactors.write(out, gradient);
        pairs.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        known = in.readBoolean();
        current = in.readDouble();
        gradient.set(SavedFactors.read(in));
        pairs.load(in);
    }

    /** Returns whether f has kinks, at which steps become short before sizes are right. */
    @Override
    public boolean isSlowToSize() {
        return !map.hasLipschitz();
    }

    @Override
    public double finest() {
        return map.hasLipschitz() ? 0 : CREEPING;
    }

    @Override
    public double worthAppending() {
        return WORTH_APPENDING;
    }

    @Override
    public double worthDescending(int appended) {
        return WORTH_DESCENDING;
    }

    @Override
    public int patience() {
        return PATIENCE;
    }

    @Override
    public double decrease(double before, double after) {
        return decrease;
    }

    @Override
    public double step(Factors w) {
        decrease = 0;
        if (!known) {
            current = evaluate(w, gradient);
            known = true;
        }
        if (!advance(w) && pairs.size() > 0) {
            // The memory may be what misled: once more along the preconditioned gradient.
            pairs.clear();
            advance(w);
        }
        return current;
    }

    /** One step along the quasi-Newton direction; false, and no change, if none lowers f. */
    private boolean advance(Factors w) {
        findDirection(w);
        double slope = direction.inner(gradient);
        return slope < 0 && (map.hasLipschitz() ? cut(w, slope) : bracket(w, slope));
    }

    /** Cuts the step until it lowers f enough. */
    private boolean cut(Factors w, double slope) {
        double length = 1;
        for (int cut = 0; cut < MOST_CUTS; cut++) {
            double value = move(w, length);
            if (isLower(value, length, slope)) {
                accept(w, value, length, slope);
                return true;
            }
            length *= shorter(value, length, slope);
        }
        return false;
    }

    /**
     * Seeks a step that lowers f enough and after which f falls less steeply, or rises, by doubling
     * and halving the length (Lewis &amp; Overton, Math. Program. 141, 2013, algorithm 4.6). Such a
     * step crosses the kink that it has met, so that the change of the gradient tells of it.
     */
    private boolean bracket(Factors w, double slope) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = 1;
        for (int trial = 0; trial < MOST_CUTS; trial++) {
            double value = move(w, length);
            if (!isLower(value, length, slope)) {
                high = length;
            } else if (isHidden(length, slope) || direction.inner(nextGradient) >= STEEP * slope) {
                accept(w, value, length, slope);
                return true;
            } else {
                low = length;
            }
            length = high < Double.POSITIVE_INFINITY ? 0.5 * (low + high) : 2 * low;
        }
        if (low > 0) {
            accept(w, move(w, low), low, slope);
        }
        return low > 0;
    }

    /** f at the end of a step, which {@link #next} becomes. */
    private double move(Factors w, double length) {
        next.set(w);
        next.add(length, direction);
        return evaluate(next, nextGradient);
    }

    /**
     * Armijo's condition, or where rounding hides the decrease its form in slopes (Hager &amp;
     * Zhang, SIAM J. Optim. 16, 2005, eq. 4.1), which is as good for a parabola.
     */
    private boolean isLower(double value, double length, double slope) {
        if (value <= current + ARMIJO * length * slope) {
            return true;
        }
        return isHidden(length, slope)
                && value <= current * (1 + RESOLUTION)
                && direction.inner(nextGradient) <= -FLATTER * slope;
    }

    /** Whether rounding may hide what a step lowers f by: about half of this, for a parabola. */
    private boolean isHidden(double length, double slope) {
        return -length * slope < current * RESOLUTION;
    }

    /** Factor for the step length: to the minimum of the parabola, within bounds. */
    private double shorter(double value, double length, double slope) {
        double curvature = value - current - length * slope;
        double minimum = curvature > 0 ? -0.5 * length * slope / curvature : 0.5;
        return Math.clamp(minimum, 0.1, 0.5);
    }

    /** Moves to {@link #next}, {@code length} times {@link #direction} from {@code w}. */
    private void accept(Factors w, double found, double length, double slope) {
        decrease = isHidden(length, slope) ? -0.5 * length * slope : current - found;
        direction.scale(length);
        pairs.add(direction, nextGradient, gradient);
        gradient.set(nextGradient);
        current = Math.min(found, current);
        w.set(next);
    }

    private double evaluate(Factors w, Factors into) {
        double value = objective.evaluate(w, into);
        objective.regularizer().addGradient(w, objective.lambda(), into);
        return value;
    }

    /** {@link #direction} ← −H·gradient. */
    private void findDirection(Factors w) {
        rest = gradient.copyInto(rest);
        rest.scale(-1);
        preconditioner.moveTo(w);
        direction = pairs.apply(rest, preconditioner::apply, direction);
    }
}
