package io.nadir.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Writes an array in the format that the end of a file's name stands for, so that it can be read
 * again to the same bits: {@code .npy} (any number of dimensions), {@code .csv} (a row a line,
 * without header) and {@code .mtx} (Matrix Market, array), both of matrices.
 */
public final class MatrixWriter {
    private static final List<String> SUFFIXES = List.of(".npy", ".csv", ".mtx");

    private MatrixWriter() {}

    /**
     * Refuses what {@link #write} would.
     *
     * @param name of the file
     * @param dimensions number of extents of the array
     * @throws IllegalArgumentException if no format has such a name, or the one that has is for
     *     matrices only and there are other dimensions
     */
    public static void requireFormat(String name, int dimensions) {
        Objects.requireNonNull(name, "name");

        String suffix = suffix(name);
        if (dimensions != 2 && !suffix.equals(".npy")) {
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
     * @param name of the file, which tells the format
     * @param shape the extents
     * @param values the last index running fastest
     * @throws IllegalArgumentException as {@link #requireFormat}
     * @throws IOException if {@code out} throws it
     */
    public static void write(String name, OutputStream out, List<Integer> shape, double[] values)
            throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");

        requireFormat(name, shape.size());
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
                                        + String.join(", ", SUFFIXES)));
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

    /** Column by column, as the format has it. */
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
