package io.nadir.io;

import io.nadir.model.DenseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads a dense matrix, strictly: what is malformed, incomplete, followed by anything else, empty
 * or not finite is refused with a {@link DataFormatException} that says where and why.
 *
 * <p>Formats: {@code .npy} (versions 1 to 3, float64 and float32 of either byte order, C or Fortran
 * order), {@code .mtx} (Matrix Market, array and coordinate, real and integer, general, symmetric
 * and skew-symmetric; zero where nothing is listed) and {@code .csv} (numbers separated by commas,
 * quoted or not, with or without one header line). The end of the name tells which; where it does
 * not, the first bytes do.
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
        Objects.requireNonNull(file, "file");

        try (Input input = Input.open(file)) {
            return read(input);
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
    @SuppressWarnings("resource") // The stream is the caller's to close.
    public static DenseMatrix read(InputStream stream, String name) throws IOException {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");

        return read(Input.of(name, stream));
    }

    private static DenseMatrix read(Input input) throws IOException {
        return input.decode(
                switch (MatrixFormat.of(input)) {
                    case NPY -> NpyReader::read;
                    case MATRIX_MARKET -> MatrixMarketReader::read;
                    case CSV -> CsvMatrixReader::read;
                });
    }
}
