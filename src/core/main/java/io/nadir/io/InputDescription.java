package io.nadir.io;

import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A description of how a reader has interpreted an input. An immutable value.
 *
 * @param name the name of the file or stream
 * @param shape the dimensions of the data read; of positions, their number and that of the indices
 * @param entries the number of known entries or, if all others are zero, of listed entries
 * @param zeroElsewhere whether entries that are not listed are zero rather than missing
 * @param weighted whether entries have weights
 * @param indexing how rows and columns are identified; null if neither the format nor the caller
 *     determines it
 * @param text how the text was interpreted; null if the input is not a text file
 * @param storage how the elements are kept, if not as float64 in memory; otherwise null
 * @param positions whether the input has positions of entries, and no entries
 */
public record InputDescription(
        String name,
        List<Integer> shape,
        long entries,
        boolean zeroElsewhere,
        boolean weighted,
        @Nullable Indexing indexing,
        @Nullable Text text,
        @Nullable String storage,
        boolean positions) {

    /** Copies the lists. */
    public InputDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");

        shape = List.copyOf(shape);
    }

    /** Describes data that are kept as float64 in memory. */
    public InputDescription(
            String name,
            List<Integer> shape,
            long entries,
            boolean zeroElsewhere,
            boolean weighted,
            @Nullable Indexing indexing,
            @Nullable Text text) {
        this(name, shape, entries, zeroElsewhere, weighted, indexing, text, null, false);
    }

    /**
     * How a text file was interpreted.
     *
     * @param separator the separator of fields, in words
     * @param decimalComma whether numbers have a decimal comma instead of a point
     * @param header whether the first line was taken for a header
     * @param headerPossible whether the first line was read as numbers although they may be labels,
     *     and the caller did not say which
     * @param indexColumn whether the first column was taken for labels of the rows
     * @param missing the number of entries that are marked as missing
     * @param comments the number of comment lines
     * @param ignored the names of the columns that were ignored, and which ids of a dense table
     */
    public record Text(
            String separator,
            boolean decimalComma,
            boolean header,
            boolean headerPossible,
            boolean indexColumn,
            long missing,
            long comments,
            List<String> ignored) {

        /** Copies the list. */
        public Text {
            Objects.requireNonNull(separator, "separator");
            Objects.requireNonNull(ignored, "ignored");

            ignored = List.copyOf(ignored);
        }
    }

    /** Describes positions, each of which has {@code indices} indices. */
    static InputDescription ofPositions(
            String name, int count, int indices, Indexing indexing, @Nullable Text text) {
        return new InputDescription(
                name, List.of(count, indices), 0, false, false, indexing, text, null, true);
    }

    /** Describes an input that is not a text file. */
    static InputDescription of(String name, List<Integer> shape, long entries) {
        return new InputDescription(name, shape, entries, false, false, null, null);
    }

    /** Describes a dense matrix that is not a text file. */
    static InputDescription of(String name, DenseMatrix matrix) {
        List<Integer> shape = List.of(matrix.rows(), matrix.columns());
        String storage = matrix.storage();
        return new InputDescription(
                name,
                shape,
                matrix.observed(),
                false,
                false,
                null,
                null,
                storage.equals(DenseMatrix.FLOAT64) ? null : storage,
                false);
    }

    /** Returns this description for entries that have been given weights from another file. */
    public InputDescription withWeights() {
        return new InputDescription(
                name, shape, entries, zeroElsewhere, true, indexing, text, storage, positions);
    }

    /** Returns this description for a matrix whose unlisted entries are zero. */
    public InputDescription withZeroElsewhere() {
        return new InputDescription(
                name, shape, entries, true, weighted, indexing, text, storage, positions);
    }

    /** Returns this description with another indexing. */
    public InputDescription withIndexing(Indexing names) {
        Objects.requireNonNull(names, "names");

        return new InputDescription(
                name, shape, entries, zeroElsewhere, weighted, names, text, storage, positions);
    }

    /** Returns this description for data that are kept otherwise; null for float64 in memory. */
    public InputDescription withStorage(@Nullable String kept) {
        return new InputDescription(
                name, shape, entries, zeroElsewhere, weighted, indexing, text, kept, positions);
    }

    /** Returns how rows and columns are identified, by default by position counted from 1. */
    public Indexing indexingOrDefault() {
        return indexing == null ? Indexing.FROM_ONE : indexing;
    }

    /**
     * Returns the description on one line, such as {@code ratings.csv: 6×3, 6 entries known, not
     * weighted, …}.
     */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (positions) {
            words.add(counted(shape.getFirst(), "position", "positions"));
        } else {
            addDataTo(words);
        }
        if (storage != null) {
            words.add(storage);
        }
        if (indexing != null) {
            words.add(indexing.toString());
        }
        if (text != null) {
            addTo(words, text, positions);
        }
        return Printable.oneLine(name) + ": " + String.join(", ", words);
    }

    private void addDataTo(List<String> words) {
        words.add(shape.stream().map(String::valueOf).collect(Collectors.joining("×")));
        String listed = counted(entries, "entry", "entries");
        words.add(zeroElsewhere ? listed + " listed, 0 elsewhere" : listed + " known");
        words.add(weighted ? "weighted" : "not weighted");
    }

    private static void addTo(List<String> words, Text text, boolean positions) {
        words.add("separated by " + text.separator);
        if (text.decimalComma) {
            words.add("decimal comma");
        }
        words.add(text.header ? "header line used" : "no header line");
        if (text.headerPossible) {
            words.add(
                    "the first line is read as numbers (if it has labels say --header yes, and if"
                            + " the first column has labels too --index-column yes)");
        }
        if (text.indexColumn) {
            words.add("index column used");
        }
        if (!positions) {
            words.add(counted(text.missing, "missing token", "missing tokens"));
        }
        if (text.comments > 0) {
            words.add(counted(text.comments, "comment line", "comment lines"));
        }
        if (!text.ignored.isEmpty()) {
            words.add("ignored: " + Printable.oneLine(String.join(", ", text.ignored)));
        }
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
