package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the one form of Python dictionary that a {@code .npy} header is: the keys descr,
 * fortran_order and shape, each once, in any order. Evaluates nothing else.
 */
final class NpyHeaderParser {
    private final Input input;
    private final String text;
    private int at;

    private @Nullable NpyType type;
    private @Nullable Boolean fortranOrder;
    private @Nullable List<Long> shape;

    /** The largest extent that is read. */
    private final long largest;

    NpyHeaderParser(Input input, String text, long largest) {
        this.input = input;
        this.text = text;
        this.largest = largest;
    }

    /** The header, after which the elements begin at byte {@code end} of the file. */
    NpyHeader parse(long end) throws DataFormatException {
        expect('{');
        while (!accept('}')) {
            entry();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (!text.substring(at).isBlank()) {
            throw unexpected("the end of the header");
        }
        if (type == null || fortranOrder == null || shape == null) {
            throw input.refuse("the header lacks one of 'descr', 'fortran_order' and 'shape'");
        }
        return new NpyHeader(type, fortranOrder, List.copyOf(shape), end);
    }

    private void entry() throws DataFormatException {
        int start = at;
        String key = string();
        expect(':');
        boolean fresh;
        switch (key) {
            case "descr" -> {
                fresh = type == null;
                type = type();
            }
            case "fortran_order" -> {
                fresh = fortranOrder == null;
                fortranOrder = truth();
            }
            case "shape" -> {
                fresh = shape == null;
                shape = shape();
            }
            default -> fresh = false;
        }
        if (!fresh) {
            at = start;
            throw unexpected("'descr', 'fortran_order' and 'shape', each once");
        }
    }

    private NpyType type() throws DataFormatException {
        skipSpaces();
        if (peek() == '[') {
            throw unsupported("structured, which is records of several fields");
        }
        String descr = string();
        return NpyType.of(descr)
                .orElseThrow(() ->
                        unsupported(
                                Printable.quote(descr) + ", which is " + NpyType.describe(descr)));
    }

    private DataFormatException unsupported(String type) {
        return input.refuse("dtype " + type + ", allowed are " + NpyType.ALLOWED);
    }

    private boolean truth() throws DataFormatException {
        skipSpaces();
        for (String word : new String[] {"True", "False"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    private List<Long> shape() throws DataFormatException {
        expect('(');
        List<Long> extents = new ArrayList<>();
        while (!accept(')')) {
            extents.add(extent());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return extents;
    }

    private long extent() throws DataFormatException {
        skipSpaces();
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        try {
            long extent = Long.parseLong(text, start, at, 10);
            if (extent > largest) {
                throw new NumberFormatException();
            }
            if (peek() == 'L') {
                at++; // Python 2 wrote long integers like this.
            }
            return extent;
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected("a whole number from 0 to " + largest);
        }
    }

    private String string() throws DataFormatException {
        skipSpaces();
        char quote = peek();
        int end = text.indexOf(quote, at + 1);
        if ((quote != '\'' && quote != '"') || end < 0) {
            throw unexpected("a quoted string");
        }
        String content = text.substring(at + 1, end);
        at = end + 1;
        return content;
    }

    private void expect(char wanted) throws DataFormatException {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    private boolean accept(char wanted) {
        skipSpaces();
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** The next character, 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private DataFormatException unexpected(String allowed) {
        String found = text.substring(at, Math.min(at + 20, text.length()));
        return input.refuse(
                String.format(
                        "header, character %d: found %s, expected %s",
                        at, Printable.quote(found), allowed));
    }
}
