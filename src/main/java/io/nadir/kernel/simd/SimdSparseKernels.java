package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;

import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.ElementwiseLoss;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Scratch;
import io.nadir.kernel.SparseKernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The sparse kernels with vectors: rows of the factors are read whole, padding included, so that
 * there are no tails. Padding that is written is set to zero, since a NaN or an infinity may have
 * met it.
 */
public final class SimdSparseKernels extends SparseKernels {
    /** Slots of the scratch memory. */
    private static final int GRAM = 0;

    private static final int RIGHT = 1;
    private static final int FACTOR = 2;
    private static final int PACKED = 3;

    /** Doubles of factor rows packed at once: half of a first-level cache. */
    private static final int PACKED_ELEMENTS = 1 << 11;

    /** Makes the kernels; they have no state. */
    public SimdSparseKernels() {}

    @Override
    protected void multiplyUnchecked(
            CompressedRows s, double[] values, int from, int to, Panel b, Panel t) {
        for (int i = from; i < to; i++) {
            multiplyRow(s, values, i, b, t.data(), i * t.stride());
        }
    }

    @Override
    protected void sampledProductUnchecked(
            CompressedRows s, int from, int to, Panel u, Panel v, double[] x) {
        for (int i = from; i < to; i++) {
            sampleRow(s, i, u, v, x);
        }
    }

    @Override
    protected double residualGradientUnchecked(
            ElementwiseLoss loss,
            CompressedRows s,
            double[] y,
            int from,
            int to,
            Panel u,
            Panel v,
            Panel b,
            double[] g,
            Panel gb) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sampleRow(s, i, u, v, g);
            int start = s.starts()[i];
            sum += loss.gradientInPlace(y, start, g, start, s.starts()[i + 1] - start);
            multiplyRow(s, g, i, b, gb.data(), i * gb.stride());
        }
        return sum;
    }

    @Override
    protected double leastSquaresUnchecked(
            CompressedRows s,
            double[] y,
            double @Nullable [] weights,
            int from,
            int to,
            double lambda,
            Panel v,
            Panel u,
            Scratch scratch) {
        int r = u.columns();
        int stride = Panel.paddedStride(r);
        double[] gram = scratch.array(GRAM, stride * stride);
        double[] right = scratch.array(RIGHT, stride);
        double[] factor = scratch.array(FACTOR, stride * stride);
        int atOnce = Math.max(2, PACKED_ELEMENTS / stride & -2);
        double[] packed = scratch.array(PACKED, atOnce * stride);
        double sum = 0;
        for (int i = from; i < to; i++) {
            Arrays.fill(gram, 0, r * stride, 0.0);
            Arrays.fill(right, 0, stride, 0.0);
            int end = s.starts()[i + 1];
            for (int e = s.starts()[i]; e < end; e += atOnce) {
                int count = Math.min(atOnce, end - e);
                sum += pack(s.indices(), y, weights, e, count, v, packed, stride, right);
                addGram(packed, count + (count & 1), r, stride, gram);
            }
            int at = i * u.stride();
            sum += NormalEquations.solve(gram, right, r, stride, lambda, factor, u.data(), at);
        }
        return sum;
    }

    /**
     * Copies the rows of V that the entries name, times the roots of their weights, and adds
     * weight·y·v to the right-hand side; returns ½ Σ weight·y².
     */
    private static double pack(
            int[] indices,
            double[] y,
            double @Nullable [] weights,
            int from,
            int count,
            Panel v,
            double[] packed,
            int stride,
            double[] right) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double weight = weights == null ? 1 : weights[from + k];
            double value = y[from + k];
            int at = indices[from + k] * v.stride();
            double root = weights == null ? 1 : Math.sqrt(weight);
            GramTile.packRow(v.data(), at, root, packed, k * stride, stride);
            VectorLoops.axpy(weight * value, v.data(), at, right, 0, stride);
            sum += weight * value * value;
        }
        if ((count & 1) == 1) {
            Arrays.fill(packed, count * stride, (count + 1) * stride, 0.0);
        }
        return 0.5 * sum;
    }

    /** Adds the lower triangle, and what else is in its tiles, of the Gram matrix. */
    private static void addGram(double[] packed, int count, int r, int stride, double[] gram) {
        for (int row = 0; row < r; row += GramTile.ROWS) {
            for (int column = 0; column < row + GramTile.ROWS; column += COUNT) {
                GramTile.add(packed, count, stride, row, column, gram, row * stride + column);
            }
        }
    }

    private static void multiplyRow(
            CompressedRows s, double[] values, int i, Panel b, double[] t, int target) {
        int from = s.starts()[i];
        int to = s.starts()[i + 1];
        int[] indices = s.indices();
        double[] data = b.data();
        int stride = b.stride();
        int end = b.columns();
        int at = 0;
        for (; end - at > 3 * COUNT; at += 4 * COUNT) {
            SparseRow.multiply4(indices, values, from, to, data, stride, at, t, target + at);
        }
        for (; end - at > COUNT; at += 2 * COUNT) {
            SparseRow.multiply2(indices, values, from, to, data, stride, at, t, target + at);
        }
        for (; end - at > 0; at += COUNT) {
            SparseRow.multiply1(indices, values, from, to, data, stride, at, t, target + at);
        }
        Arrays.fill(t, target + end, target + at, 0.0);
    }

    private static void sampleRow(CompressedRows s, int i, Panel u, Panel v, double[] x) {
        int from = s.starts()[i];
        int to = s.starts()[i + 1];
        int[] indices = s.indices();
        double[] data = v.data();
        int stride = v.stride();
        int source = i * u.stride();
        int end = v.columns();
        int at = 0;
        Arrays.fill(x, from, to, 0.0);
        for (; end - at > 3 * COUNT; at += 4 * COUNT) {
            SparseRow.sample4(indices, x, from, to, data, stride, at, u.data(), source + at);
        }
        for (; end - at > COUNT; at += 2 * COUNT) {
            SparseRow.sample2(indices, x, from, to, data, stride, at, u.data(), source + at);
        }
        for (; end - at > 0; at += COUNT) {
            SparseRow.sample1(indices, x, from, to, data, stride, at, u.data(), source + at);
        }
    }
}
