package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file in mapped memory: the operating system reads what is asked for, and keeps what fits into
 * its cache. Notices when the file changes. Thread-safe.
 */
final class MappedFile {
    private final Path path;
    private final FileStamp stamp;

    /** Tells the length without regard to interrupts, which would close a channel. */
    private final RandomAccessFile file;

    /** Bytes from the start of the file to the end of what is needed. */
    private final long end;

    private final MemorySegment all;
    private final PagesAhead ahead;

    private MappedFile(Path path, long end, RandomAccessFile file) throws IOException {
        this.path = path;
        this.end = end;
        this.file = file;
        this.stamp = FileStamp.of(path);
        this.all = file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, end, Arena.ofAuto());
        this.ahead = new PagesAhead(all);
    }

    /**
     * Maps a file.
     *
     * @param end bytes from the start of the file to the end of what is needed
     */
    static MappedFile of(Path path, long end) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new MappedFile(path, end, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Some of its bytes. */
    MemorySegment bytes(long from, long count) {
        return all.asSlice(from, count);
    }

    /**
     * Reads from the segments, and lets pages that come next be fetched if it takes long.
     *
     * @param reading what to do
     * @param spans what it reads
     * @throws UncheckedIOException if the file has become shorter
     */
    void read(Runnable reading, PagesAhead.Span... spans) {
        try {
            long start = System.nanoTime();
            reading.run();
            ahead.after(System.nanoTime() - start, spans);
        } catch (InternalError e) {
            // So the virtual machine says that the file has no such page any more.
            throw lost(e);
        }
        requireLength();
    }

    /** What was read beyond the end of a file that has become shorter is not its contents. */
    private void requireLength() {
        try {
            if (file.length() < end) {
                throw lost(null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UncheckedIOException lost(@Nullable Throwable cause) {
        DataFormatException problem =
                new DataFormatException(
                        path.toString(),
                        "has become shorter than "
                                + end
                                + " bytes while it was mapped: a file must stay as it is until the"
                                + " end of the solve");
        problem.initCause(cause);
        return new UncheckedIOException(problem);
    }

    /** Whether the file is known to be what it was. */
    boolean isKnownUnchanged() {
        return stamp.isCurrent();
    }
}
