package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a text is taken for.
 *
 * @param separator of fields, {@link TextFormat#BLANKS} for any number of blanks and tabs
 * @param given whether the user said so
 * @param decimal {@code '.'} or {@code ','}
 * @param thousands character between groups of three digits, null for none
 * @param comment character that begins comments, null for none
 * @param commentGiven whether the user said so
 * @param named whether the first line says what the separator is, as Excel writes it: sep=;
 */
record Dialect(
        String separator,
        boolean given,
        char decimal,
        @Nullable Character thousands,
        @Nullable Character comment,
        boolean commentGiven,
        boolean named) {

    private static final Map<String, String> NAMES =
            Map.of(
                    ",",
                    "comma",
                    "\t",
                    "tab",
                    ";",
                    "semicolon",
                    "|",
                    "bar",
                    "::",
                    "double colon",
                    TextFormat.BLANKS,
                    "blanks");

    /** Whether any number of blanks and tabs separates fields. */
    boolean hasBlanks() {
        return separator.equals(TextFormat.BLANKS);
    }

    /** The separator in words. */
    String separatorName() {
        return nameOf(separator);
    }

    /** A separator in words. */
    static String nameOf(String separator) {
        return NAMES.getOrDefault(separator, Printable.quote(separator));
    }
}
