package io.nadir.adapters;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;

import org.ojalgo.matrix.store.R064CSC;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.matrix.store.SparseStore;
import org.ojalgo.structure.Access2D;

import java.util.Arrays;
import java.util.Objects;

/**
 * Data and results as matrices of ojAlgo. Its stores keep columns one after the other, and Nadir
 * rows, so that matrices are copied, but for {@link #wrapTransposed}. All methods are static and
 * thread-safe, as long as no matrix is changed meanwhile.
 */
public final class OjAlgoMatrices {
    private OjAlgoMatrices() {}

    /**
     * Returns a copy of a dense matrix: a store, a view of one, or any other {@code Access2D}.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static DenseMatrix copyOf(Access2D<?> matrix) {
        Objects.requireNonNull(matrix, "matrix");

        int rows = matrix.getRowDim();
        int columns = matrix.getColDim();
        DenseMatrixBuilder copy = DenseMatrix.builder(columns).expectRows(rows);
        double[] row = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                row[j] = matrix.doubleValue(i, j);
            }
            copy.addRow(row, 0);
        }
        return copy.build();
    }

    /**
     * Returns a view of the transpose of a dense matrix, without copying: the columns of the store
     * become rows; see {@link DenseMatrix#wrap} about changes of the store later on.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static DenseMatrix wrapTransposed(R064Store matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return DenseMatrix.wrap(matrix.getColDim(), matrix.getRowDim(), matrix.data);
    }

    /**
     * Returns a copy of a sparse matrix, whose elements that are not stored are zeros.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static SparseMatrix sparse(SparseStore<Double> matrix) {
        Objects.requireNonNull(matrix, "matrix");

        R064CSC byColumn = matrix.toCSC();
        int count = byColumn.pointers[matrix.getColDim()];
        int[] columns = new int[count];
        for (int j = 0; j < matrix.getColDim(); j++) {
            Arrays.fill(columns, byColumn.pointers[j], byColumn.pointers[j + 1], j);
        }
        return SparseMatrix.copyOf(
                matrix.getRowDim(),
                matrix.getColDim(),
                Arrays.copyOf(byColumn.indices, count),
                columns,
                Arrays.copyOf(byColumn.values, count));
    }

    /**
     * Returns a copy of the stored elements of a sparse matrix; the others are missing.
     *
     * @throws IllegalArgumentException if the matrix is empty, or an element is NaN or infinite
     */
    public static ObservedEntries observed(SparseStore<Double> matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return ObservedEntries.listedIn(sparse(matrix));
    }

    /**
     * Returns a factor of a model as a matrix, rows×rank.
     *
     * @param name one of {@link TrainedModel#factorNames}, such as {@code U} and {@code V}
     * @throws IllegalArgumentException if there is no factor of this name
     */
    public static R064Store factor(TrainedModel model, String name) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(name, "name");

        double[] data = model.factor(name);
        int block = model.factorNames().indexOf(name);
        return store(model.factors().dimensions().get(block), model.factors().rank(), data);
    }

    /** Returns all entries of X, offsets included, as {@link TrainedModel#allEntries} has them. */
    public static R064Store entries(TrainedModel model) {
        Objects.requireNonNull(model, "model");

        double[] data = model.allEntries();
        int columns = model.factors().dimensions().getLast();
        return store(data.length / columns, columns, data);
    }

    /** Returns the codes U of new rows, one row for each. */
    public static R064Store codes(Transformation found) {
        Objects.requireNonNull(found, "found");

        int rows = found.factors().dimensions().getFirst();
        return store(rows, found.factors().rank(), found.u());
    }

    /** Returns a copy of a dense matrix of Nadir. */
    public static R064Store copyOf(DenseMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return store(matrix.rows(), matrix.columns(), matrix.toArray());
    }

    private static R064Store store(int rows, int columns, double[] data) {
        R064Store store = R064Store.FACTORY.make(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                store.set(i, j, data[i * columns + j]);
            }
        }
        return store;
    }
}
