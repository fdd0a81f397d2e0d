package io.nadir.io;

/** What decides how a text is read: the options of the command line, and the library's methods. */
final class Advice {
    static final String SEPARATOR =
            "--separator comma, tab, semicolon, bar, double-colon or blanks"
                    + " (TextFormat.withSeparator)";
    static final String HEADER = "--header yes or no (TextFormat.withHeader)";
    static final String INDEX_COLUMN = "--index-column yes or no (TextFormat.withIndexColumn)";
    static final String DECIMAL = "--decimal comma (TextFormat.withDecimal)";
    static final String THOUSANDS = "--thousands comma (TextFormat.withThousands)";
    static final String MISSING = "--missing nan (SparseReader.readObserved)";
    static final String COMMENT = "--comment (TextFormat.withComment)";
    static final String COLUMNS = "--columns (TextFormat.withColumns)";
    static final String IDS = "--ids yes (TextFormat.withIds)";
    static final String BASE = "--base 0 (TextFormat.withBase)";

    private Advice() {}
}
