package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How an input was understood.
 *
 * @param name of the file or stream
 * @param shape extents of what was read
 * @param entries that are known, or, where all others are zero, listed
 * @param zeroElsewhere whether entries that are not listed are zero
 * @param weighted whether entries have weights
 * @param indexing what rows and columns are called; null where the format has no say in it and
 *     nobody asked
 * @param text what is to be said of a text file, null for others
 */
public record InputDescription(
        String name,
        List<Integer> shape,
        long entries,
        boolean zeroElsewhere,
        boolean weighted,
        @Nullable Indexing indexing,
        @Nullable Text text) {

    /** Copies the lists. */
    public InputDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");

        shape = List.copyOf(shape);
    }

    /**
     * How a text file was understood.
     *
     * @param separator of its fields, in words
     * @param decimalComma whether numbers have one, and not a point
     * @param header whether the first line was one
     * @param headerPossible whether the first line was read as numbers that may have been labels,
     *     and nobody said which
     * @param indexColumn whether the first column was one of labels
     * @param missing number of missing tokens
     * @param comments number of comment lines
     * @param ignored names of the columns that were ignored
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

    /** Of an input that is no text. */
    static InputDescription of(String name, List<Integer> shape, long entries) {
        return new InputDescription(name, shape, entries, false, false, null, null);
    }

    /** With weights from elsewhere. */
    public InputDescription withWeights() {
        return new InputDescription(name, shape, entries, zeroElsewhere, true, indexing, text);
    }

    /** With zeros where nothing is listed. */
    InputDescription withZeroElsewhere() {
        return new InputDescription(name, shape, entries, true, weighted, indexing, text);
    }

    /** With what rows and columns are called. */
    public InputDescription withIndexing(Indexing names) {
        Objects.requireNonNull(names, "names");

        return new InputDescription(name, shape, entries, zeroElsewhere, weighted, names, text);
    }

    /** What rows and columns are called: by position from 1 if nothing is said. */
    public Indexing indexingOrDefault() {
        return indexing == null ? Indexing.FROM_ONE : indexing;
    }

    /** In words, one line: {@code ratings.csv: 6×3, 6 entries known, not weighted, …}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(
                Printable.oneLine(name)
                        + ": "
                        + shape.stream().map(String::valueOf).collect(Collectors.joining("×")));
        String listed = counted(entries, "entry", "entries");
        words.add(zeroElsewhere ? listed + " listed, 0 elsewhere" : listed + " known");
        words.add(weighted ? "weighted" : "not weighted");
        if (indexing != null) {
            words.add(indexing.toString());
        }
        if (text != null) {
            addTo(words, text);
        }
        return String.join(", ", words);
    }

    private static void addTo(List<String> words, Text text) {
        words.add("separated by " + text.separator);
        if (text.decimalComma) {
            words.add("decimal comma");
        }
        words.add(text.header ? "header line used" : "no header line");
        if (text.headerPossible) {
            words.add("the first line is read as numbers (if it has labels say --header yes)");
        }
        if (text.indexColumn) {
            words.add("index column left out");
        }
        words.add(counted(text.missing, "missing token", "missing tokens"));
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
