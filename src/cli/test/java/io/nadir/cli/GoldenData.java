package io.nadir.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The data of the golden runs: small, seeded, and written by nothing but the JDK. Random numbers,
 * sums and products of them only, which have the same bits on every machine.
 */
final class GoldenData {
    private final Path directory;

    private GoldenData(Path directory) {
        this.directory = directory;
    }

    /** Writes all files to a directory that exists. */
    static void write(Path directory) throws IOException {
        GoldenData data = new GoldenData(directory);
        data.writeMatrices();
        data.writeEntries();
        data.writeFactors();
        data.writeTensors();
        data.writeSamples();
        data.writeImages();
        data.writeWideNetworks();
    }

    private void writeMatrices() throws IOException {
        double[] low = lowRank(1, 30, 20, 3, 0.05);
        npy("low.npy", low, 30, 20);
        csv("low.csv", low, 20);
        // More than one chunk of rows, so that threads have something to divide.
        npy("large.npy", lowRank(2, 1100, 1000, 3, 0.01), 1100, 1000);
        Random random = new Random(3);
        npy("spoilt.npy", map(low, y -> random.nextInt(20) == 0 ? y + 5 : y), 30, 20);
        npy("signs.npy", map(lowRank(4, 20, 15, 2, 0.3), Math::signum), 20, 15);
        npy("weights.npy", map(low, y -> random.nextInt(4)), 30, 20);
        double[] missing = map(low, y -> random.nextInt(3) == 0 ? Double.NaN : y);
        npy("missing.npy", missing, 30, 20);
        npy("missing-signs.npy", map(missing, Math::signum), 30, 20);
        npy("small.npy", lowRank(5, 8, 6, 2, 0.1), 8, 6);
        npy("nonnegative.npy", map(lowRank(6, 12, 9, 2, 0.05), Math::abs), 12, 9);
        double[] counts = map(lowRank(26, 12, 9, 2, 0.05), x -> Math.floor(6 * Math.abs(x)));
        npy("counts.npy", counts, 12, 9);
    }

    /** Entries of a matrix of 40 rows and 30 columns, a third of which is listed. */
    private void writeEntries() throws IOException {
        double[] values = lowRank(7, 40, 30, 2, 0.05);
        int[] listed = new Random(8).ints(400, 0, 1200).distinct().sorted().toArray();
        text(
                "entries.mtx",
                "%%MatrixMarket matrix coordinate real general\n40 30 " + listed.length + "\n",
                IntStream.of(listed)
                        .mapToObj(k -> (k / 30 + 1) + " " + (k % 30 + 1) + " " + values[k]));
        text(
                "entries.csv",
                "row,column,value\n",
                IntStream.of(listed)
                        .mapToObj(k -> (k / 30 + 1) + "," + (k % 30 + 1) + "," + values[k]));
        text(
                "weighted.csv",
                "row,column,value,weight\n",
                IntStream.of(listed)
                        .mapToObj(k ->
                                (k / 30 + 1)
                                        + ","
                                        + (k % 30 + 1)
                                        + ","
                                        + values[k]
                                        + ","
                                        + (1 + k % 3)));
        text(
                "named.csv",
                "user,item,rating\n",
                IntStream.of(listed).mapToObj(k -> "u" + k / 30 + ",i" + k % 30 + "," + values[k]));
        text(
                "places.csv",
                "row,column\n",
                IntStream.of(0, 31, 62).mapToObj(k -> "2," + (k % 9 + 1)));
        // Several chunks of entries, so that threads have something to divide.
        int[] many = new Random(9).ints(90_000, 0, 600 * 500).distinct().sorted().toArray();
        double[] large = lowRank(10, 600, 500, 2, 0.05);
        text(
                "large.mtx",
                "%%MatrixMarket matrix coordinate real general\n600 500 " + many.length + "\n",
                IntStream.of(many)
                        .mapToObj(k -> (k / 500 + 1) + " " + (k % 500 + 1) + " " + large[k]));
    }

    /** Factors from elsewhere, which are no minimum of anything. */
    private void writeFactors() throws IOException {
        factors("low-factors", "U.npy", "V.npy", 30, 20, 4);
        factors("signed-factors", "U.npy", "V.npy", 8, 6, 60);
        factors("unit-factors", "W1.npy", "W2.npy", 3, 1, 40);
        factors("network-factors", "U.npy", "V.npy", 3, 4, 2);
        factors("deep-factors", "W1.npy", "W2.npy", 4, 4, 3);
        npy("deep-factors/W3.npy", uniform(25, 6), 2, 3);
    }

    private void factors(String name, String u, String v, int rows, int columns, int rank)
            throws IOException {
        Files.createDirectory(directory.resolve(name));
        npy(name + "/" + u, uniform(11, rows * rank), rows, rank);
        npy(name + "/" + v, uniform(12, columns * rank), columns, rank);
    }

