package io.nadir.jmh.comparison;

import io.nadir.array.Panel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Times, memory and numbers of tables. */
public final class Measured {
    private Measured() {}

    /** The median of the seconds that calls take, after some that do not count. */
    public static double median(int warmUp, int repeats, Runnable call) {
        for (int k = 0; k < warmUp; k++) {
            call.run();
        }
        double[] seconds = new double[repeats];
        for (int k = 0; k < repeats; k++) {
            long start = System.nanoTime();
            call.run();
            seconds[k] = since(start);
        }
        Arrays.sort(seconds);
        return seconds[repeats / 2];
    }

    /** Seconds since a reading of the clock. */
    public static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Memory in use after collections. */
    public static double megabytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int k = 0; k < 3; k++) {
            System.gc();
        }
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    /** Three digits. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    /** Draws all elements. */
    public static void fill(Panel panel, Random random) {
        for (int i = 0; i < panel.rows(); i++) {
            for (int c = 0; c < panel.columns(); c++) {
                panel.set(i, c, 0.1 * random.nextGaussian());
            }
        }
    }
}
