package io.nadir.io;

import io.nadir.io.TableFormat.Kind;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the entries of a tensor from a file of a {@link TableFormat}: a column of indices for each
 * mode, and a last column of values.
 */
final class TableTensor {
    private TableTensor() {}

    /** Reads all entries. */
    static ListedTensor read(Input input, TextFormat format) throws IOException {
        return TableFile.read(input, file -> read(file, format));
    }

    private static ListedTensor read(TableFile file, TextFormat format) throws IOException {
        List<Integer> columns = columns(file, format);
        int order = columns.size() - 1;
        Integer base = format.base();
        List<TableAxis> axes =
                IntStream.range(0, order)
                        .mapToObj(k ->
                                new TableAxis("index of mode " + (k + 1), base == null ? 1 : base))
                        .toList();
        List<GrowingInts> indices =
                IntStream.range(0, order).mapToObj(k -> new GrowingInts()).toList();
        GrowingDoubles values = new GrowingDoubles();
        file.forEach(
                columns,
                row -> {
                    for (int k = 0; k < order; k++) {
                        indices.get(k).add(axes.get(k).place(row, k));
                    }
                    double value = row.real(order);
                    if (Double.isNaN(value)) {
                        throw row.refuse(order, "is missing, allowed are finite numbers");
                    }
                    values.add(value);
                });
        if (values.size() == 0) {
            throw file.refuse("has no row");
        }
        return new ListedTensor(
                file.input(),
                axes.stream().mapToInt(TableAxis::extent).toArray(),
                indices.stream().map(GrowingInts::toArray).toArray(int[][]::new),
                values.toArray());
    }

    private static List<Integer> columns(TableFile file, TextFormat format)
            throws DataFormatException {
        List<Integer> columns =
                format.columns().isEmpty()
                        ? IntStream.range(0, file.fields().size())
                                .filter(k -> !TableFile.isIndex(file.fields().get(k)))
                                .boxed()
                                .toList()
                        : file.named(format.columns());
        if (columns.size() < 3) {
            throw file.refuse(
                    "has the columns "
                            + file.describe()
                            + ", must have an index for each of 2 or more modes, and a value");
        }
        for (int k = 0; k < columns.size() - 1; k++) {
            file.require(columns.get(k), List.of(Kind.WHOLE), "indices of a tensor");
        }
        file.require(columns.getLast(), List.of(Kind.REAL, Kind.WHOLE), "values");
        return columns;
    }
}
