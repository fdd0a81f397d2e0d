package io.nadir.matrix;

/** The weights h of the entries of an m×n matrix in a linear system for offsets, as an operator. */
interface OffsetWeights {
    /** The sums of h over the rows; not to be modified. */
    double[] rowTotals();

    /** The sums of h over the columns; not to be modified. */
    double[] columnTotals();

    /** target ← target − h·x. */
    void subtractProduct(double[] x, double[] target);

    /** target ← target − hᵀ·x. */
    void subtractTransposedProduct(double[] x, double[] target);
}
