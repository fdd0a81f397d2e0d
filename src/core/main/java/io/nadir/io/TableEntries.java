package io.nadir.io;

import io.nadir.io.ColumnRoles.Role;
import io.nadir.io.TableFile.Row;
import io.nadir.io.TableFormat.Field;
import io.nadir.io.TableFormat.Kind;
import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the entries of a matrix from a file of a {@link TableFormat}, which has columns for row,
 * column, value and, if wanted, weight.
 */
final class TableEntries {
    private static final List<Role> ROLES = List.of(Role.ROW, Role.COLUMN, Role.VALUE, Role.WEIGHT);

    private static final int ROW = 0;
    private static final int COLUMN = 1;
    private static final int VALUE = 2;
    private static final int WEIGHT = 3;

    private final TableFile file;
    private final TextFormat format;
    private final boolean known;
    private final Triplets triplets;
    private @Nullable TableAxis rows;
    private @Nullable TableAxis columns;
    private Indexing indexing = Indexing.FROM_ONE;

    /** Whether there is a column of weights. */
    private boolean weighted;

    private TableEntries(TableFile file, TextFormat format, boolean known) {
        this.file = file;
        this.format = format;
        this.known = known;
        this.triplets = new Triplets(this::rowName, this::columnName).countedIn("row");
    }

    /** Reads a matrix that is zero where nothing is listed. */
    static ReadResult<SparseMatrix> read(Input input, TextFormat format) throws IOException {
        return TableFile.read(
                input,
                file -> {
                    TableEntries entries = new TableEntries(file, format, false);
                    SparseMatrix matrix = entries.readAll().sparse();
                    return new ReadResult<>(
                            matrix,
                            entries.describe(matrix.rows(), matrix.columns(), matrix.listed())
                                    .withZeroElsewhere());
                });
    }

    /** Reads the entries of a matrix that is unknown where nothing is listed. */
    static ReadResult<ObservedEntries> readObserved(Input input, TextFormat format)
            throws IOException {
        return TableFile.read(
                input,
                file -> {
                    TableEntries entries = new TableEntries(file, format, true);
                    ObservedEntries matrix = entries.readAll().observed();
                    return new ReadResult<>(
                            matrix,
                            entries.describe(matrix.rows(), matrix.columns(), matrix.observed()));
                });
    }

    private InputDescription describe(int m, int n, long entries) {
        return new InputDescription(
                file.input().name(), List.of(m, n), entries, false, weighted, indexing, null);
    }

    private ListedMatrix readAll() throws IOException {
        ColumnRoles roles = roles();
        List<Integer> chosen = new ArrayList<>();
        for (Role role : ROLES) {
            if (roles.has(role)) {
                chosen.add(roles.at(role));
            }
        }
        weighted = roles.has(Role.WEIGHT);
        require(chosen);
        file.forEach(chosen, row -> add(row, roles));
        if (triplets.size() == 0 || rows == null || columns == null) {
            throw file.refuse("has no row of row, column and value");
        }
        finish(rows, columns);
        return new ListedMatrix(file.input(), triplets, rows.extent(), columns.extent());
    }

    private void finish(TableAxis byRow, TableAxis byColumn) throws DataFormatException {
        IdTable rowIds = byRow.ids();
        IdTable columnIds = byColumn.ids();
        if (rowIds != null && columnIds != null) {
            triplets.rename(rowIds.ranks(), columnIds.ranks());
            indexing = Indexing.byIds(rowIds.sorted(), columnIds.sorted());
        } else if (format.ids() == Choice.DETECT) {
            Places.requirePositions(file.input(), triplets, byRow.extent(), byColumn.extent());
        }
    }

    /** What each column is: as the user says, or by its name. */
    private ColumnRoles roles() throws DataFormatException {
        List<String> names = format.columns();
        if (names.isEmpty()) {
            return byName();
        }
        if (names.size() != WEIGHT && names.size() != WEIGHT + 1) {
            throw file.refuse(
                    String.format(
                            "--columns names %d columns, allowed in a table are the names of 3 or"
                                    + " 4, of row, column, value and weight; it has %s",
                            names.size(), file.describe()));
        }
        ColumnRoles roles = ColumnRoles.at(file.named(names), file.fields().size());
        return roles.alsoNamed(file.fields().stream().map(Field::name).toList());
    }

