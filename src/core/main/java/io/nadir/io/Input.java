package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Bytes to be read once, from the start to the end, unpacked where they were packed.
 *
 * @param name what messages call it
 * @param stream the bytes; supports mark and reset
 * @param size how many there are, {@link #UNKNOWN} if that cannot be known before they are read
 * @param file the regular file whose bytes they are, unchanged; null if there is none
 * @param part the name of the part that is asked for; null if none is, or if the bytes are the part
 * @param isUtf8 whether a byte order mark has told that the text is in UTF-8 now
 */
record Input(
        String name,
        InputStream stream,
        long size,
        @Nullable Path file,
        @Nullable String part,
        boolean isUtf8)
        implements AutoCloseable {
    /** The size of what is not a regular file. */
    static final long UNKNOWN = -1;

    private static final int BUFFER_BYTES = 1 << 13;

    /**
     * Opens a file, a pipe that has a name, or, where {@code file} does not exist and is of the
     * form {@code FILE.npz:MEMBER} or {@code FILE.mat:VARIABLE}, a part of a file.
     */
    static Input open(Path file) throws IOException {
        MemberName name = MemberName.parse(file.toString());
        return name.member() == null || Files.exists(file)
                ? open(file, null)
                : open(Path.of(name.archive()), name.member());
    }

    private static Input open(Path file, @Nullable String member) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataFormatException(file.toString(), "is a directory, allowed are files");
        }
        boolean regular = Files.isRegularFile(file);
        InputStream stream = Files.newInputStream(file);
        try {
            Input packed = buffered(file.toString(), stream);
            Input whole =
                    regular
                            ? new Input(
                                    packed.name, packed.stream, Files.size(file), file, null, false)
                            : packed;
            if (member == null && whole.file != null && NpzArchive.isSparse(whole, whole.file)) {
                return whole;
            }
            return Unpacking.unpack(whole, member);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * A stream of unknown size.
     *
     * @param name what messages call it; {@code NAME.npz:MEMBER} and {@code NAME.mat:VARIABLE}
     *     choose a part
     */
    static Input of(String name, InputStream stream) throws IOException {
        MemberName parsed = MemberName.parse(name);
        return Unpacking.unpack(buffered(parsed.archive(), stream), parsed.member());
    }

    /** A stream of unknown size, as it is. */
    static Input buffered(String name, InputStream stream) {
        InputStream buffered = new BufferedInputStream(stream, BUFFER_BYTES);
        return new Input(name, buffered, UNKNOWN, null, null, false);
    }

    /** The same bytes, of which a part is asked for. */
    Input withPart(@Nullable String wanted) {
        return new Input(name, stream, size, file, wanted, isUtf8);
    }

    /**
     * Returns the result of {@code reading} for a file with these bytes, which is copied to the
     * directory of temporary files if there is none.
     */
    <T> T asFile(FileReading<T> reading) throws IOException {
        if (file != null) {
            return reading.read(file);
        }
        Path copy = Files.createTempFile("nadir-", ".tmp");
        try {
            Files.copy(stream, copy, StandardCopyOption.REPLACE_EXISTING);
            return reading.read(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** The same bytes, which a byte order mark has shown to be UTF-8. */
    Input asUtf8() {
        return new Input(name, stream, size, file, part, true);
    }

    /** The text in UTF-8, from {@code encoding} unless a byte order mark has told another one. */
    Input inUtf8(Charset encoding) {
        return isUtf8 ? this : buffered(name, new EncodedStream(stream, encoding)).asUtf8();
    }

    /** The first bytes, at most {@code count}, which stay to be read. */
    byte[] peek(int count) throws IOException {
        stream.mark(count);
        byte[] head = stream.readNBytes(count);
        stream.reset();
        return head;
    }

    /** Returns the result of {@code decoder} for a file. */
    static <T> T decode(Path file, Decoder<T> decoder) throws IOException {
        Objects.requireNonNull(file, "file");

        try (Input input = open(file)) {
            return input.decode(decoder);
        }
    }

    /** Returns the result of {@code decoder} for a stream, which it leaves open. */
    @SuppressWarnings("resource") // The stream is the caller's to close.
    static <T> T decode(InputStream stream, String name, Decoder<T> decoder) throws IOException {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");

        return of(name, stream).decode(decoder);
    }

    /** Returns the result of {@code decoder} for these bytes. */
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

    /** An exception that names the input, with advice how to take an entry for a missing one. */
    DataFormatException refuse(String problem, String advice) {
        return new DataFormatException(name, problem, advice);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Makes a value of a file. */
    @FunctionalInterface
    interface FileReading<T> {
        /** Reads {@code file}. */
        T read(Path file) throws IOException;
    }

    /** Makes a value of an input. */
    @FunctionalInterface
    interface Decoder<T> {
        /** Reads {@code input} to its end. */
        T decode(Input input) throws IOException;
    }

    /** Makes a value of an input that may be a text of some format. */
    @FunctionalInterface
    interface TextDecoder<T> {
        /** Reads {@code input} to its end. */
        T decode(Input input, TextFormat format) throws IOException;

        /** Reads texts of this format. */
        default Decoder<T> with(TextFormat format) {
            Objects.requireNonNull(format, "format");

            return input -> decode(input, format);
        }
    }
}
