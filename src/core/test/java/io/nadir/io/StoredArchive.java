package io.nadir.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an archive of arrays that are not compressed, in the format for large files (zip64). What
 * is not written is 0 and takes no room on the disk; so checksums are not those of the contents.
 */
final class StoredArchive implements AutoCloseable {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LARGE_END = 0x06064b50;
    private static final int LARGE_LOCATOR = 0x07064b50;
    private static final int END = 0x06054b50;
    private static final short VERSION = 45;

    private record Member(byte[] name, long header, long size) {}

    private final FileChannel file;
    private final List<Member> members = new ArrayList<>();

    /** Where the elements of the last array begin, and where it ends. */
    private long begin;

    private long end;

    StoredArchive(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Adds an array of zeros.
     *
     * @param count number of elements of one dimension; 0 for a single element without dimensions
     * @param bytes of the elements
     */
    void add(String name, String type, long count, long bytes) throws IOException {
        byte[] npy = header(type, count == 0 ? "()" : "(" + count + ",)");
        byte[] member = (name + ".npy").getBytes(StandardCharsets.US_ASCII);
        members.add(new Member(member, end, npy.length + bytes));
        ByteBuffer local = little(30 + member.length + 20 + npy.length);
        local.putInt(LOCAL).putShort(VERSION);
        local.putShort((short) 0).putShort((short) 0).putInt(0).putInt(0);
        local.putInt(-1).putInt(-1).putShort((short) member.length).putShort((short) 20);
        local.put(member).putShort((short) 1).putShort((short) 16);
        local.putLong(npy.length + bytes).putLong(npy.length + bytes).put(npy);
        long at = end;
        begin = at + local.capacity();
        end = begin + bytes;
        put(at, local.flip());
    }

    /** Writes elements of the last array, from a byte of them on. */
    void write(long at, ByteBuffer bytes) throws IOException {
        put(begin + at, bytes);
    }

    private static byte[] header(String type, String shape) {
        String text =
                String.format(
                        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
        int length = Math.ceilDiv(10 + text.length() + 1, 64) * 64 - 10;
        byte[] bytes = new byte[10 + length];
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) 1).put((byte) 0).putShort((short) length);
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        header.put((byte) '\n');
        return bytes;
    }

    @Override
    public void close() throws IOException {
        long directory = end;
        for (Member member : members) {
            ByteBuffer central = little(46 + member.name.length + 28);
            central.putInt(CENTRAL).putShort(VERSION).putShort(VERSION);
            central.putShort((short) 0).putShort((short) 0).putInt(0).putInt(0);
            central.putInt(-1).putInt(-1);
            central.putShort((short) member.name.length).putShort((short) 28);
            central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
            central.putInt(-1).put(member.name).putShort((short) 1).putShort((short) 24);
            central.putLong(member.size).putLong(member.size).putLong(member.header);
            put(end, central.flip());
            end += central.capacity();
        }
        ByteBuffer tail = little(56 + 20 + 22);
        tail.putInt(LARGE_END).putLong(44).putShort(VERSION).putShort(VERSION).putInt(0).putInt(0);
        tail.putLong(members.size()).putLong(members.size()).putLong(end - directory);
        tail.putLong(directory);
        tail.putInt(LARGE_LOCATOR).putInt(0).putLong(end).putInt(1);
        tail.putInt(END).putShort((short) 0).putShort((short) 0);
        tail.putShort((short) members.size()).putShort((short) members.size());
        tail.putInt(-1).putInt(-1).putShort((short) 0);
        put(end, tail.flip());
        file.close();
    }

    private void put(long at, ByteBuffer bytes) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += file.write(bytes, to);
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
