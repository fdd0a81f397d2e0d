package io.nadir.jmh.growth;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Seconds that a core takes to read a line of memory from a matrix whose rows are read at random,
 * by the size of the matrix: it depends on which cache the matrix fits into.
 */
final class Reads {
    /** Bytes of a line. */
    static final double LINE = 64;

    /** Numbers in a row, which is two lines. */
    private static final int WIDTH = 16;

    private static final int ROWS_READ = 1 << 20;
    private static final int REPEATS = 4;
    private static final int FIRST = 18;
    private static final int LAST = 26;

    private final double[] sizes;
    private final double[] seconds;

    /**
     * Takes measurements.
     *
     * @param sizes bytes of matrices, ascending
     * @param seconds for a line of each
     */
    Reads(double[] sizes, double[] seconds) {
        this.sizes = sizes.clone();
        this.seconds = seconds.clone();
    }

    /** What costs nothing. */
    static Reads free() {
        return new Reads(new double[] {1}, new double[] {0});
    }

    /** Measures matrices of 256 KB to 64 MB, each on so many threads at the same time. */
    static Reads measured(int threads) {
        int count = LAST - FIRST + 1;
        double[] sizes = new double[count];
        double[] seconds = new double[count];
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int k = 0; k < count; k++) {
                int rows = (1 << (FIRST + k)) / (Double.BYTES * WIDTH);
                sizes[k] = 1 << (FIRST + k);
                seconds[k] = slowest(pool, threads, rows);
            }
        }
        return new Reads(sizes, seconds);
    }

    private static double slowest(ExecutorService pool, int threads, int rows) {
        List<Future<Double>> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            all.add(pool.submit(() -> fastest(rows)));
        }
        double slowest = 0;
        try {
            for (Future<Double> each : all) {
                slowest = Math.max(slowest, each.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return slowest;
    }

    /** Processor seconds for a line, of the fastest of some repetitions. */
    private static double fastest(int rows) {
        double[] matrix = new double[rows * WIDTH];
        Arrays.fill(matrix, 1);
        int[] order = new Random(rows).ints(ROWS_READ, 0, rows).toArray();
        double[] products = new double[ROWS_READ];
        long least = Long.MAX_VALUE;
        for (int k = 0; k < REPEATS; k++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            readRows(matrix, order, products);
            long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            least = Math.min(least, end - start);
        }
        if (products[0] != WIDTH) {
            throw new IllegalStateException("a sum is " + products[0]);
        }
        return least / 1e9 / ROWS_READ / (WIDTH * Double.BYTES / LINE);
    }

    private static void readRows(double[] matrix, int[] order, double[] products) {
        for (int e = 0; e < order.length; e++) {
            int at = order[e] * WIDTH;
            double a = 0;
            double b = 0;
            for (int k = 0; k < WIDTH; k += 2) {
                a += matrix[at + k];
                b += matrix[at + k + 1];
            }
            products[e] = a + b;
        }
    }

    /** Seconds for a line of a matrix of this size beyond those of the smallest. */
    double beyondNearest(double bytes) {
        int k = 0;
        while (k < sizes.length && sizes[k] < bytes) {
            k++;
        }
        if (k == 0 || k == sizes.length) {
            return k == 0 ? 0 : Math.max(0, seconds[k - 1] - seconds[0]);
        }
        double share = Math.log(bytes / sizes[k - 1]) / Math.log(sizes[k] / sizes[k - 1]);
        double between = seconds[k - 1] + share * (seconds[k] - seconds[k - 1]);
        return Math.max(0, between - seconds[0]);
    }

    double[] sizes() {
        return sizes.clone();
    }

    double[] seconds() {
        return seconds.clone();
    }
}
