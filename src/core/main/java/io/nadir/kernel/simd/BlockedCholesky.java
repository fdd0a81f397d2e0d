package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;
import static io.nadir.kernel.simd.Tuning.SLICE;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.Workers;

import jdk.incubator.vector.DoubleVector;

import org.jspecify.annotations.Nullable;

/**
 * Right-looking blocked Cholesky factorization. For each block of columns: factor the diagonal
 * block, divide the rows below by it (held transposed, so that a vector has the same column of many
 * rows), subtract their product from the rest. Differences and quotients are those of the textbook
 * formulas; blocking only changes the order of the sums.
 *
 * <p>Threads share the panels of rows below, and then the slices of the rest. Both are cut alike
 * for every number of threads, and no two write the same element, so that the bits are the same.
 */
final class BlockedCholesky {
    /** Columns of L computed together: a multiple of every tile's rows. */
    private static final int BLOCK = Width.MANY_REGISTERS ? 96 : 90;

    private final Block negated = Block.compact(Math.max(SLICE, BLOCK));
    private final Packed below = new Packed();
    private final TileProducts products = new TileProducts();
    private double[] matrix = new double[0];
    private int n;
    private int stride;
    private int first;
    private int end;
    private final Workers.Task solveTask = (panel, context) -> solvePanel(panel);
    private final Workers.Task updateTask = (slice, context) -> updateOn(slice, context.scratch());

    /**
     * Factors in place; whether it ran to completion.
     *
     * @param workers null for the calling thread alone
     */
    boolean factor(Panel a, Runnable checkpoint, @Nullable Workers workers) {
        matrix = a.data();
        n = a.rows();
        stride = a.stride();
        for (first = 0; first < n; first += BLOCK) {
            end = Math.min(n, first + BLOCK);
            if (!factorDiagonal()) {
                return false;
            }
            if (end < n) {
                checkpoint.run();
                solveBelow(workers);
                updateRest(checkpoint, workers);
            }
        }
        return true;
    }

    private int index(int i, int j) {
        return i * stride + j;
    }

    private boolean factorDiagonal() {
        for (int i = first; i < end; i++) {
            int row = index(i, first);
            for (int j = first; j < i; j++) {
                double sum = Loops.dot(matrix, row, matrix, index(j, first), j - first);
                matrix[index(i, j)] = (matrix[index(i, j)] - sum) / matrix[index(j, j)];
            }
            double pivot = matrix[index(i, i)] - Loops.dot(matrix, row, matrix, row, i - first);
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                return false;
            }
            matrix[index(i, i)] = Math.sqrt(pivot);
        }
        return true;
    }

    /** Replaces A₂₁ by L₂₁, the solution of L₂₁·L₁₁ᵀ = A₂₁; here the diagonal block is whole. */
    private void solveBelow(@Nullable Workers workers) {
        negated.copy(matrix, index(first, first), stride, BLOCK, BLOCK).negate();
        below.shape(BLOCK, n - end);
        if (workers != null) {
            workers.run(below.panels(), solveTask);
            return;
        }
        for (int panel = 0; panel < below.panels(); panel++) {
            solvePanel(panel);
        }
    }

    private void solvePanel(int panel) {
        int at = index(end, first);
        below.copyTransposedPanel(panel, matrix, at, stride);
        int height = Tuning.tileRows(below.vectors(panel));
        for (int k = 0; k < BLOCK; k += height) {
            subtractSolved(panel, k);
            solveTile(first + k, height, panel, k);
        }
        below.writeTransposedPanel(panel, matrix, at, stride);
    }

    /** Subtracts from the tile at row k of a panel what the rows above it contribute. */
    private void subtractSolved(int panel, int k) {
        Tiles.addRowProduct(
                negated.data(),
                negated.index(k, 0),
                negated.stride(),
                below.data(),
                below.index(panel, 0),
                k,
                below.vectors(panel),
                below.data(),
                below.index(panel, k),
                below.lanes(panel),
                below.data(),
                below.index(panel, k),
                below.lanes(panel));
    }

    /** Forward substitution within the tile at row k of a panel, pivots from {@code row} on. */
    private void solveTile(int row, int height, int panel, int k) {
        double[] x = below.data();
        for (int q = 0; q < height; q++) {
            DoubleVector pivot =
                    EXACT.cast(DoubleVector.broadcast(SPECIES, matrix[index(row + q, row + q)]));
            for (int lane = 0; lane < below.lanes(panel); lane += COUNT) {
                int to = below.index(panel, k + q) + lane;
                DoubleVector sum = EXACT.cast(DoubleVector.fromArray(SPECIES, x, to));
                for (int m = 0; m < q; m++) {
                    DoubleVector factor =
                            EXACT.cast(
                                    DoubleVector.broadcast(
                                            SPECIES, -matrix[index(row + q, row + m)]));
                    sum =
                            factor.fma(
                                    EXACT.cast(
                                            DoubleVector.fromArray(
                                                    SPECIES, x, below.index(panel, k + m) + lane)),
                                    sum);
                }
                EXACT.cast(sum).div(pivot).intoArray(x, to);
            }
        }
    }

    /** Subtracts L₂₁·L₂₁ᵀ from the lower triangle of A₂₂. */
    private void updateRest(Runnable checkpoint, @Nullable Workers workers) {
        int slices = Math.ceilDiv(n - end, SLICE);
        if (workers != null) {
            checkpoint.run();
            workers.run(slices, updateTask);
            return;
        }
        for (int slice = 0; slice < slices; slice++) {
            checkpoint.run();
            update(slice, negated, products);
        }
    }

    /** On any thread, whose scratch has room for a negated slice. */
    private void updateOn(int slice, Scratch scratch) {
        BlockedCholesky own = Workspace.of(scratch).cholesky;
        update(slice, own.negated, own.products);
    }

    private void update(int slice, Block left, TileProducts target) {
        int i = end + slice * SLICE;
        int rows = Math.min(SLICE, n - i);
        left.copy(matrix, index(i, first), stride, rows, BLOCK).negate();
        int panels = Math.ceilDiv(i + rows - end, below.panelColumns());
        target.into(matrix, index(i, end), stride).addPanels(left, below, 0, 0, panels);
    }
}
