package io.nadir.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The archive of a sparse matrix in compressed rows, as SciPy writes it, apart from the reader. */
final class SparseFile {
    private final Map<String, byte[]> members = new LinkedHashMap<>();

    /** Takes arrays, with the types of indices and of values. */
    SparseFile(int[] shape, long[] starts, long[] indices, double[] values, String... types) {
        set("indices", types[0], indices.length, integers(types[0], indices));
        set("indptr", types[0], starts.length, integers(types[0], starts));
        member("format", "|S3", List.of(), "csr".getBytes(StandardCharsets.US_ASCII));
        set("shape", "<i8", 2, integers("<i8", shape[0], shape[1]));
        set("data", types[1], values.length, numbers(types[1], values));
    }

    /** Sets an array of one dimension. */
    void set(String name, String type, int length, byte[] elements) {
        member(name, type, List.of(length), elements);
    }

    private void member(String name, String type, List<Integer> shape, byte[] elements) {
        // A header of any length: elements are not aligned.
        members.put(name + ".npy", new NpyFile(type, false, 1, shape, elements).bytes());
    }

    byte[] bytes(boolean stored) throws IOException {
        List<Object> all = new ArrayList<>();
        members.forEach((name, bytes) -> {
            all.add(name);
            all.add(bytes);
        });
        return Packed.zip(stored, all.toArray());
    }

    /** Numbers as bytes of a type. */
    static byte[] integers(String type, long... numbers) {
        int width = type.charAt(2) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * width).order(order(type));
        for (long number : numbers) {
            if (width == 4) {
                bytes.putInt((int) number);
            } else {
                bytes.putLong(number);
            }
        }
        return bytes.array();
    }

    /** Numbers as bytes of a type. */
    static byte[] numbers(String type, double... numbers) {
        int width = type.charAt(2) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * width).order(order(type));
        for (double number : numbers) {
            if (width == 4) {
                bytes.putFloat((float) number);
            } else {
                bytes.putDouble(number);
            }
        }
        return bytes.array();
    }

    private static ByteOrder order(String type) {
        return type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
