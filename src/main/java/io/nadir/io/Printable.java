package io.nadir.io;

/** Makes content of files fit for messages of one line. */
final class Printable {
    private static final int LONGEST = 40;

    private Printable() {}

    /** The text in quotes, cut to a sensible length, with what cannot be printed as {@code ?}. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.append(text.length() > LONGEST ? "…'" : "'").toString();
    }
}
