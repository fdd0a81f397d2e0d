package io.nadir.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks gzip, of one part or several, and knows where it ends: Java's own class drops what
 * follows, the damaged start of a further part included.
 */
final class GzipStream extends GZIPInputStream {
    private static final int BUFFER_BYTES = 1 << 13;
    private static final int TRAILER_BYTES = 8;

    private final Counted counted;

    /** Bytes that had been read when the decompressor last asked for more. */
    private long filled;

    private GzipStream(Counted counted) throws IOException {
        super(counted, BUFFER_BYTES);
        this.counted = counted;
    }

    /** What is packed in {@code packed}. */
    @SuppressWarnings("resource") // Who closes the result closes this.
    static Input open(Input packed) throws IOException {
        GzipStream stream =
                UnpackedStream.guard(packed, () -> new GzipStream(new Counted(packed.stream())));
        return Input.buffered(
                packed.name(), new UnpackedStream(packed, stream, () -> stream.requireEnd(packed)));
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = counted.count;
    }

    private void requireEnd(Input packed) throws IOException {
        long packedEnd = filled - inf.getRemaining() + TRAILER_BYTES;
        if (counted.count > packedEnd || counted.read() >= 0) {
            throw packed.refuse("trailing bytes: more follows after the compressed data");
        }
    }

    /** Counts the bytes that are read. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = in.read();
            count += c < 0 ? 0 : 1;
            return c;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = in.skip(wanted);
            count += skipped;
            return skipped;
        }
    }
}
