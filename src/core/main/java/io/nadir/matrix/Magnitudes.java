package io.nadir.matrix;

import io.nadir.array.Panel;

/**
 * The magnitudes of the elements of a matrix, all of which are finite. Computed by plain loops:
 * they run once, mostly cold, where vector kernels would still be interpreted.
 *
 * @param maxAbs the largest magnitude
 * @param frobenius the Frobenius norm
 */
record Magnitudes(double maxAbs, double frobenius) {
    /**
     * Goes through all elements.
     *
     * @throws IllegalArgumentException if one is NaN or infinite
     */
    static Magnitudes of(DenseRows rows) {
        Collector all = new Collector(rows.columns());
        rows.forEach(all);
        return all.result();
    }

    /** Collects the magnitudes of rows. */
    static final class Collector implements DenseRows.Visitor {
        private final int columns;
        private double max;
        private double squares;

        Collector(int columns) {
            this.columns = columns;
        }

        Magnitudes result() {
            return new Magnitudes(max, Math.sqrt(squares));
        }

        @Override
        public void accept(Panel panel, int count) {
            for (int i = 0, at = 0; i < count; i++, at += columns) {
                double rowMax = maxAbs(panel.data(), at, columns);
                if (!(rowMax < Double.POSITIVE_INFINITY)) {
                    throw notFinite(panel, i);
                }
                max = Math.max(max, rowMax);
                squares += sumOfSquares(panel.data(), at, columns);
            }
        }
    }

    private static double maxAbs(double[] data, int from, int length) {
        double max = 0;
        for (int i = from; i < from + length; i++) {
            max = Math.max(max, Math.abs(data[i]));
        }
        return max;
    }

    private static double sumOfSquares(double[] data, int from, int length) {
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 1 < from + length; i += 2) {
            even += data[i] * data[i];
            odd += data[i + 1] * data[i + 1];
        }
        if (i < from + length) {
            even += data[i] * data[i];
        }
        return even + odd;
    }

    private static IllegalArgumentException notFinite(Panel block, int i) {
        int j = 0;
        while (Double.isFinite(block.get(i, j))) {
            j++;
        }
        return new IllegalArgumentException(
                String.format(
                        "element (%d, %d) = %s, allowed are finite numbers",
                        block.firstRow() + i, j, block.get(i, j)));
    }
}
