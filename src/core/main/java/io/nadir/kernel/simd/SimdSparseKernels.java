package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.SparseKernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The sparse kernels with vectors: rows of the factors are read whole, padding included, so that
 * there are no tails. Padding that is written is set to zero, since a NaN or an infinity may have
 * met it.
 */
public final class SimdSparseKernels extends SparseKernels {
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
    protected void addTransposedUnchecked(
            CompressedRows s, double[] values, int from, int to, Panel t, Panel w) {
        for (int i = from; i < to; i++) {
            int row = i * t.stride();
            int first = s.starts()[i];
            int last = s.starts()[i + 1];
            int at = 0;
            for (; t.columns() - at > COUNT; at += 2 * COUNT) {
                SparseRow.scatter2(s.indices(), values, first, last, t.data(), row + at, w, at);
            }
            for (; t.columns() - at > 0; at += COUNT) {
                SparseRow.scatter1(s.indices(), values, first, last, t.data(), row + at, w, at);
            }
        }
        if (!isFinite(values, s.starts()[from], s.starts()[to])) {
            for (int j = 0, at = 0; j < w.rows(); j++, at += w.stride()) {
                Arrays.fill(w.data(), at + w.columns(), at + w.stride(), 0.0);
            }
        }
    }

    private static boolean isFinite(double[] values, int from, int to) {
        double zero = 0;
        for (int e = from; e < to; e++) {
            zero += 0 * values[e];
        }
        return zero == 0;
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
        boolean squares = b == v && loss.isSquared();
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum +=
                    squares && SquaredRow.fits(s, i, v.columns())
                            ? 0.5 * SquaredRow.gradient(s, i, y, u, v, g, gb)
                            : rowGradient(loss, s, y, i, u, v, b, g, gb);
        }
        return sum;
    }

    private static double rowGradient(
            ElementwiseLoss loss,
            CompressedRows s,
            double[] y,
            int i,
            Panel u,
            Panel v,
            Panel b,
            double[] g,
            Panel gb) {
        sampleRow(s, i, u, v, g);
        int start = s.starts()[i];
        double sum = loss.gradientInPlace(y, start, g, start, s.starts()[i + 1] - start);
        multiplyRow(s, g, i, b, gb.data(), i * gb.stride());
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
        RowGram equations = Workspace.of(scratch).rowGram;
        int r = u.columns();
        equations.shape(r);
        double[] gram = equations.gram();
        int stride = equations.stride();
        int last = r * stride;
        double sum = 0;
        for (int i = from; i < to; i++) {
            equations.set(s, y, weights, i, v);
            int at = i * u.stride();
            double[] factor = equations.factor();
            sum += 0.5 * gram[last + r];
            sum += RidgeEquations.solve(gram, r, stride, lambda, factor, u.data(), at);
        }
        return sum;
    }

    @Override
    protected double shiftedLeastSquaresUnchecked(
            CompressedRows s,
            double[] weights,
            int from,
            int to,
            double lambda,
            Panel base,
            double[] scales,
            Panel right,
            Panel v,
            Panel u,
            Scratch scratch) {
        RowGram equations = Workspace.of(scratch).rowGram;
        int r = u.columns();
        equations.shape(r);
        double[] gram = equations.gram();
        int stride = equations.stride();
        double sum = 0;
        for (int i = from; i < to; i++) {
            equations.setShifted(s, weights, i, v, base, scales[i], right);
            int at = i * u.stride();
            sum += RidgeEquations.solve(gram, r, stride, lambda, equations.factor(), u.data(), at);
        }
        return sum;
    }

    /**
     * t[target:] = Σ values[e]·b[indices[e]] over the entries of row i. All padding is set to zero,
     * also that which no vector reaches.
     */
    static void multiplyRow(
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
        Arrays.fill(t, target + end, target + Panel.paddedStride(end), 0.0);
    }

    private static void sampleRow(CompressedRows s, int i, Panel u, Panel v, double[] x) {
        SparseRow.sample(
                s.indices(),
                x,
                s.starts()[i],
                s.starts()[i + 1],
                v.data(),
                v.stride(),
                u.data(),
                i * u.stride(),
                v.columns());
    }
}
