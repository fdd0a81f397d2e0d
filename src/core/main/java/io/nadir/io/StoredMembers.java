package io.nadir.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the members of a zip archive begin in the file. {@link java.util.zip.ZipFile}, which has
 * checked the archive before, does not tell. With the extensions for more than 4 GB.
 */
final class StoredMembers {
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END = 0x06054b50;
    private static final int LARGE_LOCATOR = 0x07064b50;
    private static final int LARGE_END = 0x06064b50;

    private static final int END_BYTES = 22;
    private static final int LARGE_LOCATOR_BYTES = 20;
    private static final int LARGE_END_BYTES = 56;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;

    /** An archive of one sparse matrix has less than a kilobyte; this bounds what others cost. */
    private static final int LARGEST_DIRECTORY = 1 << 20;

    private static final long IN_EXTRA = 0xFFFFFFFFL;

    private final Path path;
    private final RandomAccessFile file;

    private StoredMembers(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Returns the byte at which the contents of each member begin, by its name. */
    static Map<String, Long> begins(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return new StoredMembers(path, file).begins();
        }
    }

    private Map<String, Long> begins() throws IOException {
        ByteBuffer directory = directory();
        Map<String, Long> begins = new HashMap<>();
        while (directory.remaining() >= CENTRAL_BYTES) {
            int at = directory.position();
            require(directory.getInt(at) == CENTRAL);
            int name = unsigned(directory, at + 28);
            int extra = unsigned(directory, at + 30);
            int comment = unsigned(directory, at + 32);
            require(directory.remaining() >= CENTRAL_BYTES + name + extra + comment);
            byte[] text = new byte[name];
            directory.get(at + CENTRAL_BYTES, text);
            long header = header(directory, at, at + CENTRAL_BYTES + name, extra);
            begins.put(new String(text, StandardCharsets.UTF_8), contents(header));
            directory.position(at + CENTRAL_BYTES + name + extra + comment);
        }
        return begins;
    }

    /** Where the header of a member is, from its record at {@code at}. */
    private long header(ByteBuffer directory, int at, int extraAt, int extra) throws IOException {
        long header = Integer.toUnsignedLong(directory.getInt(at + 42));
        if (header != IN_EXTRA) {
            return header;
        }
        int before =
                (directory.getInt(at + 24) == -1 ? Long.BYTES : 0)
                        + (directory.getInt(at + 20) == -1 ? Long.BYTES : 0);
        for (int field = extraAt; field + 4 <= extraAt + extra; ) {
            int length = unsigned(directory, field + 2);
            if (directory.getShort(field) == 1) {
                require(length >= before + Long.BYTES);
                return directory.getLong(field + 4 + before);
            }
            field += 4 + length;
        }
        require(false);
        return header;
    }

    private long contents(long header) throws IOException {
        ByteBuffer local = bytes(header, LOCAL_BYTES);
        require(local.getInt(0) == LOCAL);
        return header + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
    }

    /** The central directory. */
    private ByteBuffer directory() throws IOException {
        long at = file.length() - END_BYTES;
        ByteBuffer end = bytes(at, END_BYTES);
        while (end.getInt(0) != END) {
            // Before a comment, which may have up to 65,535 bytes.
            require(--at >= file.length() - END_BYTES - 0xFFFF);
            end = bytes(at, END_BYTES);
        }
        long size = Integer.toUnsignedLong(end.getInt(12));
        long begin = Integer.toUnsignedLong(end.getInt(16));
        if (size == IN_EXTRA || begin == IN_EXTRA) {
            ByteBuffer locator = bytes(at - LARGE_LOCATOR_BYTES, LARGE_LOCATOR_BYTES);
            require(locator.getInt(0) == LARGE_LOCATOR);
            ByteBuffer large = bytes(locator.getLong(8), LARGE_END_BYTES);
            require(large.getInt(0) == LARGE_END);
            size = large.getLong(40);
            begin = large.getLong(48);
        }
        require(size >= 0 && size <= LARGEST_DIRECTORY);
        return bytes(begin, (int) size);
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        require(from >= 0 && from <= file.length() - count);
        byte[] bytes = new byte[count];
        file.seek(from);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private void require(boolean good) throws DataFormatException {
        if (!good) {
            throw new DataFormatException(
                    path.toString(),
                    "is a zip archive whose directory is not understood: save it again");
        }
    }
}
