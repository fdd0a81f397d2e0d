package io.nadir.solver;

import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Limited-memory BFGS in all factors at once (Nocedal &amp; Wright, Numerical Optimization,
 * algorithm 7.4), for smooth θ. The initial inverse Hessian is that of alternating least squares
 * with the loss replaced by its quadratic bound, (L·VᵀV + λI)⁻¹ on the right of the gradient in U
 * and likewise in V, times the usual scalar.
 *
 * <p>One evaluation of the map a step unless the step length has to be cut; a step that does not
 * lower f enough (Armijo) is cut, so f is monotone.
 */
final class QuasiNewton implements DescentMethod {
    /** Pairs of steps and changes of the gradient that are kept. */
    private static final int MEMORY = 12;

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

    private final PanelProducts products = new PanelProducts();
    private final FactorizationMap map;
    private final Regularizer theta;
    private final double lambda;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private final Factors gradient;
    private final Factors nextGradient;
    private final Factors next;
    private boolean known;
    private double objective;
    private double decrease;

    QuasiNewton(FactorizationMap map, Regularizer theta, double lambda) {
        this.map = map;
        this.theta = theta;
        this.lambda = lambda;
        this.gradient = Factors.empty(map.dimensions());
        this.nextGradient = gradient.copy();
        this.next = gradient.copy();
    }

    @Override
    public void restart() {
        known = false;
        pairs.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(known);
        out.writeDouble(objective);
        SolveState.write(out, gradient);
        out.writeInt(pairs.size());
        for (Pair pair : pairs) {
            SolveState.write(out, pair.moved);
            SolveState.write(out, pair.change);
            out.writeDouble(pair.reciprocal);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        known = in.readBoolean();
        objective = in.readDouble();
        gradient.set(SolveState.readFactors(in));
        pairs.clear();
        for (int count = in.readInt(); count > 0; count--) {
            pairs.addLast(
                    new Pair(
                            SolveState.readFactors(in),
                            SolveState.readFactors(in),
                            in.readDouble()));
        }
    }

    @Override
    public double worthAppending() {
        return WORTH_APPENDING;
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
            objective = evaluate(w, gradient);
            known = true;
        }
        if (!advance(w) && !pairs.isEmpty()) {
            // The memory may be what misled: once more along the preconditioned gradient.
            pairs.clear();
            advance(w);
        }
        return objective;
    }

    /** One step along the quasi-Newton direction; false, and no change, if none lowers f. */
    private boolean advance(Factors w) {
        Factors direction = direction(w);
        double slope = direction.inner(gradient);
        if (!(slope < 0)) {
            return false;
        }
        double length = 1;
        for (int cut = 0; cut < MOST_CUTS; cut++) {
            next.set(w);
            next.add(length, direction);
            double value = evaluate(next, nextGradient);
            if (isLower(value, length, slope, direction)) {
                decrease = isHidden(length, slope) ? -0.5 * length * slope : objective - value;
                direction.scale(length);
                accept(w, direction, Math.min(value, objective));
                return true;
            }
            length *= shorter(value, length, slope);
        }
        return false;
    }

    /**
     * Armijo's condition, or where rounding hides the decrease its form in slopes (Hager &amp;
     * Zhang, SIAM J. Optim. 16, 2005, eq. 4.1), which is as good for a parabola.
     */
    private boolean isLower(double value, double length, double slope, Factors direction) {
        if (value <= objective + ARMIJO * length * slope) {
            return true;
        }
        return isHidden(length, slope)
                && value <= objective * (1 + RESOLUTION)
                && direction.inner(nextGradient) <= -FLATTER * slope;
    }

    /** Whether rounding may hide what a step lowers f by: about half of this, for a parabola. */
    private boolean isHidden(double length, double slope) {
        return -length * slope < objective * RESOLUTION;
    }

    /** Factor for the step length: to the minimum of the parabola, within bounds. */
    private double shorter(double value, double length, double slope) {
        double curvature = value - objective - length * slope;
        double minimum = curvature > 0 ? -0.5 * length * slope / curvature : 0.5;
        return Math.clamp(minimum, 0.1, 0.5);
    }

    private void accept(Factors w, Factors moved, double value) {
        Factors change = nextGradient.copy();
        change.add(-1, gradient);
        double curvature = moved.inner(change);
        if (curvature > 1e-12 * Math.sqrt(moved.inner(moved) * change.inner(change))) {
            if (pairs.size() == MEMORY) {
                pairs.removeLast();
            }
            pairs.addFirst(new Pair(moved, change, 1 / curvature));
        }
        gradient.set(nextGradient);
        objective = value;
        w.set(next);
    }

    private double evaluate(Factors w, Factors into) {
        double value = map.evaluate(w, into) + lambda * theta.value(w);
        theta.addGradient(w, lambda, into);
        return value;
    }

    /** −H·gradient by the two-loop recursion. */
    private Factors direction(Factors w) {
        Factors q = gradient.copy();
        q.scale(-1);
        List<Double> alphas = new ArrayList<>(pairs.size());
        for (Pair pair : pairs) {
            double alpha = pair.reciprocal * pair.moved.inner(q);
            q.add(-alpha, pair.change);
            alphas.add(alpha);
        }
        List<Panel> inverses = inverses(w);
        double scale = 1;
        if (!pairs.isEmpty()) {
            Pair last = pairs.getFirst();
            Factors image = precondition(last.change, inverses);
            scale = 1 / (last.reciprocal * image.inner(last.change));
        }
        Factors direction = precondition(q, inverses);
        direction.scale(scale);
        int i = alphas.size();
        for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            double beta = pair.reciprocal * pair.change.inner(direction);
            direction.add(alphas.get(--i) - beta, pair.moved);
        }
        return direction;
    }

    private Factors precondition(Factors g, List<Panel> inverses) {
        Factors out = g.copy();
        for (int k = 0; k < g.order(); k++) {
            products.multiplyInto(g.block(k), inverses.get(k), out.block(k));
        }
        return out;
    }

    /** (L·B + λI)⁻¹ for each block, B its Gram matrix. */
    private List<Panel> inverses(Factors w) {
        List<Panel> inverses = new ArrayList<>(w.order());
        for (int k = 0; k < w.order(); k++) {
            inverses.add(ShiftedInverse.of(map.curvature(), gram(w, k), lambda, products));
        }
        return inverses;
    }

    private Panel gram(Factors w, int k) {
        Panel known = map.blockGram(w, k);
        if (known != null) {
            return known;
        }
        Panel bound = Panel.zeros(w.rank(), w.rank());
        double lipschitz = map.lipschitz(w, k) / map.curvature();
        for (int i = 0; i < w.rank(); i++) {
            bound.set(i, i, lipschitz);
        }
        return bound;
    }

    /** A step s, the change y of the gradient along it, and 1/⟨s, y⟩. */
    private record Pair(Factors moved, Factors change, double reciprocal) {}
}
