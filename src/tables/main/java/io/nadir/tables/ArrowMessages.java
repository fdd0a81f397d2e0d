package io.nadir.tables;

import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The messages of an Arrow file or stream. A stream has them in their order, the schema first. A
 * file ends with a directory, which has the schema and says where the messages are.
 */
final class ArrowMessages implements AutoCloseable {
    private static final int CONTINUATION = -1;

    /** The length of the directory, and the mark behind it. */
    private static final int TRAILER = Integer.BYTES + ArrowFormat.MAGIC.length;

    /** Java's arrays end here. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    private final FileChannel channel;
    private final InputStream stream;

    /** Where the messages of a file are that have not been read; null for a stream. */
    private final @Nullable Deque<Long> places;

    private final Schema schema;

    private ArrowMessages(FileChannel channel) throws IOException {
        this.channel = channel;
        this.stream = Channels.newInputStream(channel);
        if (ArrowFormat.startsWith(
                stream.readNBytes(ArrowFormat.MAGIC.length), ArrowFormat.MAGIC)) {
            Footer footer = footer();
            this.schema = footer.schema();
            this.places = places(footer);
        } else {
            channel.position(0);
            this.schema = firstSchema();
            this.places = null;
        }
    }

    static ArrowMessages open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new ArrowMessages(channel);
        } catch (RuntimeException e) {
            channel.close();
            throw new IOException("is damaged: its schema cannot be read", e);
        } catch (IOException e) {
            channel.close();
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

    /** What the columns are. */
    Schema schema() {
        return schema;
    }

    /** The next message, dictionaries before what uses them; null if there are no more. */
    @Nullable Part next() throws IOException {
        if (places != null) {
            Long place = places.poll();
            if (place == null) {
                return null;
            }
            channel.position(place);
        }
        int length = length();
        if (length == 0) {
            return null;
        }
        try {
            Message head = Message.getRootAsMessage(ByteBuffer.wrap(bytes(length)));
            return new Part(
                    head, ByteBuffer.wrap(bytes(head.bodyLength())).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("is damaged: a message refers to bytes beyond its end", e);
        }
    }

    private Schema firstSchema() throws IOException {
        Part first = next();
        if (first == null || first.head.headerType() != MessageHeader.Schema) {
            throw new IOException("is damaged: it does not begin with a schema");
        }
        return (Schema) first.head.header(new Schema());
    }

    private Footer footer() throws IOException {
        long end = channel.size() - TRAILER;
        channel.position(Math.max(0, end));
        int length = integer(stream.readNBytes(Integer.BYTES));
        boolean marked = ArrowFormat.startsWith(stream.readAllBytes(), ArrowFormat.MAGIC);
        if (!marked || length <= 0 || length > end - ArrowFormat.MAGIC.length) {
            throw new IOException("is truncated: it does not end with its directory");
        }
        channel.position(end - length);
        return Footer.getRootAsFooter(ByteBuffer.wrap(bytes(length)));
    }

    private static Deque<Long> places(Footer footer) {
        Deque<Long> places = new ArrayDeque<>();
        for (int k = 0; k < footer.dictionariesLength(); k++) {
            Block block = footer.dictionaries(k);
            places.add(block.offset());
        }
        for (int k = 0; k < footer.recordBatchesLength(); k++) {
            Block block = footer.recordBatches(k);
            places.add(block.offset());
        }
        return places;
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
        channel.close();
    }
}
