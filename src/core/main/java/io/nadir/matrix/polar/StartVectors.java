package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Vectors v from which the polar of R is searched. */
final class StartVectors {
    private static final DenseKernels KERNELS = Kernels.get();

    private StartVectors() {}

    /**
     * The last columns of V, the rows of R of largest size, and random vectors, as columns.
     *
     * @param r R without padding
     * @param v V
     * @param size of a row, as the gauge of v sees it; may overwrite the row
     * @param count vectors of each kind, at most
     */
    static Panel of(
            Panel r, Panel v, ToDoubleFunction<double[]> size, int count, RandomGenerator random) {
        int known = Math.min(count, v.columns());
        int rows = Math.min(count, r.rows());
        Panel starts = Panel.zeros(r.columns(), known + rows + count);
        for (int j = 0; j < r.columns(); j++) {
            for (int k = 0; k < known; k++) {
                starts.set(j, k, v.get(j, v.columns() - 1 - k));
            }
        }
        int[] chosen = largestRows(r, size, rows);
        for (int k = 0; k < rows; k++) {
            for (int j = 0; j < r.columns(); j++) {
                starts.set(j, known + k, r.get(chosen[k], j));
            }
        }
        AlternatingAscent.fillGaussian(starts, known + rows, random);
        return starts;
    }

    /** [V −V]: which sign a constraint asks for is not known. */
    static Panel withNegatives(Panel v) {
        Panel negative = Panels.copy(v);
        KERNELS.scale(-1, negative.data(), 0, negative.data().length);
        return Panels.concatenate(v, negative);
    }

    /** Rows of R of largest size, in order. */
    private static int[] largestRows(Panel r, ToDoubleFunction<double[]> size, int count) {
        double[] row = new double[r.columns()];
        double[] values = new double[r.rows()];
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(r.data(), i * row.length, row, 0, row.length);
            values[i] = size.applyAsDouble(row);
        }
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((i, j) -> Double.compare(values[j], values[i]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
