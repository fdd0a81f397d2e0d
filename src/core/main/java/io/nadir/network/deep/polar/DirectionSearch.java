package io.nadir.network.deep.polar;

import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Bounds of max { zᵀσ(g) : g ∈ K } for one output z of a chain of rectifiers, see {@link
 * Majorants}: the γ with the lowest bound by a {@link LevelMethod} over cuts, each a point w at
 * which a leaf is large; then branching on the signs of single g_n, which closes what a majorant
 * leaves open. Any γ gives a valid bound.
 */
final class DirectionSearch {
    /** Steps for all signs and for a cell with fixed signs, at most. */
    private static final int ROOT_STEPS = 120;

    private static final int CELL_STEPS = 40;

    /** Cells kept, at most. */
    private static final int MOST_CELLS = 4000;

    /** Shares of the interval of γ that are tried without a search. */
    private static final double[] FIXED = {0, 0.5, 1};

    private final ChainEnd end;
    private final RectifierChain chain;
    private final double[] direction;
    private final double[] z;
    private final HullAscent ascent;
    private final List<double[]> known = new ArrayList<>();
    private final PriorityQueue<DirectionCell> cells =
            new PriorityQueue<>(Comparator.comparingDouble(cell -> -cell.upper()));
    private double upper = Double.POSITIVE_INFINITY;
    private double finished;
    private boolean prepared;

    /**
     * Prepares the search.
     *
     * @param direction c
     * @param z Zc
     */
    DirectionSearch(ChainEnd end, RectifierChain chain, double[] direction, double[] z) {
        this.direction = direction;
        this.end = end;
        this.chain = chain;
        this.z = z;
        this.ascent = new HullAscent(end, chain, z);
    }

    /** The direction c of the outputs. */
    double[] direction() {
        return direction;
    }

    /** The upper bound. */
    double upper() {
        return upper;
    }

    /** The best value of a member of K, which a network of sufficient width attains. */
    double lower() {
        return ascent.lower();
    }

    /** The member that attains that, if any is above 0. */
    @Nullable Mean best() {
        return ascent.best();
    }

    /** Bounds without a search: γ at both ends and in the middle of its interval. */
    double loose() {
        return atFixed(false);
    }

    /** The same with a search for points. */
    double quick() {
        return atFixed(true);
    }

    private double atFixed(boolean searched) {
        DirectionCell root = cell();
        for (double share : FIXED) {
            root.evaluateAt(share, searched);
        }
        upper = Math.min(upper, root.upper());
        return upper;
    }

    private DirectionCell cell() {
        return new DirectionCell(end, chain, z, ascent, known);
    }

    /** Seeks the best γ for all signs, with {@link #run} to follow. */
    void prepare(double target, double floor, RelaxationBudget budget) {
        if (!prepared) {
            DirectionCell root = cell();
            root.solve(Math.max(target, floor * (1 + LevelMethod.SETTLED)), ROOT_STEPS, budget);
            upper = Math.min(upper, root.upper());
            cells.add(root);
            prepared = true;
        }
    }

    /**
     * Goes on until the upper bound is at most {@code target}, or {@code floor}, beneath which it
     * need not go, or the budget is spent.
     */
    void run(double target, double floor, RelaxationBudget budget) {
        prepare(target, floor, budget);
        if (!end.isExact() && upper > Math.max(target, floor)) {
            DirectionCell root = cells.element();
            root.tighten(target, budget);
            upper = Math.min(upper, root.upper());
        }
        while (end.isExact() && isOpen(budget)) {
            double attained = Math.max(floor, lower());
            double wanted = Math.max(target, attained * (1 + LevelMethod.SETTLED));
            if (upper <= wanted || cells.element().upper() <= wanted) {
                break;
            }
            divide(wanted, budget);
        }
    }

    private boolean isOpen(RelaxationBudget budget) {
        return !budget.isSpent() && !cells.isEmpty() && cells.size() < MOST_CELLS;
    }

    /** Replaces the cell with the largest bound, once its parts are known: this may be stopped. */
    private void divide(double wanted, RelaxationBudget budget) {
        DirectionCell cell = cells.element();
        int row = cell.branch();
        List<DirectionCell> parts = new ArrayList<>();
        if (row >= 0) {
            parts.add(cell.with(row, true, wanted, CELL_STEPS, budget));
            parts.add(cell.with(row, false, wanted, CELL_STEPS, budget));
        }
        cells.remove();
        cells.addAll(parts);
        finished = row < 0 ? Math.max(finished, cell.upper()) : finished;
        double open = cells.isEmpty() ? 0 : cells.element().upper();
        upper = Math.min(upper, Math.max(finished, open));
    }
}
