package io.nadir.io;

import io.nadir.io.TableFormat.Field;
import io.nadir.io.TableFormat.Kind;
import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.matrix.ObservedEntries;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a dense matrix from a file of a {@link TableFormat}: each column of numbers is a column of
 * the matrix.
 */
final class TableMatrix {
    private TableMatrix() {}

    /** Reads a matrix. */
    static ReadResult<DenseMatrix> read(Input input, TextFormat format) throws IOException {
        return TableFile.read(
                input,
                file -> {
                    DenseMatrix matrix = rows(file, format, false).build();
                    return new ReadResult<>(
                            matrix,
                            InputDescription.of(
                                    input.name(),
                                    List.of(matrix.rows(), matrix.columns()),
                                    matrix.observed()));
                });
    }

    /** Reads a matrix in which null and NaN are missing entries. */
    static ReadResult<ObservedEntries> readObserved(Input input, TextFormat format)
            throws IOException {
        return TableFile.read(
                input,
                file -> {
                    ObservedEntries entries = rows(file, format, true).buildObserved();
                    return new ReadResult<>(
                            entries,
                            InputDescription.of(
                                    input.name(),
                                    List.of(entries.rows(), entries.columns()),
                                    entries.observed()));
                });
    }

    private static DenseMatrixBuilder rows(TableFile file, TextFormat format, boolean missing)
            throws IOException {
        List<Integer> columns = columns(file, format);
        DenseMatrixBuilder builder = DenseMatrix.builder(columns.size());
        long[] count = {0};
        file.forEach(
                columns,
                row -> {
                    count[0]++;
                    for (int k = 0; k < columns.size(); k++) {
                        double value = row.real(k);
                        if (Double.isNaN(value) && !missing) {
                            throw row.refuse(k, "is missing, allowed with " + Advice.MISSING);
                        }
                        builder.add(value);
                    }
                });
        if (count[0] == 0) {
            throw file.refuse("has no row");
        }
        return builder;
    }

    /** The columns that are asked for, or all but labels of the rows. */
    private static List<Integer> columns(TableFile file, TextFormat format)
            throws DataFormatException {
        List<Integer> columns =
                format.columns().isEmpty() ? all(file, format) : file.named(format.columns());
        for (int column : columns) {
            file.require(column, List.of(Kind.REAL, Kind.WHOLE), "a matrix");
        }
        if (columns.isEmpty()) {
            throw file.refuse("has no column of numbers; it has " + file.describe());
        }
        return columns;
    }

    private static List<Integer> all(TableFile file, TextFormat format) throws DataFormatException {
        List<Field> fields = file.fields();
        if (ColumnRoles.areEntryNames(fields.stream().map(Field::name).toList())) {
            throw file.refuse(
                    "looks like a list of entries: its columns are "
                            + file.describe()
                            + "; if it is one say --missing unlisted or --sparse (in Java:"
                            + " SparseReader), otherwise choose columns by "
                            + Advice.COLUMNS);
        }
        List<Integer> columns = new ArrayList<>();
        for (int k = 0; k < fields.size(); k++) {
            if (!isLabel(fields.get(k), k, format)) {
                columns.add(k);
            }
        }
        return columns;
    }

    /** Texts in the first column can only be labels; numbers are if the user says so. */
    private static boolean isLabel(Field field, int k, TextFormat format) {
        if (format.indexColumn() == Choice.NO) {
            return false;
        }
        boolean first = k == 0 && (format.indexColumn() == Choice.YES || field.kind() == Kind.TEXT);
        return first || TableFile.isIndex(field);
    }
}
