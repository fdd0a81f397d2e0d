package io.nadir.io;

/** Makes content of files fit for messages of one line. */
final class Printable {
    private static final int LONGEST = 40;

    private Printable() {}

    /** The text with what cannot be printed as {@code ?}. */
    static String oneLine(String text) {
        StringBuilder out = new StringBuilder();
        appendTo(out, text, Integer.MAX_VALUE);
        return out.toString();
    }

    /** The text in quotes, cut to a sensible length, with what cannot be printed as {@code ?}. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("'");
        appendTo(out, text, LONGEST);
        return out.append(text.length() > LONGEST ? "…'" : "'").toString();
    }

    private static void appendTo(StringBuilder out, String text, int longest) {
        text.codePoints()
                .limit(longest)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
                .forEach(out::appendCodePoint);
    }
}
