package io.nadir.jmh;

/**
 * Rows and columns of the data, written {@code 4000x2000} as a parameter.
 *
 * @param rows m
 * @param columns n
 */
public record Shape(int rows, int columns) {
    /** Parses {@code MxN}. */
    public static Shape parse(String text) {
        int x = text.indexOf('x');
        return new Shape(
                Integer.parseInt(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
    }

    /** {@code MxN}. */
    @Override
    public String toString() {
        return rows + "x" + columns;
    }

    /** m·n. */
    public double elements() {
        return (double) rows * columns;
    }
}
