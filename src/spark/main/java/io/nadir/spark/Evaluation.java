package io.nadir.spark;

import io.nadir.array.Panel;

/**
 * What one pass tells about a point.
 *
 * @param loss ℓ(Y, X) with the U of the executors, and the penalty of offsets
 * @param terms a bound of the norm of the terms that add up to X
 * @param cancellation the size of the terms that cancel in ℓ
 * @param seen the number of entries that the loss sees, times the curvature of the loss
 * @param gram UᵀU, r×r
 * @param gradient GᵀU, n×r; not to be modified
 * @param columnSums Gᵀ1 if there are offsets, otherwise without elements
 * @param imbalance how much a dual value at s·G may be too large, divided by s, because offsets are
 *     the best ones up to rounding only; 0 without offsets
 */
record Evaluation(
        double loss,
        double terms,
        double cancellation,
        double seen,
        Panel gram,
        Panel gradient,
        double[] columnSums,
        double imbalance) {
    /** Takes the sums of all partitions for a point of n×r. */
    static Evaluation of(Partial sum, int n, int r) {
        Panel all = Partial.padded(sum.panel(), n, sum.width());
        boolean offsets = sum.width() > r;
        double[] columnSums = new double[offsets ? n : 0];
        for (int j = 0; j < columnSums.length; j++) {
            columnSums[j] = all.get(j, r);
        }
        return new Evaluation(
                sum.sums()[BlockWork.LOSS] + sum.sums()[BlockWork.ROW_PRICE],
                Math.sqrt(sum.sums()[BlockWork.TERMS]),
                sum.sums()[BlockWork.CANCELLATION],
                sum.sums()[BlockWork.SEEN],
                Partial.padded(sum.small(), r, r),
                all.setColumns(r),
                columnSums,
                0);
    }

    /** The same with the price and the imbalance of offsets. */
    Evaluation with(double price, double missing) {
        return new Evaluation(
                loss + price, terms, cancellation, seen, gram, gradient, columnSums, missing);
    }

    /** ‖U‖_F². */
    double square() {
        double trace = 0;
        for (int i = 0; i < gram.rows(); i++) {
            trace += gram.get(i, i);
        }
        return trace;
    }
}
