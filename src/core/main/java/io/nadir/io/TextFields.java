package io.nadir.io;

import java.util.ArrayList;
import java.util.List;

/** Splits single lines into fields. */
final class TextFields {
    private TextFields() {}

    /**
     * The fields of a line without quotes and blanks around them; a quote may be open at its end.
     */
    static List<String> split(String line, String separator) {
        return separator.equals(TextFormat.BLANKS) ? ofBlanks(line) : of(line, separator);
    }

    private static List<String> of(String line, String separator) {
        List<String> fields = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int at = 0; at < line.length(); at++) {
            if (line.charAt(at) == '"') {
                quoted = !quoted;
            } else if (!quoted && line.startsWith(separator, at)) {
                fields.add(unquoted(line.substring(start, at)));
                start = at + separator.length();
                at = start - 1;
            }
        }
        fields.add(unquoted(line.substring(start)));
        return fields;
    }

    private static List<String> ofBlanks(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (char c : line.strip().toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && Character.isWhitespace(c)) {
                if (!field.isEmpty()) {
                    fields.add(unquoted(field.toString()));
                    field.setLength(0);
                }
            } else {
                field.append(c);
            }
        }
        fields.add(unquoted(field.toString()));
        return fields;
    }

    /** Whether a quote is open at the end of the line. */
    static boolean isOpen(String line) {
        return line.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    private static String unquoted(String field) {
        String text = field.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"").strip() : text;
    }
}
