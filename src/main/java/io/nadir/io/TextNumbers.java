package io.nadir.io;

import java.util.regex.Pattern;

/** Reads the numbers of a dialect. */
final class TextNumbers {
    private final Dialect dialect;
    private final Tokens tokens;
    private final boolean plain;
    private final Pattern grouped;

    TextNumbers(Dialect dialect, Tokens tokens) {
        this.dialect = dialect;
        this.tokens = tokens;
        this.plain = dialect.decimal() == '.' && dialect.thousands() == null;
        String mark = Pattern.quote(String.valueOf(dialect.decimal()));
        String group = Pattern.quote(String.valueOf(dialect.thousands()));
        this.grouped =
                Pattern.compile(
                        "[+-]?[0-9]{1,3}(?:" + group + "[0-9]{3})+(?:" + mark + ".*)?",
                        Pattern.DOTALL);
    }

    /**
     * The finite number that a field is.
     *
     * @throws NumberFormatException if it is none; the message quotes it and says what to do
     */
    double parse(String field) {
        try {
            return Decimal.parse(plain ? field : normal(field));
        } catch (NumberFormatException e) {
            throw new NumberFormatException(problem(field));
        }
    }

    /** With a decimal point and without thousands; what is not of the dialect is no number then. */
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
        String quoted = Printable.quote(field);
        if (tokens.isMissing(field)) {
            return quoted
                    + (field.isEmpty() ? " is empty, a" : " is a")
                    + " missing entry, allowed with "
                    + Advice.MISSING;
        }
        if (Tokens.isNumberLike(field) && field.indexOf(',') >= 0) {
            return quoted
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
