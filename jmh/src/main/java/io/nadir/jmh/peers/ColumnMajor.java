package io.nadir.jmh.peers;

/**
 * A column-major matrix, as Fortran has it: element (i, j) at index {@code i + j * rows}.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param data the elements, shared
 */
record ColumnMajor(int rows, int columns, double[] data) {
    static ColumnMajor zeros(int rows, int columns) {
        return new ColumnMajor(rows, columns, new double[rows * columns]);
    }

    static ColumnMajor copyOf(int rows, int columns, double[] rowMajor) {
        return new ColumnMajor(rows, columns, transposed(rowMajor, rows, columns));
    }

    double[] toRowMajor() {
        return transposed(data, columns, rows);
    }

    /** Makes the inner of two indices the outer one. */
    private static double[] transposed(double[] a, int outer, int inner) {
        double[] out = new double[outer * inner];
        for (int i = 0, at = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++, at++) {
                out[i + j * outer] = a[at];
            }
        }
        return out;
    }
}
