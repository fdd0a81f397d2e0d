package io.nadir.tables;

import com.github.luben.zstd.ZstdInputStream;

import net.jpountz.lz4.LZ4FrameInputStream;

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
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try (InputStream stream = stream(codec, new ByteArrayInputStream(bytes))) {
            byte[] plain = stream.readNBytes((int) length);
            if (plain.length < length) {
                throw new IOException("is damaged: a packed buffer is too short");
            }
            return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static InputStream stream(byte codec, InputStream packed) throws IOException {
        return switch (codec) {
            case CompressionType.LZ4_FRAME -> new LZ4FrameInputStream(packed);
            case CompressionType.ZSTD -> new ZstdInputStream(packed);
            default ->
                    throw new IOException(
                            "is packed by the method " + codec + ", allowed are lz4 and zstd");
        };
    }
}
