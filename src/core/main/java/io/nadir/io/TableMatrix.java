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
import java.util.stream.IntStream;

/**
 * Reads a dense matrix from a file of a {@link TableFormat}: each column of numbers is a column of
 * the matrix. Its name is the id of the column, and a first column of texts has those of the rows.
 */
final class TableMatrix {
    private final TableFile file;
    private final TextFormat format;
    private final TableNames names;

    private TableMatrix(TableFile file, TextFormat format) {
        this.file = file;
        this.format = format;
        this.names = new TableNames(file.input(), format);
    }

    /** Reads a matrix. */
    static ReadResult<DenseMatrix> read(Input input, TextFormat format) throws IOException {
        return TableFile.read(
                input,
                file -> {
                    TableMatrix table = new TableMatrix(file, format);
                    DenseMatrix matrix = table.rows(false).build();
                    List<Integer> shape = List.of(matrix.rows(), matrix.columns());
                    return new ReadResult<>(matrix, table.describe(shape, matrix.observed()));
                });
    }

    /** Reads a matrix in which null and NaN are missing entries. */
    static ReadResult<ObservedEntries> readObserved(Input input, TextFormat format)
            throws IOException {
        return TableFile.read(
                input,
                file -> {
                    TableMatrix table = new TableMatrix(file, format);
                    ObservedEntries entries = table.rows(true).buildObserved();
                    List<Integer> shape = List.of(entries.rows(), entries.columns());
                    return new ReadResult<>(entries, table.describe(shape, entries.observed()));
                });
    }

    private InputDescription describe(List<Integer> shape, long entries)
            throws DataFormatException {
        Indexing indexing = names.indexing();
        InputDescription description = InputDescription.of(file.input().name(), shape, entries);
        return indexing == null ? description : description.withIndexing(indexing);
    }

    private DenseMatrixBuilder rows(boolean missing) throws IOException {
        List<Integer> columns = columns(file, format);
        addColumnNames(columns);
        List<Integer> read = new ArrayList<>(columns);
        List<Integer> labels = format.ids() == Choice.NO ? List.of() : labels(columns);
        read.addAll(labels);
        DenseMatrixBuilder builder = DenseMatrix.builder(columns.size());
        long[] count = {0};
        file.forEach(
                read,
                row -> {
                    count[0]++;
                    for (int k = 0; k < columns.size(); k++) {
                        double value = row.real(k);
                        if (Double.isNaN(value) && !missing) {
                            throw row.refuseMissing(k);
                        }
                        builder.add(value);
                    }
                    if (!labels.isEmpty()) {
                        names.addRow(row.label(columns.size()));
                    }
                });
        if (count[0] == 0) {
            throw file.refuse("has no row");
        }
        return builder;
    }

    /** Names that count the columns, as this library and others write them, are no ids. */
    private void addColumnNames(List<Integer> columns) {
        List<String> all = columns.stream().map(k -> file.fields().get(k).name()).toList();
        if (format.ids() == Choice.YES || !(count(all, 0) || count(all, 1))) {
            names.addColumns(all);
        }
    }

    private static boolean count(List<String> names, int base) {
        return IntStream.range(0, names.size())
                .allMatch(k -> names.get(k).equals(String.valueOf(k + base)));
    }

    /** The column of the ids of the rows, if there is one. */
    private List<Integer> labels(List<Integer> columns) {
        List<Field> fields = file.fields();
        List<Integer> found =
                IntStream.range(0, fields.size())
                        .filter(k -> isLabel(fields.get(k), k, format) && !columns.contains(k))
                        .boxed()
                        .toList();
        boolean one = found.size() == 1 && isName(fields.get(found.getFirst()));
        return one ? found : List.of();
    }

    private static boolean isName(Field field) {
        return field.kind() == Kind.TEXT || field.kind() == Kind.WHOLE;
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
