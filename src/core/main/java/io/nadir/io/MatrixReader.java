package io.nadir.io;

import io.nadir.matrix.DenseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads a dense matrix, strictly: what is malformed, incomplete, followed by anything else, empty
 * or not finite is refused with a {@link DataFormatException} that says where and why.
 *
 * <p>Formats:
 *
 * <ul>
 *   <li>{@code .npy}: versions 1 to 3, C or Fortran order, two dimensions; float64, float32,
 *       float16, bool and integers of 8 to 64 bits, signed or not, of either byte order. An integer
 *       beyond 2⁵³ in magnitude is refused, since no double may hold it.
 *   <li>{@code .npz}: one member of it. {@code FILE.npz:MEMBER} in place of the file, or of the
 *       name of a stream, chooses one; the only one needs no name.
 *   <li>{@code .mtx}: Matrix Market, array and coordinate, general, symmetric and skew-symmetric;
 *       zero where nothing is listed. A real (or double) number is rounded to the nearest double,
 *       and may have an exponent as Fortran writes it; an integer beyond 2⁵³ is refused; a pattern
 *       is 1 where it lists. A symmetric or skew-symmetric coordinate file has one of each two
 *       mirror images, of either triangle. Comments and blank lines may be anywhere after the first
 *       line.
 *   <li>texts such as {@code .csv} and {@code .tsv}: lines of numbers, with or without one header
 *       line, as {@link TextFormat} says.
 * </ul>
 *
 * <p>Each may be packed by gzip. The first bytes tell what a file is, whatever its name; where they
 * do not, the end of the name does, without {@code .gz}. Files of other formats, such as Parquet,
 * HDF5 and images, are refused by name.
 *
 * <p>Memory grows with the data that have been read; a size that a header states is believed only
 * where the size of a file that is not packed confirms it.
 *
 * <p>Thread-safe.
 */
public final class MatrixReader {
    private MatrixReader() {}

    /**
     * Reads a file.
     *
     * @param file a file, a pipe that has a name, or {@code FILE.npz:MEMBER}
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
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");

        try (Input input = Input.open(file)) {
            return read(input, format);
        }
    }

    /**
     * Reads a stream to its end, and leaves it open.
     *
     * @param stream the bytes
     * @param name what messages call the stream; its ending tells the format where the bytes do
     *     not, and {@code NAME.npz:MEMBER} chooses a member
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
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");

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
