package io.nadir.io;

import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads matrices whose entries are partly unlisted or unknown, as strictly as {@link MatrixReader}
 * reads dense ones.
 *
 * {@snippet file="embedder/Examples.java" region="readListed"}
 *
 * <p>{@link #read} reads lists of entries with their rows and columns: {@code .mtx} (Matrix Market,
 * with the same fields and symmetries; of the array format, which lists all entries, zeros are
 * dropped) and text such as {@code .csv} with lines {@code row,column,value}. A header or {@link
 * TextFormat#columns} may name the columns, in which case their order is free and further columns
 * are allowed. Entries that are not listed are zero. Rows and columns count from 1 unless a header
 * {@code row0,column0,value} or {@link TextFormat#base} says 0, and the largest ones listed
 * determine the dimensions. They may also have ids ({@link TextFormat#ids}); {@link
 * InputDescription#indexing} then tells which is which. {@link #readListed} reads the same files,
 * except for the array format, but entries that are not listed are missing, and lines may have a
 * weight.
 *
 * <p>{@link #readObserved} reads dense {@code .npy} and text files in which NaN marks missing
 * entries; in a text, an empty field and other missing-value marks do too. Integers and bool have
 * no NaN, so that nothing is missing. Archives and gzip files are unpacked as in {@link
 * MatrixReader}.
 *
 * <p>Memory grows with the data that have been read, not with what a header states. Thread-safe.
 */
public final class SparseReader {
    private SparseReader() {}

    /**
     * Reads a file of entries with row and column. Entries that are not listed are zero.
     *
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static SparseMatrix read(Path file) throws IOException {
        return read(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file of entries with row and column. Entries that are not listed are zero.
     *
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ReadResult<SparseMatrix> read(Path file, TextFormat format) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");

        try (Input input = Input.open(file)) {
            return read(input, format);
        }
    }

    /**
     * Reads a stream of entries with row and column to its end and leaves it open. Entries that are
     * not listed are zero.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static SparseMatrix read(InputStream stream, String name) throws IOException {
        return read(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream of entries with row and column to its end and leaves it open. Entries that are
     * not listed are zero.
     *
     * @param name the name of the stream in messages; an ending such as {@code .csv} determines the
     *     format
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static ReadResult<SparseMatrix> read(InputStream stream, String name, TextFormat format)
            throws IOException {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");

        return read(Input.of(name, stream), format);
    }

    /**
     * Reads a file of the known entries with row, column and, optionally, weight.
     *
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedEntries readListed(Path file) throws IOException {
        return readListed(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file of the known entries with row, column and, optionally, weight.
     *
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ReadResult<ObservedEntries> readListed(Path file, TextFormat format)
            throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");

        try (Input input = Input.open(file)) {
            return readListed(input, format);
        }
    }

    /**
     * Reads a stream of the known entries with row, column and, optionally, weight to its end and
     * leaves it open.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static ObservedEntries readListed(InputStream stream, String name) throws IOException {
        return readListed(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream of the known entries with row, column and, optionally, weight to its end and
     * leaves it open.
     *
     * @param name the name of the stream in messages; an ending such as {@code .csv} determines the
     *     format
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws DataFormatException if the content is not such a matrix, or a position is listed
     *     twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static ReadResult<ObservedEntries> readListed(
            InputStream stream, String name, TextFormat format) throws IOException {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");

        return readListed(Input.of(name, stream), format);
    }

    /**
     * Reads a file of a dense matrix in which NaN marks missing entries.
     *
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedEntries readObserved(Path file) throws IOException {
        return readObserved(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file of a dense matrix in which NaN, or in a text a missing-value mark, stands for
     * missing entries.
     *
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ReadResult<ObservedEntries> readObserved(Path file, TextFormat format)
            throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");

        try (Input input = Input.open(file)) {
            return readObserved(input, format);
        }
    }

    /**
     * Reads a stream of a dense matrix in which NaN marks missing entries to its end and leaves it
     * open.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static ObservedEntries readObserved(InputStream stream, String name) throws IOException {
        return readObserved(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream of a dense matrix in which NaN, or in a text a missing-value mark, stands for
     * missing entries, to its end and leaves it open.
     *
     * @param name the name of the stream in messages; an ending such as {@code .csv} determines the
     *     format
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static ReadResult<ObservedEntries> readObserved(
            InputStream stream, String name, TextFormat format) throws IOException {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");

        return readObserved(Input.of(name, stream), format);
    }

    private static ReadResult<SparseMatrix> read(Input input, TextFormat format)
            throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> in -> describe(in, refuseDense(in));
                    case MATRIX_MARKET ->
                            in -> {
                                Indexing.requireMatrixMarket(in, format);
                                return describe(in, MatrixMarketReader.readSparse(in));
                            };
                    case CSV -> in -> CsvTripletReader.read(in, format);
                });
    }

    private static ReadResult<ObservedEntries> readListed(Input input, TextFormat format)
            throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> in -> describe(in, ObservedEntries.listedIn(refuseDense(in)));
                    case MATRIX_MARKET -> in -> readMarketListed(in, format);
                    case CSV -> in -> CsvTripletReader.readObserved(in, format);
                });
    }

    private static ReadResult<ObservedEntries> readMarketListed(Input input, TextFormat format)
            throws IOException {
        Indexing.requireMatrixMarket(input, format);
        ObservedEntries entries = ObservedEntries.listedIn(MatrixMarketReader.readListed(input));
        InputDescription description = describe(input, entries).description();
        return new ReadResult<>(entries, description.withIndexing(Indexing.FROM_ONE));
    }

    private static ReadResult<ObservedEntries> readObserved(Input input, TextFormat format)
            throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> in -> describe(in, NpyReader.readObserved(in));
                    case MATRIX_MARKET -> in -> describe(in, refuseListed(in));
                    case CSV -> in -> CsvMatrixReader.readObserved(in, format);
                });
    }

    /** Describes the input; the Matrix Market format itself prescribes counting from 1. */
    private static ReadResult<SparseMatrix> describe(Input input, SparseMatrix matrix) {
        List<Integer> shape = List.of(matrix.rows(), matrix.columns());
        return new ReadResult<>(
                matrix,
                InputDescription.of(input.name(), shape, matrix.listed())
                        .withZeroElsewhere()
                        .withIndexing(Indexing.FROM_ONE));
    }

    private static ReadResult<ObservedEntries> describe(Input input, ObservedEntries entries) {
        List<Integer> shape = List.of(entries.rows(), entries.columns());
        return new ReadResult<>(
                entries, InputDescription.of(input.name(), shape, entries.observed()));
    }

    private static SparseMatrix refuseDense(Input input) throws IOException {
        throw input.refuse(
                "is an .npy file, allowed for entries with row and column are .mtx and .csv");
    }

    private static ObservedEntries refuseListed(Input input) throws IOException {
        throw input.refuse(
                "is a Matrix Market file, which has no NaN, allowed are .npy and .csv: leave out"
                        + " what is missing from a coordinate file");
    }
}
