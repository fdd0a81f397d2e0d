package io.nadir.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes an array in the format that the ending of a file name denotes, such that reading it
 * restores the same bits: {@code .npy} (float64, little-endian, C order) for any number of
 * dimensions, {@code .csv} (one row per line, no header), {@code .mtx} (Matrix Market array) and,
 * if {@code nadir-tables} is there, {@code .parquet} and {@code .arrow} (columns called 1, 2, …)
 * for matrices.
 */
public final class MatrixWriter {
    private static final String NPY = ".npy";
    private static final List<String> SUFFIXES = List.of(NPY, ".csv", ".mtx");

    private MatrixWriter() {}

    /**
     * Throws if {@link #write} cannot write such an array.
     *
     * @param name the name of the file
     * @param dimensions the number of dimensions of the array
     * @throws IllegalArgumentException if the ending denotes no format, or a format for matrices
     *     and the array is not a matrix
     */
    public static void requireFormat(String name, int dimensions) {
        Objects.requireNonNull(name, "name");

        boolean plain = !ColumnsWriter.hasTypes(name) && suffix(name).equals(NPY);
        if (dimensions != 2 && !plain) {
            throw new IllegalArgumentException(
                    Printable.quote(name)
                            + " is for matrices, allowed for an array of "
                            + dimensions
                            + " dimensions is .npy");
        }
    }

    /**
     * Writes an array and leaves the stream open.
     *
     * @param name the name of the file, whose ending denotes the format
     * @param out the target
     * @param shape the dimensions, at least two, each at least 0
     * @param values the elements, the last index running fastest
     * @throws IllegalArgumentException as {@link #requireFormat}, or if the number of {@code
     *     values} is not that of the shape
     * @throws IOException if {@code out} throws it
     */
    public static void write(String name, OutputStream out, List<Integer> shape, double[] values)
            throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");

        requireFormat(name, shape.size());
        NpyWriter.requireElements(shape, values);
        if (name.toLowerCase(Locale.ROOT).endsWith(NPY)) {
            NpyWriter.write(out, shape, values);
        } else {
            write(name, out, MatrixElements.of(shape, values), Indexing.FROM_ONE);
        }
    }

    /**
     * Writes a matrix, with ids where the format has a place for them, and leaves the stream open.
     *
     * @param name the name of the file, whose ending denotes the format
     * @param out the target
     * @param shape rows and columns
     * @param values the elements, the last index running fastest
     * @param ids what rows and columns are called
     * @throws IllegalArgumentException as {@link #write(String, OutputStream, List, double[])}, or
     *     if there are not as many ids as rows or columns
     * @throws IOException if {@code out} throws it
     */
    public static void write(
            String name, OutputStream out, List<Integer> shape, double[] values, Indexing ids)
            throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(ids, "ids");

        if (!ids.hasIds()) {
            write(name, out, shape, values);
            return;
        }
        requireFormat(name, shape.size());
        NpyWriter.requireElements(shape, values);
        IdFiles.requireFit(ids, shape);
        write(name, out, MatrixElements.of(shape, values), ids);
    }

    /**
     * Writes a matrix, with ids where the format has a place for them.
     *
     * @throws IllegalArgumentException if the ending of the name denotes no format
     */
    static void write(String name, OutputStream out, MatrixElements matrix, Indexing ids)
            throws IOException {
        if (ColumnsWriter.hasTypes(name)) {
            ColumnsWriter.write(name, out, matrix, ids);
            return;
        }
        switch (suffix(name)) {
            case ".csv" -> TableWriter.writeCsv(out, matrix, ids);
            case ".mtx" -> TableWriter.writeMarket(out, matrix);
            default -> NpyWriter.write(out, matrix);
        }
    }

    /**
     * Writes entries as text, a line of row, column and value each under a header, and leaves the
     * stream open.
     *
     * @param out the target
     * @param ids what rows and columns are called
     * @param positions the rows and the columns of the entries, from 0
     * @param values the entries
     * @throws IOException if {@code out} throws it
     */
    public static void writeEntries(
            OutputStream out, Indexing ids, int[][] positions, double[] values) throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(ids, "ids");
        Objects.requireNonNull(positions, "positions");
        Objects.requireNonNull(values, "values");

        TableWriter.writeEntries(out, ids, positions, values);
    }

    private static String suffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream()
                .filter(lower::endsWith)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                Printable.quote(name)
                                        + ", allowed are names that end in "
                                        + String.join(", ", SUFFIXES)
                                        + ColumnsWriter.otherEndings()));
    }
}
