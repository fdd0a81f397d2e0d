package io.nadir.io;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text that are neither empty nor comments; empty lines are allowed after the last
 * line only.
 */
final class TextRows {
    private final Input input;
    private final Dialect dialect;
    private final Tokens tokens;
    private long emptyLine;
    private long comments;

    TextRows(Input input, Dialect dialect, Tokens tokens) {
        this.input = input;
        this.dialect = dialect;
        this.tokens = tokens;
    }

    /** Takes one line. */
    @FunctionalInterface
    interface RowReader {
        void read(TextRow row) throws DataFormatException;
    }

    /** Reads to the end. */
    @SuppressWarnings("resource") // Whoever opened the input closes it.
    void forEach(RowReader reader) throws IOException {
        Reader text = new InputStreamReader(input.stream(), StandardCharsets.UTF_8);
        if (dialect.hasBlanks()) {
            readLines(new BufferedReader(text), reader);
        } else {
            readRecords(text, reader);
        }
    }

    /** Number of comments. */
    long comments() {
        return comments;
    }

    private void readRecords(Reader text, RowReader reader) throws IOException {
        CsvReader.CsvReaderBuilder builder =
                CsvReader.builder()
                        .fieldSeparator(dialect.separator())
                        .skipEmptyLines(false)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .trimWhitespacesAroundQuotes(true);
        Character comment = dialect.comment();
        if (comment != null) {
            builder.commentStrategy(CommentStrategy.READ).commentCharacter(comment);
        }
        try {
            for (TextRow row : builder.build(new RowHandler(), text)) {
                accept(row, reader);
            }
        } catch (CsvParseException e) {
            throw input.refuse("not in CSV format: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void readLines(BufferedReader text, RowReader reader) throws IOException {
        Character comment = dialect.comment();
        long number = 1;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            if (comment != null && line.startsWith(comment.toString())) {
                accept(new TextRow(number, new String[] {line.substring(1)}, true), reader);
            } else if (TextFields.isOpen(line)) {
                throw input.refuse("line " + number + ": a quote is not closed");
            } else {
                String[] fields = TextFields.split(line, TextFormat.BLANKS).toArray(new String[0]);
                accept(new TextRow(number, fields, false), reader);
            }
            number++;
        }
    }

    private void accept(TextRow row, RowReader reader) throws DataFormatException {
        if (dialect.named() && row.line() == 1) {
            return;
        }
        if (row.comment()) {
            requireComment(row);
            comments++;
        } else if (row.isEmpty()) {
            emptyLine = emptyLine == 0 ? row.line() : emptyLine;
        } else if (emptyLine > 0) {
            throw input.refuse("line " + emptyLine + ": empty, with more rows after it");
        } else {
            reader.read(row);
        }
    }

    /** What is taken for a comment without being told so must not be able to be data. */
    private void requireComment(TextRow row) throws DataFormatException {
        String text = dialect.comment() + row.field(0);
        if (!dialect.commentGiven() && tokens.beginsMissing(text)) {
            throw input.refuse(
                    String.format(
                            "line %d: %s begins like a comment and like a missing entry: say which"
                                    + " character begins comments, %s",
                            row.line(), Printable.quote(text), Advice.COMMENT));
        }
    }

    /** Makes rows of what the parser finds. */
    private static final class RowHandler extends AbstractBaseCsvCallbackHandler<TextRow> {
        private String[] fields = new String[8];
        private int count;
        private boolean comment;

        @Override
        protected void handleBegin(long startingLineNumber) {
            count = 0;
            comment = false;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean q) {
            add(buffer, offset, length);
        }

        @Override
        protected void handleComment(char[] buffer, int offset, int length) {
            comment = true;
            add(buffer, offset, length);
        }

        @Override
        protected TextRow buildRecord() {
            return new TextRow(getStartingLineNumber(), Arrays.copyOf(fields, count), comment);
        }

        private void add(char[] buffer, int offset, int length) {
            int from = offset;
            int to = offset + length;
            while (from < to && Character.isWhitespace(buffer[from])) {
                from++;
            }
            while (from < to && Character.isWhitespace(buffer[to - 1])) {
                to--;
            }
            if (count == fields.length) {
                fields = Arrays.copyOf(fields, 2 * count);
            }
            fields[count++] = new String(buffer, from, to - from);
        }
    }
}
