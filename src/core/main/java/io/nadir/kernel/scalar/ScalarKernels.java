package io.nadir.kernel.scalar;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.FloatPanels;
import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.Workers;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The dense kernels as plain loops: the fallback without vectors, and the oracle of the tests. */
public final class ScalarKernels extends DenseKernels {
    /** Slot of the scratch memory that holds one row of the residual gradient. */
    private static final int GRADIENT = 0;

    /** Makes the kernels; they have no state. */
    public ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    protected void multiplyAddUnchecked(
            Panel a, long from, long to, Panel b, Panel c, Scratch scratch) {
        for (long row = from; row < to; row++) {
            rowTimes(a.data(), a.index(row), b, c.data(), c.index(row));
        }
    }

    @Override
    protected Grain grain() {
        return new Grain(1, 1, 1, 1);
    }

    @Override
    protected void transposeMultiplyAddUnchecked(
            Panel a, long from, long to, int first, Panel b, Panel c, Scratch scratch) {
        for (long row = from; row < to; row++) {
            rankOne(a.data(), a.index(row) + first, b.data(), b.index(row), c);
        }
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
        for (long row = from; row < to; row++) {
            clearRow(t, row);
            rowTimes(u.data(), u.index(row), c, t.data(), t.index(row));
            scale(-1, t.data(), t.index(row), t.columns());
            rowTimes(y.data(), y.index(row), b, t.data(), t.index(row));
            rankOne(y.data(), y.index(row), t.data(), t.index(row), w);
            rankOne(u.data(), u.index(row), t.data(), t.index(row), s);
        }
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
        int n = y.columns();
        double[] g = scratch.array(GRADIENT, n);
        double sum = 0;
        for (long row = from; row < to; row++) {
            productRow(u.data(), u.index(row), v, g, 0);
            sum += loss.gradientInPlace(y.data(), y.index(row), g, 0, n);
            clearRow(gb, row);
            rowTimes(g, 0, b, gb.data(), gb.index(row));
            rankOne(g, 0, c.data(), c.index(row), gc);
        }
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
        int n = y.columns();
        double[] g = scratch.array(GRADIENT, n);
        for (long row = from; row < to; row++) {
            productRow(u.data(), u.index(row), v, g, 0);
            loss.gradientInPlace(y.data(), y.index(row), g, 0, n);
            clearRow(t, row);
            rowTimes(g, 0, b, t.data(), t.index(row));
            rankOne(g, 0, t.data(), t.index(row), w);
        }
    }

    @Override
    protected void productUnchecked(
            Panel u, Panel v, long from, long to, Panel x, Scratch scratch) {
        for (long row = from; row < to; row++) {
            productRow(u.data(), u.index(row), v, x.data(), x.index(row));
        }
    }

    @Override
    protected void gramLowerUnchecked(
            Panel a, long from, long to, int first, int end, Panel c, Scratch scratch) {
        double[] data = a.data();
        for (long row = from; row < to; row++) {
            int at = a.index(row);
            for (int i = first; i < end; i++) {
                axpy(data[at + i], data, at, c.data(), i * c.stride(), i + 1);
            }
        }
    }

    @Override
    protected void gramLowerUnchecked(
            FloatPanels a, int rows, int first, int end, FloatSquare c, Scratch scratch) {
        for (int i = first; i < end; i++) {
            for (int j = 0; j <= i; j++) {
                c.data()[i * c.stride() + j] += dot(a, rows, i, j);
            }
        }
    }

    /** The product of two columns of float32, chain by chain. */
    private static float dot(FloatPanels a, int rows, int i, int j) {
        float sum = 0;
        for (int k = 0; k < rows; k += FLOAT_CHAIN) {
            sum += dot(a, k, Math.min(rows, k + FLOAT_CHAIN), i, j);
        }
        return sum;
    }

    private static float dot(FloatPanels a, int from, int to, int i, int j) {
        float sum = 0;
        for (int k = from; k < to; k++) {
            sum += a.data()[a.index(k, i)] * a.data()[a.index(k, j)];
        }
        return sum;
    }

