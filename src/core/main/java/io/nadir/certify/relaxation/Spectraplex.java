package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

/**
 * The projection on the matrices K ⪰ 0 of trace at most 1: the eigenvalues w of a matrix become (w
 * − level)₊, with the smallest level ≥ 0 that leaves a sum of at most 1. Few of them are left as a
 * rule, and only those are computed, in a space that is kept from one matrix to the next.
 */
final class Spectraplex {
    /** Columns of the space beyond the rank of K, when it is made and when it is made larger. */
    private static final int SPARE = 8;

    private static final int LEAST_SPARE = 3;

    /** Rounds for the first matrix. */
    private static final int FIRST_ROUNDS = 4;

    /** Times that the space may grow for one matrix. */
    private static final int MOST_GROWTHS = 12;

    /** Rise of an estimate of λ_max, as a share of it, below which it has converged. */
    private static final double SETTLED = 1e-10;

    private static final int MOST_ROUNDS = 12;

    /** Side of the blocks that are transposed at a time. */
    private static final int TILE = 32;

    private static final DenseKernels KERNELS = Kernels.get();

    private final int n;
    private final Scratch scratch = new Scratch();
    private final LeadingEigenpairs pairs;
    private final LeadingEigenpairs top;
    private Panel directions;
    private Panel roots;
    private double[] weights = new double[0];
    private boolean isWarm;

    /** Starts with K = 0. */
    Spectraplex(int n) {
        this.n = n;
        this.pairs = new LeadingEigenpairs(n, 2 * SPARE);
        this.top = new LeadingEigenpairs(n, 2 * SPARE);
        this.directions = Panel.zeros(n, 0);
        this.roots = Panel.zeros(0, n);
    }

    /** The eigenvectors of the last projection, as columns, largest eigenvalue first. */
    Panel directions() {
        return directions;
    }

    /** Their eigenvalues, of which the first {@code directions().columns()} count. */
    double[] weights() {
        return weights;
    }

    /** Floating-point operations so far. */
    double operations() {
        return pairs.operations() + top.operations();
    }

    /**
     * An estimate of λ_max of a symmetric matrix, from below; a coarse one if it is at least {@code
     * enough} anyhow.
     */
    double largest(Panel matrix, double enough) {
        top.startFrom(pairs, matrix);
        double before = Double.NEGATIVE_INFINITY;
        double value = top.values()[0];
        for (int round = 0;
                round < MOST_ROUNDS
                        && value < enough
                        && value > before + SETTLED * Math.abs(value)
                        && !top.isComplete();
                round++) {
            before = value;
            top.round(matrix, 1);
            value = Math.max(before, top.values()[0]);
        }
        return value;
    }

    /** Projects a symmetric matrix. */
    void project(Panel matrix) {
        for (int round = isWarm ? FIRST_ROUNDS : 1; round <= FIRST_ROUNDS; round++) {
            pairs.round(matrix, directions.columns());
        }
        isWarm = true;
        double level = level(pairs.values(), pairs.columns());
        int rank = rank(level);
        for (int growth = 0; isTooSmall(rank) && growth < MOST_GROWTHS; growth++) {
            pairs.resize(Math.max(rank + SPARE, pairs.columns() * 3 / 2));
            pairs.round(matrix, rank);
            level = level(pairs.values(), pairs.columns());
            rank = rank(level);
        }
        take(rank, level);
        if (pairs.columns() > rank + 4 * SPARE) {
            pairs.resize(rank + 2 * SPARE);
        }
    }

    private boolean isTooSmall(int rank) {
        return rank + LEAST_SPARE > pairs.columns() && !pairs.isComplete();
    }

    private int rank(double level) {
        int count = 0;
        while (count < pairs.columns() && pairs.values()[count] > level) {
            count++;
        }
        return count;
    }

    private void take(int rank, double level) {
        if (rank > directions.stride() || weights.length < rank) {
            directions = Panel.zeros(n, Math.min(n, 2 * rank));
            weights = new double[directions.stride()];
        }
        directions.setColumns(rank);
        Panel vectors = pairs.vectors();
        for (int i = 0; i < n; i++) {
            System.arraycopy(
                    vectors.data(),
                    i * vectors.stride(),
                    directions.data(),
                    i * directions.stride(),
                    rank);
        }
        for (int c = 0; c < rank; c++) {
            weights[c] = pairs.values()[c] - level;
        }
    }

    /** Writes the last projection, symmetric in every bit. */
    void writeTo(Panel k) {
        int rank = directions.columns();
        k.clear();
        if (roots.rows() < rank) {
            roots = Panel.zeros(directions.stride(), n);
        }
        for (int c = 0; c < rank; c++) {
            double root = Math.sqrt(weights[c]);
            for (int i = 0; i < n; i++) {
                roots.set(c, i, root * directions.get(i, c));
            }
        }
        KERNELS.gramLower(roots, 0, rank, k, scratch);
        mirror(k.data());
    }

    /** Copies what is below the diagonal to above it. */
    private void mirror(double[] k) {
        for (int top = 0; top < n; top += TILE) {
            for (int left = 0; left <= top; left += TILE) {
                int bottom = Math.min(n, top + TILE);
                for (int i = top; i < bottom; i++) {
                    for (int j = left; j < Math.min(i, left + TILE); j++) {
                        k[j * n + i] = k[i * n + j];
                    }
                }
            }
        }
    }

    /** max(0, t) for the t with Σ(w_i − t)₊ = 1, w in descending order, of which some count. */
    static double level(double[] w, int count) {
        double sum = 0;
        double level = 0;
        for (int i = 0; i < count && w[i] > level; i++) {
            sum += w[i];
            level = Math.max(0, (sum - 1) / (i + 1));
        }
        return level;
    }
}
