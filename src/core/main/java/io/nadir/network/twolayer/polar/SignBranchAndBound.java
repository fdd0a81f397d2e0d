package io.nadir.network.twolayer.polar;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
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

    private static final DenseKernels KERNELS = Kernels.get();

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
            bound(roots(), ROOT_ITERATIONS, enough, budget);
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
            boolean divided = false;
            try {
                List<SignStart> parts = node.children();
                bound(parts, CELL_ITERATIONS, enough, budget);
                if (parts.isEmpty()) {
                    finished = Math.max(finished, node.upper());
                }
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

    /** All directions; with one output its two signs, as that is where most of a bound goes. */
    private List<SignStart> roots() {
        SignCell all = new SignCell(rows, List.of());
        if (rows.rows().outputs() > 1) {
            return List.of(root(all));
        }
        double[] one = {1};
        OutputSide positive = new OutputSide(one, SignRelaxation.scale(all, one));
        return List.of(root(all.with(positive)), root(all.with(positive.opposite())));
    }

    private SignStart root(SignCell cell) {
        double[] multiplier = new double[cell.parts() * cell.parts()];
        return new SignStart(cell, Double.POSITIVE_INFINITY, multiplier, starts(cell));
    }

    /**
     * Bounds the cells that something is divided into. They are taken together at the end: an
     * interruption before leaves what is divided as it was.
     */
    private void bound(
            List<SignStart> starts, int iterations, double enough, RelaxationBudget budget) {
        double target = rows.target(target(enough));
        double left = budget.left();
        List<SignNode> nodes = new ArrayList<>();
        for (SignStart start : starts) {
            SignNodeSearch search = new SignNodeSearch(start, left, checkpoint);
            search.run(target, iterations);
            budget.spend(search.operations());
            search.climb(ascent).forEach(this::add);
            nodes.add(search.node());
        }
        nodes.forEach(node -> take(node, enough));
        cells += nodes.size();
    }

    private void take(SignNode node, double enough) {
        if (node.upper() <= rows.target(target(enough))) {
            finished = Math.max(finished, node.upper());
        } else {
            open(node);
        }
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

    /** (|S·w|, w) for the best points whose output is on the sides of a cell of free rows. */
    private List<double[]> starts(SignCell cell) {
        return peaks.stream()
                .map(peak -> start(cell, peak.point()))
                .filter(start -> isInside(cell, start))
                .limit(STARTS)
                .toList();
    }

    private double[] start(SignCell cell, double[] point) {
        double[] start = new double[cell.order()];
        for (int i = 0; i < cell.free(); i++) {
            start[i] = Math.abs(rows.rows().input(i, point));
        }
        System.arraycopy(point, 0, start, cell.free(), cell.dimension());
        return start;
    }

    private static boolean isInside(SignCell cell, double[] start) {
        for (int k = 0; k < cell.forms().rows(); k++) {
            int at = k * cell.forms().stride();
            if (KERNELS.dot(cell.forms().data(), at, start, 0, start.length) < 0) {
                return false;
            }
        }
        return true;
    }
}
