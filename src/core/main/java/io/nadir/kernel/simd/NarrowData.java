package io.nadir.kernel.simd;

/**
 * The data Y as {@link ColumnGram} and {@link NarrowGram} read them: in an array of float64 or of
 * float32, whose indices are meant here.
 */
abstract class NarrowData {
    private int columns;
    private int stride;

    final void shape(int width, int distance) {
        columns = width;
        stride = distance;
    }

    final int columns() {
        return columns;
    }

    /** The distance between rows. */
    final int stride() {
        return stride;
    }

    /** The index of the first element of a row of the matrix. */
    abstract int index(long row);

    /** The bytes of an element. */
    abstract int bytes();

    /** The element at an index. */
    abstract double get(int at);

    /**
     * Returns the sum of one element of each cache line from the index {@code from} to {@code to},
     * all of which are in the caches then.
     */
    abstract double sumOfLines(int from, int to);

    /** See {@link NarrowTile#dotRows}; for a row, where {@code one}. */
    abstract void dotRows(
            boolean one, int a, int vectors, double[] bs, int b, double[] out, int at);

    /** See {@link NarrowTile#addColumns}; for a vector, where {@code one}. */
    abstract void addColumns(boolean one, int a, int rows, double[] ts, int t, double[] ws, int w);

    /** See {@link NarrowTile#dotColumn}. */
    abstract void dotColumn(int a, double[] bs, double[] out);

    /** See {@link NarrowTile#addRows}. */
    abstract void addRows(int a, double[] factors, int f, double[] ws);

    /** The product of the row at an index with the numbers of {@code x} from {@code offset} on. */
    abstract double dot(int at, double[] x, int offset);

    /**
     * Adds a multiple of the row at an index to the numbers of {@code y} from {@code offset} on.
     */
    abstract void addTo(double factor, int at, double[] y, int offset);
}
