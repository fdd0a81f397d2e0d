package io.nadir.io;

import io.nadir.io.Input.TextDecoder;
import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;
import io.nadir.tensor.TensorData;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads tensors of order 2 or more. The reader is strict: it refuses input that is malformed,
 * incomplete, empty, followed by other content, or not finite, with a {@link DataFormatException}
 * that says where and why.
 *
 * <p>Formats, compressed with gzip or not, with the number types that {@link MatrixReader} reads:
 *
 * <ul>
 *   <li>all elements: {@code .npy}, members of {@code .npz}, and arrays of {@code .mat}.
 *   <li>lists of entries: text with lines of an index for each mode and a value, such as the {@code
 *       .tns} files of FROSTT; the {@code .npz} that {@code save_npz} of PyData's {@code sparse}
 *       writes, from a file; Parquet and Arrow, if {@code nadir-tables} is there, with a column of
 *       indices for each mode and then one of values. Indices of texts and tables count from 1, or
 *       from {@link TextFormat#base}, and the largest ones are the dimensions.
 * </ul>
 *
 * <p>{@link #read} takes what a list of entries does not list for 0, and holds these zeros in
 * memory: 8 bytes for each element of the tensor. {@link #readListed} takes it for missing.
 *
 * <p>Memory grows with the data that have been read. A size stated in a header is trusted only if
 * the size of an uncompressed file confirms it.
 *
 * <p>Thread-safe.
 */
public final class TensorReader {
    private static final TextDecoder<ReadResult<DenseTensor>> DENSE = TensorReader::dense;
    private static final TextDecoder<ReadResult<ObservedTensor>> LISTED = TensorReader::listed;

    private TensorReader() {}

    /**
     * Reads a file.
     *
     * @param file a file, a named pipe, {@code FILE.npz:MEMBER} or {@code FILE.mat:VARIABLE}
     * @throws DataFormatException if the content is not a tensor of finite numbers
     * @throws InsufficientMemoryException if the tensor does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static DenseTensor read(Path file) throws IOException {
        return read(file, TextFormat.defaults()).data();
    }

    /**
     * Reads a file, as {@link #read(Path)}, with information about how it is written.
     *
     * @param format how the file is written, if it is a text file, and what its indices count from
     * @return the tensor, and how the file was interpreted
     * @throws IOException as {@link #read(Path)}
     */
    public static ReadResult<DenseTensor> read(Path file, TextFormat format) throws IOException {
        return Input.decode(file, DENSE.with(format));
    }

    /**
     * Reads a stream to its end and leaves it open.
     *
     * @param stream the bytes
     * @param name the name of the stream in messages; {@code NAME.npz:MEMBER} selects a member
     * @throws IOException as {@link #read(Path)}
     */
    public static DenseTensor read(InputStream stream, String name) throws IOException {
        return read(stream, name, TextFormat.defaults()).data();
    }

    /**
     * Reads a stream, as {@link #read(InputStream, String)}, with information about how it is
     * written.
     *
     * @param format as in {@link #read(Path, TextFormat)}
     * @return the tensor, and how the stream was interpreted
     * @throws IOException as {@link #read(Path)}
     */
    public static ReadResult<DenseTensor> read(InputStream stream, String name, TextFormat format)
            throws IOException {
        return Input.decode(stream, name, DENSE.with(format));
    }

    /**
     * Reads a list of entries; what it does not list is missing.
     *
     * @throws IOException as {@link #read(Path)}, or if a position is listed twice
     */
    public static ReadResult<ObservedTensor> readListed(Path file, TextFormat format)
            throws IOException {
        return Input.decode(file, LISTED.with(format));
    }

    /**
     * Reads a stream, as {@link #readListed(Path, TextFormat)}, to its end and leaves it open.
     *
     * @param name the name of the stream in messages
     * @throws IOException as {@link #readListed(Path, TextFormat)}
     */
    public static ReadResult<ObservedTensor> readListed(
            InputStream stream, String name, TextFormat format) throws IOException {
        return Input.decode(stream, name, LISTED.with(format));
    }

    /**
     * Reads a file in which NaN marks missing entries.
     *
     * @param file a file, a named pipe, {@code FILE.npz:MEMBER} or {@code FILE.mat:VARIABLE}
     * @throws DataFormatException if the content is not a tensor of finite numbers and NaN
     * @throws InsufficientMemoryException if the tensor does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ObservedTensor readObserved(Path file) throws IOException {
        return Input.decode(file, TensorReader::observed);
    }

    /**
     * Reads a stream in which NaN marks missing entries, to its end, and leaves it open.
     *
     * @param stream the bytes
     * @param name the name of the stream in messages; {@code NAME.npz:MEMBER} selects a member
     * @throws DataFormatException if the content is not a tensor of finite numbers and NaN
     * @throws InsufficientMemoryException if the tensor does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static ObservedTensor readObserved(InputStream stream, String name) throws IOException {
        return Input.decode(stream, name, TensorReader::observed);
    }

    private static ReadResult<DenseTensor> dense(Input input, TextFormat format)
            throws IOException {
        return switch (MatrixFormat.of(input)) {
            case NPY -> describe(input, filled(input, TensorElements.of(input)));
            case MAT -> describe(input, filled(input, MatReader.read(input, TensorElements::of)));
            case SPARSE_ARCHIVE -> withZeros(input, SparseArchive.tensor(input), null, null);
            case TABLE -> withZeros(input, TableTensor.read(input, format), format, null);
            case CSV -> {
                TensorTextReader.Listed read = TensorTextReader.read(input, format);
                yield withZeros(input, read.tensor(), format, read.text());
            }
            case MATRIX_MARKET -> throw isMatrix(input);
        };
    }

    private static ReadResult<ObservedTensor> listed(Input input, TextFormat format)
            throws IOException {
        return switch (MatrixFormat.of(input)) {
            case NPY, MAT ->
                    throw input.refuse(
                            "has all entries, allowed for lists of entries are texts such as .tns,"
                                    + " and sparse .npz");
            case SPARSE_ARCHIVE -> known(input, SparseArchive.tensor(input), null, null);
            case TABLE -> known(input, TableTensor.read(input, format), format, null);
            case CSV -> {
                TensorTextReader.Listed read = TensorTextReader.read(input, format);
                yield known(input, read.tensor(), format, read.text());
            }
            case MATRIX_MARKET -> throw isMatrix(input);
        };
    }

    private static ObservedTensor observed(Input input) throws IOException {
        TensorElements elements =
                switch (MatrixFormat.of(input)) {
                    case NPY -> TensorElements.of(input);
                    case MAT -> MatReader.read(input, TensorElements::of);
                    case MATRIX_MARKET -> throw isMatrix(input);
                    case SPARSE_ARCHIVE, TABLE, CSV ->
                            throw input.refuse(
                                    "lists entries, allowed for NaN are .npy, .npz and .mat: read"
                                            + " what it does not list as missing, "
                                            + Advice.UNLISTED);
                };
        try {
            return ObservedTensor.copyOfNonNaN(elements.shape(), elements.values());
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }

    private static DataFormatException isMatrix(Input input) {
        return input.refuse(
                "is a Matrix Market file, which holds matrices, allowed for tensors are .npy, .npz,"
                        + " .mat and .tns");
    }

    private static DenseTensor filled(Input input, TensorElements elements)
            throws DataFormatException {
        try {
            return DenseTensor.wrap(elements.shape(), elements.values());
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }

    private static ReadResult<DenseTensor> describe(Input input, DenseTensor tensor) {
        return new ReadResult<>(
                tensor, InputDescription.of(input.name(), tensor.shape(), tensor.observed()));
    }

    private static ReadResult<DenseTensor> withZeros(
            Input input,
            ListedTensor tensor,
            @Nullable TextFormat format,
            InputDescription.@Nullable Text text)
            throws DataFormatException {
        DenseTensor dense = tensor.dense();
        InputDescription description = description(input, dense, tensor, format, text);
        return new ReadResult<>(dense, description.withZeroElsewhere());
    }

    private static ReadResult<ObservedTensor> known(
            Input input,
            ListedTensor tensor,
            @Nullable TextFormat format,
            InputDescription.@Nullable Text text)
            throws DataFormatException {
        ObservedTensor known = tensor.observed();
        return new ReadResult<>(known, description(input, known, tensor, format, text));
    }

    private static InputDescription description(
            Input input,
            TensorData tensor,
            ListedTensor listed,
            @Nullable TextFormat format,
            InputDescription.@Nullable Text text) {
        Integer base = format == null ? null : format.base();
        return new InputDescription(
                input.name(),
                tensor.shape(),
                listed.values().length,
                false,
                false,
                format == null ? null : Indexing.counted(base == null ? 1 : base),
                text);
    }
}
