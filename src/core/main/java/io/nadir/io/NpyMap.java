package io.nadir.io;

import io.nadir.matrix.RowSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The rows of a {@code .npy} file in mapped memory: the operating system reads what is asked for,
 * keeps what fits into its cache, and reads ahead.
 */
final class NpyMap implements RowSource {
    private final Path path;
    private final int rows;
    private final int columns;
    private final NpyNumber number;
    private final MappedNumbers numbers;
    private final FileStamp stamp;

    /** Tells the length without regard to interrupts, which would close a channel. */
    private final RandomAccessFile file;

    /** Bytes from the start of the file to the end of the elements. */
    private final long end;

    private NpyMap(Path path, NpyHeader header, RandomAccessFile file) throws IOException {
        this.path = path;
        this.rows = header.rows();
        this.columns = header.columns();
        this.number = header.type().number();
        this.file = file;
        this.stamp = FileStamp.of(path);
        long bytes = header.elements() * header.type().width();
        this.end = header.bytes() + bytes;
        MemorySegment all =
                file.getChannel()
                        .map(FileChannel.MapMode.READ_ONLY, header.bytes(), bytes, Arena.ofAuto());
        this.numbers = MappedNumbers.of(header.type(), all);
    }

    /**
     * Maps a file.
     *
     * @throws DataFormatException if it is not what can be mapped
     */
    static NpyMap of(Path path) throws IOException {
        NpyHeader header = header(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new NpyMap(path, header, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static NpyHeader header(Path path) throws IOException {
        try (Input input = Input.open(path)) {
            if (input.file() == null || MatrixFormat.of(input) != MatrixFormat.NPY) {
                throw input.refuse("only a .npy file that is not packed can be mapped: unpack it");
            }
            NpyHeader header = NpyHeader.read(input);
            NpyReader.requireElements(input, header);
            header.requireSize(input);
            if (header.fortranOrder()) {
                throw input.refuse(
                        "is in Fortran order, allowed in a mapped file is C order: numpy.save(FILE,"
                            + " numpy.ascontiguousarray(A)), or let the transpose be in C order and"
                            + " factorize that");
            }
            if (!MappedNumbers.canMap(header.type())) {
                throw input.refuse(
                        String.format(
                                "has elements of %s, allowed in a mapped file are float64 and"
                                        + " float32: numpy.save(FILE, A.astype('float32'))",
                                header.type().number().word()));
            }
            return header;
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int row, int count, double[] target, int offset) {
        try {
            numbers.read((long) row * columns, count * columns, target, offset);
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

    @Override
    public boolean isKnownUnchanged() {
        return stamp.isCurrent();
    }

    @Override
    public String description() {
        return number.word() + ", mapped";
    }
}
