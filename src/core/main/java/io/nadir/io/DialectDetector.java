package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detects how a text is written from its first lines. A separator is accepted if it splits all of
 * them into equally many fields, and the fields that must be numbers are numbers. If two separators
 * satisfy that, neither is accepted.
 */
final class DialectDetector {
    private static final String COMMA = ",";
    private static final String TAB = "\t";

    /** Blanks come last: they are what is left. */
    private static final List<String> SEPARATORS =
            List.of(COMMA, TAB, ";", "|", "::", TextFormat.BLANKS);

    private static final Pattern ANY_SEPARATOR = Pattern.compile("[,;|\t]|::");

    /** A comma between digits that does not look like one of thousands. */
    private static final Pattern DECIMAL_COMMA =
            Pattern.compile(
                    "[+-]?(?:[0-9]*,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,},[0-9]+|0*,[0-9]+)"
                            + "(?:[eE][+-]?[0-9]+)?");

    private static final Pattern DECIMAL_POINT = Pattern.compile("[+-]?[0-9]*\\.[0-9]+.*");

    /** The first line that Excel takes for the separator. */
    private static final Pattern NAMED = Pattern.compile("(?i)\"?sep=([,;|\t])\"?\\s*");

    private static final int MOST_LINES = 100;

    private final Input input;
    private final TextFormat format;
    private final Tokens tokens;
    private final boolean entries;
    private final @Nullable Character comment;
    private final @Nullable String named;
    private final List<String> lines;

    /**
     * Prepares to detect.
     *
     * @param entries whether the lines are of row, column and value: rows and columns may be texts
     */
    DialectDetector(Input input, TextFormat format, TextSample sample, boolean entries) {
        this.input = input;
        this.format = format;
        this.tokens = new Tokens(format.missing());
        this.entries = entries;
        this.comment = comment(sample);
        Matcher first = NAMED.matcher(sample.lines().isEmpty() ? "" : sample.lines().getFirst());
        this.named = first.matches() ? first.group(1) : null;
        this.lines =
                sample.lines().stream()
                        .skip(named == null ? 0 : 1)
                        .filter(this::isNoComment)
                        .limit(MOST_LINES)
                        .toList();
    }

    /** The dialect. */
    Dialect detect() throws DataFormatException {
        String separator = format.separator() == null ? named : format.separator();
        boolean given = separator != null;
        String found = separator == null ? separator() : separator;
        Character decimal = format.decimal();
        return new Dialect(
                found,
                given,
                decimal == null ? decimal(found) : decimal,
                format.thousands(),
                comment,
                format.comment() != null,
                named != null);
    }

    /** The first lines without comments. */
    List<String> lines() {
        return lines;
    }

    private @Nullable Character comment(TextSample sample) {
        Character given = format.comment();
        return given != null
                ? given
                : sample.lines().stream()
                        .filter(line -> line.startsWith("#") || line.startsWith("%"))
                        .filter(line -> !tokens.beginsMissing(line))
                        .map(line -> line.charAt(0))
                        .findFirst()
                        .orElse(null);
    }

    private boolean isNoComment(String line) {
        return comment == null || line.charAt(0) != comment;
    }

    private String separator() throws DataFormatException {
        String preferred = input.name().toLowerCase(Locale.ROOT).endsWith(".tsv") ? TAB : COMMA;
        if (lines.isEmpty()) {
            return preferred;
        }
        List<String> fitting = SEPARATORS.stream().filter(this::fits).toList();
        List<String> strict = fitting.stream().filter(s -> !s.equals(TextFormat.BLANKS)).toList();
        if (strict.size() > 1) {
            throw input.refuse(
                    "fields may be separated by "
                            + String.join(" or ", strict.stream().map(Dialect::nameOf).toList())
                            + ": say which, "
                            + Advice.SEPARATOR);
        }
        return Stream.of(strict, fitting, consistent())
                .flatMap(List::stream)
                .findFirst()
                .orElse(isCandidate(preferred) ? preferred : ";");
    }

    /** Separators that make equally many fields, whatever is in them. */
    private List<String> consistent() {
        return SEPARATORS.stream().filter(this::isCandidate).filter(this::isConsistent).toList();
    }

    private boolean isCandidate(String separator) {
        return !(separator.equals(COMMA) && Character.valueOf(',').equals(format.decimal()));
    }

    private boolean fits(String separator) {
        return isCandidate(separator)
                && isConsistent(separator)
                && lines.stream()
                        .skip(Math.min(1, lines.size() - 1))
                        .map(line -> TextFields.split(line, separator))
                        .allMatch(this::hasNumbers);
    }

    /** Whether all lines have as many fields; the first may lack that above the index column. */
    private boolean isConsistent(String separator) {
        int count = TextFields.split(lines.getLast(), separator).size();
        int first = TextFields.split(lines.getFirst(), separator).size();
        return count >= (entries ? 3 : 2)
                && (first == count || first == count - 1)
                && lines.stream()
                        .skip(1)
                        .allMatch(line -> TextFields.split(line, separator).size() == count);
    }

    private boolean hasNumbers(List<String> fields) {
        if (entries) {
            return fields.stream().anyMatch(Tokens::isNumberLike);
        }
        return fields.stream().skip(1).allMatch(this::isValue) && isLabel(fields.getFirst());
    }

    private boolean isValue(String field) {
        return tokens.isMissing(field) || Tokens.isNumberLike(field);
    }

    private boolean isLabel(String field) {
        return isValue(field) || !ANY_SEPARATOR.matcher(field).find();
    }

    /** A comma only where it separates nothing, and no number has a point. */
    private char decimal(String separator) {
        if (separator.equals(COMMA) || separator.equals(TextFormat.BLANKS)) {
            return '.';
        }
        List<String> fields =
                lines.stream().flatMap(line -> TextFields.split(line, separator).stream()).toList();
        boolean comma = fields.stream().anyMatch(f -> DECIMAL_COMMA.matcher(f).matches());
        boolean point = fields.stream().anyMatch(f -> DECIMAL_POINT.matcher(f).matches());
        return comma && !point ? ',' : '.';
    }
}
