package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.NonNegativeQuadratic;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Arrays;

/** The entries of some rows, as arrays that can be sent, and as data of the core. */
interface BlockData extends Serializable {
    /** The number of rows, at least 1. */
    int rows();

    /** The data of these rows as the core takes them, made anew in each call. */
    MatrixData matrix();

    /** The same data with their entries listed, where they are not. */
    default MatrixData entries(MatrixData matrix) {
        return matrix;
    }

    /** These data if entries are missing and those that are known are listed; null otherwise. */
    default @Nullable Observed knownEntries() {
        return null;
    }

    /** The sum of the weights of the entries of each column. */
    double[] columnWeights();

    /** Passes pairs of columns in which a row has entries, enough of them to connect all. */
    void connect(ColumnPairs pairs);

    /** Receives pairs of columns. */
    @FunctionalInterface
    interface ColumnPairs {
        void connect(int i, int j);
    }

    /** The number of bytes of the arrays. */
    long bytes();

    /** Whether entries of a gradient are formed one by one. */
    default boolean hasGradientEntries() {
        return true;
    }

    /** Whether entries are listed, rather than complete rows. */
    default boolean hasListedEntries() {
        return true;
    }

    /**
     * Known entries, row after row, others missing.
     *
     * @param columns of the block
     * @param starts where each row starts; one more than there are rows
     * @param indices the columns of the entries, ascending within a row
     * @param weights null for weights of 1
     */
    record Observed(
            int columns, int[] starts, int[] indices, double[] values, double @Nullable [] weights)
            implements BlockData {
        private static final long serialVersionUID = 1;

        @Override
        public int rows() {
            return starts.length - 1;
        }

        @Override
        public double[] columnWeights() {
            double[] sums = new double[columns];
            for (int e = 0; e < indices.length; e++) {
                sums[indices[e]] += weights == null ? 1 : weights[e];
            }
            return sums;
        }

        @Override
        public void connect(ColumnPairs pairs) {
            for (int i = 0; i < rows(); i++) {
                int last = -1;
                for (int e = starts[i]; e < starts[i + 1]; e++) {
                    if (weights != null && weights[e] == 0) {
                        continue;
                    }
                    if (last >= 0) {
                        pairs.connect(last, indices[e]);
                    }
                    last = indices[e];
                }
            }
        }

        /** The row of each entry. */
        int[] rowOf() {
            int[] rowOf = new int[values.length];
            for (int i = 0; i < rows(); i++) {
                Arrays.fill(rowOf, starts[i], starts[i + 1], i);
            }
            return rowOf;
        }

        @Override
        public Observed knownEntries() {
            return this;
        }

        /** Sets the normal equations of a row of U for a V, with λ on the diagonal. */
        void setNormalEquations(int i, Panel v, double lambda, NonNegativeQuadratic row) {
            row.clear(lambda);
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                row.add(weights == null ? 1 : weights[e], values[e], v, indices[e]);
            }
        }

        @Override
        public ObservedEntries matrix() {
            return weights == null
                    ? ObservedEntries.copyOf(rows(), columns, rowOf(), indices, values)
                    : ObservedEntries.copyOf(rows(), columns, rowOf(), indices, values, weights);
        }

        @Override
        public long bytes() {
            long each = weights == null ? 12 : 20;
            return each * values.length + 4L * starts.length;
        }
    }

    /**
     * Listed entries beside zeros, which count in the loss.
     *
     * @param unlisted what entries that are not listed count
     */
    record Zeros(Observed listed, Unlisted unlisted) implements BlockData {
        private static final long serialVersionUID = 1;

        @Override
        public int rows() {
            return listed.rows();
        }

        @Override
        public MatrixData matrix() {
            if (!unlisted.isImplicit()) {
                return listed.matrix().withUnlistedWeight(unlisted.number());
            }
            return SparseMatrix.copyOf(
                            rows(), listed.columns, listed.rowOf(), listed.indices, listed.values)
                    .withImplicitFeedback(unlisted.number());
        }

        @Override
        public long bytes() {
            return listed.bytes();
        }

        @Override
        public double[] columnWeights() {
            return listed.columnWeights();
        }

        @Override
        public void connect(ColumnPairs pairs) {
            for (int j = 1; j < listed.columns; j++) {
                pairs.connect(0, j);
            }
        }

        @Override
        public boolean hasGradientEntries() {
            return false;
        }
    }

    /**
     * Rows of which every entry is known.
     *
     * @param values row after row
     */
    record Dense(int rows, int columns, double[] values) implements BlockData {
        private static final long serialVersionUID = 1;

        @Override
        public MatrixData matrix() {
            return DenseMatrix.wrap(rows, columns, values);
        }

        @Override
        public MatrixData entries(MatrixData matrix) {
            return ObservedEntries.copyOf(DenseMatrix.wrap(rows, columns, values));
        }

        @Override
        public boolean hasListedEntries() {
            return false;
        }

        @Override
        public double[] columnWeights() {
            double[] sums = new double[columns];
            Arrays.fill(sums, rows);
            return sums;
        }

        @Override
        public void connect(ColumnPairs pairs) {
            for (int j = 1; j < columns; j++) {
                pairs.connect(0, j);
            }
        }

        @Override
        public long bytes() {
            return 8L * values.length;
        }
    }
}
