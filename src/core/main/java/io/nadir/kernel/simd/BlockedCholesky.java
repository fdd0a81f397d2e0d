package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.PANEL;
import static io.nadir.kernel.simd.Tuning.SLICE;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;

import jdk.incubator.vector.DoubleVector;

/**
 * Right-looking blocked Cholesky factorization. For each block of columns: factor the diagonal
 * block, divide the rows below by it (held transposed, so that a vector has the same column of many
 * rows), subtract their product from the rest. Differences and quotients are those of the textbook
 * formulas; blocking only changes the order of the sums.
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

    /** Factors in place; whether it ran to completion. */
    boolean factor(Panel a, Runnable checkpoint) {
        matrix = a.data();
        n = a.rows();
        stride = a.stride();
        for (int first = 0; first < n; first += BLOCK) {
            int end = Math.min(n, first + BLOCK);
            if (!factorDiagonal(first, end)) {
                return false;
            }
            if (end < n) {
                solveBelow(first, end);
                updateRest(first, end, checkpoint);
            }
        }
        return true;
    }

    private int index(int i, int j) {
        return i * stride + j;
    }

    private boolean factorDiagonal(int first, int end) {
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
    private void solveBelow(int first, int end) {
        negated.copy(matrix, index(first, first), stride, BLOCK, BLOCK).negate();
        below.copyTransposed(matrix, index(end, first), stride, BLOCK, n - end);
        for (int panel = 0; panel < below.panels(); panel++) {
            int height = Tuning.tileRows(below.vectors(panel));
            for (int k = 0; k < BLOCK; k += height) {
                subtractSolved(panel, k);
                solveTile(first + k, height, panel, k);
            }
        }
        below.writeTransposed(matrix, index(end, first), stride);
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
            DoubleVector pivot = broadcast(matrix[index(row + q, row + q)]);
            for (int lane = 0; lane < below.lanes(panel); lane += COUNT) {
                int to = below.index(panel, k + q) + lane;
                DoubleVector sum = load(x, to);
                for (int m = 0; m < q; m++) {
                    DoubleVector factor = broadcast(-matrix[index(row + q, row + m)]);
                    sum = factor.fma(load(x, below.index(panel, k + m) + lane), sum);
                }
                sum.div(pivot).intoArray(x, to);
            }
        }
    }

    /** Subtracts L₂₁·L₂₁ᵀ from the lower triangle of A₂₂. */
    private void updateRest(int first, int end, Runnable checkpoint) {
        for (int i = end; i < n; i += SLICE) {
            checkpoint.run();
            int rows = Math.min(SLICE, n - i);
            negated.copy(matrix, index(i, first), stride, rows, BLOCK).negate();
            int panels = Math.ceilDiv(i + rows - end, PANEL);
            products.into(matrix, index(i, end), stride).addPanels(negated, below, 0, 0, panels);
        }
    }
}
