package io.nadir.kernel.scalar;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.SparseKernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The sparse kernels as plain loops: the fallback without vectors, and the oracle of the tests. */
public final class ScalarSparseKernels extends SparseKernels {
    /** Slots of the scratch memory that hold the normal equations of a row. */
    private static final int GRAM = 0;

    private static final int RIGHT = 1;
    private static final int FACTOR = 2;

    /** Makes the kernels; they have no state. */
    public ScalarSparseKernels() {}

    @Override
    protected void multiplyUnchecked(
            CompressedRows s, double[] values, int from, int to, Panel b, Panel t) {
        for (int i = from; i < to; i++) {
            multiplyRow(s, values, i, b, t);
        }
    }

    @Override
    protected void addTransposedUnchecked(
            CompressedRows s, double[] values, int from, int to, Panel t, Panel w) {
        for (int i = from; i < to; i++) {
            int at = i * t.stride();
            for (int e = s.starts()[i]; e < s.starts()[i + 1]; e++) {
                int target = s.indices()[e] * w.stride();
                for (int k = 0; k < t.columns(); k++) {
                    w.data()[target + k] += values[e] * t.data()[at + k];
                }
            }
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
            multiplyRow(s, g, i, b, gb);
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
        double[] gram = scratch.array(GRAM, r * r);
        double[] right = scratch.array(RIGHT, r);
        double[] factor = scratch.array(FACTOR, r * r);
        double sum = 0;
        for (int i = from; i < to; i++) {
            Arrays.fill(gram, 0, r * r, 0.0);
            Arrays.fill(right, 0, r, 0.0);
            for (int e = s.starts()[i]; e < s.starts()[i + 1]; e++) {
                double weight = weights == null ? 1 : weights[e];
                addEntry(weight, y[e], v.data(), s.indices()[e] * v.stride(), r, gram, right);
                sum += 0.5 * weight * y[e] * y[e];
            }
            int at = i * u.stride();
            sum += NormalEquations.solve(gram, right, 0, r, r, lambda, factor, u.data(), at);
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
        int r = u.columns();
        double[] gram = scratch.array(GRAM, r * r);
        double[] factor = scratch.array(FACTOR, r * r);
        double sum = 0;
        for (int i = from; i < to; i++) {
            for (int p = 0; p < r; p++) {
                for (int q = 0; q <= p; q++) {
                    gram[p * r + q] = scales[i] * base.data()[p * base.stride() + q];
                }
            }
            for (int e = s.starts()[i]; e < s.starts()[i + 1]; e++) {
                addSquare(weights[e], v.data(), s.indices()[e] * v.stride(), r, gram);
            }
            int bAt = i * right.stride();
            int at = i * u.stride();
            sum +=
                    NormalEquations.solve(
                            gram, right.data(), bAt, r, r, lambda, factor, u.data(), at);
        }
        return sum;
    }

    private static void addSquare(double weight, double[] v, int at, int r, double[] gram) {
        for (int p = 0; p < r; p++) {
            double factor = weight * v[at + p];
            for (int q = 0; q <= p; q++) {
                gram[p * r + q] += factor * v[at + q];
            }
        }
    }

    private static void addEntry(
            double weight, double y, double[] v, int at, int r, double[] gram, double[] right) {
        addSquare(weight, v, at, r, gram);
        for (int p = 0; p < r; p++) {
            right[p] += weight * v[at + p] * y;
        }
    }

    private static void multiplyRow(CompressedRows s, double[] values, int i, Panel b, Panel t) {
        int to = i * t.stride();
        double[] sink = t.data();
        Arrays.fill(sink, to, to + t.columns(), 0.0);
        for (int e = s.starts()[i]; e < s.starts()[i + 1]; e++) {
            int at = s.indices()[e] * b.stride();
            for (int k = 0; k < b.columns(); k++) {
                sink[to + k] += values[e] * b.data()[at + k];
            }
        }
    }

    private static void sampleRow(CompressedRows s, int i, Panel u, Panel v, double[] x) {
        int left = i * u.stride();
        for (int e = s.starts()[i]; e < s.starts()[i + 1]; e++) {
            int right = s.indices()[e] * v.stride();
            double sum = 0;
            for (int k = 0; k < u.columns(); k++) {
                sum += u.data()[left + k] * v.data()[right + k];
            }
            x[e] = sum;
        }
    }
}
