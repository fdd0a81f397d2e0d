package io.nadir.network.twolayer.polar;

import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The maximum of f(w) = ‖Zᵀσ(S·w)‖ over the unit ball in any dimension: semidefinite relaxations of
 * cells in which more and more rows have a given sign, the cell with the largest bound first. The
 * upper bound holds whenever it stops. The eigenvectors of the relaxations lead to maxima that an
 * ascent from random points rarely finds.
 */
final class SignBranchAndBound {
    /** Memory for cells, in bytes, at which the search ends. */
    private static final long MOST_MEMORY = 1L << 29;

    /** Rows of a relaxation, at most: its multiplier has four times the square of numbers. */
    private static final int MOST_ROWS = 1000;

    /** Points that are kept. */
    private static final int MOST_POINTS = 32;

    private static final int ROOT_ITERATIONS = Integer.getInteger("x.root", 2000);
    private static final int CELL_ITERATIONS = Integer.getInteger("x.cell", 600);

    private final ReluFunction f;
    private final ReluRequest request;
    private final BalancedRows rows;
    private final PatternAscent ascent;
    private final double known;
    private final List<PatternAscent.Peak> peaks;
    private final Consumer<ReluMaximum> progress;
    private final PriorityQueue<SignNode> queue =
            new PriorityQueue<>(Comparator.comparingDouble(node -> -node.upper()));
    private long memory;
    private long work;
    private double finished;
    private int cells;

    /**
     * Starts from known points.
     *
     * @param peaks points and values, the best first, at least one
     * @param known a proved upper bound of f
     * @param request with {@code enough} in the units of f
     * @param progress told whenever a bound has become better
     */
    SignBranchAndBound(
            ReluFunction f,
            List<PatternAscent.Peak> peaks,
            double known,
            ReluRequest request,
            Consumer<ReluMaximum> progress) {
        this.f = f;
        this.known = known;
        this.request = request;
        this.progress = progress;
        this.peaks = new ArrayList<>(peaks);
        this.rows = BalancedRows.of(CollinearRows.of(f), MOST_ROWS, request.checkpoint());
        this.ascent = new PatternAscent(f, request.checkpoint());
    }

    /** Runs until the bounds are as close as requested, or the work is done. */
    ReluMaximum maximum() {
        SignCell all = new SignCell(rows);
        int size = 2 * all.free();
        SignNodeSearch root = search(all, new double[size * size], starts(all), infinite());
        root.run(rows.target(target()), ROOT_ITERATIONS);
        take(root);
        double before = Double.POSITIVE_INFINITY;
        while (!queue.isEmpty() && work < request.relaxation().work() && memory < MOST_MEMORY) {
            if (isRefuted()) {
                break;
            }
            SignNode node = queue.remove();
            memory -= node.size();
            if (rows.upper(node.upper()) <= target() || node.branch() < 0) {
                finished = Math.max(finished, node.upper());
                continue;
            }
            if (rows.upper(node.upper()) < before) {
                before = rows.upper(node.upper());
                queue.add(node);
                progress.accept(result());
                queue.remove(node);
            }
            divide(node);
        }
        return result();
    }

    private ReluMaximum result() {
        double open = queue.isEmpty() ? 0 : queue.element().upper();
        double upper = Math.min(known, rows.upper(Math.max(finished, open)));
        List<double[]> points = peaks.stream().map(PatternAscent.Peak::point).toList();
        return new ReluMaximum(Math.max(upper, 0), points, cells);
    }

    private static double infinite() {
        return Double.POSITIVE_INFINITY;
    }

    private double target() {
        return Math.max(request.enough(), floor() * (1 + request.relativeGap()));
    }

    private double floor() {
        return peaks.getFirst().value();
    }

    private boolean isRefuted() {
        return floor() > request.relaxation().refuted();
    }

    private void divide(SignNode node) {
        double target = rows.target(target());
        List<SignNodeSearch> children = new ArrayList<>();
        for (boolean positive : new boolean[] {true, false}) {
            SignCell cell = node.cell().with(node.branch(), positive);
            SignNodeSearch child =
                    search(
                            cell,
                            node.childMultiplier(positive),
                            node.childVectors(),
                            node.upper());
            child.run(target, CELL_ITERATIONS);
            children.add(child);
        }
        children.forEach(this::take);
    }

    private SignNodeSearch search(
            SignCell cell, double[] multiplier, List<double[]> vectors, double inherited) {
        return new SignNodeSearch(cell, multiplier, vectors, inherited, request.checkpoint());
    }

    private void take(SignNodeSearch search) {
        cells++;
        SignNode node = search.node();
        work += search.iterations() * (long) node.cell().order() * node.cell().order();
        for (PatternAscent.Peak peak : search.climb(ascent)) {
            add(peak);
        }
        if (rows.upper(node.upper()) <= target()) {
            finished = Math.max(finished, node.upper());
        } else {
            queue.add(node);
            memory += node.size();
        }
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
        for (PatternAscent.Peak peak : peaks.subList(0, Math.min(5, peaks.size()))) {
            double[] start = new double[cell.order()];
            for (int i = 0; i < cell.free(); i++) {
                start[i] = Math.abs(rows.rows().input(i, peak.point()));
            }
            System.arraycopy(peak.point(), 0, start, cell.free(), cell.dimension());
            starts.add(start);
        }
        return starts;
    }

    int cells() { return cells; }
    long work() { return work; }
}
