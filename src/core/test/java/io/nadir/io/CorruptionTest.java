package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.model.ModelData;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;

/** Whatever the bytes are: a matrix of finite numbers, or a typed exception of one line. */
class CorruptionTest {

    /** A small file and the name that its bytes go by. */
    record Sample(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> samples() throws IOException {
        return List.of(
                npy("lef8-C-v1"),
                npy("bef4-F-v2"),
                npy("lef4-C-v3"),
                text(
                        "array.mtx",
                        "%%MatrixMarket matrix array real general\n% c\n2 2\n1\n2\n3\n4\n"),
                text(
                        "symmetric.mtx",
                        "%%MatrixMarket matrix array integer symmetric\n2 2\n1\n2\n3\n"),
                text(
                        "coordinate.mtx",
                        "%%MatrixMarket matrix coordinate real skew-symmetric\n"
                                + "3 3 2\n2 1 1.5e3\n3 2 -7\n"),
                text("table.csv", "a,\"b\"\n1,2.5\n\"-3e5\",4\n"),
                text("sniffed", "5,2\n3,4\n"),
                text(
                        "pattern.mtx",
                        "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n1 2\n"),
                new Sample("int.npy", NpyFile.matrix("<i8", 1, 2, new byte[16]).bytes()),
                new Sample("bool.npy", NpyFile.matrix("|b1", 2, 2, new byte[4]).bytes()),
                new Sample("half.npy", NpyFile.matrix(">f2", 2, 2, new byte[8]).bytes()),
                new Sample("packed.gz", Packed.gzip(text("", "5,2\n3,4\n").bytes())),
                new Sample("in.npz", Packed.zip(true, "a.npy", NpyFile.doubles(1, 1, 3))),
                new Sample("in.npz", Packed.zip(false, "a.npy", NpyFile.doubles(1, 1, 3))),
                new Sample(
                        "in.npz:b",
                        Packed.zip(
                                false,
                                "a.npy",
                                NpyFile.doubles(1, 1, 3),
                                "b.npy",
                                NpyFile.doubles(1, 1, 4))));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyByteChanged(Sample sample) throws IOException {
        byte[] bytes = sample.bytes().clone();
        for (int at = 0; at < bytes.length; at++) {
            byte original = bytes[at];
            for (int bit = 0; bit < 8; bit++) {
                bytes[at] = (byte) (original ^ 1 << bit);
                readAny(sample.name(), bytes);
            }
            for (char c : "\0\n '(,-09{\u00ff".toCharArray()) {
                bytes[at] = (byte) c;
                readAny(sample.name(), bytes);
            }
            bytes[at] = original;
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyLength(Sample sample) throws IOException {
        for (int length = 0; length < sample.bytes().length; length++) {
            byte[] bytes = java.util.Arrays.copyOf(sample.bytes(), length);
            boolean read = readAny(sample.name(), bytes);
            // A binary file says how long it is; a text without its end may still be one.
            assertThat(read && sample.name().endsWith(".npy")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void randomEdits(Sample sample) throws IOException {
        edit(sample, 300, 7);
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Tag("long")
    void manyRandomEdits(Sample sample) throws IOException {
        edit(sample, 10_000, 17);
    }

    private static void edit(Sample sample, int trials, long seed) throws IOException {
        Random random = new Random(seed);
        for (int trial = 0; trial < trials; trial++) {
            byte[] bytes = sample.bytes();
            for (int edit = random.nextInt(6); edit >= 0; edit--) {
                bytes = edited(bytes, random);
            }
            readAny(sample.name(), bytes);
        }
    }

    /** Replaces a random piece by another, often by digits, which headers are made of. */
    private static byte[] edited(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(4));
        byte[] piece = new byte[random.nextInt(4)];
        random.nextBytes(piece);
        if (random.nextBoolean()) {
            for (int i = 0; i < piece.length; i++) {
                piece[i] = (byte) ('0' + random.nextInt(10));
            }
        }
        byte[] out = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(piece, 0, out, from, piece.length);
        System.arraycopy(bytes, to, out, from + piece.length, bytes.length - to);
        return out;
    }

    private static boolean readAny(String name, byte[] bytes) throws IOException {
        readBy(SparseReader::read, name, bytes);
        readBy(SparseReader::readListed, name, bytes);
        readBy(SparseReader::readObserved, name, bytes);
        readBy(TensorReader::read, name, bytes);
        return readBy(MatrixReader::read, name, bytes);
    }

    private static boolean readBy(Door door, String name, byte[] bytes) throws IOException {
        try {
            ModelData data = door.read(new ByteArrayInputStream(bytes), name);
            assertThat(data.maxAbs()).isFinite();
            return true;
        } catch (DataFormatException e) {
            String file = name.replaceFirst("npz:.*", "npz");
            assertThat(e).message().startsWith(file).contains(": ").doesNotContain("\n");
            return false;
        }
    }

    /** A public reader of streams. */
    @FunctionalInterface
    private interface Door {
        ModelData read(InputStream stream, String name) throws IOException;
    }

    private static Sample npy(String name) throws IOException {
        return new Sample(name + ".npy", Files.readAllBytes(Fixtures.npy(name)));
    }

    private static Sample text(String name, String text) {
        return new Sample(name, text.getBytes(StandardCharsets.US_ASCII));
    }
}
