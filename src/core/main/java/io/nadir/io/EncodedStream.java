package io.nadir.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A text in some encoding, as bytes in UTF-8. */
final class EncodedStream extends ForwardStream {
    private static final int CHARACTERS = 1 << 12;

    private final Reader text;
    private final CharsetEncoder encoder =
            StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final CharBuffer characters = CharBuffer.allocate(CHARACTERS).flip();
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * CHARACTERS).flip();
    private boolean ended;

    EncodedStream(InputStream stream, Charset encoding) {
        super(stream);
        this.text = new InputStreamReader(stream, encoding);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!bytes.hasRemaining() && !ended) {
            fill();
        }
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(target, offset, count);
        return count;
    }

    private void fill() throws IOException {
        characters.compact();
        ended = text.read(characters) < 0;
        characters.flip();
        bytes.clear();
        encoder.encode(characters, bytes, ended);
        if (ended) {
            encoder.flush(bytes);
        }
        bytes.flip();
    }
}
