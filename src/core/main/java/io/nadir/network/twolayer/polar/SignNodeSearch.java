package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.certify.relaxation.RelaxationLimits;
import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * Bounds one {@link SignCell} by its relaxation, and climbs from the eigenvectors of the primal
 * matrix. The result depends on the arguments alone.
 */
final class SignNodeSearch {
    /** Iterations between two decisions on whether to go on. */
    private static final int ROUND = 25;

    /** Iterations before the first such decision. */
    private static final int LEAST = 100;

    /** Ratio of the steps; 2 to 8 need about the same number of iterations. */
    private static final double STEP = 4;

    /** A search goes on while a round takes away this share of what is missing. */
    private static final double PROGRESS = 0.1;

    /** Eigenvectors that are climbed, at most. */
    private static final int CLIMBS = 4;

    /** Share of the trace from which on an eigenvector is climbed. */
    private static final double HEAVY = 0.02;

    private static final DenseKernels KERNELS = Kernels.get();

    private final SignCell cell;
    private final SignRelaxation relaxation;
    private final RelaxationSearch search;
    private final SignProof proof;
    private double upper;
    private double[] multiplier;

    /**
     * Prepares the search.
     *
     * @param start the cell, and where to start
     * @param operations that the iterations may take
     */
    SignNodeSearch(SignStart start, double operations, Runnable checkpoint) {
        this.cell = start.cell();
        this.relaxation = new SignRelaxation(cell);
        RelaxationLimits limits = RelaxationLimits.none().withOperations(operations);
        this.search = new RelaxationSearch(relaxation, limits, checkpoint);
        this.proof = new SignProof(cell, checkpoint);
        this.upper = start.inherited();
        this.multiplier = start.multiplier();
        search.setStep(STEP);
        search.start(multiplier, primal(start.vectors()));
    }

    /**
     * Iterates until the cell's bound is at most {@code target}, further iterations hardly lower
     * it, or {@code most} have been made.
     */
    void run(double target, int most) {
        double goal = Math.max(0, target - cell.mapError());
        double wanted = goal * goal * (1 - 1e-10);
        double before = Double.POSITIVE_INFINITY;
        while (search.iterations() < most && upper > target) {
            RelaxationSearch.Outcome outcome = search.run(wanted, ROUND);
            if (outcome == RelaxationSearch.Outcome.REACHED) {
                prove();
                wanted *= 1 - 1e-9;
            } else if (outcome != RelaxationSearch.Outcome.ITERATIONS
                    || (search.iterations() >= LEAST
                            && before - search.bound() < PROGRESS * (search.bound() - wanted))) {
                break;
            }
            before = search.bound();
        }
        if (upper > target) {
            prove();
        }
    }

    /** Floating-point operations made, about. */
    double operations() {
        double n = cell.order();
        return search.operations() + n * n * (n + 2.0 * cell.map().rows());
    }

    /** What is known now. */
    SignNode node() {
        List<double[]> vectors = vectors();
        return new SignNode(cell, upper, multiplier, vectors, branch(vectors));
    }

    /** Local maxima that the leading eigenvectors of the primal matrix lead to. */
    List<PatternAscent.Peak> climb(PatternAscent ascent) {
        List<PatternAscent.Peak> peaks = new ArrayList<>();
        double[] weights = search.weights();
        for (int k = 0; k < Math.min(CLIMBS, weights.length); k++) {
            if (weights[k] >= HEAVY) {
                double[] w = direction(relaxation.point(column(search.directions(), k)));
                if (KERNELS.maxAbs(w, 0, w.length) > 0) {
                    peaks.add(ascent.ascend(ReluFunction.unit(w)));
                }
            }
        }
        return peaks;
    }

    private void prove() {
        double[] found = search.multiplier();
        double bound = proof.upper(relaxation.unscaled(found), search.bound());
        if (bound < upper) {
            upper = bound;
        }
        multiplier = found;
    }

    private double[] primal(List<double[]> vectors) {
        int n = cell.order();
        double[] k = new double[n * n];
        double trace = 0;
        for (double[] vector : vectors) {
            double[] x = relaxation.coordinates(vector);
            for (int i = 0; i < n; i++) {
                KERNELS.axpy(x[i], x, 0, k, i * n, n);
            }
            trace += KERNELS.dot(x, 0, x, 0, n);
        }
        if (trace > 0) {
            KERNELS.scale(1 / trace, k, 0, k.length);
        } else {
            for (int i = 0; i < n; i++) {
                k[i * n + i] = 1.0 / n;
            }
        }
        return k;
    }

    private List<double[]> vectors() {
        double[] weights = search.weights();
        List<double[]> vectors = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            double[] x = column(search.directions(), k);
            KERNELS.scale(Math.sqrt(weights[k]), x, 0, x.length);
            vectors.add(relaxation.point(x));
        }
        return vectors;
    }

    /** w of (α, w), with the sign that makes α positive. */
    private double[] direction(double[] point) {
        double sum = 0;
        for (int i = 0; i < cell.free(); i++) {
            sum += cell.dualNorm(i) * point[i];
        }
        double[] w = new double[cell.dimension()];
        System.arraycopy(point, cell.free(), w, 0, w.length);
        for (int i = cell.free(); i < cell.rows().rows(); i++) {
            sum += input(i, w);
        }
        KERNELS.scale(sum < 0 ? -1 : 1, w, 0, w.length);
        return w;
    }

    private double input(int row, double[] w) {
        return KERNELS.dot(cell.rows().data(), row * cell.rows().stride(), w, 0, w.length);
    }

    /** The row with the largest ‖z_n‖·√min(P_nn, M_nn): what sign it has matters and is unclear. */
    private int branch(List<double[]> vectors) {
        int best = -1;
        double largest = -1;
        for (int i = 0; i < cell.free(); i++) {
            double plus = 0;
            double minus = 0;
            for (double[] vector : vectors) {
                double t =
                        KERNELS.dot(
                                cell.rows().data(),
                                i * cell.rows().stride(),
                                vector,
                                cell.free(),
                                cell.dimension());
                plus += (vector[i] + t) * (vector[i] + t);
                minus += (vector[i] - t) * (vector[i] - t);
            }
            double score = cell.dualNorm(i) * Math.sqrt(Math.min(plus, minus));
            if (score > largest) {
                largest = score;
                best = i;
            }
        }
        return best;
    }

    private static double[] column(Panel a, int k) {
        double[] column = new double[a.rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = a.get(i, k);
        }
        return column;
    }
}