    @Override
    protected int floatPanel() {
        return 1;
    }

    @Override
    protected void solveLowerUnchecked(
            Panel l, FloatPanels x, int first, int end, Scratch scratch) {
        float[] data = x.data();
        for (int j = first; j < end; j++) {
            for (int i = 0; i < l.rows(); i++) {
                int at = x.index(i, j);
                float sum = data[at];
                for (int k = 0; k < i; k++) {
                    sum -= (float) l.get(i, k) * data[x.index(k, j)];
                }
                data[at] = sum / (float) l.get(i, i);
            }
        }
    }

    @Override
    protected boolean choleskyUnchecked(
            Panel a, Scratch scratch, Runnable checkpoint, @Nullable Workers workers) {
        double[] l = a.data();
        for (int i = 0; i < a.rows(); i++) {
            checkpoint.run();
            int rowI = i * a.stride();
            for (int j = 0; j < i; j++) {
                int rowJ = j * a.stride();
                l[rowI + j] = (l[rowI + j] - dot(l, rowI, l, rowJ, j)) / l[rowJ + j];
            }
            double pivot = l[rowI + i] - dot(l, rowI, l, rowI, i);
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                return false;
            }
            l[rowI + i] = Math.sqrt(pivot);
        }
        return true;
    }

    @Override
    public double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    @Override
    public double replace(double[] x, int xOffset, double[] y, int yOffset, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double change = y[yOffset + i] - x[xOffset + i];
            sum += change * change;
            y[yOffset + i] = x[xOffset + i];
        }
        return sum;
    }

    @Override
    public void axpy(double alpha, double[] x, int xOffset, double[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] += alpha * x[xOffset + i];
        }
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
        for (int j = from; j < to; j++) {
            axpy(factors[j], x, xOffset + j * stride, y, yOffset, length);
        }
    }

    @Override
    public void scale(double alpha, double[] x, int offset, int length) {
        for (int i = 0; i < length; i++) {
            x[offset + i] *= alpha;
        }
    }

    @Override
    public double maxAbs(double[] x, int offset, int length) {
        double max = 0;
        for (int i = 0; i < length; i++) {
            max = Math.max(max, Math.abs(x[offset + i]));
        }
        return max;
    }

    @Override
    public void widen(float[] x, int xOffset, double[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = x[xOffset + i];
        }
    }

    @Override
    public void rectify(double a, double[] x, double[] y, int length) {
        rectifyAdjoint(a, x, x, y, length);
    }

    @Override
    public void rectifyAdjoint(double a, double[] x, double[] g, double[] h, int length) {
        for (int i = 0; i < length; i++) {
            h[i] = x[i] > 0 ? g[i] : a * g[i];
        }
    }

    /** c[0:r] += a[0:q] · B, one row of A·B. */
    private void rowTimes(double[] a, int aOffset, Panel b, double[] c, int cOffset) {
        for (int j = 0; j < b.rows(); j++) {
            axpy(a[aOffset + j], b.data(), j * b.stride(), c, cOffset, b.columns());
        }
    }

    /** C += aᵀ·b for one row a of A and the same row b of B. */
    private void rankOne(double[] a, int aOffset, double[] b, int bOffset, Panel c) {
        for (int j = 0; j < c.rows(); j++) {
            axpy(a[aOffset + j], b, bOffset, c.data(), j * c.stride(), c.columns());
        }
    }

    /** x[0:n] = u[0:r] · Vᵀ, one row of U·Vᵀ. */
    private void productRow(double[] u, int uOffset, Panel v, double[] x, int xOffset) {
        for (int j = 0; j < v.rows(); j++) {
            x[xOffset + j] = dot(u, uOffset, v.data(), j * v.stride(), v.columns());
        }
    }

    private static void clearRow(Panel panel, long row) {
        int at = panel.index(row);
        Arrays.fill(panel.data(), at, at + panel.columns(), 0.0);
    }
}
