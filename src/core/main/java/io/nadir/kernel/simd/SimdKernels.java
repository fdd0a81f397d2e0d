package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.BLOCK;
import static io.nadir.kernel.simd.Tuning.SLICE;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.FloatPanels;
import io.nadir.kernel.FloatRows;
import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.Workers;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The dense kernels with vectors: drivers that cut the data into slices of rows and blocks of
 * columns, over the inner kernels {@link RowTile} and {@link ColumnTile}.
 */
public final class SimdKernels extends DenseKernels {
    /** Columns of the factors by which matrices that are expected are taken to be multiplied. */
    private static final int USUAL_RANK = 16;

    /** Makes the kernels; they have no state. */
    public SimdKernels() {}

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public String describe() {
        return name() + " " + Width.describe();
    }

    @Override
    public void expect(long rows, int columns) {
        PlainStart.announce(rows, columns, USUAL_RANK);
    }

    @Override
    protected Grain grain() {
        return new Grain(SLICE, BLOCK, Tuning.GRAM_BLOCK, Tuning.FLOAT_BLOCK);
    }

    @Override
    protected void multiplyAddUnchecked(
            Panel a, long from, long to, Panel b, Panel c, Scratch scratch) {
        PlainStart.announce(to - from, a.columns(), b.columns());
        Workspace work = Workspace.of(scratch);
        work.right.copy(b, 0, b.rows());
        for (long row = from; row < to; row += SLICE) {
            int rows = sliceRows(row, to, SLICE);
            for (int j = 0; j < a.columns(); j += BLOCK) {
                Block block = work.block.of(a, row, j, rows, blockColumns(a, j));
                work.products.into(c, row).add(block, work.right, j);
            }
        }
    }

    @Override
    protected void transposeMultiplyAddUnchecked(
            Panel a, long from, long to, int first, Panel b, Panel c, Scratch scratch) {
        PlainStart.announce(to - from, c.rows(), c.columns());
        Workspace work = Workspace.of(scratch);
        TransposedSum transposed = work.sum.into(c);
        for (long row = from; row < to; row += SLICE) {
            int rows = sliceRows(row, to, SLICE);
            work.left.copy(b, row, rows);
            for (int j = 0; j < c.rows(); j += BLOCK) {
                int columns = Math.min(BLOCK, c.rows() - j);
                Block block = work.block.of(a, row, first + j, rows, columns);
                transposed.add(block, work.left, j);
            }
        }
        transposed.end();
    }

    @Override
    protected void gramMultiplyUnchecked(
            Panel y,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        PlainStart.announce(to - from, y.columns(), b.columns());
        subtractProduct(u, from, to, c, t, scratch);
        Workspace work = Workspace.of(scratch);
        if (b.columns() <= Tuning.NARROW_COLUMNS) {
            addNarrowGram(work, work.doubles.of(y), from, to, b, t, w);
        } else {
            addGram(work, y, from, to, b, t, w);
        }
        transposeMultiplyAddUnchecked(u, from, to, 0, t, s, scratch);
    }

    @Override
    protected boolean readsFloats(int columns) {
        return columns <= Tuning.NARROW_COLUMNS;
    }

    @Override
    protected void gramMultiplyUnchecked(
            FloatRows y,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        subtractProduct(u, from, to, c, t, scratch);
        Workspace work = Workspace.of(scratch);
        addNarrowGram(work, work.floats.of(y), from, to, b, t, w);
        transposeMultiplyAddUnchecked(u, from, to, 0, t, s, scratch);
    }

    /** T = −U·C. */
    private void subtractProduct(Panel u, long from, long to, Panel c, Panel t, Scratch scratch) {
        clearRows(t, from, (int) (to - from));
        multiplyAddUnchecked(u, from, to, c, t, scratch);
        scale(-1, t.data(), t.index(from), (int) (to - from) * t.stride());
    }

    @Override
    protected double residualGradientUnchecked(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel u,
            Panel v,
            Panel b,
            Panel c,
            Panel gb,
            Panel gc,
            Scratch scratch) {
        PlainStart.announce(to - from, y.columns(), u.columns());
        Workspace work = Workspace.of(scratch);
        packForGradient(work, loss, y, v, b);
        TransposedSum transposed = work.sum.into(gc);
        double sum = 0;
        for (long row = from; row < to; row += SLICE) {
            int rows = sliceRows(row, to, SLICE);
            packRows(work, loss, y, c, row, rows);
            clearRows(gb, row, rows);
            work.products.ahead().choose(y, row + rows, SLICE, to);
            for (int j = 0; j < y.columns(); j += BLOCK) {
                Block block = work.block.shape(rows, blockColumns(y, j));
                sum += formGradient(work, loss, y, u, row, j, block);
                work.products.into(gb, row).add(block, work.right, j);
                transposed.add(block, work.left, j);
            }
        }
        transposed.end();
        return sum;
    }

