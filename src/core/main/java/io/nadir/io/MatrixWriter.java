package io.nadir.io;

import io.nadir.io.TableFormat.Column;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Writes an array in the format that the ending of a file name denotes, such that reading it
 * restores the same bits: {@code .npy} (float64, little-endian, C order) for any number of
 * dimensions, {@code .csv} (one row per line, no header), {@code .mtx} (Matrix Market array) and,
 * if {@code nadir-tables} is there, {@code .parquet} and {@code .arrow} (columns called 1, 2, …)
 * for matrices.
 */
public final class MatrixWriter {
    private static final List<String> SUFFIXES = List.of(".npy", ".csv", ".mtx");

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

        boolean plain = !ColumnsWriter.hasTypes(name) && suffix(name).equals(".npy");
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
        if (ColumnsWriter.hasTypes(name)) {
            writeTable(name, out, shape, values);
            return;
        }
        switch (suffix(name)) {
            case ".csv" -> writeText(out, text -> writeRows(text, shape.get(1), values));
            case ".mtx" -> writeText(out, text -> writeMarket(text, shape, values));
            default -> NpyWriter.write(out, shape, values);
        }
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

    private static void writeTable(
            String name, OutputStream out, List<Integer> shape, double[] values)
            throws IOException {
        int columns = shape.get(1);
        List<Column> table =
                IntStream.range(0, columns)
                        .mapToObj(j ->
                                Column.ofReals(String.valueOf(j + 1), i -> values[i * columns + j]))
                        .toList();
        ColumnsWriter.write(name, out, table, shape.get(0));
    }

    private static void writeText(OutputStream out, Consumer<PrintWriter> content)
            throws IOException {
        PrintWriter text = new PrintWriter(out, false, StandardCharsets.UTF_8);
        content.accept(text);
        if (text.checkError()) {
            throw new IOException("the text could not be written");
        }
    }

    private static void writeRows(PrintWriter text, int columns, double[] values) {
        for (int at = 0; at < values.length; at++) {
            text.print(values[at]);
            text.print((at + 1) % columns == 0 ? '\n' : ',');
        }
    }

    /** Writes column by column, as the format requires. */
    private static void writeMarket(PrintWriter text, List<Integer> shape, double[] values) {
        int rows = shape.get(0);
        int columns = shape.get(1);
        text.print("%%MatrixMarket matrix array real general\n" + rows + " " + columns + "\n");
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                text.print(values[i * columns + j]);
                text.print('\n');
            }
        }
    }
}
