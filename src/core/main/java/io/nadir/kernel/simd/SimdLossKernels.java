package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.kernel.LossKernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

import org.jspecify.annotations.Nullable;

/** The losses with vectors; the remainder of a run is processed by the plain loops. */
public final class SimdLossKernels extends LossKernels {
    /** Makes the kernels; they have no state. */
    public SimdLossKernels() {}

    @Override
    public double squared(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        int end = length - length % COUNT;
        double sum =
                PlainStart.isOnInLoops()
                        ? PlainLoops.squared(y, yOffset, weights, x, xOffset, end)
                        : squaredVectors(y, yOffset, weights, x, xOffset, end);
        return 0.5 * sum + super.squared(y, yOffset + end, weights, x, xOffset + end, length - end);
    }

    private static double squaredVectors(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int end) {
        DoubleVector sum = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector d =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i)));
            DoubleVector g =
                    weights == null
                            ? d
                            : d.mul(
                                    EXACT.cast(
                                            DoubleVector.fromArray(SPECIES, weights, yOffset + i)));
            sum = EXACT.cast(g).fma(d, sum);
            EXACT.cast(g).intoArray(x, xOffset + i);
        }
        return Vectors.sum(sum);
    }

    @Override
    public void squaredSums(
            double[] y,
            int yOffset,
            double[] x,
            int xOffset,
            double[] g,
            int length,
            double[] sums) {
        int end = length - length % COUNT;
        if (PlainStart.isOnInLoops()) {
            PlainLoops.squaredSums(y, yOffset, x, xOffset, g, end, sums);
        } else {
            squaredVectorSums(y, yOffset, x, xOffset, g, end, sums);
        }
        squaredSums(y, yOffset, x, xOffset, g, end, length, sums);
    }

    private static void squaredVectorSums(
            double[] y, int yOffset, double[] x, int xOffset, double[] g, int end, double[] sums) {
        DoubleVector squares = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector inner = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector magnitude = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector largest = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector datum = EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i));
            DoubleVector d = EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i)).sub(datum);
            DoubleVector size = d.abs();
            d.intoArray(g, i);
            squares = d.fma(d, squares);
            inner = d.fma(datum, inner);
            magnitude = size.fma(datum.abs(), magnitude);
            largest = size.max(largest);
        }
        add(
                sums,
                Vectors.sum(squares),
                Vectors.sum(inner),
                Vectors.sum(magnitude),
                EXACT.cast(largest).reduceLanes(VectorOperators.MAX));
    }

    @Override
    public double huber(
            double delta,
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        DoubleVector sum = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector most = EXACT.cast(DoubleVector.broadcast(SPECIES, delta));
        DoubleVector least = EXACT.cast(DoubleVector.broadcast(SPECIES, -delta));
        DoubleVector minusHalf = EXACT.cast(DoubleVector.broadcast(SPECIES, -0.5));
        int end = length - length % COUNT;
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector d =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i)));
            DoubleVector clipped = d.max(least).min(most);
            DoubleVector g =
                    weights == null
                            ? clipped
                            : clipped.mul(
                                    EXACT.cast(
                                            DoubleVector.fromArray(SPECIES, weights, yOffset + i)));
            sum = clipped.fma(minusHalf, d).fma(g, sum);
            EXACT.cast(g).intoArray(x, xOffset + i);
        }
        return Vectors.sum(sum)
                + super.huber(delta, y, yOffset + end, weights, x, xOffset + end, length - end);
    }

    @Override
    public double squaredHinge(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        DoubleVector sum = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector one = EXACT.cast(DoubleVector.broadcast(SPECIES, 1));
        int end = length - length % COUNT;
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector minusLabel =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i)).neg();
            DoubleVector missing =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i))
                            .fma(minusLabel, one)
                            .max(EXACT.cast(DoubleVector.zero(SPECIES)));
            DoubleVector g =
                    weights == null
                            ? missing
                            : missing.mul(
                                    EXACT.cast(
                                            DoubleVector.fromArray(SPECIES, weights, yOffset + i)));
            sum = EXACT.cast(g).fma(missing, sum);
            EXACT.cast(g).mul(minusLabel).intoArray(x, xOffset + i);
        }
        return 0.5 * Vectors.sum(sum)
                + super.squaredHinge(y, yOffset + end, weights, x, xOffset + end, length - end);
    }

    @Override
    public double logistic(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        int end = length - length % COUNT;
        double linear = LogisticLoops.margins(y, yOffset, weights, x, xOffset, end);
        LogisticLoops.exponentials(x, xOffset, end);
        double logarithms = LogisticLoops.slopes(y, yOffset, weights, x, xOffset, end);
        return linear
                + logarithms
                + super.logistic(y, yOffset + end, weights, x, xOffset + end, length - end);
    }
}
