package io.nadir.io;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of the exponents that only Fortran writes those that everybody reads. */
final class FortranNumber {
    /** Double precision has a D, and none at all where the exponent takes three digits. */
    private static final Pattern EXPONENT =
            Pattern.compile("([+-]?[0-9.]+)(?:[dDqQ]([+-]?[0-9]+)|([+-][0-9]+))");

    private FortranNumber() {}

    /** {@code 1.0D+01} and {@code 1.0+101} with an e; any other text as it is. */
    static String withE(String text) {
        if (!isSuspect(text)) {
            return text;
        }
        Matcher matcher = EXPONENT.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        String exponent = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return matcher.group(1) + "e" + exponent;
    }

    /** Spares the common numbers the matching. */
    private static boolean isSuspect(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
            if ("dDqQ+-".indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
