package io.nadir.io;

import io.nadir.io.Input.TextDecoder;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

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
 * <p>Both also read the sparse matrices of {@code .mat} files and of SciPy's {@code .npz} files
 * (known entries with an array {@code weights} if {@code numpy.savez} has added it), and, if {@code
 * nadir-tables} is there, Parquet and Arrow. In these, {@link TextFormat#columns} selects the
 * columns of row, column, value and, optionally, weight by their names; they are the same columns
 * as in a text if nothing is selected.
 *
 * <p>{@link #readObserved} reads dense {@code .npy}, {@code .mat}, Parquet, Arrow and text files in
 * which NaN marks missing entries; in a text, an empty field and other missing-value marks do too.
 * Integers and bool have no NaN, so that nothing is missing. Archives and gzip files are unpacked
 * as in {@link MatrixReader}.
 *
 * <p>Memory grows with the data that have been read, not with what a header states. Thread-safe.
 */
public final class SparseReader {
    private static final TextDecoder<ReadResult<SparseMatrix>> SPARSE = SparseReader::sparse;
    private static final TextDecoder<ReadResult<ObservedEntries>> LISTED = SparseReader::listed;
    private static final TextDecoder<ReadResult<ObservedEntries>> OBSERVED = SparseReader::observed;

    private SparseReader() {}

    /**
     * Reads a file of entries with row and column. Entries that are not listed are zero.
     *
     * @throws IOException as {@link MatrixReader#read(Path)}, or if a position is listed twice
     */
    public static SparseMatrix read(Path file) throws IOException {
        return read(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file, as {@link #read(Path)}, with information about how it is written.
     *
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws IOException as {@link #read(Path)}
     */
    public static ReadResult<SparseMatrix> read(Path file, TextFormat format) throws IOException {
        return Input.decode(file, SPARSE.with(format));
    }

    /**
     * Reads a stream, as {@link #read(Path)}, to its end and leaves it open.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @throws IOException as {@link #read(Path)}
     */
    public static SparseMatrix read(InputStream stream, String name) throws IOException {
        return read(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream, as {@link #read(Path)}, to its end and leaves it open, with information about
     * how it is written.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws IOException as {@link #read(Path)}
     */
    public static ReadResult<SparseMatrix> read(InputStream stream, String name, TextFormat format)
            throws IOException {
        return Input.decode(stream, name, SPARSE.with(format));
    }

    /**
     * Reads a file of the known entries with row, column and, optionally, weight.
     *
     * @throws IOException as {@link MatrixReader#read(Path)}, or if a position is listed twice
     */
    public static ObservedEntries readListed(Path file) throws IOException {
        return readListed(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file, as {@link #readListed(Path)}, with information about how it is written.
     *
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws IOException as {@link #readListed(Path)}
     */
    public static ReadResult<ObservedEntries> readListed(Path file, TextFormat format)
            throws IOException {
        return Input.decode(file, LISTED.with(format));
    }

    /**
     * Reads a stream, as {@link #readListed(Path)}, to its end and leaves it open.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @throws IOException as {@link #readListed(Path)}
     */
    public static ObservedEntries readListed(InputStream stream, String name) throws IOException {
        return readListed(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream, as {@link #readListed(Path)}, to its end and leaves it open, with information
     * about how it is written.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws IOException as {@link #readListed(Path)}
     */
    public static ReadResult<ObservedEntries> readListed(
            InputStream stream, String name, TextFormat format) throws IOException {
        return Input.decode(stream, name, LISTED.with(format));
    }

    /**
     * Reads a file of a dense matrix in which NaN, or in a text a missing-value mark, stands for
     * missing entries.
     *
     * @throws IOException as {@link MatrixReader#read(Path)}
     */
    public static ObservedEntries readObserved(Path file) throws IOException {
        return readObserved(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file, as {@link #readObserved(Path)}, with information about how it is written.
     *
     * @param format how the file is written, if it is a text file
     * @return the matrix, and how the file was interpreted
     * @throws IOException as {@link #readObserved(Path)}
     */
    public static ReadResult<ObservedEntries> readObserved(Path file, TextFormat format)
            throws IOException {
        return Input.decode(file, OBSERVED.with(format));
    }

    /**
     * Reads a stream, as {@link #readObserved(Path)}, to its end and leaves it open.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @throws IOException as {@link #readObserved(Path)}
     */
    public static ObservedEntries readObserved(InputStream stream, String name) throws IOException {
        return readObserved(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream, as {@link #readObserved(Path)}, to its end and leaves it open, with
     * information about how it is written.
     *
     * @param name the name of the stream, as in {@link MatrixReader#read(InputStream, String)}
     * @param format how the stream is written, if it is text
     * @return the matrix, and how the stream was interpreted
     * @throws IOException as {@link #readObserved(Path)}
     */
    public static ReadResult<ObservedEntries> readObserved(
            InputStream stream, String name, TextFormat format) throws IOException {
        return Input.decode(stream, name, OBSERVED.with(format));
    }

    private static ReadResult<SparseMatrix> sparse(Input input, TextFormat format)
            throws IOException {
        return switch (MatrixFormat.of(input)) {
            case NPY -> throw isDense(input);
            case MATRIX_MARKET -> {
                Indexing.requireMatrixMarket(input, format);
                yield describe(input, MatrixMarketReader.readSparse(input));
            }
            case MAT -> counted(input, MatReader.read(input, SparseReader::entries).sparse());
            case SPARSE_ARCHIVE -> counted(input, SparseArchive.matrix(input).sparse());
            case TABLE -> TableEntries.read(input, format);
            case CSV -> CsvTripletReader.read(input, format);
        };
    }

    private static ReadResult<ObservedEntries> listed(Input input, TextFormat format)
            throws IOException {
        return switch (MatrixFormat.of(input)) {
            case NPY -> throw isDense(input);
            case MATRIX_MARKET -> {
                Indexing.requireMatrixMarket(input, format);
                ObservedEntries entries =
                        ObservedEntries.listedIn(MatrixMarketReader.readListed(input));
                InputDescription description = describe(input, entries).description();
                yield new ReadResult<>(entries, description.withIndexing(Indexing.FROM_ONE));
            }
            case MAT -> describe(input, MatReader.read(input, SparseReader::entries).observed());
            case SPARSE_ARCHIVE -> {
                ListedMatrix matrix = SparseArchive.known(input);
                ReadResult<ObservedEntries> read = describe(input, matrix.observed());
                yield matrix.isWeighted()
                        ? new ReadResult<>(read.data(), read.description().withWeights())
                        : read;
            }
            case TABLE -> TableEntries.readObserved(input, format);
            case CSV -> CsvTripletReader.readObserved(input, format);
        };
    }

    private static ReadResult<ObservedEntries> observed(Input input, TextFormat format)
            throws IOException {
        MatrixFormat found = MatrixFormat.of(input);
        if (found != MatrixFormat.TABLE) {
            ColumnRoles.requireNone(input, format);
        }
        return switch (found) {
            case NPY -> describe(input, NpyReader.readObserved(input));
            case MATRIX_MARKET ->
                    throw input.refuse(
                            "is a Matrix Market file, which has no NaN, allowed are .npy and .csv:"
                                    + " leave out what is missing from a coordinate file");
            case MAT -> {
                ObservedEntries entries = MatReader.read(input, SparseReader::observed);
                yield describe(input, entries);
            }
            case SPARSE_ARCHIVE ->
                    throw input.refuse(
                            "is a sparse matrix, which says nothing of NaN, allowed are dense"
                                    + " ones: read what it does not list as missing, "
                                    + Advice.UNLISTED);
            case TABLE -> TableMatrix.readObserved(input, format);
            case CSV -> CsvMatrixReader.readObserved(input, format);
        };
    }

    private static ListedMatrix entries(MatVariable variable) throws IOException {
        if (!variable.isSparse()) {
            throw variable.refuse("is dense, allowed for entries with row and column is sparse");
        }
        return variable.entries();
    }

    private static ObservedEntries observed(MatVariable variable) throws IOException {
        if (variable.isSparse()) {
            throw variable.refuse(
                    "is sparse, which says nothing of NaN, allowed are dense ones: read what it"
                            + " does not list as missing, "
                            + Advice.UNLISTED);
        }
        try {
            return variable.columns().buildObservedTransposed();
        } catch (IllegalArgumentException e) {
            throw variable.refuse(e.getMessage());
        }
    }

    /** Describes the input; the Matrix Market format itself prescribes counting from 1. */
    private static ReadResult<SparseMatrix> describe(Input input, SparseMatrix matrix) {
        ReadResult<SparseMatrix> counted = counted(input, matrix);
        return new ReadResult<>(matrix, counted.description().withIndexing(Indexing.FROM_ONE));
    }

    private static ReadResult<SparseMatrix> counted(Input input, SparseMatrix matrix) {
        List<Integer> shape = List.of(matrix.rows(), matrix.columns());
        return new ReadResult<>(
                matrix,
                InputDescription.of(input.name(), shape, matrix.listed()).withZeroElsewhere());
    }

    private static ReadResult<ObservedEntries> describe(Input input, ObservedEntries entries) {
        List<Integer> shape = List.of(entries.rows(), entries.columns());
        return new ReadResult<>(
                entries, InputDescription.of(input.name(), shape, entries.observed()));
    }

    private static DataFormatException isDense(Input input) {
        return input.refuse(
                "is an .npy file, allowed for entries with row and column are .mtx, .csv, sparse"
                        + " .npz and .mat, and with nadir-tables .parquet and .arrow");
    }
}
