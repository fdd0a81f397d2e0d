package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.SecantPairs;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Limited-memory BFGS in V ≥ 0, a pass for each trial of a step, with the quadratic bound of
 * alternating minimization for what pairs of steps do not tell: the executors minimize over U ≥ 0,
 * and f(V + D) ≤ f(V) + ⟨∇f, D⟩ + Σ_j ½d_jᵀ(c_j·UᵀU + λI)d_j over the rows d_j of D if c_j is the
 * curvature of the loss, times the largest weight. Where that bound has its minimum over V + D ≥ 0
 * at 0, elements are 0 in the next point; the others take the step of BFGS over themselves, and no
 * more of it than keeps them at least 0 (Bertsekas, SIAM J. Control Optim. 20, 1982). Where that
 * does not lower f, the minimum of the bound does.
 *
 * <p>The bound is met by the squared loss of dense rows, for which its minimum is alternating least
 * squares. Where entries are missing, c_j is the curvature times the sum of the weights of column j
 * over m, as if U were the same for all columns; and larger where f would rise.
 */
final class NonNegativeDescent implements DescentMethod {
    /** The name under which it is selected. */
    static final String NAME = "nonnegative-rows";

    /** Pairs of steps and changes of the gradient that are kept. */
    private static final int MEMORY = 10;

    /** Steps in a row with little progress that are no sign of convergence yet. */
    private static final int PATIENCE = 3;

    /** Lengths of a step of BFGS that are tried. */
    private static final double[] LENGTHS = {1, 0.25};

    /** Growth of all c_j where f would rise. */
    private static final double GROWTH = 4;

    /** Share of f that rounding can hide. */
    private static final double RESOLUTION = 1e-14;

    private final Objective<RowsMap> objective;
    private final RowsMap map;
    private final SecantPairs pairs;
    private final Factors gradient;
    private final Factors nextGradient;

    /** The c_j without their growth; without elements until they are known. */
    private double[] curvatures = new double[0];

    private double growth = 1;

    NonNegativeDescent(Objective<RowsMap> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.pairs = new SecantPairs(MEMORY, map.dimensions());
        this.gradient = Factors.empty(map.dimensions());
        this.nextGradient = gradient.copy();
    }

    @Override
    public int patience() {
        return PATIENCE;
    }

    @Override
    public boolean isSlowToSize() {
        return true;
    }

    @Override
    public void restart() {
        pairs.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(growth);
        pairs.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        growth = in.readDouble();
        pairs.load(in);
    }

    @Override
    public double step(Factors w) {
        double before = evaluate(w, gradient);
        Panel gram = Panels.copy(map.blockGram(w, 0));
        ColumnBound bound = bound(w, gram);
        if (bound.decrease(w, gradient) <= RESOLUTION * before) {
            return before;
        }
        Factors next = w;
        double after = Double.POSITIVE_INFINITY;
        if (pairs.size() > 0) {
            Factors direction = direction(w, bound);
            for (int i = 0; !(after < before) && i < LENGTHS.length; i++) {
                next = ahead(w, LENGTHS[i], direction);
                after = evaluate(next, nextGradient);
            }
        }
        if (!(after < before)) {
            pairs.clear();
            next = bound.minimum();
            after = evaluate(next, nextGradient);
        }
        while (!(after <= before) && grow()) {
            next = bound(w, gram).minimum();
            after = evaluate(next, nextGradient);
        }
        if (!(after <= before)) {
            return before;
        }
        accept(w, next);
        return after;
    }

    private void accept(Factors w, Factors next) {
        Factors moved = next.copy();
        moved.add(-1, w);
        pairs.add(moved, nextGradient, gradient);
        if (next.dropVanished()) {
            pairs.clear();
        }
        w.set(next);
    }

    private double evaluate(Factors w, Factors into) {
        double value = objective.evaluate(w, into);
        objective.regularizer().addGradient(w, objective.lambda(), into);
        return value;
    }

    private ColumnBound bound(Factors w, Panel gram) {
        if (curvatures.length == 0) {
            curvatures = map.columnCurvatures();
        }
        double[] now = curvatures.clone();
        Arrays.setAll(now, j -> Math.min(map.curvature(), growth * curvatures[j]));
        return new ColumnBound(w, gradient, gram, now, objective.lambda());
    }

    /** To 0 where the bound has its minimum there, otherwise the step of BFGS. */
    private Factors direction(Factors w, ColumnBound bound) {
        SecantPairs free = new SecantPairs(MEMORY, map.dimensions());
        Factors zero = Factors.zeros(w.rank(), w.block(0).rows());
        for (int i = pairs.size() - 1; i >= 0; i--) {
            free.add(bound.freeOf(pairs.moved(i)), bound.freeOf(pairs.change(i)), zero);
        }
        Factors rest = bound.freeOf(gradient);
        rest.scale(-1);
        Factors direction = free.apply(rest, bound::solve, zero);
        direction.add(-1, w);
        direction.add(1, bound.freeOf(w));
        return direction;
    }

    /** w + length·direction, with elements below 0 at 0. */
    private static Factors ahead(Factors w, double length, Factors direction) {
        Factors next = w.copy();
        next.add(length, direction);
        Panel block = next.block(0);
        for (int j = 0; j < block.rows(); j++) {
            for (int k = 0; k < block.columns(); k++) {
                block.set(j, k, Math.max(0, block.get(j, k)));
            }
        }
        return next;
    }

    /** Raises all c_j that are below the curvature of the loss; false if none is. */
    private boolean grow() {
        double least = Arrays.stream(curvatures).filter(c -> c > 0).min().orElse(map.curvature());
        if (growth * least >= map.curvature()) {
            return false;
        }
        growth *= GROWTH;
        return true;
    }
}
