package io.nadir.tables;

import com.github.luben.zstd.ZstdInputStream;

import org.apache.arrow.flatbuf.CompressionType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Unpacks the buffers of a batch: their length, and then what is packed. */
final class ArrowCompression {
    /** Says that a buffer is not packed after all. */
    private static final long NOT_PACKED = -1;

    private static final long LARGEST = Integer.MAX_VALUE - 8;

    private ArrowCompression() {}

    static ByteBuffer unpack(byte codec, ByteBuffer packed) throws IOException {
        if (packed.remaining() < Long.BYTES) {
            throw new IOException("is damaged: a packed buffer has no length");
        }
        long length = packed.getLong();
        ByteBuffer content = packed.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (length == NOT_PACKED) {
            return content;
        }
        if (length < 0 || length > LARGEST) {
            throw new IOException(
                    "has a buffer of " + length + " bytes, allowed are up to 2^31 - 9");
        }
        return ByteBuffer.wrap(plain(codec, content, (int) length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] plain(byte codec, ByteBuffer content, int length) throws IOException {
        return switch (codec) {
            case CompressionType.LZ4_FRAME -> ArrowLz4.unpack(content, length);
            case CompressionType.ZSTD -> zstd(content, length);
            default ->
                    throw new IOException(
                            "is packed by the method " + codec + ", allowed are lz4 and zstd");
        };
    }

    private static byte[] zstd(ByteBuffer content, int length) throws IOException {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try (InputStream stream = new ZstdInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = stream.readNBytes(length);
            if (plain.length < length) {
                throw new IOException("is damaged: a packed buffer is too short");
            }
            return plain;
        }
    }
}
