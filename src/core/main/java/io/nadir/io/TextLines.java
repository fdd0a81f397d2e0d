package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The lines of a text of single bytes, counted, and bounded in length. */
final class TextLines {
    private static final int LONGEST = 1 << 13;

    private final Input input;
    private final InputStream stream;
    private final byte[] buffer = new byte[LONGEST];
    private final byte[] line = new byte[LONGEST];
    private int at;
    private int limit;
    private long number;

    TextLines(Input input) {
        this.input = input;
        this.stream = input.stream();
    }

    /** The next line without white space around it; null at the end. */
    @Nullable String next() throws IOException {
        int length = 0;
        int c = read();
        if (c < 0) {
            return null;
        }
        number++;
        for (; c >= 0 && c != '\n'; c = read()) {
            if (length == LONGEST) {
                throw refuse("has more than " + LONGEST + " characters");
            }
            line[length++] = (byte) c;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
    }

    /** The next line that is not empty; null at the end. */
    @Nullable String nextFilled() throws IOException {
        String next = next();
        while (next != null && next.isEmpty()) {
            next = next();
        }
        return next;
    }

    /** The number of the last line, counted from 1. */
    long lineNumber() {
        return number;
    }

    /** The number that {@code text}, a part of the last line, is. */
    double number(String text) throws DataFormatException {
        try {
            return Decimal.parse(text);
        } catch (NumberFormatException e) {
            throw refuse(e.getMessage());
        }
    }

    /** The whole number that {@code text}, a part of the last line, is. */
    long integer(String text, long least, long most) throws DataFormatException {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        throw refuse(
                String.format(
                        "%s, allowed are whole numbers from %d to %d",
                        Printable.quote(text), least, most));
    }

    /** An exception that names the input and the last line. */
    DataFormatException refuse(@Nullable String problem) {
        return input.refuse("line " + number + ": " + problem);
    }

    /** Where the lines come from. */
    Input input() {
        return input;
    }

    /** An exception that names the input. */
    DataFormatException refuseAll(String problem) {
        return input.refuse(problem);
    }

    private int read() throws IOException {
        if (at == limit) {
            at = 0;
            limit = stream.read(buffer);
        }
        return at < limit ? buffer[at++] & 0xFF : -1;
    }
}