    @Override
    protected void residualGramMultiplyUnchecked(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel u,
            Panel v,
            Panel b,
            Panel t,
            Panel w,
            Scratch scratch) {
        PlainStart.announce(to - from, y.columns(), u.columns() + b.columns());
        Workspace work = Workspace.of(scratch);
        packForGradient(work, loss, y, v, b);
        TransposedSum transposed = work.sum.into(w);
        int height = Tuning.tallRows(y.columns());
        for (long row = from; row < to; row += height) {
            int rows = sliceRows(row, to, height);
            clearRows(t, row, rows);
            work.products.ahead().choose(y, row + rows, height, to);
            for (int j = 0; j < y.columns(); j += BLOCK) {
                Block block = work.block(j / BLOCK).shape(rows, blockColumns(y, j));
                formGradient(work, loss, y, u, row, j, block);
                work.products.into(t, row).add(block, work.right, j);
            }
            packRows(work, loss, y, t, row, rows);
            for (int j = 0; j < y.columns(); j += BLOCK) {
                transposed.add(work.block(j / BLOCK), work.left, j);
            }
        }
        transposed.end();
    }

    @Override
    protected void productUnchecked(
            Panel u, Panel v, long from, long to, Panel x, Scratch scratch) {
        PlainStart.announce(to - from, x.columns(), u.columns());
        Workspace work = Workspace.of(scratch);
        packTranspose(work, v);
        for (long row = from; row < to; row += SLICE) {
            int rows = sliceRows(row, to, SLICE);
            for (int j = 0; j < x.columns(); j += BLOCK) {
                Block block = work.block.shape(rows, blockColumns(x, j));
                work.products.into(block).fromZero();
                addProduct(work, u, row, j, block);
                block.writeTo(x, row, j);
            }
        }
    }

    @Override
    protected void gramLowerUnchecked(
            Panel a, long from, long to, int first, int last, Panel c, Scratch scratch) {
        PlainStart.announce(to - from, last, last - first);
        Workspace work = Workspace.of(scratch);
        for (long row = from; row < to; row += Tuning.GRAM_SLICE) {
            int rows = sliceRows(row, to, Tuning.GRAM_SLICE);
            work.left.copy(a, row, rows);
            for (int j = first; j < last; j += Tuning.GRAM_BLOCK) {
                int end = Math.min(j + Tuning.GRAM_BLOCK, last);
                Block block = work.block.of(a, row, j, rows, end - j);
                work.products.into(c, j).addTransposedLower(block, work.left, j);
            }
        }
    }

    @Override
    protected void gramLowerUnchecked(
            FloatPanels a, int rows, int first, int end, FloatSquare c, Scratch scratch) {
        PlainStart.announce(rows, end, end - first);
        Workspace.of(scratch).floatGram.add(a, rows, first, end, c);
    }

    @Override
    protected int floatPanel() {
        return Tuning.FLOAT_PANEL;
    }

    @Override
    protected void solveLowerUnchecked(
            Panel l, FloatPanels x, int first, int end, Scratch scratch) {
        PlainStart.announce(l.rows(), (end - first) * x.width(), l.rows() / 2);
        Workspace.of(scratch).floatSolve.solve(l, x, first, end);
    }

    @Override
    protected boolean choleskyUnchecked(
            Panel a, Scratch scratch, Runnable checkpoint, @Nullable Workers workers) {
        PlainStart.announce(a.rows(), a.rows(), a.rows() / 6);
        return Workspace.of(scratch).cholesky.factor(a, checkpoint, workers);
    }

