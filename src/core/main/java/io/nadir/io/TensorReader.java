package io.nadir.io;

import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads tensors of order 2 or more from {@code .npy} files and members of {@code .npz} archives,
 * compressed with gzip or not, with the number types that {@link MatrixReader} reads. The reader is
 * strict: it refuses input that is malformed, incomplete, empty, followed by other content, or not
 * finite, with a {@link DataFormatException} that says where and why.
 *
 * <p>Memory grows with the data that have been read. A size stated in a header is trusted only if
 * the size of an uncompressed file confirms it.
 *
 * <p>Thread-safe.
 */
public final class TensorReader {
    /** The number of elements that are read before more memory is allocated. */
    private static final int FIRST_ROOM = 1 << 13;

    private TensorReader() {}

    /**
     * Reads a file.
     *
     * @param file a file, a named pipe, or {@code FILE.npz:MEMBER}
     * @throws DataFormatException if the content is not a tensor of finite numbers
     * @throws InsufficientMemoryException if the tensor does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static DenseTensor read(Path file) throws IOException {
        return Input.decode(file, TensorReader::dense);
    }

    /**
     * Reads a stream to its end and leaves it open.
     *
     * @param stream the bytes
     * @param name the name of the stream in messages; {@code NAME.npz:MEMBER} selects a member
     * @throws DataFormatException if the content is not a tensor of finite numbers
     * @throws InsufficientMemoryException if the tensor does not fit into memory
     * @throws IOException if the stream cannot be read
     */
    public static DenseTensor read(InputStream stream, String name) throws IOException {
        return Input.decode(stream, name, TensorReader::dense);
    }

    /**
     * Reads a file in which NaN marks missing entries.
     *
     * @param file a file, a named pipe, or {@code FILE.npz:MEMBER}
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

    private static DenseTensor dense(Input input) throws IOException {
        NpyHeader header = NpyHeader.readOfAnyOrder(input);
        double[] values = elements(input, header);
        try {
            return DenseTensor.wrap(shape(header), values);
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }

    private static ObservedTensor observed(Input input) throws IOException {
        NpyHeader header = NpyHeader.readOfAnyOrder(input);
        double[] values = elements(input, header);
        try {
            return ObservedTensor.copyOfNonNaN(shape(header), values);
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }

    private static int[] shape(NpyHeader header) {
        return header.shape().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Reads all elements, row-major. */
    private static double[] elements(Input input, NpyHeader header) throws IOException {
        if (header.elements() == 0 || header.elements() > Integer.MAX_VALUE - 8) {
            throw input.refuse(
                    "the array has " + header.extents() + " elements, allowed are 1 to 2^31 - 9");
        }
        header.requireSize(input);
        Elements read = new Elements((int) header.elements(), input.size() != Input.UNKNOWN);
        NpyReader.copyElements(input, header, read::add);
        NpyReader.requireEnd(input);
        return header.fortranOrder() ? rowMajor(shape(header), read.values) : read.values;
    }

    /** Reorders elements whose first index runs fastest, such that the last index does. */
    private static double[] rowMajor(int[] shape, double[] values) {
        int order = shape.length;
        int[] strides = new int[order];
        int stride = 1;
        for (int k = 0; k < order; k++) {
            strides[k] = stride;
            stride *= shape[k];
        }
        double[] out = new double[values.length];
        for (int at = 0; at < out.length; at++) {
            int rest = at;
            int source = 0;
            for (int k = order - 1; k >= 0; k--) {
                source += rest % shape[k] * strides[k];
                rest /= shape[k];
            }
            out[at] = values[source];
        }
        return out;
    }

    /** An array that grows as elements are read, or has its final size at once if that is known. */
    private static final class Elements {
        private final int count;
        private double[] values;
        private int filled;

        Elements(int count, boolean known) {
            this.count = count;
            this.values = new double[known ? count : Math.min(count, FIRST_ROOM)];
        }

        void add(DoubleBuffer more) {
            int end = filled + more.remaining();
            if (end > values.length) {
                long room = Math.max(end, 2L * values.length);
                values = Arrays.copyOf(values, (int) Math.min(room, count));
            }
            more.get(values, filled, end - filled);
            filled = end;
        }
    }
}
