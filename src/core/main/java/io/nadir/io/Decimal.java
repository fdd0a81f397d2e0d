package io.nadir.io;

import java.util.Locale;
import java.util.Set;

/** Reads decimal numbers, and nothing else that Java's own parser would take. */
final class Decimal {
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

    private Decimal() {}

    /**
     * The number that {@code text} is.
     *
     * @throws NumberFormatException if it is no finite number; the message quotes it and says what
     *     is allowed
     */
    static double parse(String text) {
        try {
            double value = hasOnlyNumerals(text) ? Double.parseDouble(text) : Double.NaN;
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        throw new NumberFormatException(
                Printable.quote(text)
                        + (text.isEmpty()
                                ? " is empty"
                                : isNumber(text) ? " is not finite" : " is no number")
                        + ", allowed are finite decimal numbers");
    }

    /** Whether {@code text} is a number, finite or not. */
    static boolean isNumber(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (NOT_FINITE.contains(word.replaceFirst("^[+-]", ""))) {
            return true;
        }
        try {
            Double.parseDouble(text);
            return hasOnlyNumerals(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Keeps out hexadecimal numbers, type suffixes and names. */
    private static boolean hasOnlyNumerals(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
