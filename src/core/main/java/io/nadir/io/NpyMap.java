package io.nadir.io;

import io.nadir.matrix.RowSource;

import java.io.IOException;
import java.nio.file.Path;

/** The rows of a {@code .npy} file in mapped memory. */
final class NpyMap implements RowSource {
    private final int rows;
    private final int columns;
    private final NpyNumber number;

    /** The byte at which the elements begin. */
    private final long begin;

    private final MappedFile file;
    private final MappedNumbers numbers;

    private NpyMap(Path path, NpyHeader header) throws IOException {
        this.rows = header.rows();
        this.columns = header.columns();
        this.number = header.type().number();
        this.begin = header.bytes();
        long bytes = header.elements() * header.type().width();
        this.file = MappedFile.of(path, header.bytes() + bytes);
        this.numbers = MappedNumbers.of(header.type(), file.bytes(header.bytes(), bytes));
    }

    /**
     * Maps a file.
     *
     * @throws DataFormatException if it is not what can be mapped
     */
    static NpyMap of(Path path) throws IOException {
        return new NpyMap(path, header(path));
    }

    private static NpyHeader header(Path path) throws IOException {
        try (Input input = Input.open(path)) {
            if (input.file() == null || MatrixFormat.of(input) != MatrixFormat.NPY) {
                throw input.refuse(
                        MatrixFormat.of(input) == MatrixFormat.SPARSE_ARCHIVE
                                ? "is a sparse matrix, allowed in a mapped file only as known"
                                        + " entries beside missing ones: "
                                        + Advice.MAP_UNLISTED
                                : "only a .npy file that is not packed can be mapped: unpack it");
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
        long first = (long) row * columns;
        int length = count * columns;
        file.read(
                () -> numbers.read(first, length, target, offset),
                new PagesAhead.Span(
                        begin + first * number.width(), (long) length * number.width()));
    }

    @Override
    public boolean isKnownUnchanged() {
        return file.isKnownUnchanged();
    }

    @Override
    public String description() {
        return number.word() + ", mapped";
    }
}
