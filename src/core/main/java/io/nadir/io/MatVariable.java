package io.nadir.io;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A variable of a {@code .mat} file, whose numbers are still to be read, column by column.
 *
 * @param input the file
 * @param name of the variable
 * @param type the number of its class
 * @param complex whether it has imaginary parts
 * @param shape the dimensions
 * @param data what follows its head
 */
record MatVariable(
        Input input, String name, int type, boolean complex, List<Integer> shape, MatStream data) {

    private static final int SPARSE = 5;
    private static final int OPAQUE = 17;
    private static final int COMPLEX = 0x0800;
    private static final long MOST = 1L << 62;

    /** The classes, by their numbers. */
    private static final List<String> CLASSES =
            List.of(
                    "unknown",
                    "cell",
                    "struct",
                    "object",
                    "char",
                    "sparse",
                    "double",
                    "single",
                    "int8",
                    "uint8",
                    "int16",
                    "uint16",
                    "int32",
                    "uint32",
                    "int64",
                    "uint64",
                    "function handle",
                    "table, string or another object");

    private static final List<String> NUMBERS =
            List.of(
                    "sparse", "double", "single", "int8", "uint8", "int16", "uint16", "int32",
                    "uint32", "int64", "uint64");

    /** Reads the head of a variable. */
    static MatVariable read(Input input, MatStream data) throws IOException {
        double[] flags = numbers(data);
        int first = flags.length == 0 ? 0 : (int) (long) flags[0];
        int type = first & 0xFF;
        List<Integer> shape =
                type >= OPAQUE
                        ? List.of()
                        : Arrays.stream(numbers(data)).mapToObj(extent -> (int) extent).toList();
        return new MatVariable(input, data.text(), type, (first & COMPLEX) != 0, shape, data);
    }

    private static double[] numbers(MatStream data) throws IOException {
        GrowingDoubles numbers = new GrowingDoubles();
        data.numbers(numbers::add);
        return numbers.toArray();
    }

    /** Whether it holds numbers. */
    boolean isNumeric() {
        return NUMBERS.contains(className());
    }

    /** Whether it lists the entries that are not zero. */
    boolean isSparse() {
        return type == SPARSE;
    }

    /** An exception that names the file and the variable. */
    DataFormatException refuse(@Nullable String problem) {
        return refuse(String.valueOf(problem), "");
    }

    /** The same with advice how to take an entry for a missing one. */
    DataFormatException refuse(String problem, String advice) {
        return input.refuse(describe() + ": " + problem, advice);
    }

    private String className() {
        return CLASSES.get(Math.min(type, OPAQUE));
    }

    /** What users are told of it. */
    String describe() {
        String extents = shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
        return Printable.oneLine(name)
                + " ("
                + (extents.isEmpty() ? "" : extents + " ")
                + (complex ? "complex " : "")
                + className()
                + ")";
    }

    /** The matrix, if it is not sparse. */
    DenseMatrixBuilder columns() throws IOException {
        requireMatrix();
        DenseMatrixBuilder builder = DenseMatrix.builder(shape.get(0));
        long[] count = {0};
        data.numbers(value -> {
            builder.add(value);
            count[0]++;
        });
        requireElements(count[0]);
        return builder;
    }

    /** All elements, if it is not sparse, the first index running fastest. */
    double[] elements() throws IOException {
        requireNumbers();
        double[] elements = numbers(data);
        requireElements(elements.length);
        return elements;
    }

    /** The entries, if it is sparse. */
    ListedMatrix entries() throws IOException {
        requireMatrix();
        double[] rows = numbers(data);
        double[] starts = numbers(data);
        double[] values = numbers(data);
        Triplets triplets = new Triplets().countedIn("entry");
        int n = shape.get(1);
        // There may be room for more entries than there are.
        requireStarts(starts, n, Math.min(rows.length, values.length));
        for (int j = 0; j < n; j++) {
            for (int at = (int) starts[j]; at < starts[j + 1]; at++) {
                triplets.add(at + 1L, row(rows[at], at), j, value(values[at], at));
            }
        }
        return new ListedMatrix(input, triplets, shape.get(0), n);
    }

    private int row(double row, int at) throws DataFormatException {
        if (!(row >= 0 && row < shape.get(0))) {
            throw input.refuse(
                    String.format(
                            "damaged: entry %d is in row %.0f of %d",
                            at + 1, row + 1, shape.get(0)));
        }
        return (int) row;
    }

    private double value(double value, int at) throws DataFormatException {
        if (!Double.isFinite(value)) {
            throw input.refuse(
                    String.format(
                            "%s: entry %d is %s, allowed in a sparse matrix are finite numbers",
                            name, at + 1, value));
        }
        return value;
    }

    private void requireStarts(double[] starts, int n, int most) throws DataFormatException {
        boolean good = starts.length == n + 1L && starts[0] == 0 && starts[n] <= most;
        for (int j = 0; good && j < n; j++) {
            good = starts[j] <= starts[j + 1];
        }
        if (!good) {
            throw input.refuse("damaged: the columns of " + name + " do not follow each other");
        }
    }

    private void requireMatrix() throws DataFormatException {
        requireNumbers();
        if (shape.size() != 2) {
            throw input.refuse(
                    describe() + ", allowed are 2 dimensions, or more with --model tensor");
        }
    }

    private void requireNumbers() throws DataFormatException {
        if (!isNumeric() || complex) {
            throw input.refuse(
                    String.format(
                            "%s, allowed are real numbers: %s",
                            describe(), String.join(", ", NUMBERS)));
        }
        if (shape.stream().anyMatch(extent -> extent < 1)) {
            throw input.refuse(describe() + ", allowed are extents of 1 and more");
        }
    }

    private void requireElements(long found) throws DataFormatException {
        long wanted = 1;
        for (int extent : shape) {
            wanted = wanted > MOST / extent ? MOST : wanted * extent;
        }
        if (found != wanted) {
            throw input.refuse(
                    String.format(
                            "damaged: %s has %d elements, must have %d", name, found, wanted));
        }
    }
}
