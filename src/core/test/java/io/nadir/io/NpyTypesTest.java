package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every type of number of either byte order, against bytes that are encoded here. */
class NpyTypesTest {
    private static final int HALF_INFINITE = 0x7C00;

    static Stream<String> types() {
        return Stream.concat(
                Stream.of("|b1", "|i1", "|u1", "<i1", ">u1"),
                Stream.of("f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8")
                        .flatMap(type -> Stream.of("<" + type, ">" + type)));
    }

    /** Dense, observed, tensor and factor: the same numbers, exactly. */
    @ParameterizedTest
    @MethodSource("types")
    void everyDoorReadsEveryTypeExactly(String descr, @TempDir Path folder) throws IOException {
        Random random = new Random(descr.hashCode());
        for (int trial = 0; trial < 30; trial++) {
            int rows = 1 + random.nextInt(9);
            int columns = 1 + random.nextInt(9);
            double[] expected = new double[rows * columns];
            byte[] elements = elements(descr, expected, random);
            boolean fortran = random.nextBoolean();
            int version = 1 + random.nextInt(3);
            byte[] file =
                    new NpyFile(descr, fortran, version, List.of(rows, columns), elements).bytes();
            double[][] matrix = matrix(rows, columns, fortran, expected);
            assertEqual(MatrixReader.read(stream(file), "in"), matrix);
            assertEqual(SparseReader.readObserved(stream(file), "in"), matrix);
            assertThat(TensorReader.read(stream(file), "in").values())
                    .containsExactly(flat(matrix));
            assertThat(TensorReader.readObserved(stream(file), "in").observed())
                    .isEqualTo((long) rows * columns);
            Path path = Files.write(folder.resolve("W.npy"), file);
            assertThat(FactorFile.read(path).values()).containsExactly(flat(matrix));
            assertEqual(MatrixReader.read(path), matrix);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f2", ">f4", "<f8"})
    void notANumberIsMissingInEveryFloatType(String descr) throws IOException {
        Random random = new Random(5);
        double[] expected = new double[12];
        byte[] elements = elements(descr, expected, random);
        int width = descr.charAt(2) - '0';
        ByteBuffer bytes = order(descr, elements);
        switch (width) {
            case 2 -> bytes.putShort(5 * width, (short) 0xFE01);
            case 4 -> bytes.putFloat(5 * width, Float.NaN);
            default -> bytes.putDouble(5 * width, Double.NaN);
        }
        byte[] file = NpyFile.matrix(descr, 3, 4, elements).bytes();
        ObservedEntries observed = SparseReader.readObserved(stream(file), "in");
        assertThat(observed.observed()).isEqualTo(11);
        assertThat(observed.weight(1, 1)).isZero();
        assertThat(observed.get(1, 2)).isEqualTo(expected[6]);
        assertThat(TensorReader.readObserved(stream(file), "in").observed()).isEqualTo(11);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(stream(file), "in"))
                .withMessageContaining("row 2, column 2 (counted from 1) = NaN");
    }

    /** All 63,488 finite ones, by the definition of the format. */
    @Test
    void everyHalfPrecisionNumber() throws IOException {
        int[] patterns =
                IntStream.range(0, 1 << 16)
                        .filter(bits -> (bits & HALF_INFINITE) != HALF_INFINITE)
                        .toArray();
        ByteBuffer bytes = ByteBuffer.allocate(2 * patterns.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits : patterns) {
            bytes.putShort((short) bits);
        }
        byte[] file = NpyFile.matrix("<f2", 1, patterns.length, bytes.array()).bytes();
        DenseMatrix matrix = MatrixReader.read(stream(file), "in");
        for (int k = 0; k < patterns.length; k++) {
            assertThat(matrix.get(0, k)).isEqualTo(half(patterns[k]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<i8, 9007199254740992, true",
        "<i8, 9007199254740993, false",
        ">i8, -9007199254740992, true",
        ">i8, -9007199254740993, false",
        "<i8, 9223372036854775807, false",
        "<i8, -9223372036854775808, false",
        "<u8, 9007199254740992, true",
        "<u8, 9007199254740993, false",
        ">u8, 18446744073709551615, false",
        ">u8, 9223372036854775808, false",
    })
    void integersThatNoDoubleHoldsAreRefused(String descr, String number, boolean exact)
            throws IOException {
        byte[] elements = new byte[6 * 8];
        order(descr, elements).putLong(4 * 8, new BigInteger(number).longValue());
        byte[] c = NpyFile.matrix(descr, 2, 3, elements).bytes();
        byte[] f = new NpyFile(descr, true, 1, List.of(2, 3), elements).bytes();
        if (exact) {
            assertThat(MatrixReader.read(stream(c), "in").get(1, 1))
                    .isEqualTo(new BigInteger(number).doubleValue());
            return;
        }
        String problem = " = " + number + ", allowed are integers of magnitude up to 2^53";
        assertRefused(c, "row 2, column 2 (counted from 1)" + problem);
        assertRefused(f, "row 1, column 3 (counted from 1)" + problem);
        byte[] tensor = new NpyFile(descr, false, 1, List.of(1, 3, 2), elements).bytes();
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> TensorReader.read(stream(tensor), "in"))
                .withMessageContaining("element (0, 2, 0)" + problem);
    }

    @Test
    void refusedElementsAreFoundBeyondTheFirstChunk() {
        byte[] elements = new byte[8 * 100_000];
        order("<i8", elements).putLong(8 * 99_999, Long.MAX_VALUE);
        assertRefused(
                NpyFile.matrix("<i8", 1000, 100, elements).bytes(),
                "row 1000, column 100 (counted from 1) = 9223372036854775807");
    }

    @Test
    void bytesThatAreNoTruthValueAreRefused() {
        assertRefused(
                NpyFile.matrix("|b1", 1, 3, new byte[] {1, 0, (byte) 200}).bytes(),
                "row 1, column 3 (counted from 1) = 200, allowed are 0 and 1 for bool");
    }

    @ParameterizedTest
    @CsvSource({
        "<c8, complex numbers",
        "|O, Python objects",
        "|S5, strings of bytes",
        "<U5, text",
        "<M8[ns], dates or times",
        "<m8[s], dates or times",
        "|V2, raw bytes",
        "<f16, floating-point numbers of extended precision",
        "<i3, an unknown type",
        "|i2, an unknown type",
        "=f8, floating-point",
        "x, an unknown type",
        "'', an unknown type",
    })
    void otherTypesAreNamedForWhatTheyAre(String descr, String name) {
        assertRefused(
                NpyFile.matrix(descr, 1, 1, new byte[16]).bytes(),
                "dtype '" + descr + "', which is " + name);
    }

    @Test
    void longIntegersOfPythonTwoAreExtents() throws IOException {
        byte[] file = NpyFile.doubles(2, 1, 3, 4);
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("(2, 1,), }");
        byte[] old = text.replace("(2, 1,), }", "(2L, 1L) }").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(MatrixReader.read(stream(old), "in").get(1, 0)).isEqualTo(4);
    }

    private static void assertRefused(byte[] file, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(stream(file), "in"))
                .withMessageStartingWith("in: ")
                .withMessageContaining(problem);
    }

    /** Random elements of a type, whose values go to {@code expected}. */
    private static byte[] elements(String descr, double[] expected, Random random) {
        int width = descr.charAt(2) - '0';
        byte[] elements = new byte[width * expected.length];
        ByteBuffer bytes = order(descr, elements);
        for (int k = 0; k < expected.length; k++) {
            expected[k] = element(descr.charAt(1), width, bytes, random);
        }
        return elements;
    }

    private static double element(char kind, int width, ByteBuffer bytes, Random random) {
        if (kind == 'f') {
            return real(width, bytes, random);
        }
        int bits = kind == 'b' ? 1 : Math.min(8 * width, 53);
        BigInteger value = new BigInteger(random.nextInt(bits + 1), random);
        if (kind == 'i') {
            BigInteger half = BigInteger.ONE.shiftLeft(8 * width - 1);
            value = value.mod(half);
            value = random.nextBoolean() ? value.negate() : value;
        }
        for (int k = 0; k < width; k++) {
            int shift = bytes.order() == ByteOrder.LITTLE_ENDIAN ? k : width - 1 - k;
            bytes.put(value.shiftRight(8 * shift).byteValue());
        }
        return value.doubleValue();
    }

    private static double real(int width, ByteBuffer bytes, Random random) {
        return switch (width) {
            case 2 -> {
                int bits = random.nextInt(HALF_INFINITE) | (random.nextBoolean() ? 0x8000 : 0);
                bytes.putShort((short) bits);
                yield half(bits);
            }
            case 4 -> {
                float value = (float) random.nextGaussian();
                bytes.putFloat(value);
                yield value;
            }
            default -> {
                double value = random.nextGaussian();
                bytes.putDouble(value);
                yield value;
            }
        };
    }

    private static double half(int bits) {
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude =
                exponent == 0
                        ? Math.scalb((double) fraction, -24)
                        : Math.scalb(1024.0 + fraction, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private static ByteBuffer order(String descr, byte[] bytes) {
        return ByteBuffer.wrap(bytes)
                .order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static double[][] matrix(int rows, int columns, boolean fortran, double[] values) {
        double[][] matrix = new double[rows][columns];
        for (int k = 0; k < values.length; k++) {
            if (fortran) {
                matrix[k % rows][k / rows] = values[k];
            } else {
                matrix[k / columns][k % columns] = values[k];
            }
        }
        return matrix;
    }

    private static double[] flat(double[][] matrix) {
        return Stream.of(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    private static void assertEqual(DenseMatrix matrix, double[][] expected) {
        assertThat(matrix.rows()).isEqualTo(expected.length);
        assertThat(matrix.columns()).isEqualTo(expected[0].length);
        double[] row = new double[expected[0].length];
        for (int i = 0; i < expected.length; i++) {
            matrix.copyRow(i, row);
            assertThat(row).containsExactly(expected[i]);
        }
    }

    private static void assertEqual(ObservedEntries entries, double[][] expected) {
        assertThat(entries.observed()).isEqualTo((long) expected.length * expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(entries.get(i, j)).isEqualTo(expected[i][j]);
            }
        }
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
