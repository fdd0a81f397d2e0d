package io.nadir.jmh.run;

import io.nadir.jmh.Triplets;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes entries as SciPy's {@code save_npz} writes a {@code coo_matrix}, without compression. */
final class SparseNpz {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;

    private final ZipOutputStream zip;

    private SparseNpz(ZipOutputStream zip) {
        this.zip = zip;
    }

    static void write(Path file, Triplets entries) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            SparseNpz npz = new SparseNpz(zip);
            npz.member("format", "|S3", "()", "coo".getBytes(StandardCharsets.US_ASCII));
            npz.member("row", entries.i());
            npz.member("col", entries.j());
            npz.member("shape", new int[] {entries.rows(), entries.columns()});
            double[] values = entries.values();
            byte[] bytes = new byte[Double.BYTES * values.length];
            little(bytes).asDoubleBuffer().put(values);
            npz.member("data", "<f8", "(" + values.length + ",)", bytes);
        }
    }

    private void member(String name, int[] numbers) throws IOException {
        byte[] bytes = new byte[Integer.BYTES * numbers.length];
        little(bytes).asIntBuffer().put(numbers);
        member(name, "<i4", "(" + numbers.length + ",)", bytes);
    }

    /** An array in the format .npy, version 1.0. */
    private void member(String name, String type, String shape, byte[] elements)
            throws IOException {
        String header =
                "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
        int length = Math.ceilDiv(PREFIX + header.length() + 1, ALIGNMENT) * ALIGNMENT - PREFIX;
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, 0};
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(magic);
        zip.write(header.getBytes(StandardCharsets.US_ASCII));
        zip.write(" ".repeat(length - header.length() - 1).getBytes(StandardCharsets.US_ASCII));
        zip.write('\n');
        zip.write(elements);
        zip.closeEntry();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
