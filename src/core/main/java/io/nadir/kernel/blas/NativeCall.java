package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixView;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The arguments of calls of Fortran, in memory outside of the heap that {@link #close} frees.
 *
 * <p>Arrays are copied rather than pinned: a call may take seconds, during which the garbage
 * collector would wait for an array of the heap. They begin at multiples of 64 bytes, so that
 * libraries whose sums depend on alignment give the same bits at every call.
 */
final class NativeCall implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofConfined();

    /** An integer, in 8 bytes of which the library reads and writes the first 4. */
    MemorySegment integer(int value) {
        MemorySegment cell = arena.allocate(Long.BYTES, Long.BYTES);
        cell.set(ValueLayout.JAVA_INT, 0, value);
        return cell;
    }

    /** Reads an integer that the library may have written. */
    static int read(MemorySegment integer) {
        return integer.get(ValueLayout.JAVA_INT, 0);
    }

    MemorySegment character(char value) {
        MemorySegment cell = arena.allocate(Long.BYTES, Long.BYTES);
        cell.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
        return cell;
    }

    MemorySegment number(double value) {
        MemorySegment cell = numbers(1);
        cell.set(ValueLayout.JAVA_DOUBLE, 0, value);
        return cell;
    }

    /** Zeros; at least one, because Fortran wants an address also for nothing. */
    MemorySegment numbers(long length) {
        return arena.allocate(Math.max(1, length) * Double.BYTES, ALIGNMENT);
    }

    /** Zeros. */
    MemorySegment integers(long length) {
        return arena.allocate(Math.max(1, length) * Integer.BYTES, ALIGNMENT);
    }

    /** A copy of an array. */
    MemorySegment copy(double[] array) {
        MemorySegment copy = numbers(array.length);
        MemorySegment.copy(array, 0, copy, ValueLayout.JAVA_DOUBLE, 0, array.length);
        return copy;
    }

    /** A copy of a matrix, without space between its rows. */
    MemorySegment copy(MatrixView matrix) {
        int columns = matrix.columns();
        MemorySegment copy = numbers((long) matrix.rows() * columns);
        for (int i = 0; i < matrix.rows(); i++) {
            MemorySegment.copy(
                    matrix.array(),
                    matrix.rowStart(i),
                    copy,
                    ValueLayout.JAVA_DOUBLE,
                    (long) i * columns * Double.BYTES,
                    columns);
        }
        return copy;
    }

    /** Copies back to an array, as much as it holds. */
    static void read(MemorySegment numbers, double[] array) {
        MemorySegment.copy(numbers, ValueLayout.JAVA_DOUBLE, 0, array, 0, array.length);
    }

    /** Copies back to a matrix what {@link #copy(MatrixView)} had copied. */
    static void read(MemorySegment numbers, MatrixView matrix) {
        int columns = matrix.columns();
        for (int i = 0; i < matrix.rows(); i++) {
            MemorySegment.copy(
                    numbers,
                    ValueLayout.JAVA_DOUBLE,
                    (long) i * columns * Double.BYTES,
                    matrix.array(),
                    matrix.rowStart(i),
                    columns);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
