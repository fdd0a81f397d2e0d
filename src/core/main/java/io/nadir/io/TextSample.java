package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The first lines of a text, which are examined and then read again. */
record TextSample(List<String> lines, boolean complete) {
    private static final int BYTES = 1 << 16;

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
        return new TextSample(List.copyOf(lines), complete);
    }
}
