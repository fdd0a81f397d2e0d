package io.nadir.regularizer;

/** The edges between neighbours on a grid of pixels, which comes row by row. */
final class GridEdges {
    private GridEdges() {}

    /**
     * Σ|x_i − x_j| over all pairs of neighbours.
     *
     * @param columns of the grid
     */
    static double sumOfDifferences(double[] x, int offset, int stride, int length, int columns) {
        double sum = 0;
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            if ((i + 1) % columns != 0) {
                sum += Math.abs(x[at + stride] - x[at]);
            }
            if (i + columns < length) {
                sum += Math.abs(x[at + columns * stride] - x[at]);
            }
        }
        return sum;
    }

    /**
     * Bounds (b‖x‖₁ + c·TV(x))/‖x‖₂ from below for x on a grid. Numerator and denominator of max(x,
     * 0) and max(−x, 0) add up to those of x, or to more in the denominator; so let x ≥ 0. The
     * numerator is its integral over all t &gt; 0 for the indicators of x &gt; t (coarea formula),
     * and the denominator is at most that. So an indicator of a set A of k pixels has the least
     * ratio.
     *
     * <p>For the edges that leave A: a row or a column that is neither full nor empty has one. If
     * none is full, A meets r rows and s columns with r·s ≥ k, so there are r + s ≥ 2√k. If a row
     * is full and no column, there are as many as columns, and conversely. If a row and a column
     * are full, the first case holds for the other pixels.
     *
     * @param one b
     * @param variation c
     */
    static double leastRatio(int rows, int columns, double one, double variation) {
        double pixels = (double) rows * columns;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= pixels; k++) {
            double edges = Math.min(2 * Math.sqrt(k), 2 * Math.sqrt(pixels - k));
            edges = k >= columns ? Math.min(edges, columns) : edges;
            edges = k >= rows ? Math.min(edges, rows) : edges;
            least = Math.min(least, (one * k + variation * edges) / Math.sqrt(k));
        }
        return least * (1 - 0x1p-48);
    }
}
