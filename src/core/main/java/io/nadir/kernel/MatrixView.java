package io.nadir.kernel;

import java.util.Arrays;
import java.util.Objects;

/**
 * A dense row-major matrix within an array, without a copy: element (i, j) is {@code array[offset +
 * i * stride + j]}. Padded factors (whose stride is larger than the number of columns in use) and
 * blocks of rows are such views.
 *
 * <p>The view itself is immutable; the array may change. Two views are equal if their components
 * are: the same array, not equal contents.
 *
 * @param array the storage; not copied
 * @param offset index of element (0, 0)
 * @param rows number of rows, zero allowed
 * @param columns number of columns, zero allowed
 * @param stride distance between the starts of two consecutive rows, at least {@code columns}
 */
public record MatrixView(double[] array, int offset, int rows, int columns, int stride) {

    /**
     * Checks that every element lies within the array.
     *
     * @throws IllegalArgumentException if a size is negative, the stride is less than {@code
     *     columns}, or an element lies outside the array
     */
    public MatrixView {
        Objects.requireNonNull(array, "array");
        if (offset < 0 || rows < 0 || columns < 0 || stride < columns) {
            throw new IllegalArgumentException(
                    "impossible view: offset %d, %d x %d, stride %d"
                            .formatted(offset, rows, columns, stride));
        }
        if (end(offset, rows, columns, stride) > array.length) {
            throw new IllegalArgumentException(
                    "view of %d x %d with offset %d and stride %d exceeds an array of %d"
                            .formatted(rows, columns, offset, stride, array.length));
        }
    }

    /**
     * Returns a view of a matrix that starts at index 0 and has no space between its rows.
     *
     * @param rows number of rows
     * @param columns number of columns
     * @param array the storage, of at least {@code rows * columns} elements; not copied
     * @return the view
     * @throws IllegalArgumentException as the constructor
     */
    public static MatrixView wrap(int rows, int columns, double[] array) {
        return new MatrixView(array, 0, rows, columns, columns);
    }

    /**
     * Returns a matrix of zeros in a new array.
     *
     * @param rows number of rows
     * @param columns number of columns
     * @return the view of a new array of {@code rows * columns} elements
     * @throws ArithmeticException if that many elements do not fit into one array
     */
    public static MatrixView zeros(int rows, int columns) {
        return wrap(rows, columns, new double[Math.multiplyExact(rows, columns)]);
    }

    /**
     * Returns the index of element ({@code row}, 0).
     *
     * @param row the row; not checked
     * @return its index in the array
     */
    public int rowStart(int row) {
        return offset + row * stride;
    }

    /**
     * Returns element ({@code row}, {@code column}). Meant for tests and small matrices, not for
     * kernels.
     *
     * @param row the row
     * @param column the column
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return array[rowStart(row) + column];
    }

    /**
     * Copies the elements into a new array of length {@code rows * columns}, row after row.
     *
     * @return the copy
     */
    public double[] toArray() {
        if (stride == columns) {
            return Arrays.copyOfRange(array, offset, offset + rows * columns);
        }
        double[] packed = new double[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(array, rowStart(i), packed, i * columns, columns);
        }
        return packed;
    }

    private static long end(int offset, int rows, int columns, int stride) {
        return rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * stride + columns;
    }
}
