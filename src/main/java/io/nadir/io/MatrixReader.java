package io.nadir.io;

import io.nadir.model.DenseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a dense matrix, strictly: what is malformed, incomplete, followed by anything else, empty
 * or not finite is refused with a {@link DataFormatException} that says where and why.
 *
 * <p>Formats: {@code .npy} (versions 1 to 3, float64 and float32 of either byte order, C or Fortran
 * order), {@code .mtx} (Matrix Market, array and coordinate, real and integer, general, symmetric
 * and skew-symmetric; zero where nothing is listed) and texts such as {@code .csv} and {@code .tsv}
 * (lines of numbers, with or without one header line, as {@link TextFormat} says). The end of the
 * name tells which; where it does not, the first bytes do.
 *
 * <p>Memory grows with the data that have been read; a size that a header states is believed only
 * where the size of the file confirms it.
 */
public final class MatrixReader {
    private MatrixReader() {}

    /**
     * Reads a file.
     *
     * @param file a file, or a pipe that has a name
     * @return the matrix
     * @throws DataFormatException if the content is not a finite matrix in its format
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static DenseMatrix read(Path file) throws IOException {
        return read(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file.
     *
     * @param file a file, or a pipe that has a name
     * @param format how it is written if it is a text
     * @return the matrix, and how the file was understood
     * @throws DataFormatException if the content is not a finite matrix in its format
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ReadResult<DenseMatrix> read(Path file, TextFormat format) throws IOException {
        try (Input input = Input.open(file)) {
            return read(input, format);
        }
    }

    /**
     * Reads a stream to its end, and leaves it open.
     *
     * @param stream the bytes
     * @param name what messages call the stream; an ending such as {@code .csv} fixes the format
     * @return the matrix
     * @throws DataFormatException if the content is not a finite matrix in its format
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static DenseMatrix read(InputStream stream, String name) throws IOException {
        return read(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream to its end, and leaves it open.
     *
     * @param stream the bytes
     * @param name what messages call the stream; an ending such as {@code .csv} fixes the format
     * @param format how it is written if it is a text
     * @return the matrix, and how the stream was understood
     * @throws DataFormatException if the content is not a finite matrix in its format
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static ReadResult<DenseMatrix> read(InputStream stream, String name, TextFormat format)
            throws IOException {
        return read(Input.of(name, stream), format);
    }

    private static ReadResult<DenseMatrix> read(Input input, TextFormat format) throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> in -> describe(in, NpyReader.read(in));
                    case MATRIX_MARKET ->
                            in -> {
                                Indexing.requireMatrixMarket(in, format);
                                return describe(in, MatrixMarketReader.read(in));
                            };
                    case CSV -> in -> CsvMatrixReader.read(in, format);
                });
    }

    private static ReadResult<DenseMatrix> describe(Input input, DenseMatrix matrix) {
        List<Integer> shape = List.of(matrix.rows(), matrix.columns());
        return new ReadResult<>(
                matrix, InputDescription.of(input.name(), shape, matrix.observed()));
    }
}
