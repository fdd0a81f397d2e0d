package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes to be read once, from the start to the end.
 *
 * @param name what messages call it
 * @param stream the bytes; supports mark and reset
 * @param size how many there are, {@link #UNKNOWN} if that cannot be known before they are read
 */
record Input(String name, InputStream stream, long size) implements AutoCloseable {
    /** The size of what is not a regular file. */
    static final long UNKNOWN = -1;

    private static final int BUFFER_BYTES = 1 << 13;

    /** Opens a file, or a pipe that has a name. */
    static Input open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataFormatException(file.toString(), "is a directory, allowed are files");
        }
        long size = Files.isRegularFile(file) ? Files.size(file) : UNKNOWN;
        return of(file.toString(), Files.newInputStream(file), size);
    }

    /** A stream of unknown size. */
    static Input of(String name, InputStream stream) {
        return of(name, stream, UNKNOWN);
    }

    private static Input of(String name, InputStream stream, long size) {
        return new Input(name, new BufferedInputStream(stream, BUFFER_BYTES), size);
    }

    /** The first bytes, at most {@code count}, which stay to be read. */
    byte[] peek(int count) throws IOException {
        stream.mark(count);
        byte[] head = stream.readNBytes(count);
        stream.reset();
        return head;
    }

    /** What {@code decoder} makes of these bytes. */
    <T> T decode(Decoder<T> decoder) throws IOException {
        try {
            return decoder.decode(this);
        } catch (OutOfMemoryError e) {
            throw new InsufficientMemoryException(name, null, e);
        }
    }

    /** An exception that names this input. */
    DataFormatException refuse(@Nullable String problem) {
        return new DataFormatException(name, problem);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Makes a value of an input. */
    @FunctionalInterface
    interface Decoder<T> {
        /** Reads {@code input} to its end. */
        T decode(Input input) throws IOException;
    }
}
