package io.nadir.cli.picture;

import io.nadir.io.Indexing;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The rows or the columns of a matrix, and what they are called.
 *
 * @param indexing the names of both
 * @param mode 0 for rows, 1 for columns
 * @param isSequence whether they are in an order that a curve can follow, such as dates
 */
record Places(Indexing indexing, int mode, boolean isSequence) {
    /** Years and months, dates, and dates with a time: their order is that of the texts. */
    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d{2}(-\\d{2}([T ]\\d{2}:\\d{2}.*)?)?");

    /** Fewer are better named one by one. */
    private static final int SHORTEST = 8;

    /**
     * Finds out whether the names are a sequence: dates, one after the other, or ascending numbers
     * where they are not ids of what is listed.
     *
     * @param complete whether the data are a table without gaps, whose numbers may be a scale
     */
    static Places of(Indexing indexing, int mode, boolean complete) {
        List<String> ids = mode == 0 ? indexing.rows() : indexing.columns();
        boolean sequence =
                ids.size() >= SHORTEST && (areDates(ids) || (complete && areNumbers(ids)));
        return new Places(indexing, mode, sequence);
    }

    private static boolean areDates(List<String> ids) {
        for (int k = 0; k < ids.size(); k++) {
            boolean after = k == 0 || ids.get(k).compareTo(ids.get(k - 1)) > 0;
            if (!after || !DATE.matcher(ids.get(k)).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean areNumbers(List<String> ids) {
        double last = Double.NEGATIVE_INFINITY;
        for (String id : ids) {
            double value;
            try {
                value = Double.parseDouble(id);
            } catch (NumberFormatException e) {
                return false;
            }
            if (!(value > last) || value == Double.POSITIVE_INFINITY) {
                return false;
            }
            last = value;
        }
        return true;
    }

    /** How many have names. */
    int count() {
        return (mode == 0 ? indexing.rows() : indexing.columns()).size();
    }

    /** What users call one. */
    String name(int place) {
        return indexing.hasIds(mode)
                ? indexing.name(mode, place)
                : (mode == 0 ? "row " : "column ") + indexing.name(mode, place);
    }

    /** What several are. */
    String plural() {
        return mode == 0 ? "rows" : "columns";
    }
}
