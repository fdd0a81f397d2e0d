package io.nadir.io;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Reads the numbers of a dialect. */
final class TextNumbers {
    /** Shorter whole numbers are below 2⁵³. */
    private static final int SHORTEST_INEXACT = 16;

    private final Dialect dialect;
    private final boolean plain;
    private final Pattern grouped;

    /** Prepares to read. */
    TextNumbers(Dialect dialect) {
        this.dialect = dialect;
        this.plain = dialect.decimal() == '.' && dialect.thousands() == null;
        String mark = Pattern.quote(String.valueOf(dialect.decimal()));
        String group = Pattern.quote(String.valueOf(dialect.thousands()));
        this.grouped =
                Pattern.compile(
                        "[+-]?[0-9]{1,3}(?:" + group + "[0-9]{3})+(?:" + mark + ".*)?",
                        Pattern.DOTALL);
    }

    /**
     * The finite number that a field is: the nearest double of one with a point or an exponent, and
     * a whole number exactly.
     *
     * @throws NumberFormatException if it is none; the message quotes it and says what to do
     */
    double parse(String field) {
        String text = plain ? field : normal(field);
        double value;
        try {
            value = Decimal.parse(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException(problem(field));
        }
        if (text.length() >= SHORTEST_INEXACT && isRounded(text, value)) {
            throw new NumberFormatException(
                    Printable.quote(field)
                            + " is a whole number that no double holds: if it may be rounded write"
                            + " it with a decimal mark or an exponent");
        }
        return value;
    }

    private static boolean isRounded(String text, double value) {
        return isWhole(text) && !new BigDecimal(value).toBigInteger().equals(new BigInteger(text));
    }

    /** Whether a number has neither decimal mark nor exponent; most have, near their beginning. */
    private static boolean isWhole(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.charAt(0) != '.';
    }

    /**
     * Returns the field with a decimal point and without thousands separators, so that a field that
     * violates the dialect is not a number.
     */
    private String normal(String field) {
        String text = field;
        Character thousands = dialect.thousands();
        if (thousands != null && text.indexOf(thousands) >= 0) {
            if (!grouped.matcher(text).matches()) {
                return "";
            }
            text = text.replace(String.valueOf(thousands), "");
        }
        if (dialect.decimal() == '.') {
            return text;
        }
        return text.indexOf('.') >= 0 ? "" : text.replace(dialect.decimal(), '.');
    }

    private String problem(String field) {
        if (Tokens.isNumberLike(field) && field.indexOf(',') >= 0) {
            return Printable.quote(field)
                    + " has a comma: if it is a decimal one say "
                    + Advice.DECIMAL
                    + ", if it separates thousands "
                    + Advice.THOUSANDS;
        }
        return problemOfText(field) + separation(field);
    }

    private static String problemOfText(String field) {
        try {
            Decimal.parse(field);
            return Printable.quote(field) + " is not as the decimal mark and thousands are";
        } catch (NumberFormatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The separator is told where it may be another. */
    private String separation(String field) {
        boolean suspicious =
                field.matches("(?s).*[;|\\t:\\s].*") || !dialect.separator().equals(",");
        return dialect.given() || !suspicious
                ? ""
                : "; fields are taken to be separated by "
                        + dialect.separatorName()
                        + ", otherwise say "
                        + Advice.SEPARATOR;
    }
}
