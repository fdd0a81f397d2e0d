package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

/**
 * The largest eigenvalues of one diagonal block of a slowly changing symmetric matrix, as many as
 * are above a level, and what is made of them.
 */
final class BlockSpectrum {
    /** Columns of the space beyond the rank of K, when it is made and when it is made larger. */
    private static final int SPARE = 8;

    private static final int LEAST_SPARE = 3;

    /** Rounds for the first matrix. */
    private static final int FIRST_ROUNDS = 4;

    /** Rise of an estimate of λ_max, as a share of it, below which it has converged. */
    private static final double SETTLED = 1e-9;

    private static final int MOST_ROUNDS = 12;

    /** Rounds for the eigenvalues that meet, and how many these may be. */
    private static final int FACE_ROUNDS = 2;

    private static final int LARGEST_FACE = 24;

    /** Side of the squares that are transposed at a time. */
    private static final int TILE = 32;

    private static final DenseKernels KERNELS = Kernels.get();

    private final int n;
    private final Scratch scratch = new Scratch();
    private final LeadingEigenpairs pairs;
    private final LeadingEigenpairs top;
    private Panel roots;
    private int rank;
    private boolean isWarm;

    BlockSpectrum(int n, Runnable checkpoint) {
        this.n = n;
        this.pairs = new LeadingEigenpairs(n, 2 * SPARE, checkpoint);
        this.top = new LeadingEigenpairs(n, 2 * SPARE, checkpoint);
        this.roots = Panel.zeros(0, n);
    }

    /** The known eigenvalues of the last matrix, descending. */
    double[] values() {
        return pairs.values();
    }

    /** How many are known. */
    int known() {
        return pairs.columns();
    }

    /** Their eigenvectors, as columns. */
    Panel vectors() {
        return pairs.vectors();
    }

    /** How many are above the last level. */
    int rank() {
        return rank;
    }

    /** Floating-point operations so far. */
    double operations() {
        return pairs.operations() + top.operations();
    }

    /**
     * An estimate of λ_max of a symmetric matrix, from below; a coarse one if it is at least {@code
     * enough} anyhow.
     */
    double largest(Panel matrix, double enough, boolean again) {
        if (again) {
            top.round(matrix, 1);
        } else {
            top.startFrom(pairs, matrix);
        }
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

    /** Finds the leading eigenpairs of a matrix. */
    void findFace(Panel matrix, boolean again) {
        if (!again) {
            top.startFrom(pairs, matrix);
        }
        for (int round = 0; round < FACE_ROUNDS && !(top.isComplete() && round > 0); round++) {
            top.round(matrix, Math.max(1, rank));
        }
    }

    /** How many of them are above a level, and not at the edge of what is known. */
    int countOfFace(double level) {
        int most = top.isComplete() ? n : Math.max(0, top.columns() - LEAST_SPARE);
        int count = 0;
        while (count < Math.min(most, LARGEST_FACE) && top.values()[count] > level) {
            count++;
        }
        return count;
    }

    double[] valuesOfFace() {
        return top.values();
    }

    Panel vectorsOfFace() {
        return top.vectors();
    }

    /** out ← U·Vᵀ, made symmetric in every bit. */
    void multiplyTransposed(Panel u, Panel v, Panel out) {
        KERNELS.product(u, v, 0, n, out, scratch);
        mirror(out.data());
    }

    /** Follows the matrix. */
    void follow(Panel matrix) {
        for (int round = isWarm ? FIRST_ROUNDS : 1; round <= FIRST_ROUNDS; round++) {
            pairs.round(matrix, rank);
        }
        isWarm = true;
    }

    /** Whether there may be more eigenvalues above a level than are known. */
    boolean isTooSmall(double level) {
        rank = countAbove(level);
        return rank + LEAST_SPARE > pairs.columns() && !pairs.isComplete();
    }

    /** Looks for more eigenvalues. */
    void grow(Panel matrix) {
        pairs.resize(Math.max(rank + SPARE, pairs.columns() * 3 / 2));
        pairs.round(matrix, rank);
    }

    private int countAbove(double level) {
        int count = 0;
        while (count < pairs.columns() && pairs.values()[count] > level) {
            count++;
        }
        return count;
    }

    /** Keeps what is above the level, for {@link #writeTo}. */
    void take(double level) {
        rank = countAbove(level);
        if (roots.rows() < rank) {
            roots = Panel.zeros(Math.min(n, 2 * rank), n);
        }
        for (int c = 0; c < rank; c++) {
            double root = Math.sqrt(pairs.values()[c] - level);
            for (int i = 0; i < n; i++) {
                roots.set(c, i, root * pairs.vectors().get(i, c));
            }
        }
    }

    /** Forgets the eigenpairs that are far from the level. */
    void trim() {
        if (pairs.columns() > rank + 4 * SPARE) {
            pairs.resize(rank + 2 * SPARE);
        }
    }

    /** Writes Σ (value − level)₊·vector·vectorᵀ, symmetric in every bit. */
    void writeTo(Panel k) {
        k.clear();
        KERNELS.gramLower(roots, 0, rank, k, scratch);
        mirror(k.data());
    }

    /** Copies what is below the diagonal to above it. */
    private void mirror(double[] k) {
        for (int above = 0; above < n; above += TILE) {
            for (int left = 0; left <= above; left += TILE) {
                int bottom = Math.min(n, above + TILE);
                for (int i = above; i < bottom; i++) {
                    for (int j = left; j < Math.min(i, left + TILE); j++) {
                        k[j * n + i] = k[i * n + j];
                    }
                }
            }
        }
    }
}
