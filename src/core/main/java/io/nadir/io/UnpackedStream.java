package io.nadir.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * Reads the unpacked content of an input; reports damaged packed bytes in the library's own words.
 */
final class UnpackedStream extends ForwardStream {
    private final Input packed;
    private final End end;
    private boolean ended;

    UnpackedStream(Input packed, InputStream stream, End end) {
        super(stream);
        this.packed = packed;
        this.end = end;
    }

    /** Is told when all has been read, and may refuse what follows. */
    @FunctionalInterface
    interface End {
        void reached() throws IOException;
    }

    /** Reads from packed bytes. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** What {@code reading} gives; damage is told as what it is. */
    static <T> T guard(Input packed, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (EOFException e) {
            throw packed.refuse("truncated: ends within the compressed data");
        } catch (ZipException e) {
            throw packed.refuse(
                    "the compressed data are damaged, or of a kind that is not read ("
                            + Printable.oneLine(String.valueOf(e.getMessage()))
                            + "): pack them again");
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return guard(
                packed,
                () -> {
                    int count = ended ? -1 : in.read(bytes, offset, length);
                    if (count < 0 && !ended) {
                        ended = true;
                        end.reached();
                    }
                    return count;
                });
    }
}
