package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Elementwise products with rows of blocks, {@code width} numbers long: a whole number of vectors.
 */
final class TensorRows {
    private TensorRows() {}

    /** out ∘= the row at {@code at}. */
    static void multiplyInto(double[] block, int at, double[] out, int width) {
        for (int c = 0; c < width; c += COUNT) {
            EXACT.cast(DoubleVector.fromArray(SPECIES, out, c))
                    .mul(EXACT.cast(DoubleVector.fromArray(SPECIES, block, at + c)))
                    .intoArray(out, c);
        }
    }

    /** target row += x ∘ y. */
    static void addProduct(double[] x, double[] y, double[] target, int at, int width) {
        for (int c = 0; c < width; c += COUNT) {
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, c))
                    .fma(
                            EXACT.cast(DoubleVector.fromArray(SPECIES, y, c)),
                            EXACT.cast(DoubleVector.fromArray(SPECIES, target, at + c)))
                    .intoArray(target, at + c);
        }
    }

    /** Row j of out = p ∘ row j of w. */
    static void multiply(
            double[] p,
            double[] w,
            int wAt,
            int wStride,
            double[] out,
            int outAt,
            int outStride,
            int count,
            int width) {
        for (int c = 0; c < width; c += COUNT) {
            DoubleVector factor = EXACT.cast(DoubleVector.fromArray(SPECIES, p, c));
            int from = wAt + c;
            int to = outAt + c;
            for (int j = 0; j < count; j++) {
                EXACT.cast(DoubleVector.fromArray(SPECIES, w, from)).mul(factor).intoArray(out, to);
                from += wStride;
                to += outStride;
            }
        }
    }

    /** Row j of g += p ∘ row j of h, and sums = Σ_j row j of w ∘ row j of h. */
    static void contract(
            double[] p,
            double[] h,
            int hAt,
            int hStride,
            double[] w,
            int wAt,
            int wStride,
            double[] g,
            int gAt,
            int gStride,
            double[] sums,
            int count,
            int width) {
        for (int c = 0; c < width; c += COUNT) {
            DoubleVector factor = EXACT.cast(DoubleVector.fromArray(SPECIES, p, c));
            DoubleVector sum = EXACT.cast(DoubleVector.zero(SPECIES));
            int hRow = hAt + c;
            int wRow = wAt + c;
            int gRow = gAt + c;
            for (int j = 0; j < count; j++) {
                DoubleVector row = EXACT.cast(DoubleVector.fromArray(SPECIES, h, hRow));
                sum = row.fma(EXACT.cast(DoubleVector.fromArray(SPECIES, w, wRow)), sum);
                row.fma(factor, EXACT.cast(DoubleVector.fromArray(SPECIES, g, gRow)))
                        .intoArray(g, gRow);
                hRow += hStride;
                wRow += wStride;
                gRow += gStride;
            }
            EXACT.cast(sum).intoArray(sums, c);
        }
    }

    /** Row indices[e] of g += values[e]·p for the entries from:to. */
    static void scatter(
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] p,
            double[] g,
            int stride,
            int width) {
        for (int e = from; e < to; e++) {
            DoubleVector value = EXACT.cast(DoubleVector.broadcast(SPECIES, values[e]));
            int row = indices[e] * stride;
            for (int c = 0; c < width; c += COUNT) {
                EXACT.cast(DoubleVector.fromArray(SPECIES, p, c))
                        .fma(value, EXACT.cast(DoubleVector.fromArray(SPECIES, g, row + c)))
                        .intoArray(g, row + c);
            }
        }
    }
}
