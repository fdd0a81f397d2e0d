package io.nadir.io;

import io.nadir.solver.CheckpointSink;
import io.nadir.solver.SolveState;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Keeps the state of a solve in a file, replaced as a whole: whenever the process dies, the file
 * has the state of one moment, complete.
 *
 * <p>Written and read as a stream, so a state may be as large as memory holds. Format: 8 bytes
 * {@code NADIRCKP}, the version (4 bytes), the state, then the number of bytes before (8) and their
 * CRC-32C (8); big-endian. Not thread-safe; one solve at a time.
 */
public final class CheckpointFile implements CheckpointSink {
    private static final byte[] MAGIC = {'N', 'A', 'D', 'I', 'R', 'C', 'K', 'P'};
    private static final int VERSION = 1;
    private static final int HEADER = MAGIC.length + Integer.BYTES;
    private static final int TRAILER = 2 * Long.BYTES;

    private final Path file;
    private final long intervalNanos;
    private long lastSaved = System.nanoTime();

    /**
     * Names the file; it is neither read nor written yet.
     *
     * @param interval least time between two checkpoints of a solve; zero for every step
     */
    public CheckpointFile(Path file, Duration interval) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(interval, "interval");

        if (interval.isNegative()) {
            throw new IllegalArgumentException(
                    "interval = " + interval + ", allowed are zero and more");
        }
        this.file = file;
        this.intervalNanos = interval.toNanos();
    }

    @Override
    public void offer(SolveState state, boolean last) throws IOException {
        Objects.requireNonNull(state, "state");

        if (last || System.nanoTime() - lastSaved >= intervalNanos) {
            save(state);
            lastSaved = System.nanoTime();
        }
    }

    /** Writes to a temporary file, which then takes the name. */
    private void save(SolveState state) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        CRC32C checksum = new CRC32C();
        try (FileOutputStream stream = new FileOutputStream(temporary.toFile());
                CheckedOutputStream checked =
                        new CheckedOutputStream(
                                new BufferedOutputStream(stream, 1 << 16), checksum);
                DataOutputStream out = new DataOutputStream(checked)) {
            out.write(MAGIC);
            out.writeInt(VERSION);
            CountingStream counting = new CountingStream(out);
            state.writeTo(counting);
            long value = checksum.getValue();
            out.writeLong(HEADER + counting.count());
            out.writeLong(value);
            out.flush();
            stream.getFD().sync();
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the state, after a pass over the file that checks it.
     *
     * @throws DataFormatException if the file is not a checkpoint of this version, or damaged; the
     *     message says how
     * @throws InsufficientMemoryException if the state does not fit into memory
     * @throws IOException if it cannot be read
     */
    public SolveState load() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            requireHeader(channel);
            long length = requireLength(channel);
            requireChecksum(channel, length);
            return readState(from(channel, HEADER, length - HEADER));
        } catch (OutOfMemoryError e) {
            throw new InsufficientMemoryException(file.toString(), null, e);
        }
    }

    private void requireHeader(SeekableByteChannel channel) throws IOException {
        byte[] header = from(channel, 0, HEADER).readAllBytes();
        if (header.length < HEADER
                || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged("is not a checkpoint: it does not begin with NADIRCKP");
        }
        int version = ByteBuffer.wrap(header).getInt(MAGIC.length);
        if (version != VERSION) {
            throw damaged("has checkpoint version " + version + ", this program reads " + VERSION);
        }
    }

    /** The number of bytes before the trailer. */
    private long requireLength(SeekableByteChannel channel) throws IOException {
        long length = channel.size() - TRAILER;
        if (length < HEADER || numberAt(channel, length) != length) {
            throw damaged("is truncated or has been appended to: " + channel.size() + " bytes");
        }
        return length;
    }

    private void requireChecksum(SeekableByteChannel channel, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        new CheckedInputStream(from(channel, 0, length), checksum)
                .transferTo(OutputStream.nullOutputStream());
        long expected = numberAt(channel, length + Long.BYTES);
        if (checksum.getValue() != expected) {
            throw damaged(
                    "is damaged: its checksum is %08x, must be %08x"
                            .formatted(checksum.getValue(), expected));
        }
    }

    private SolveState readState(InputStream stream) throws IOException {
        try {
            return SolveState.readFrom(stream);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged("has a state that cannot be read: " + e.getMessage());
        }
    }

    private static long numberAt(SeekableByteChannel channel, long position) throws IOException {
        return new DataInputStream(from(channel, position, Long.BYTES)).readLong();
    }

    /** Bytes of the file; the channel stays open. */
    private static InputStream from(SeekableByteChannel channel, long position, long length)
            throws IOException {
        channel.position(position);
        InputStream limited = new LimitedStream(Channels.newInputStream(channel), length);
        return new BufferedInputStream(limited, 1 << 16);
    }

    private DataFormatException damaged(String how) {
        return new DataFormatException(file.toString(), how);
    }
}
