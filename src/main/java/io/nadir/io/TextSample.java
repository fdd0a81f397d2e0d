package io.nadir.io;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first lines of a text, which stay to be read.
 *
 * @param charset of the text, by its byte order mark, which is skipped; UTF-8 without one
 * @param lines that are not empty
 * @param complete whether these are all lines
 */
record TextSample(Charset charset, List<String> lines, boolean complete) {
    private static final int BYTES = 1 << 16;

    /** Reads ahead. */
    static TextSample of(Input input) throws IOException {
        Charset charset = skipByteOrderMark(input);
        byte[] head = input.peek(BYTES);
        boolean complete = head.length < BYTES;
        List<String> lines = new ArrayList<>(new String(head, charset).lines().toList());
        if (!complete && lines.size() > 1) {
            lines.removeLast();
        }
        lines.removeIf(String::isBlank);
        return new TextSample(charset, List.copyOf(lines), complete);
    }

    private static Charset skipByteOrderMark(Input input) throws IOException {
        byte[] head = input.peek(3);
        if (begins(head, 0xEF, 0xBB, 0xBF)) {
            input.stream().skipNBytes(3);
            return StandardCharsets.UTF_8;
        }
        if (begins(head, 0xFE, 0xFF)) {
            input.stream().skipNBytes(2);
            return StandardCharsets.UTF_16BE;
        }
        if (begins(head, 0xFF, 0xFE)) {
            input.stream().skipNBytes(2);
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean begins(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
