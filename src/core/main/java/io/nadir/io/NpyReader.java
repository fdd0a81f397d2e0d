package io.nadir.io;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.matrix.ObservedEntries;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Reads two-dimensional {@code .npy} files. */
final class NpyReader {
    /** Fits into the second-level cache, so that decoding is cheap compared with reading. */
    private static final int CHUNK_BYTES = 1 << 18;

    private NpyReader() {}

    /**
     * Reads a matrix that has at least one element; float32 stays float32.
     *
     * @param advice says what to do after a message on an element that is not finite
     */
    static DenseMatrix read(Input input, UnaryOperator<String> advice) throws IOException {
        return readElements(input, NpyHeader.read(input), advice);
    }

    /** Reads a matrix in which NaN marks missing entries. */
    static ObservedEntries readObserved(Input input) throws IOException {
        NpyHeader header = NpyHeader.read(input);
        DenseMatrixBuilder builder = fill(input, header, false);
        try {
            return header.fortranOrder()
                    ? builder.buildObservedTransposed()
                    : builder.buildObserved();
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }

    /** Reads what follows {@code header}, which has to be its elements and nothing else. */
    static DenseMatrix readElements(Input input, NpyHeader header, UnaryOperator<String> advice)
            throws IOException {
        DenseMatrixBuilder builder =
                fill(input, header, header.type().number() == NpyNumber.FLOAT32);
        try {
            return header.fortranOrder() ? builder.buildTransposed() : builder.build();
        } catch (IllegalArgumentException e) {
            String problem = Advice.inFile(String.valueOf(e.getMessage()));
            throw input.refuse(problem, advice.apply(problem));
        }
    }

    /** Throws if there is no element. */
    static void requireElements(Input input, NpyHeader header) throws DataFormatException {
        if (header.elements() == 0) {
            throw input.refuse(
                    String.format(
                            "the matrix is %d×%d, allowed are 1 and more rows and columns",
                            header.rows(), header.columns()));
        }
    }

    private static DenseMatrixBuilder fill(Input input, NpyHeader header, boolean asFloats)
            throws IOException {
        requireElements(input, header);
        header.requireSize(input);
        DenseMatrixBuilder builder = builder(input, header, asFloats);
        copyElements(input, header, builder::add);
        requireEnd(input);
        return builder;
    }

    /** Throws if there is input after the end of the data. */
    static void requireEnd(Input input) throws IOException {
        if (input.stream().read() >= 0) {
            throw input.refuse("trailing bytes: more follows after the last element");
        }
    }

    /** Takes the whole memory at once only where the file is known to have the elements. */
    private static DenseMatrixBuilder builder(Input input, NpyHeader header, boolean asFloats)
            throws InsufficientMemoryException {
        boolean fortran = header.fortranOrder();
        DenseMatrixBuilder builder =
                DenseMatrix.builder(fortran ? header.rows() : header.columns());
        if (asFloats) {
            builder.asFloats();
        }
        if (input.size() != Input.UNKNOWN) {
            int width = asFloats ? Float.BYTES : Double.BYTES;
            if (header.elements() > Runtime.getRuntime().maxMemory() / width) {
                throw new InsufficientMemoryException(
                        input.name(), header.elements() * width, null);
            }
            builder.expectRows(fortran ? header.columns() : header.rows());
        }
        return builder;
    }

    /**
     * Throws if a double cannot represent an element exactly; {@code first} is the index of the
     * first element.
     */
    private static void requireExact(Input input, NpyHeader header, ByteBuffer elements, long first)
            throws DataFormatException {
        int refused = header.type().firstRefused(elements);
        if (refused >= 0) {
            throw input.refuse(
                    Advice.inFile(
                            String.format(
                                    "element %s = %s",
                                    header.index(first + refused),
                                    header.type().refusal(elements, refused))));
        }
    }

    /** Hands on all elements in their order, some at a time. */
    static void copyElements(Input input, NpyHeader header, Consumer<DoubleBuffer> target)
            throws IOException {
        int width = header.type().width();
        byte[] chunk = new byte[(int) Math.min(header.elements(), CHUNK_BYTES / width) * width];
        for (long left = header.elements(); left > 0; left -= chunk.length / width) {
            int wanted = (int) Math.min(left, chunk.length / width) * width;
            int got = input.stream().readNBytes(chunk, 0, wanted);
            if (got < wanted) {
                throw input.refuse(
                        String.format(
                                "truncated: ends after element %d of %s",
                                header.elements() - left + got / width, header.extents()));
            }
            ByteBuffer elements = ByteBuffer.wrap(chunk, 0, got);
            requireExact(input, header, elements, header.elements() - left);
            target.accept(header.type().decode(elements));
        }
    }
}
