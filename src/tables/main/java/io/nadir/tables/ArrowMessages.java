package io.nadir.tables;

import org.apache.arrow.flatbuf.Message;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The messages of an Arrow file or stream, in their order. A file is a stream between two marks,
 * followed by a directory that is not needed to read all of it.
 */
final class ArrowMessages implements AutoCloseable {
    private static final int CONTINUATION = -1;
    private static final int PADDED_MAGIC = 8;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Java's arrays end here. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    private final InputStream stream;

    private ArrowMessages(InputStream stream) {
        this.stream = stream;
    }

    static ArrowMessages open(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            stream.mark(PADDED_MAGIC);
            if (!ArrowFormat.startsWith(stream.readNBytes(PADDED_MAGIC), ArrowFormat.MAGIC)) {
                stream.reset();
            }
            return new ArrowMessages(stream);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * A message.
     *
     * @param head says what it is
     * @param body the buffers that it refers to
     */
    record Part(Message head, ByteBuffer body) {}

    /** The next message; null if there are no more. */
    @Nullable Part next() throws IOException {
        int length = length();
        if (length == 0) {
            return null;
        }
        try {
            Message head = Message.getRootAsMessage(ByteBuffer.wrap(bytes(length)));
            return new Part(
                    head,
                    ByteBuffer.wrap(bytes(head.bodyLength())).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("is damaged: a message refers to bytes beyond its end", e);
        }
    }

    /** The length of the next message, which very old files write without a mark; 0 at the end. */
    private int length() throws IOException {
        byte[] first = stream.readNBytes(Integer.BYTES);
        if (first.length == 0) {
            return 0;
        }
        int mark = integer(first);
        return mark == CONTINUATION ? integer(stream.readNBytes(Integer.BYTES)) : mark;
    }

    private static int integer(byte[] bytes) throws IOException {
        if (bytes.length < Integer.BYTES) {
            throw truncated();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private byte[] bytes(long count) throws IOException {
        if (count < 0 || count > LARGEST) {
            throw new IOException(
                    "has a message of "
                            + count
                            + " bytes, allowed are up to 2^31 - 9: write more and smaller batches");
        }
        byte[] bytes = stream.readNBytes((int) count);
        if (bytes.length < count) {
            throw truncated();
        }
        return bytes;
    }

    private static IOException truncated() {
        return new IOException("is truncated: it ends within a message");
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