    private ColumnRoles byName() throws DataFormatException {
        List<String> names =
                file.fields().stream()
                        .map(field -> TableFile.isIndex(field) ? ColumnRoles.IGNORED : field.name())
                        .toList();
        ColumnRoles roles;
        try {
            roles = ColumnRoles.of(names);
        } catch (IllegalArgumentException e) {
            throw undecided(e.getMessage());
        }
        for (Role role : List.of(Role.ROW, Role.COLUMN, Role.VALUE)) {
            if (!roles.has(role)) {
                throw undecided("none is the " + role.name().toLowerCase(Locale.ROOT));
            }
        }
        return roles;
    }

    private DataFormatException undecided(@Nullable String why) {
        return file.refuse(
                String.format(
                        "has the columns %s: %s; name those of row, column, value and, if wanted,"
                                + " weight by %s",
                        file.describe(), why, Advice.COLUMNS));
    }

    private void require(List<Integer> chosen) throws DataFormatException {
        List<Kind> names = List.of(Kind.WHOLE, Kind.TEXT);
        List<Kind> numbers = List.of(Kind.REAL, Kind.WHOLE);
        file.require(chosen.get(ROW), names, "rows");
        file.require(chosen.get(COLUMN), names, "columns");
        file.require(chosen.get(VALUE), numbers, "values");
        if (weighted) {
            file.require(chosen.get(WEIGHT), numbers, "weights");
            if (!known) {
                throw file.refuse(
                        "has a column of weights, allowed for known entries only, "
                                + Advice.UNLISTED
                                + "; leave it out by "
                                + Advice.COLUMNS);
            }
        }
    }

    private void add(Row row, ColumnRoles roles) throws IOException {
        if (rows == null || columns == null) {
            begin(row, roles);
        }
        TableAxis byRow = rows;
        TableAxis byColumn = columns;
        if (byRow == null || byColumn == null) {
            throw new IllegalStateException("not begun");
        }
        double value = row.real(VALUE);
        if (Double.isNaN(value)) {
            requireKnown(row);
            return;
        }
        int i = byRow.place(row, ROW);
        int j = byColumn.place(row, COLUMN);
        if (weighted) {
            triplets.add(row.number(), i, j, value, weight(row));
        } else {
            triplets.add(row.number(), i, j, value);
        }
    }

    /** An entry without a value is missing like one that is not listed. */
    private void requireKnown(Row row) throws DataFormatException {
        if (!known) {
            throw row.refuse(
                    VALUE,
                    "is missing, allowed are numbers, or missing values with " + Advice.UNLISTED);
        }
    }

    private double weight(Row row) throws DataFormatException {
        double weight = row.real(WEIGHT);
        if (!(weight >= 0)) {
            throw row.refuse(
                    WEIGHT,
                    (Double.isNaN(weight) ? "is missing" : String.valueOf(weight))
                            + ", allowed for a weight are finite numbers from 0");
        }
        return weight;
    }

    /** Decides by the first entry what names and format leave open. */
    private void begin(Row first, ColumnRoles roles) throws DataFormatException {
        Integer said = roles.base();
        Integer base = format.base();
        if (said != null && base != null && !said.equals(base)) {
            throw file.refuse(Places.contradiction(said, base));
        }
        Integer counted = base == null ? said : base;
        indexing = Indexing.counted(counted == null ? 1 : counted);
        boolean byId =
                switch (format.ids()) {
                    case YES -> true;
                    case NO -> false;
                    case DETECT ->
                            counted == null
                                    && (roles.byId()
                                            || Places.isId(first.name(ROW))
                                            || Places.isId(first.name(COLUMN)));
                };
        rows = new TableAxis("row", indexing.base(), byId);
        columns = new TableAxis("column", indexing.base(), byId);
    }

    private String rowName(int i) {
        return name(0, i);
    }

    private String columnName(int j) {
        return name(1, j);
    }

    private String name(int mode, int place) {
        return indexing.hasIds()
                ? Printable.quote(indexing.ids(mode).get(place))
                : String.valueOf(place + indexing.base());
    }
}
