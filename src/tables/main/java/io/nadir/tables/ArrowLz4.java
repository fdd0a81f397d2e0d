package io.nadir.tables;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Unpacks LZ4 frames whose blocks may refer to earlier blocks, which the library lz4-java does not
 * read and Polars writes. The result's length is known, so that all is copied within one array.
 * Checksums of the frame are passed over.
 */
final class ArrowLz4 {
    private static final int MAGIC = 0x184D2204;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int DICTIONARY = 0x01;

    /** A length of four bits that goes on in further bytes. */
    private static final int LONG = 15;

    private static final int SHORTEST_MATCH = 4;

    private final ByteBuffer packed;
    private final byte[] plain;
    private int filled;

    private ArrowLz4(ByteBuffer packed, int length) {
        this.packed = packed;
        this.plain = new byte[length];
    }

    /** Unpacks a frame, little-endian, to so many bytes. */
    static byte[] unpack(ByteBuffer frame, int length) throws IOException {
        try {
            return new ArrowLz4(frame, length).unpack();
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            throw new IOException("is damaged: a buffer packed by lz4 cannot be unpacked", e);
        }
    }

    private byte[] unpack() throws IOException {
        if (packed.getInt() != MAGIC) {
            throw new IOException("is damaged: a buffer is no frame of lz4");
        }
        int flags = packed.get();
        packed.get(); // The largest block.
        skip((flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0);
        skip((flags & DICTIONARY) != 0 ? Integer.BYTES : 0);
        packed.get(); // The checksum of the header.
        for (int size = packed.getInt(); size != 0; size = packed.getInt()) {
            int length = size & Integer.MAX_VALUE;
            if (size < 0) {
                packed.get(plain, filled, length);
                filled += length;
            } else {
                unpackBlock(packed.position() + length);
            }
            skip((flags & BLOCK_CHECKSUM) != 0 ? Integer.BYTES : 0);
        }
        if (filled != plain.length) {
            throw new IOException("is damaged: a packed buffer is too short");
        }
        return plain;
    }

    /** Sequences of bytes as they are and then a match; the last has no match. */
    private void unpackBlock(int end) {
        while (packed.position() < end) {
            int token = Byte.toUnsignedInt(packed.get());
            int literals = length(token >>> 4);
            packed.get(plain, filled, literals);
            filled += literals;
            if (packed.position() < end) {
                int distance = Short.toUnsignedInt(packed.getShort());
                copy(distance, length(token & LONG) + SHORTEST_MATCH);
            }
        }
    }

    /** One byte after the other, since a match may overlap what it makes. */
    private void copy(int distance, int length) {
        if (distance == 0) {
            throw new IndexOutOfBoundsException(filled);
        }
        for (int k = 0; k < length; k++) {
            plain[filled] = plain[filled - distance];
            filled++;
        }
    }

    private int length(int start) {
        int length = start;
        if (start == LONG) {
            int more;
            do {
                more = Byte.toUnsignedInt(packed.get());
                length += more;
            } while (more == 0xFF);
        }
        return length;
    }

    private void skip(int bytes) {
        packed.position(packed.position() + bytes);
    }
}