    @Override
    public double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        return Loops.dot(x, xOffset, y, yOffset, length);
    }

    @Override
    public double replace(double[] x, int xOffset, double[] y, int yOffset, int length) {
        return Loops.replace(x, xOffset, y, yOffset, length);
    }

    @Override
    public void axpy(double alpha, double[] x, int xOffset, double[] y, int yOffset, int length) {
        Loops.axpy(alpha, x, xOffset, y, yOffset, length);
    }

    @Override
    public void addMultiples(
            double[] factors,
            int from,
            int to,
            double[] x,
            int xOffset,
            int stride,
            double[] y,
            int yOffset,
            int length) {
        Loops.addMultiples(factors, from, to, x, xOffset, stride, y, yOffset, length);
    }

    @Override
    public void scale(double alpha, double[] x, int offset, int length) {
        Loops.scale(alpha, x, offset, length);
    }

    @Override
    public void widen(float[] x, int xOffset, double[] y, int yOffset, int length) {
        Loops.widen(x, xOffset, y, yOffset, length);
    }

    @Override
    public void rectify(double a, double[] x, double[] y, int length) {
        Loops.rectify(a, x, x, y, length);
    }

    @Override
    public void rectifyAdjoint(double a, double[] x, double[] g, double[] h, int length) {
        Loops.rectify(a, x, g, h, length);
    }

    @Override
    public double maxAbs(double[] x, int offset, int length) {
        return Loops.maxAbs(x, offset, length);
    }

    /** T += Y·B and W += Yᵀ·T for few columns. */
    private static void addNarrowGram(
            Workspace work, NarrowData y, long from, long to, Panel b, Panel t, Panel w) {
        if (b.columns() == 1) {
            work.columnGram.run(y, from, to, b, t, w);
        } else {
            work.narrowGram.run(y, from, to, b, t, w);
        }
    }

    /** T += Y·B and W += Yᵀ·T for many columns. */
    private static void addGram(
            Workspace work, Panel y, long from, long to, Panel b, Panel t, Panel w) {
        work.right.copy(b, 0, b.rows());
        TransposedSum transposed = work.sum.into(w);
        int height = Tuning.powerRows(y.columns());
        for (long row = from; row < to; row += height) {
            int rows = sliceRows(row, to, height);
            for (int j = 0; j < y.columns(); j += BLOCK) {
                Block block = work.block(j / BLOCK).of(y, row, j, rows, blockColumns(y, j));
                work.products.into(t, row).add(block, work.right, j);
            }
            work.left.copy(t, row, rows);
            for (int j = 0; j < y.columns(); j += BLOCK) {
                transposed.add(work.block(j / BLOCK), work.left, j);
            }
        }
        transposed.end();
    }

    /** Packs Vᵀ. */
    private static void packTranspose(Workspace work, Panel v) {
        work.transposed.copyTransposed(v.data(), 0, v.stride(), v.columns(), v.rows());
    }

    /**
     * Packs what the gradient G is formed from and multiplied by. For the squared loss of data that
     * are not read ahead its negative is formed, the residual Y − U·Vᵀ, so that the tiles can start
     * from Y where it is; the other signs change with it, which is exact.
     */
    private static void packForGradient(
            Workspace work, ElementwiseLoss loss, Panel y, Panel v, Panel b) {
        work.right.copy(b, 0, b.rows());
        packTranspose(work, v);
        if (startsFromData(loss, y)) {
            work.right.negate();
            work.transposed.negate();
        }
    }

    private static boolean startsFromData(ElementwiseLoss loss, Panel y) {
        return loss.isSquared() && !ReadAhead.suits(y);
    }

    /** Packs rows that the transpose of G, or of its negative, is multiplied by. */
    private static void packRows(
            Workspace work, ElementwiseLoss loss, Panel y, Panel c, long row, int rows) {
        work.left.copy(c, row, rows);
        if (startsFromData(loss, y)) {
            work.left.negate();
        }
    }

    /** Block = D + U·Vᵀ, the columns from {@code column} on, for the D that is chosen. */
    private static void addProduct(Workspace work, Panel u, long row, int column, Block block) {
        int panel = work.transposed.panelColumns();
        int first = column / panel;
        int end = first + Math.ceilDiv(block.columns(), panel);
        int k = 0;
        do {
            Block factor = work.factor.of(u, row, k, block.rows(), blockColumns(u, k));
            work.products.addPanels(factor, work.transposed, k, first, end);
            work.products.into(block);
            k += BLOCK;
        } while (k < u.columns());
    }

    /**
     * Writes into the block the gradient, or the residual where tiles start from the data; returns
     * the loss.
     */
    private static double formGradient(
            Workspace work,
            ElementwiseLoss loss,
            Panel y,
            Panel u,
            long row,
            int column,
            Block block) {
        boolean squared = startsFromData(loss, y);
        if (squared) {
            work.products.into(block).from(y.data(), y.index(row) + column, y.stride());
        } else {
            work.products.into(block).fromZero();
        }
        addProduct(work, u, row, column, block);
        double sum = 0;
        for (int i = 0; i < block.rows(); i++) {
            double[] x = block.data();
            int at = block.index(i, 0);
            int length = block.columns();
            if (squared) {
                sum += 0.5 * Loops.dot(x, at, x, at, length);
            } else {
                sum += loss.gradientInPlace(y.data(), y.index(row + i) + column, x, at, length);
            }
        }
        return sum;
    }

    private static int sliceRows(long row, long to, int height) {
        return (int) Math.min(height, to - row);
    }

    private static int blockColumns(Panel panel, int column) {
        return Math.min(BLOCK, panel.columns() - column);
    }

    private static void clearRows(Panel panel, long row, int rows) {
        for (int i = 0; i < rows; i++) {
            int at = panel.index(row + i);
            Arrays.fill(panel.data(), at, at + panel.columns(), 0.0);
        }
    }
}
