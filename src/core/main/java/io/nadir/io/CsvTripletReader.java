package io.nadir.io;

import io.nadir.io.ColumnRoles.Role;
import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Reads lines of row, column and value, in the order of the header or of {@link
 * TextFormat#columns}. Rows and columns are positions, and the largest listed are the dimensions,
 * or ids, which get consecutive numbers. Weights are read where the header or the format says which
 * column has them.
 */
final class CsvTripletReader {
    private static final int ENTRY = 3;

    private final TextInput text;
    private final boolean weightsAllowed;
    private final Places places;
    private final Triplets triplets;
    private @Nullable ColumnRoles roles;
    private int valueField;
    private int weightField;
    private boolean started;
    private boolean header;

    private CsvTripletReader(TextInput text, boolean weightsAllowed) {
        this.text = text;
        this.weightsAllowed = weightsAllowed;
        this.places = new Places(text);
        this.triplets =
                new Triplets(places::rowName, places::columnName)
                        .noteOnTwins(
                                "; allowed is one line for each place: add counts up, or keep one"
                                        + " rating, before");
    }

    /** Reads a matrix that is zero where nothing is listed. */
    static ReadResult<SparseMatrix> read(Input input, TextFormat format) throws IOException {
        CsvTripletReader reader =
                new CsvTripletReader(TextInput.ofEntries(input, format), false).readAll();
        SparseMatrix matrix =
                reader.triplets.build(input, reader.places.rows(), reader.places.columns());
        return new ReadResult<>(
                matrix, reader.describe(input, matrix.listed()).withZeroElsewhere());
    }

    /** Reads the entries of a matrix that is unknown where nothing is listed. */
    static ReadResult<ObservedEntries> readObserved(Input input, TextFormat format)
            throws IOException {
        CsvTripletReader reader =
                new CsvTripletReader(TextInput.ofEntries(input, format), true).readAll();
        ObservedEntries entries =
                reader.triplets.buildObserved(input, reader.places.rows(), reader.places.columns());
        return new ReadResult<>(entries, reader.describe(input, entries.observed()));
    }

    private InputDescription describe(Input input, long entries) {
        ColumnRoles known = roles == null ? ColumnRoles.plain() : roles;
        return new InputDescription(
                input.name(),
                List.of(places.rows(), places.columns()),
                entries,
                false,
                known.has(Role.WEIGHT),
                places.indexing(),
                text.describe(header, false, false, 0, known.ignored()));
    }

    private CsvTripletReader readAll() throws IOException {
        text.forEach(this::add);
        if (triplets.size() == 0) {
            throw text.refuse("has no line of row, column and value");
        }
        places.finish(triplets);
        return this;
    }

    private void add(TextRow line) throws DataFormatException {
        ColumnRoles known = roles;
        if (known == null) {
            known = rolesOf(line);
            roles = known;
            if (header && !isCommentHeader(line)) {
                return;
            }
        }
        requireFields(line, known);
        if (!started) {
            places.begin(line, known);
            valueField = known.at(Role.VALUE);
            weightField = known.at(Role.WEIGHT);
            started = true;
        }
        int i = places.row(line);
        int j = places.column(line);
        double value = text.number(line, valueField);
        if (weightField >= 0) {
            triplets.add(line.line(), i, j, value, weight(line, weightField));
        } else {
            triplets.add(line.line(), i, j, value);
        }
    }

    /** What the first line and the format say of the columns; notes whether it is a header. */
    private ColumnRoles rolesOf(TextRow first) throws DataFormatException {
        boolean names = isHeader(first);
        boolean comment = !names && isCommentHeader(first);
        header = names || comment;
        List<String> given = text.format().columns();
        List<String> found = names ? named(first) : text.commentBefore();
        ColumnRoles known;
        try {
            known =
                    !given.isEmpty()
                            ? ColumnRoles.of(given)
                            : header ? ColumnRoles.of(found) : plain(first);
        } catch (IllegalArgumentException e) {
            if (!given.isEmpty()) {
                throw text.refuse(
                        "columns = " + e.getMessage() + ", for a text: " + Advice.COLUMNS);
            }
            ColumnRoles only = names ? byContent(found) : null;
            if (only == null) {
                throw text.refuse(first, unknownNames(found, e));
            }
            known = only;
        }
        requireRoles(first, known);
        return header ? known.alsoNamed(found) : known;
    }

    /** The only reading of a header with unknown names; null if there is none. */
    private @Nullable ColumnRoles byContent(List<String> header) {
        List<List<String>> rows = text.firstRows();
        return ColumnRoles.byContent(
                header, rows.subList(Math.min(1, rows.size()), rows.size()), text.tokens());
    }

    private static String unknownNames(List<String> header, IllegalArgumentException problem) {
        return "the header has "
                + problem.getMessage()
                + ": say what the columns are, for example row,column,value"
                + ",-".repeat(Math.max(0, header.size() - ENTRY))
                + ", by "
                + Advice.COLUMNS;
    }

    /** The names in a header; a column without one is ignored. */
    private static List<String> named(TextRow header) {
        return header.all().stream()
                .map(name -> name.isEmpty() ? ColumnRoles.IGNORED : name)
                .toList();
    }

    private ColumnRoles plain(TextRow first) throws DataFormatException {
        if (first.size() == ENTRY) {
            return ColumnRoles.plain();
        }
        String problem =
                String.format(
                        "has %d fields (separated by %s), must be: row,column,value",
                        first.size(), text.dialect().separatorName());
        if (first.size() < ENTRY) {
            throw text.refuse(first, problem);
        }
        throw text.refuse(
                first,
                problem
                        + "; say what the others are by "
                        + Advice.COLUMNS
                        + ", for example row,column,value,- to ignore the fourth"
                        + (weightsAllowed ? " or row,column,value,weight to weigh by it" : ""));
    }

    private void requireRoles(TextRow first, ColumnRoles known) throws DataFormatException {
        for (Role role : List.of(Role.ROW, Role.COLUMN, Role.VALUE)) {
            if (!known.has(role)) {
                throw text.refuse(
                        first,
                        "no column is the %s: say what the columns are by %s"
                                .formatted(role.name().toLowerCase(Locale.ROOT), Advice.COLUMNS));
            }
        }
        if (known.has(Role.WEIGHT) && !weightsAllowed) {
            throw text.refuse(
                    first,
                    "has a column of weights, allowed with --missing unlisted, or with --sparse and"
                            + " --unlisted-weight (in Java: SparseReader.readListed);"
                            + " row,column,value,- ignores it, "
                            + Advice.COLUMNS);
        }
    }

    private boolean isHeader(TextRow first) throws DataFormatException {
        return switch (text.format().header()) {
            case YES -> true;
            case NO -> false;
            case DETECT -> {
                if (Tokens.areCounting(first.all())
                        && first.field(0).equals("0")
                        && !text.hasOneLine()
                        && Integer.valueOf(0).equals(text.format().base())) {
                    throw text.refuse(
                            first,
                            "counts from 0: is it a header of labels or an entry? Say "
                                    + Advice.HEADER);
                }
                yield areNames(first.all());
            }
        };
    }

    /** Whether the fields are names, the first perhaps empty, as above the index of pandas. */
    private boolean areNames(List<String> fields) {
        int from = fields.size() > ENTRY && fields.getFirst().isEmpty() ? 1 : 0;
        return fields.stream().skip(from).allMatch(text.tokens()::isName);
    }

    /** Whether the comment before the first line has the names of its columns. */
    private boolean isCommentHeader(TextRow first) {
        List<String> names = text.commentBefore();
        return text.format().header() == Choice.DETECT
                && names.size() == first.size()
                && ColumnRoles.areNames(names)
                && !areNames(first.all());
    }

    private void requireFields(TextRow line, ColumnRoles known) throws DataFormatException {
        if (line.size() != known.fields()) {
            throw text.refuse(
                    line,
                    String.format(
                            "has %d fields, must have %d like the %s (separated by %s)",
                            line.size(),
                            known.fields(),
                            text.format().columns().isEmpty() ? "first line" : "columns named",
                            text.dialect().separatorName()));
        }
    }

    private double weight(TextRow line, int field) throws DataFormatException {
        double weight = text.number(line, field);
        if (weight < 0) {
            throw text.refuse(
                    line,
                    String.format(
                            "field %d: %s, allowed for a weight are finite numbers from 0",
                            field + 1, Printable.quote(line.field(field))));
        }
        return weight;
    }
}
