package io.nadir.io;

import io.nadir.io.TableFormat.Field;
import io.nadir.io.TableFormat.Kind;
import io.nadir.io.TableFormat.Rows;
import io.nadir.io.TableFormat.Source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An open file of a {@link TableFormat}, with messages that name its rows and columns. */
final class TableFile {
    /** Where pandas keeps the labels of rows. */
    private static final String INDEX = "__index_level_";

    private static final int MOST_NAMES = 20;
    private static final long LARGEST_INTEGER = 1L << 53;

    private final Input input;
    private final Source source;

    private TableFile(Input input, Source source) {
        this.input = input;
        this.source = source;
    }

    /** Makes a value of a file. */
    @FunctionalInterface
    interface Reading<T> {
        T read(TableFile file) throws IOException;
    }

    /** Opens the file that an input is, which begins like one of such a format. */
    static <T> T read(Input input, Reading<T> reading) throws IOException {
        TableFormat format = TableFormats.of(input).orElseThrow();
        return input.asFile(path -> {
            try (Source source = guard(input, () -> format.open(path))) {
                return reading.read(new TableFile(input, source));
            }
        });
    }

    /** Tells what a format finds wrong as what is wrong with the input. */
    private static <T> T guard(Input input, UnpackedStream.Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (DataFormatException e) {
            throw e;
        } catch (IOException e) {
            DataFormatException refusal =
                    input.refuse(Printable.oneLine(String.valueOf(e.getMessage())));
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Takes a row. */
    @FunctionalInterface
    interface RowReader {
        void read(Row row) throws IOException;
    }

    /** The columns. */
    List<Field> fields() {
        return source.fields();
    }

    /** Reads some columns of all rows. */
    void forEach(List<Integer> columns, RowReader reader) throws IOException {
        Rows rows = guard(input, () -> source.rows(columns));
        Row row = new Row(rows, columns);
        while (guard(input, rows::next)) {
            row.number++;
            reader.read(row);
        }
    }

    /** Whether a column has the labels that pandas gives to rows. */
    static boolean isIndex(Field field) {
        return field.name().startsWith(INDEX);
    }

    /** The columns of these names. */
    List<Integer> named(List<String> names) throws DataFormatException {
        List<Integer> columns = new ArrayList<>();
        for (String name : names) {
            List<String> all = fields().stream().map(Field::name).toList();
            int at = all.indexOf(name);
            if (at < 0 || at != all.lastIndexOf(name)) {
                throw refuse(
                        String.format(
                                "has %s column %s, allowed by %s are: %s",
                                at < 0 ? "no" : "more than one",
                                Printable.quote(name),
                                Advice.COLUMNS,
                                describe()));
            }
            columns.add(at);
        }
        return columns;
    }

    /** The columns with their types, in words. */
    String describe() {
        return fields().stream()
                        .limit(MOST_NAMES)
                        .map(field -> Printable.oneLine(field.name()) + " (" + field.type() + ")")
                        .collect(Collectors.joining(", "))
                + (fields().size() > MOST_NAMES ? ", …" : "");
    }

    /** Throws unless a column has one of the kinds. */
    void require(int column, List<Kind> kinds, String use) throws DataFormatException {
        Field field = fields().get(column);
        if (field.kind() == null || !kinds.contains(field.kind())) {
            throw refuse(
                    String.format(
                            "column %s is of the type %s, allowed for %s are %s: choose others by"
                                    + " %s",
                            Printable.quote(field.name()),
                            field.type(),
                            use,
                            kinds.contains(Kind.TEXT) ? "whole numbers and texts" : "numbers",
                            Advice.COLUMNS));
        }
    }

    /** Where the bytes come from. */
    Input input() {
        return input;
    }

    /** An exception that names the file. */
    DataFormatException refuse(String problem) {
        return input.refuse(problem);
    }

    /** A row of the chosen columns; column k is the k-th of them. */
    final class Row {
        private final Rows rows;
        private final List<Field> chosen;
        private long number;

        private Row(Rows rows, List<Integer> columns) {
            this.rows = rows;
            this.chosen = columns.stream().map(fields()::get).toList();
        }

        /** The number of the row, from 1. */
        long number() {
            return number;
        }

        /** The finite number in column k; NaN if it is missing. */
        double real(int k) throws DataFormatException {
            try {
                if (rows.isMissing(k)) {
                    return Double.NaN;
                }
                double value =
                        chosen.get(k).kind() == Kind.WHOLE ? exact(rows.whole(k)) : rows.real(k);
                if (Double.isInfinite(value)) {
                    throw refuse(k, value + ", allowed are finite numbers");
                }
                return value;
            } catch (ArithmeticException e) {
                throw refuse(k, e.getMessage());
            } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
                throw damaged(k, e);
            }
        }

        /** The name in column k, a text or a whole number. */
        String name(int k) throws DataFormatException {
            try {
                if (rows.isMissing(k)) {
                    throw refuse(k, "is missing, allowed are whole numbers and texts");
                }
                return chosen.get(k).kind() == Kind.TEXT
                        ? rows.text(k)
                        : Long.toString(rows.whole(k));
            } catch (ArithmeticException e) {
                throw refuse(k, e.getMessage());
            } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
                throw damaged(k, e);
            }
        }

        /** The name in column k, a text or a whole number; empty if it is missing. */
        String label(int k) throws DataFormatException {
            try {
                return rows.isMissing(k) ? "" : name(k);
            } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
                throw damaged(k, e);
            }
        }

        /** An exception that names the row and a column. */
        DataFormatException refuse(int k, @Nullable String problem) {
            return input.refuse(place(k) + problem);
        }

        /** The same of a number that is missing. */
        DataFormatException refuseMissing(int k) {
            return input.refuse(place(k) + "is missing", Advice.ALLOWED_AS_MISSING);
        }

        private String place(int k) {
            String column = Printable.quote(chosen.get(k).name());
            return String.format("row %d, column %s: ", number, column);
        }

        private DataFormatException damaged(int k, RuntimeException cause) {
            DataFormatException refusal = refuse(k, "the file is damaged here");
            refusal.initCause(cause);
            return refusal;
        }

        private double exact(long value) {
            if (value < -LARGEST_INTEGER || value > LARGEST_INTEGER) {
                throw new ArithmeticException(
                        value
                                + ", allowed are integers of magnitude up to 2^53, which float64"
                                + " holds exactly");
            }
            return value;
        }
    }
}
