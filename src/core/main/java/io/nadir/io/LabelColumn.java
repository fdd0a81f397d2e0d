package io.nadir.io;

import io.nadir.io.TextFormat.Choice;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** Tells from the first lines of a dense table whether its first column can only label the rows. */
final class LabelColumn {
    /** Not with points: 01.02.2024 may be a number with groups of digits. */
    private static final Pattern DATE =
            Pattern.compile("[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}(?:[ T][0-9:.+Z-]*)?");

    /** Fewer numbers than these may grow by chance. */
    private static final int FEWEST = 2;

    /** Fewer small numbers in any order than these may be different by chance. */
    private static final int FEWEST_UNSORTED = 3;

    private static final BigInteger LARGE = BigInteger.valueOf(1000);

    private LabelColumn() {}

    /** What the format says of an index column, or what is certain; detected otherwise. */
    static Choice isIndex(TextInput text) {
        Choice said = text.format().indexColumn();
        if (said != Choice.DETECT) {
            return said;
        }
        List<List<String>> rows = text.firstRows();
        return isUnnamed(text, rows) || isOfNames(text, rows) ? Choice.YES : Choice.DETECT;
    }

    /** Whether the header has one field less than each other line, as R leaves out that one. */
    private static boolean isUnnamed(TextInput text, List<List<String>> rows) {
        return rows.size() > 1
                && text.format().header() != Choice.NO
                && rows.getFirst().stream().allMatch(text.tokens()::isName)
                && rows.stream().skip(1).allMatch(row -> row.size() == rows.getFirst().size() + 1);
    }

    /** Whether each line begins with a name or a date, but for an empty field in the header. */
    private static boolean isOfNames(TextInput text, List<List<String>> rows) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> row.size() > 1)
                && (isLabel(text, rows.getFirst().getFirst())
                        || (rows.size() > 1 && rows.getFirst().getFirst().isEmpty()))
                && rows.stream().skip(1).allMatch(row -> isLabel(text, row.getFirst()));
    }

    private static boolean isLabel(TextInput text, String field) {
        return text.tokens().isName(field) || DATE.matcher(field).matches();
    }

    /**
     * Whether a line whose first field is empty looks like numbers of columns above numbers of
     * rows, as a pivoted table has them: different whole numbers in both directions that grow, are
     * large, or are three at least.
     *
     * @param others the fields after the empty one
     */
    static boolean isPivoted(TextInput text, List<String> others) {
        return areIds(others) && areIds(labels(text));
    }

    /** Whether they may be such numbers, but are too few to tell. */
    static boolean mayBePivoted(TextInput text, List<String> others) {
        return areDifferent(others) && areDifferent(labels(text));
    }

    /** The first field of each line but the first. */
    private static List<String> labels(TextInput text) {
        return text.firstRows().stream().skip(1).map(List::getFirst).toList();
    }

    private static boolean areIds(List<String> fields) {
        if (!areDifferent(fields)) {
            return false;
        }
        List<BigInteger> numbers = numbers(fields);
        List<BigInteger> sorted = numbers.stream().sorted().toList();
        return numbers.equals(sorted)
                || sorted.getLast().compareTo(LARGE) >= 0
                || numbers.size() >= FEWEST_UNSORTED;
    }

    /** Whether the fields are whole numbers that are all different. */
    private static boolean areDifferent(List<String> fields) {
        List<String> whole = Tokens.withoutZeroFraction(fields);
        return whole.size() >= FEWEST
                && whole.stream().allMatch(field -> field.matches("[0-9]{1,20}"))
                && numbers(whole).stream().distinct().count() == whole.size();
    }

    private static List<BigInteger> numbers(List<String> fields) {
        return Tokens.withoutZeroFraction(fields).stream().map(BigInteger::new).toList();
    }
}
