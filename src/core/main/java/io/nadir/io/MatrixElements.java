package io.nadir.io;

import java.io.IOException;
import java.util.List;

/** A matrix whose elements are made as they are written. */
interface MatrixElements {
    /** Number of rows. */
    int rows();

    /** Number of columns. */
    int columns();

    /**
     * Makes neighbouring elements of a row.
     *
     * @param target receives those from column {@code from} to before column {@code to}, from its
     *     first element on
     */
    void copyRow(int row, int from, int to, double[] target) throws IOException;

    /** The elements of an array, row by row. */
    static MatrixElements of(List<Integer> shape, double[] values) {
        int columns = shape.get(1);
        return new MatrixElements() {
            @Override
            public int rows() {
                return shape.get(0);
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public void copyRow(int row, int from, int to, double[] target) {
                System.arraycopy(values, row * columns + from, target, 0, to - from);
            }
        };
    }
}
