package io.nadir.io;

import io.nadir.Nadir;
import io.nadir.PathState;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Saves the state of a solve or of a regularization path to a file. The file is always replaced as
 * a whole, so that it contains one complete state even if the process is killed at any moment.
 *
 * {@snippet file="embedder/Examples.java" region="checkpoint"}
 *
 * <p>The state is written and read as a stream and may be as large as memory allows. Format,
 * big-endian: 8 bytes, {@code NADIRCKP} for a solve and {@code NADIRPTH} for a path, the version (4
 * bytes), the state, then the number of preceding bytes (8) and their CRC-32C checksum (8). Not
 * thread-safe; serves one solve or path at a time.
 *
 * @param <S> the type of the states
 */
public final class CheckpointFile<S> implements CheckpointSink<S> {
    private static final Kind<SolveState> SOLVE =
            new Kind<>("NADIRCKP", 3, "checkpoint", SolveState::writeTo, Nadir::readState);

    private static final Kind<PathState> PATH =
            new Kind<>(
                    "NADIRPTH", 4, "checkpoint of a path", PathState::writeTo, PathState::readFrom);

    private static final int TRAILER = 2 * Long.BYTES;

    private final Path file;
    private final Kind<S> kind;
    private final long intervalNanos;
    private long lastSaved = System.nanoTime();

    /**
     * What is in a file.
     *
     * @param magic 8 characters at its beginning
     * @param version of the format
     * @param name what messages call it
     * @param encoder writes a state
     * @param decoder reads one
     */
    private record Kind<S>(
            String magic, int version, String name, Encoder<S> encoder, Decoder<S> decoder) {
        private int header() {
            return magic.length() + Integer.BYTES;
        }
    }

    /** Makes bytes of a state. */
    @FunctionalInterface
    private interface Encoder<S> {
        /** Leaves {@code out} open. */
        void write(S state, OutputStream out) throws IOException;
    }

    /** Makes a state of bytes. */
    @FunctionalInterface
    private interface Decoder<S> {
        /** Reads up to the end. */
        S read(InputStream in) throws IOException;
    }

    private CheckpointFile(Path file, Kind<S> kind, Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException(
                    "interval = " + interval + ", allowed are zero and more");
        }
        this.file = file;
        this.kind = kind;
        this.intervalNanos = interval.toNanos();
    }

    /**
     * Creates a checkpoint of a solve for the given file, without reading or writing it.
     *
     * @param interval the shortest time between two checkpoints; zero for one at every step
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public static CheckpointFile<SolveState> ofSolve(Path file, Duration interval) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(interval, "interval");

        return new CheckpointFile<>(file, SOLVE, interval);
    }

    /**
     * Creates a checkpoint of a regularization path for the given file, without reading or writing
     * it. The state contains every finished λ.
     *
     * @param interval the shortest time between two checkpoints within a solve; zero for one at
     *     every step. The end of each solve makes an additional checkpoint
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public static CheckpointFile<PathState> ofPath(Path file, Duration interval) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(interval, "interval");

        return new CheckpointFile<>(file, PATH, interval);
    }

    /**
     * Checks that the file can be written, before there is work to lose.
     *
     * @throws IOException if it cannot be written; nothing is left behind
     */
    public void requireWritable() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a directory, must be a file");
        }
        Files.deleteIfExists(temporary()); // Of a process that was killed.
        Files.createFile(temporary());
        Files.delete(temporary());
    }

    private Path temporary() {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    /**
     * Saves the state, if it is the last one or enough time has passed.
     *
     * @throws IOException if it cannot be saved
     */
    @Override
    public void offer(S state, boolean last) throws IOException {
        Objects.requireNonNull(state, "state");

        if (last || System.nanoTime() - lastSaved >= intervalNanos) {
            save(state);
            lastSaved = System.nanoTime();
        }
    }

    /** Writes to a temporary file, which then takes the name. */
    private void save(S state) throws IOException {
        Path temporary = temporary();
        CRC32C checksum = new CRC32C();
        try (FileOutputStream stream = new FileOutputStream(temporary.toFile());
                CheckedOutputStream checked =
                        new CheckedOutputStream(
                                new BufferedOutputStream(stream, 1 << 16), checksum);
                DataOutputStream out = new DataOutputStream(checked)) {
            out.write(magic());
            out.writeInt(kind.version);
            CountingStream counting = new CountingStream(out);
            kind.encoder.write(state, counting);
            long value = checksum.getValue();
            out.writeLong(kind.header() + counting.count());
            out.writeLong(value);
            out.flush();
            stream.getFD().sync();
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the state, after a first pass over the file that verifies the checksum.
     *
     * @throws DataFormatException if the file is not of this kind and version, or is damaged; the
     *     message says which
     * @throws InsufficientMemoryException if the state does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public S load() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            requireHeader(channel);
            long length = requireLength(channel);
            requireChecksum(channel, length);
            return decode(from(channel, kind.header(), length - kind.header()));
        } catch (OutOfMemoryError e) {
            throw new InsufficientMemoryException(file.toString(), null, e);
        }
    }

    private void requireHeader(SeekableByteChannel channel) throws IOException {
        byte[] header = from(channel, 0, kind.header()).readAllBytes();
        String found =
                new String(
                        header,
                        0,
                        Math.min(header.length, kind.magic.length()),
                        StandardCharsets.ISO_8859_1);
        if (header.length < kind.header() || !found.equals(kind.magic)) {
            throw damaged(
                    "is not a %s: it begins with %s, must with %s"
                            .formatted(kind.name, Printable.quote(found), kind.magic));
        }
        int version = ByteBuffer.wrap(header).getInt(kind.magic.length());
        if (version != kind.version) {
            throw damaged(
                    "has checkpoint version " + version + ", this program reads " + kind.version);
        }
    }

    /** The number of bytes before the trailer. */
    private long requireLength(SeekableByteChannel channel) throws IOException {
        long length = channel.size() - TRAILER;
        if (length < kind.header() || numberAt(channel, length) != length) {
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

    private S decode(InputStream stream) throws IOException {
        try {
            return kind.decoder.read(stream);
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
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
        return new DataFormatException(file.toString(), how + " (to begin anew, remove the file)");
    }

    private byte[] magic() {
        return kind.magic.getBytes(StandardCharsets.ISO_8859_1);
    }
}
