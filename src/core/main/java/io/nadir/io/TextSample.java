package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The first lines of a text, which are examined and then read again. */
record TextSample(List<String> lines, boolean complete) {
    private static final int BYTES = 1 << 16;

    /** Lines that a field may span to be recognized as one. */
    private static final int LONGEST_FIELD = 10;

    /** Reads ahead. */
    static TextSample of(Input input) throws IOException {
        byte[] head = input.peek(BYTES);
        boolean complete = head.length < BYTES;
        List<String> lines =
                new ArrayList<>(new String(head, StandardCharsets.UTF_8).lines().toList());
        if (!complete && lines.size() > 1) {
            lines.removeLast();
        }
        lines.removeIf(String::isBlank);
        return new TextSample(joined(lines), complete);
    }

    /** The lines, with those joined that belong to one field in quotes. */
    private static List<String> joined(List<String> lines) {
        List<String> joined = new ArrayList<>();
        for (int k = 0; k < lines.size(); k++) {
            int end = endOfQuote(lines, k);
            joined.add(String.join("\n", lines.subList(k, end + 1)));
            k = end;
        }
        return List.copyOf(joined);
    }

    /** The line that closes a quote which {@code first} opens; {@code first} if there is none. */
    private static int endOfQuote(List<String> lines, int first) {
        String line = lines.get(first);
        if (!TextFields.isOpen(line) || line.startsWith("#") || line.startsWith("%")) {
            return first;
        }
        for (int k = first + 1; k < Math.min(lines.size(), first + LONGEST_FIELD); k++) {
            if (TextFields.isOpen(lines.get(k))) {
                return k;
            }
        }
        return first;
    }
}
