package io.nadir.io;

import io.nadir.model.ObservedEntries;
import io.nadir.model.SparseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads matrices of which not all entries are listed or known, as strictly as {@link MatrixReader}
 * reads dense ones.
 *
 * <p>{@link #read} takes entries with their row and column: {@code .mtx} (Matrix Market,
 * coordinate; the same fields and symmetries) and {@code .csv} (lines {@code row,column,value},
 * counted from 1, or from 0 under the header {@code row0,column0,value}; the largest row and column
 * listed are the dimensions); what is not listed is zero. {@link #readListed} takes the same; what
 * is not listed is missing, and {@code .csv} lines may be {@code row,column,value,weight}.
 *
 * <p>{@link #readObserved} takes dense {@code .npy} and {@code .csv} files in which NaN marks what
 * is missing; in the latter an empty field does too. Integers and bool have no NaN, so that nothing
 * is missing. Archives and gzip are unpacked as there.
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
        try (Input input = Input.open(file)) {
            return read(input);
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
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static SparseMatrix read(InputStream stream, String name) throws IOException {
        return read(Input.of(name, stream));
    }

    /**
     * Reads a file of the known entries, with row and column, and weights or not.
     *
     * @throws DataFormatException if the content is not such a matrix, or a place is listed twice
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedEntries readListed(Path file) throws IOException {
        try (Input input = Input.open(file)) {
            return readListed(input);
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
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static ObservedEntries readListed(InputStream stream, String name) throws IOException {
        return readListed(Input.of(name, stream));
    }

    /**
     * Reads a file of a dense matrix in which NaN marks what is missing.
     *
     * @throws DataFormatException if the content is not such a matrix
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedEntries readObserved(Path file) throws IOException {
        try (Input input = Input.open(file)) {
            return readObserved(input);
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
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static ObservedEntries readObserved(InputStream stream, String name) throws IOException {
        return readObserved(Input.of(name, stream));
    }

    private static SparseMatrix read(Input input) throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> SparseReader::refuseDense;
                    case MATRIX_MARKET -> MatrixMarketReader::readSparse;
                    case CSV -> CsvTripletReader::read;
                });
    }

    private static ObservedEntries readListed(Input input) throws IOException {
        return MatrixFormat.of(input) == MatrixFormat.CSV
                ? input.decode(CsvTripletReader::readObserved)
                : ObservedEntries.listedIn(read(input));
    }

    private static ObservedEntries readObserved(Input input) throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> NpyReader::readObserved;
                    case MATRIX_MARKET -> SparseReader::refuseListed;
                    case CSV -> CsvMatrixReader::readObserved;
                });
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
