package io.nadir.adapters;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;

import java.util.Arrays;
import java.util.Objects;

/**
 * Data and results as matrices of EJML. {@code DMatrixRMaj} has the layout of Nadir, rows one after
 * the other, so that neither direction has to copy. All methods are static and thread-safe, as long
 * as no matrix is changed meanwhile.
 */
public final class EjmlMatrices {
    private EjmlMatrices() {}

    /**
     * Returns a view of a dense matrix, without copying; see {@link DenseMatrix#wrap} about changes
     * of the matrix later on. Only a matrix whose array is longer than its elements is copied.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static DenseMatrix wrap(DMatrixRMaj matrix) {
        Objects.requireNonNull(matrix, "matrix");

        int length = matrix.numRows * matrix.numCols;
        double[] data =
                matrix.data.length == length ? matrix.data : Arrays.copyOf(matrix.data, length);
        return DenseMatrix.wrap(matrix.numRows, matrix.numCols, data);
    }

    /**
     * Returns a copy of a dense matrix.
     *
     * @throws IllegalArgumentException as {@link #wrap}
     */
    public static DenseMatrix copyOf(DMatrixRMaj matrix) {
        Objects.requireNonNull(matrix, "matrix");

        int length = matrix.numRows * matrix.numCols;
        return DenseMatrix.copyOf(
                matrix.numRows, matrix.numCols, Arrays.copyOf(matrix.data, length));
    }

    /**
     * Returns a dense matrix whose NaN are missing.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is infinite
     */
    public static ObservedEntries observedNonNaN(DMatrixRMaj matrix) {
        Objects.requireNonNull(matrix, "matrix");

        int length = matrix.numRows * matrix.numCols;
        return ObservedEntries.copyOfNonNaN(
                matrix.numRows, matrix.numCols, Arrays.copyOf(matrix.data, length));
    }

    /**
     * Returns a copy of a sparse matrix, whose elements that are not stored are zeros.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static SparseMatrix sparse(DMatrixSparseCSC matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return SparseMatrix.copyOf(
                matrix.numRows,
                matrix.numCols,
                Arrays.copyOf(matrix.nz_rows, matrix.nz_length),
                columns(matrix),
                Arrays.copyOf(matrix.nz_values, matrix.nz_length));
    }

    /**
     * Returns a copy of the stored elements of a sparse matrix; the others are missing.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static ObservedEntries observed(DMatrixSparseCSC matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return ObservedEntries.listedIn(sparse(matrix));
    }

    private static int[] columns(DMatrixSparseCSC matrix) {
        int[] columns = new int[matrix.nz_length];
        for (int j = 0; j < matrix.numCols; j++) {
            Arrays.fill(columns, matrix.col_idx[j], matrix.col_idx[j + 1], j);
        }
        return columns;
    }

    /**
     * Returns a factor of a model as a matrix, rows×rank.
     *
     * @param name one of {@link TrainedModel#factorNames}, such as {@code U} and {@code V}
     * @throws IllegalArgumentException if there is no factor of this name
     */
    public static DMatrixRMaj factor(TrainedModel model, String name) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(name, "name");

        double[] data = model.factor(name);
        int block = model.factorNames().indexOf(name);
        return matrix(model.factors().dimensions().get(block), model.factors().rank(), data);
    }

    /** Returns all entries of X, offsets included, as {@link TrainedModel#allEntries} has them. */
    public static DMatrixRMaj entries(TrainedModel model) {
        Objects.requireNonNull(model, "model");

        double[] data = model.allEntries();
        int columns = model.factors().dimensions().getLast();
        return matrix(data.length / columns, columns, data);
    }

    /** Returns the codes U of new rows, one row for each. */
    public static DMatrixRMaj codes(Transformation found) {
        Objects.requireNonNull(found, "found");

        int rows = found.factors().dimensions().getFirst();
        return matrix(rows, found.factors().rank(), found.u());
    }

    /** Returns a copy of a dense matrix of Nadir. */
    public static DMatrixRMaj copyOf(DenseMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return matrix(matrix.rows(), matrix.columns(), matrix.toArray());
    }

    private static DMatrixRMaj matrix(int rows, int columns, double[] data) {
        return DMatrixRMaj.wrap(rows, columns, data);
    }
}
