package io.nadir.io;

import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads matrices of which not all entries are listed or known, as strictly as {@link MatrixReader}
 * reads dense ones.
 *
 * <p>{@link #read} takes entries with their row and column: {@code .mtx} (Matrix Market, the same
 * fields and symmetries; of the format array, which lists all entries, the zeros are left out) and
 * texts such as {@code .csv} (lines {@code row,column,value}, in another order or with further
 * columns under a header or {@link TextFormat#columns} that says so); what is not listed is zero.
 * Rows and columns count from 1 unless the header {@code row0,column0,value} or {@link
 * TextFormat#base} says 0, and the largest listed are the dimensions; or they have ids ({@link
 * TextFormat#ids}), and {@link InputDescription#indexing} says which is which. {@link #readListed}
 * takes the same but for the format array; what is not listed is missing, and lines may have a
 * weight.
 *
 * <p>{@link #readObserved} takes dense {@code .npy} and text files in which NaN marks what is
 * missing; in the latter an empty field and other missing tokens do too. Integers and bool have no
 * NaN, so that nothing is missing. Archives and gzip are unpacked as there.
 *
 * <p>Memory grows with the data that have been read, not with what a header states.
 */
public final class SparseReader {
    private SparseReader() {}

    /**
     * Reads a file of entries with row and column.
     *
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static SparseMatrix read(Path file) throws IOException {
        return read(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file of entries with row and column.
     *
     * @param format how it is written if it is a text
     * @return the matrix, and how the file was understood
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
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
     * Reads a stream of entries with row and column to its end, and leaves it open.
     *
     * @param name what messages call the stream, as {@link MatrixReader#read(InputStream, String)}
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static SparseMatrix read(InputStream stream, String name) throws IOException {
        return read(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream of entries with row and column to its end, and leaves it open.
     *
     * @param name what messages call the stream; an ending such as {@code .csv} fixes the format
     * @param format how it is written if it is a text
     * @return the matrix, and how the stream was understood
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
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
     * Reads a file of the known entries, with row and column, and weights or not.
     *
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedEntries readListed(Path file) throws IOException {
        return readListed(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file of the known entries, with row and column, and weights or not.
     *
     * @param format how it is written if it is a text
     * @return the matrix, and how the file was understood
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
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
     * Reads a stream of the known entries to its end, and leaves it open.
     *
     * @param name what messages call the stream, as {@link MatrixReader#read(InputStream, String)}
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static ObservedEntries readListed(InputStream stream, String name) throws IOException {
        return readListed(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream of the known entries, with row and column, and weights or not to its end, and
     * leaves it open.
     *
     * @param name what messages call the stream; an ending such as {@code .csv} fixes the format
     * @param format how it is written if it is a text
     * @return the matrix, and how the stream was understood
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
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
     * Reads a file of a dense matrix in which NaN marks what is missing.
     *
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedEntries readObserved(Path file) throws IOException {
        return readObserved(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file of a dense matrix in which NaN, and in a text missing tokens, mark what is
     * missing.
     *
     * @param format how it is written if it is a text
     * @return the matrix, and how the file was understood
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
     * Reads a stream of a dense matrix in which NaN marks what is missing, and leaves it open.
     *
     * @param name what messages call the stream, as {@link MatrixReader#read(InputStream, String)}
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static ObservedEntries readObserved(InputStream stream, String name) throws IOException {
        return readObserved(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream of a dense matrix in which NaN, and in a text missing tokens, mark what is
     * missing to its end, and leaves it open.
     *
     * @param name what messages call the stream; an ending such as {@code .csv} fixes the format
     * @param format how it is written if it is a text
     * @return the matrix, and how the stream was understood
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

    /** A Matrix Market file says itself that it counts from 1. */
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
