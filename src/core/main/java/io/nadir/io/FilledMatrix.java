package io.nadir.io;

import io.nadir.matrix.MatrixData;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/**
 * All entries of a matrix: those of a trained model and, where {@link #withKnown data} are given,
 * the known ones of the data in their place. Rows are computed as they are asked for, so that the
 * matrix may be larger than the memory. An immutable value, which shares model and data.
 *
 * {@snippet file="embedder/Examples.java" region="fill"}
 */
public final class FilledMatrix {
    private final TrainedModel model;
    private final @Nullable MatrixData known;
    private final double low;
    private final double high;
    private final Indexing ids;

    private FilledMatrix(
            TrainedModel model, @Nullable MatrixData known, double low, double high, Indexing ids) {
        this.model = model;
        this.known = known;
        this.low = low;
        this.high = high;
        this.ids = ids;
    }

    /**
     * Returns all entries of a model, its offsets included.
     *
     * @param model a model of a matrix
     * @throws UnsupportedOperationException if it is another
     */
    public static FilledMatrix of(TrainedModel model) {
        Objects.requireNonNull(model, "model");

        model.copyRow(0, 0, 0, new double[0]);
        return new FilledMatrix(
                model, null, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Indexing.FROM_ONE);
    }

    /**
     * Returns this matrix with the known entries of some data in place of those of the model. An
     * entry of weight 0 is not known.
     *
     * @param data the data, of the same shape
     * @throws IllegalArgumentException if the shapes differ
     */
    public FilledMatrix withKnown(MatrixData data) {
        Objects.requireNonNull(data, "data");

        if (data.rows() != rows() || data.columns() != columns()) {
            throw new IllegalArgumentException(
                    String.format(
                            "data are %d×%d, must have the shape of the model, %d×%d",
                            data.rows(), data.columns(), rows(), columns()));
        }
        return new FilledMatrix(model, data, low, high, ids);
    }

    /**
     * Returns this matrix with entries of the model that are below {@code low} or above {@code
     * high} replaced by these bounds. Known entries stay as they are.
     *
     * @param low the lower bound, or −∞
     * @param high the upper bound, or ∞
     * @throws IllegalArgumentException if a bound is NaN or {@code low > high}
     */
    public FilledMatrix withRange(double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "range = " + low + " to " + high + ", allowed are bounds in ascending order");
        }
        return new FilledMatrix(model, known, low, high, ids);
    }

    /**
     * Returns this matrix with ids for its rows and columns, which {@link #write} writes to texts.
     *
     * @throws IllegalArgumentException if there are not as many ids as rows or columns
     */
    public FilledMatrix withIds(Indexing indexing) {
        Objects.requireNonNull(indexing, "indexing");

        IdFiles.requireFit(indexing, List.of(rows(), columns()));
        return new FilledMatrix(model, known, low, high, indexing);
    }

    /** Returns the number of rows. */
    public int rows() {
        return model.factors().dimensions().get(0);
    }

    /** Returns the number of columns. */
    public int columns() {
        return model.factors().dimensions().get(1);
    }

    /**
     * Returns a row in a new array. Costs O(r) operations per entry.
     *
     * @param i the row, from 0
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double[] row(int i) {
        double[] row = new double[columns()];
        copyRow(i, 0, row.length, row);
        return row;
    }

    /**
     * Writes all entries in the format that the ending of a file name denotes, and leaves the
     * stream open: {@code .npy} (float64, C order), {@code .csv}, with the ids of columns in a
     * header and those of rows in the first column if there are any, {@code .mtx} (Matrix Market
     * array) and those of a {@link TableFormat}, with ids as {@code .csv}. Needs memory for a row
     * or, for {@code .mtx}, for 8 MiB or one column; for a {@link TableFormat}, for all entries.
     *
     * @param name the name of the file, whose ending denotes the format
     * @param out the target
     * @throws IllegalArgumentException if the ending denotes none of them
     * @throws IOException if {@code out} throws it, or an entry is not finite
     */
    public void write(String name, OutputStream out) throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(out, "out");

        MatrixWriter.write(name, out, new Elements(), ids);
    }

    private void copyRow(int row, int from, int to, double[] target) {
        model.copyRow(row, from, to, target);
        for (int k = 0; k < to - from; k++) {
            target[k] = Math.clamp(target[k], low, high);
        }
        if (known != null) {
            known.copyKnown(row, from, to, target);
        }
    }

    /** The entries, which must be numbers. */
    private final class Elements implements MatrixElements {
        @Override
        public int rows() {
            return FilledMatrix.this.rows();
        }

        @Override
        public int columns() {
            return FilledMatrix.this.columns();
        }

        @Override
        public void copyRow(int row, int from, int to, double[] target) throws IOException {
            FilledMatrix.this.copyRow(row, from, to, target);
            for (int j = from; j < to; j++) {
                if (!Double.isFinite(target[j - from])) {
                    throw new IOException(
                            String.format(
                                    "the entry of the model in row %s, column %s is %s, allowed are"
                                            + " finite numbers: its factors are too large",
                                    ids.name(0, row), ids.name(1, j), target[j - from]));
                }
            }
        }
    }
}
