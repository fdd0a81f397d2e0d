package io.nadir.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random entries in arrays, as a source and as data; some rows are empty, some are full. Weights,
 * if there are some, are multiples of 1/4 from 0 to 2.
 */
final class RandomEntries implements EntrySource {
    private final int m;
    private final int n;
    private final List<int[]> columnsOf = new ArrayList<>();
    private final List<double[]> valuesOf = new ArrayList<>();
    private final long[] starts;
    private final boolean weighted;

    RandomEntries(int m, int n, int density, int seed) {
        this(m, n, density, seed, false);
    }

    RandomEntries(int m, int n, int density, int seed, boolean weighted) {
        Random random = new Random(seed);
        this.m = m;
        this.n = n;
        this.weighted = weighted;
        this.starts = new long[m + 1];
        for (int i = 0; i < m; i++) {
            int kind = random.nextInt(6);
            int every = kind == 0 ? 1 : density;
            int[] columns = random.ints(n, 0, every).toArray();
            int[] chosen =
                    IntStream.range(0, kind == 1 ? 0 : n).filter(j -> columns[j] == 0).toArray();
            columnsOf.add(chosen);
            valuesOf.add(
                    Arrays.stream(chosen)
                            .mapToDouble(j -> (float) (1.5 + Math.sin(j) + random.nextDouble()))
                            .toArray());
            starts[i + 1] = starts[i] + chosen.length;
        }
    }

    /** Replaces all values by 1 and -1. */
    void makeLabels() {
        valuesOf.replaceAll(row -> Arrays.stream(row).map(y -> y < 2 ? -1 : 1).toArray());
    }

    ObservedEntries inArrays() {
        int count = (int) starts[m];
        int[] i = new int[count];
        int[] j = new int[count];
        double[] values = new double[count];
        read(0, m, j, values, 0);
        for (int row = 0; row < m; row++) {
            Arrays.fill(i, (int) starts[row], (int) starts[row + 1], row);
        }
        if (!weighted) {
            return ObservedEntries.copyOf(m, n, i, j, values);
        }
        double[] weights = new double[count];
        readWeighted(0, m, j, values, weights, 0);
        return ObservedEntries.copyOf(m, n, i, j, values, weights);
    }

    @Override
    public int rows() {
        return m;
    }

    @Override
    public int columns() {
        return n;
    }

    @Override
    public long start(int row) {
        return starts[row];
    }

    @Override
    public void read(int row, int count, int[] columns, double[] values, int offset) {
        int at = offset;
        for (int i = row; i < row + count; i++) {
            int length = columnsOf.get(i).length;
            System.arraycopy(columnsOf.get(i), 0, columns, at, length);
            System.arraycopy(valuesOf.get(i), 0, values, at, length);
            at += length;
        }
    }

    @Override
    public boolean hasWeights() {
        return weighted;
    }

    @Override
    public void readWeighted(
            int row, int count, int[] columns, double[] values, double[] weights, int offset) {
        read(row, count, columns, values, offset);
        int at = offset;
        for (int i = row; i < row + count; i++) {
            for (int j : columnsOf.get(i)) {
                weights[at++] = (3 * i + 5 * j) % 9 * 0.25;
            }
        }
    }
}
