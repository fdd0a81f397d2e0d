package io.nadir.network.twolayer.polar;

import io.nadir.model.RelaxationBudget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The maximum of f(w) = ‖Zᵀσ(S·w)‖ over the unit ball in any dimension: semidefinite relaxations of
 * cells in which more and more rows have a given sign, the cell with the largest bound first. The
 * upper bound holds whenever it stops, and it may go on later, even after an interruption. The
 * eigenvectors of the relaxations lead to maxima that an ascent from random points rarely finds.
 */
final class SignBranchAndBound {
    /** Memory for cells, in bytes, at which the search ends. */
    private static final long MOST_MEMORY = 1L << 29;

    /** Points that are kept. */
    private static final int MOST_POINTS = 32;

    /** Points from which the first relaxation starts. */
    private static final int STARTS = 5;

    /** Iterations for all directions, at most. */
    private static final int ROOT_ITERATIONS = 2000;

    /** Iterations for a cell with fixed signs, at most. */
    private static final int CELL_ITERATIONS = 600;

    /** After a refutation, this many cells and as many again as before look for better columns. */
    private static final int MORE_CELLS = 4;

    private final BalancedRows rows;
    private final PatternAscent ascent;
    private final double relativeGap;
    private final Runnable checkpoint;
    private final List<PatternAscent.Peak> peaks;
    private final PriorityQueue<SignNode> queue =
            new PriorityQueue<>(Comparator.comparingDouble(node -> -node.upper()));
    private long memory;
    private double finished;
    private int cells;

    /**
     * Prepares a search from known points.
     *
     * @param peaks points and values, the best first, at least one
     * @param mostRows of a relaxation
     * @param relativeGap an upper bound within this share of the best value needs no improvement
     */
    SignBranchAndBound(
            ReluFunction f,
            List<PatternAscent.Peak> peaks,
            int mostRows,
            double relativeGap,
            Runnable checkpoint) {
        this.relativeGap = relativeGap;
        this.checkpoint = checkpoint;
        this.peaks = new ArrayList<>(peaks);
        this.rows = BalancedRows.of(CollinearRows.of(f), mostRows, checkpoint);
        this.ascent = new PatternAscent(f, checkpoint);
    }

    /**
     * Goes on until the bound is as low as requested or the budget is spent.
     *
     * @param enough a bound of this size needs no improvement
     * @param refuted a value above this makes bounds pointless: the search ends soon
     * @param progress told of better bounds
     */
    ReluMaximum run(
            double enough,
            double refuted,
            RelaxationBudget budget,
            Consumer<ReluMaximum> progress) {
        if (cells == 0) {
            root(enough, budget);
            progress.accept(result());
        }
        int most = Integer.MAX_VALUE;
        double told = upper();
        while (!queue.isEmpty() && !budget.isSpent() && memory < MOST_MEMORY) {
            if (queue.element().upper() <= rows.target(target(enough))) {
                break;
            }
            if (floor() > refuted) {
                most = Math.min(most, 2 * cells + MORE_CELLS);
            }
            if (cells >= most) {
                break;
            }
            SignNode node = queue.remove();
            memory -= node.size();
            if (node.branch() < 0) {
                finished = Math.max(finished, node.upper());
                continue;
            }
            boolean divided = false;
            try {
                divide(node, enough, budget);
                divided = true;
            } finally {
                if (!divided) {
                    open(node); // Its parts need not all have been bounded.
                }
            }
            if (upper() < told) {
                told = upper();
                progress.accept(result());
            }
        }
        return result();
    }

    /** The number of cells bounded. */
    int cells() {
        return cells;
    }

    private ReluMaximum result() {
        return new ReluMaximum(upper(), peaks.stream().map(PatternAscent.Peak::point).toList(), 0);
    }

    private double upper() {
        double open = queue.isEmpty() ? 0 : queue.element().upper();
        return rows.upper(Math.max(finished, open));
    }

    private double target(double enough) {
        return Math.max(enough, floor() * (1 + relativeGap));
    }

    private double floor() {
        return peaks.getFirst().value();
    }

    private void root(double enough, RelaxationBudget budget) {
        SignCell all = new SignCell(rows);
        double[] multiplier = new double[4 * all.free() * all.free()];
        SignNodeSearch root =
                new SignNodeSearch(
                        all,
                        multiplier,
                        starts(all),
                        Double.POSITIVE_INFINITY,
                        budget.left(),
                        checkpoint);
        root.run(rows.target(target(enough)), ROOT_ITERATIONS);
        take(root, enough, budget);
    }

    private void divide(SignNode node, double enough, RelaxationBudget budget) {
        double target = rows.target(target(enough));
        double left = budget.left();
        List<SignNodeSearch> children = new ArrayList<>();
        for (boolean positive : new boolean[] {true, false}) {
            SignNodeSearch child =
                    new SignNodeSearch(
                            node.cell().with(node.branch(), positive),
                            node.childMultiplier(positive),
                            node.childVectors(),
                            node.upper(),
                            left,
                            checkpoint);
            child.run(target, CELL_ITERATIONS);
            children.add(child);
        }
        for (SignNodeSearch child : children) {
            take(child, enough, budget);
        }
    }

    private void take(SignNodeSearch search, double enough, RelaxationBudget budget) {
        budget.spend(search.operations());
        search.climb(ascent).forEach(this::add);
        SignNode node = search.node();
        if (node.upper() <= rows.target(target(enough))) {
            finished = Math.max(finished, node.upper());
        } else {
            open(node);
        }
        cells++; // Last: if the first cell is interrupted, the search begins anew.
    }

    private void open(SignNode node) {
        queue.add(node);
        memory += node.size();
    }

    private void add(PatternAscent.Peak peak) {
        peaks.add(peak);
        peaks.sort(Comparator.comparingDouble(PatternAscent.Peak::value).reversed());
        if (peaks.size() > MOST_POINTS) {
            peaks.removeLast();
        }
    }

    /** (|S·w|, w) for the best points. */
    private List<double[]> starts(SignCell cell) {
        List<double[]> starts = new ArrayList<>();
        for (PatternAscent.Peak peak : peaks.subList(0, Math.min(STARTS, peaks.size()))) {
            double[] start = new double[cell.order()];
            for (int i = 0; i < cell.free(); i++) {
                start[i] = Math.abs(rows.rows().input(i, peak.point()));
            }
            System.arraycopy(peak.point(), 0, start, cell.free(), cell.dimension());
            starts.add(start);
        }
        return starts;
    }
}