    private void writeTensors() throws IOException {
        double[] three = tensor(13, 6, 5, 4);
        npy("tensor.npy", three, 6, 5, 4);
        Random random = new Random(14);
        double[] missing = map(three, y -> random.nextInt(4) == 0 ? Double.NaN : y);
        npy("tensor-missing.npy", missing, 6, 5, 4);
        npy("tensor-nonnegative.npy", map(three, Math::abs), 6, 5, 4);
        npy("tensor4.npy", tensor(15, 4, 3, 3, 2), 4, 3, 3, 2);
    }

    /** Two products of vectors, and noise. */
    private static double[] tensor(int seed, int... shape) {
        int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
        double[] values = map(gaussian(seed, size), x -> 0.02 * x);
        for (int term = 0; term < 2; term++) {
            int stride = size;
            double[] product = new double[size];
            Arrays.fill(product, 1);
            for (int mode = 0; mode < shape.length; mode++) {
                double[] vector = uniform(100 * seed + 10 * term + mode, shape[mode]);
                stride /= shape[mode];
                for (int at = 0; at < size; at++) {
                    product[at] *= vector[at / stride % shape[mode]];
                }
            }
            for (int at = 0; at < size; at++) {
                values[at] += 2 * product[at];
            }
        }
        return values;
    }

    /** Inputs and targets of networks, 14 samples. */
    private void writeSamples() throws IOException {
        double[] one = uniform(16, 14);
        double[] two = uniform(17, 28);
        double[] noise = gaussian(18, 28);
        npy("inputs1.npy", one, 14, 1);
        npy("inputs2.npy", two, 14, 2);
        npy("inputs3.npy", uniform(19, 42), 14, 3);
        npy("new2.npy", uniform(20, 10), 5, 2);
        npy("kinks.npy", filled(14, i -> Math.abs(one[i]) + 0.1 * noise[i]), 14, 1);
        npy("hinges.npy", filled(14, i -> positive(two[2 * i]) - positive(two[2 * i + 1])), 14, 1);
        npy("outputs2.npy", filled(28, i -> positive(two[i]) + 0.1 * noise[i]), 14, 2);
        npy("signs1.npy", filled(14, i -> Math.signum(two[2 * i])), 14, 1);
        npy("classes.npy", filled(28, i -> two[i - i % 2] > 0 == (i % 2 == 0) ? 1 : 0), 14, 2);
        double[] x = uniform(21, 120);
        npy("x.npy", x, 30, 4);
        double[] y = gaussian(22, 90);
        npy("y.npy", filled(90, i -> 0.3 * y[i] + (i % 3 + 1) * x[i / 3 * 4 + i % 3]), 30, 3);
    }

    /** Six images of 4 x 4 pixels, whose target is an edge. */
    private void writeImages() throws IOException {
        double[] pixels = uniform(23, 96);
        npy("images.npy", pixels, 6, 16);
        npy("edges.npy", filled(6, i -> pixels[16 * i] - pixels[16 * i + 1]), 6, 1);
    }

    private void writeWideNetworks() throws IOException {
        npy("wide-x.npy", uniform(24, 8), 4, 2);
        npy("wide-y.npy", new double[] {1, -1, 1, 1}, 4, 1);
    }

    private static double positive(double x) {
        return Math.max(0, x);
    }

    private static double[] lowRank(int seed, int rows, int columns, int rank, double noise) {
        double[] u = uniform(seed, rows * rank);
        double[] v = uniform(1000 + seed, columns * rank);
        double[] errors = gaussian(2000 + seed, rows * columns);
        return filled(
                rows * columns,
                at -> {
                    double sum = noise * errors[at];
                    for (int k = 0; k < rank; k++) {
                        sum += u[at / columns * rank + k] * v[at % columns * rank + k];
                    }
                    return sum;
                });
    }

    private static double[] uniform(int seed, int length) {
        return new Random(seed).doubles(length, -1, 1).toArray();
    }

    private static double[] gaussian(int seed, int length) {
        Random random = new Random(seed);
        return filled(length, i -> random.nextGaussian());
    }

    private static double[] filled(int length, IntToDoubleFunction value) {
        return IntStream.range(0, length).mapToDouble(value).toArray();
    }

    private static double[] map(double[] values, DoubleUnaryOperator change) {
        return Arrays.stream(values).map(change).toArray();
    }

    private void npy(String name, double[] values, int... shape) throws IOException {
        String extents =
                IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + extents + "), }";
        String padded = header + " ".repeat(63 - (header.length() + 10) % 64) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + padded.length() + Double.BYTES * values.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
        bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.asDoubleBuffer().put(values);
        Files.write(directory.resolve(name), bytes.array());
    }

    private void csv(String name, double[] values, int columns) throws IOException {
        text(
                name,
                "",
                IntStream.range(0, values.length / columns)
                        .mapToObj(i ->
                                Arrays.stream(values, i * columns, (i + 1) * columns)
                                        .mapToObj(Double::toString)
                                        .collect(Collectors.joining(","))));
    }

    private void text(String name, String head, Stream<String> lines) throws IOException {
        Files.writeString(
                directory.resolve(name),
                head + lines.map(line -> line + "\n").collect(Collectors.joining()));
    }
}
