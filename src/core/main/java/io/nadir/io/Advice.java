package io.nadir.io;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What decides how a text is read: the options of the command line, and the library's methods. */
final class Advice {
    static final String SEPARATOR =
            "--separator comma, tab, semicolon, bar, double-colon or blanks"
                    + " (in Java: TextFormat.withSeparator)";
    static final String HEADER = "--header yes or no (in Java: TextFormat.withHeader)";
    static final String INDEX_COLUMN =
            "--index-column yes or no (in Java: TextFormat.withIndexColumn)";
    static final String DECIMAL = "--decimal comma (in Java: TextFormat.withDecimal)";
    static final String THOUSANDS = "--thousands comma (in Java: TextFormat.withThousands)";
    static final String MISSING = "--missing nan (in Java: SparseReader.readObserved)";
    static final String UNLISTED = "--missing unlisted (in Java: SparseReader.readListed)";
    static final String MAP_UNLISTED = "--map --missing unlisted (in Java: EntryReader.map)";
    static final String COMMENT = "--comment (in Java: TextFormat.withComment)";
    static final String ENCODING = "--encoding windows-1252 (in Java: TextFormat.withEncoding)";
    static final String COLUMNS = "--columns (in Java: TextFormat.withColumns)";
    static final String IDS = "--ids yes (in Java: TextFormat.withIds)";
    static final String BASE = "--base 0 (in Java: TextFormat.withBase)";

    /** What a refusal of an entry that is missing ends with. */
    static final String ALLOWED_AS_MISSING = ", allowed with " + MISSING;

    private static final String NAN_IS_MISSING = "; NaN stands for a missing entry with " + MISSING;

    private static final Pattern ELEMENT = Pattern.compile("element \\(([0-9]+), ([0-9]+)\\)");

    private Advice() {}

    /**
     * Makes a message about an element of a matrix, counted from 0 as in Java, one about a place in
     * a file, counted from 1 as lines are.
     */
    static String inFile(String message) {
        Matcher element = ELEMENT.matcher(message);
        return element.lookingAt()
                ? String.format(
                        "row %d, column %d (counted from 1)%s",
                        Long.parseLong(element.group(1)) + 1,
                        Long.parseLong(element.group(2)) + 1,
                        message.substring(element.end()))
                : message;
    }

    /** How to read the element of a message as a missing one; empty if it is not NaN. */
    static String onNan(String message) {
        return message.contains("= NaN") ? NAN_IS_MISSING : "";
    }

    /** No advice, where an element must be there. */
    static String none(String message) {
        return "";
    }
}
