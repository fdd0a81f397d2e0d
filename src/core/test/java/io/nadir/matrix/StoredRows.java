package io.nadir.matrix;

/**
 * Rows that a test gives out, of float64 numbers.
 *
 * @param values row-major
 */
record StoredRows(int rows, int columns, double[] values) implements RowSource {
    @Override
    public void read(int row, int count, double[] target, int offset) {
        System.arraycopy(values, row * columns, target, offset, count * columns);
    }
}
