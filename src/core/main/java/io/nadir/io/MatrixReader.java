package io.nadir.io;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.RowSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Reads dense matrices from files and streams. The reader is strict: it refuses input that is
 * malformed, incomplete, empty, followed by other content, or not finite, with a {@link
 * DataFormatException} that says where and why.
 *
 * {@snippet file="embedder/Examples.java" region="read"}
 *
 * <p>Formats:
 *
 * <ul>
 *   <li>{@code .npy}, versions 1 to 3, in C or Fortran order, with two dimensions. The numbers may
 *       be float64, float32, float16, bool, or signed or unsigned integers of 8 to 64 bits, in
 *       either byte order. An integer of a magnitude above 2⁵³ is refused, because a double may not
 *       represent it.
 *   <li>{@code .npz}, an archive of {@code .npy} members. {@code FILE.npz:MEMBER}, in place of the
 *       file or of the name of a stream, selects a member; this is not needed if there is only one.
 *   <li>{@code .npz} as SciPy's {@code sparse.save_npz} writes it: csr, csc and coo, from a file.
 *       Entries that are not listed are zero.
 *   <li>{@code .mat} of version 5, as MATLAB up to {@code -v7}, Octave and SciPy write it: real
 *       numbers, dense or sparse. {@code FILE.mat:VARIABLE} selects a variable; this is not needed
 *       if only one holds numbers.
 *   <li>Parquet and Arrow, if {@code nadir-tables} is there (see {@link TableFormat}): a column of
 *       numbers for each column of the matrix; {@link TextFormat#columns} selects columns by name.
 *   <li>{@code .mtx}, Matrix Market: array and coordinate; general, symmetric and skew-symmetric.
 *       Entries that a coordinate file does not list are zero. A real (or double) number is rounded
 *       to the nearest double and may have a Fortran exponent; an integer above 2⁵³ is refused; a
 *       pattern has the value 1 where it lists an entry. A symmetric or skew-symmetric coordinate
 *       file lists one of each two mirrored entries, from either triangle. Comments and blank lines
 *       may stand anywhere after the first line.
 *   <li>text such as {@code .csv} and {@code .tsv}: lines of numbers, with or without a header
 *       line; see {@link TextFormat}.
 * </ul>
 *
 * <p>Each file may be compressed with gzip. The format is recognized from the first bytes, whatever
 * the file is called; if they do not suffice, from the end of the file name without {@code .gz}.
 * Files in other formats, such as HDF5 and images, are refused with a message that names the
 * format.
 *
 * <p>Memory grows with the data that have been read. A size stated in a header is trusted only if
 * the size of an uncompressed file confirms it.
 *
 * <p>Thread-safe.
 */
public final class MatrixReader {
    private static final Input.TextDecoder<ReadResult<DenseMatrix>> DENSE = MatrixReader::decode;

    private MatrixReader() {}

    /**
     * Reads a file.
     *
     * @param file a file, a named pipe, {@code FILE.npz:MEMBER} or {@code FILE.mat:VARIABLE}
     * @return the matrix
     * @throws DataFormatException if the content is not a matrix of finite numbers in its format
     * @throws InsufficientMemoryException if the matrix does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static DenseMatrix read(Path file) throws IOException {
        return read(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file, with information about how it is written.
     *
     * @param file a file, a named pipe, {@code FILE.npz:MEMBER} or {@code FILE.mat:VARIABLE}
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws IOException as {@link #read(Path)}
     */
    public static ReadResult<DenseMatrix> read(Path file, TextFormat format) throws IOException {
        return Input.decode(file, DENSE.with(format));
    }

    /**
     * Reads a stream to its end and leaves it open.
     *
     * @param stream the bytes
     * @param name the name of the stream in messages. Its ending determines the format if the bytes
     *     do not, and {@code NAME.npz:MEMBER} selects a member
     * @return the matrix
     * @throws IOException as {@link #read(Path)}
     */
    public static DenseMatrix read(InputStream stream, String name) throws IOException {
        return read(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream to its end and leaves it open, with information about how it is written.
     *
     * @param stream the bytes
     * @param name the name of the stream, as in {@link #read(InputStream, String)}
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws IOException as {@link #read(Path)}
     */
    public static ReadResult<DenseMatrix> read(InputStream stream, String name, TextFormat format)
            throws IOException {
        return Input.decode(stream, name, DENSE.with(format));
    }

    /**
     * Maps a {@code .npy} file instead of reading it: rows are read in every pass over the data, by
     * the operating system, which keeps what fits into its cache. So the matrix may be larger than
     * the heap, and than memory. Goes over all rows once.
     *
     * <p>The file must have elements of float64 or float32, of either byte order, in C order, and
     * not be packed. It must stay as it is while the matrix is in use. Each solve and each
     * certificate looks at its size and at the time of its last change; if they have changed, it
     * reads all rows and throws an {@link UncheckedIOException} if these have changed, too. A file
     * that becomes shorter while it is read ends the solve with one as well.
     *
     * @param file the file
     * @param around given the rows of the file, returns those of the matrix: the same, or what
     *     reads them and does something else as well, such as to count them
     * @return the matrix, and how the file was interpreted
     * @throws DataFormatException if the file is not such a file, or has an element that is NaN or
     *     infinite
     * @throws IOException if the file cannot be read or mapped
     */
    public static ReadResult<DenseMatrix> map(Path file, UnaryOperator<RowSource> around)
            throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(around, "around");

        RowSource rows = around.apply(NpyMap.of(file));
        try {
            DenseMatrix matrix = DenseMatrix.of(rows);
            return new ReadResult<>(matrix, InputDescription.of(file.toString(), matrix));
        } catch (IllegalArgumentException e) {
            String problem = Advice.inFile(String.valueOf(e.getMessage()));
            String advice = Advice.onNan(problem);
            throw new DataFormatException(
                    file.toString(),
                    problem,
                    advice.isEmpty() ? advice : advice + " and without --map");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static ReadResult<DenseMatrix> decode(Input input, TextFormat format)
            throws IOException {
        MatrixFormat found = MatrixFormat.of(input);
        if (found != MatrixFormat.TABLE) {
            ColumnRoles.requireNone(input, format);
        }
        return switch (found) {
            case NPY -> describe(input, NpyReader.read(input, Advice::onNan));
            case MATRIX_MARKET -> {
                Indexing.requireMatrixMarket(input, format);
                yield describe(input, MatrixMarketReader.read(input));
            }
            case MAT -> describe(input, MatReader.read(input, MatrixReader::dense));
            case SPARSE_ARCHIVE -> describe(input, SparseArchive.matrix(input).dense());
            case TABLE -> TableMatrix.read(input, format);
            case CSV -> CsvMatrixReader.read(input, format);
        };
    }

    static DenseMatrix dense(MatVariable variable) throws IOException {
        if (variable.isSparse()) {
            return variable.entries().dense();
        }
        try {
            return variable.columns().buildTransposed();
        } catch (IllegalArgumentException e) {
            String problem = Advice.inFile(String.valueOf(e.getMessage()));
            throw variable.refuse(problem, Advice.onNan(problem));
        }
    }

    private static ReadResult<DenseMatrix> describe(Input input, DenseMatrix matrix) {
        return new ReadResult<>(matrix, InputDescription.of(input.name(), matrix));
    }
}
