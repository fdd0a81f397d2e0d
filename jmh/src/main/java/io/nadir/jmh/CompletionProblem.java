package io.nadir.jmh;

import io.nadir.Problem;
import io.nadir.kernel.CompressedRows;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * A matrix of which few entries are known, in the shape of a million ratings by six thousand
 * people: places uniformly at random without repetition, Y = A·Bᵀ + σE with A m×k, B n×k and E of
 * standard normal entries.
 *
 * @param shape m×n
 * @param entries known
 * @param rank k
 * @param noise σ
 */
record CompletionProblem(Shape shape, int entries, int rank, double noise) {
    /** 6040×3706, 1,000,000 entries, rank 10, σ = 0.5. */
    static final CompletionProblem STANDARD =
            new CompletionProblem(new Shape(6040, 3706), 1_000_000, 10, 0.5);

    /** Parses {@code MxN:ENTRIES}, of the standard rank and noise. */
    static CompletionProblem parse(String text) {
        int colon = text.indexOf(':');
        return new CompletionProblem(
                Shape.parse(text.substring(0, colon)),
                Integer.parseInt(text.substring(colon + 1)),
                STANDARD.rank,
                STANDARD.noise);
    }

    /** How triplets become data. */
    @FunctionalInterface
    private interface Container<T> {
        T of(int rows, int columns, int[] rowIndices, int[] columnIndices, double[] values);
    }

    /** The data: the same numbers each time. */
    ObservedEntries data() {
        return fill(ObservedEntries::copyOf);
    }

    /** The known entries. */
    Triplets triplets() {
        return fill(Triplets::new);
    }

    /** The same with zeros where nothing is known. */
    SparseMatrix withZeros() {
        return fill(SparseMatrix::copyOf);
    }

    private <T> T fill(Container<T> container) {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = normal(shape.rows() * rank, random);
        double[] b = normal(shape.columns() * rank, random);
        int[] rows = new int[entries];
        int[] columns = new int[entries];
        double[] values = new double[entries];
        BitSet known = new BitSet();
        for (int e = 0; e < entries; ) {
            int i = random.nextInt(shape.rows());
            int j = random.nextInt(shape.columns());
            int at = i * shape.columns() + j;
            if (!known.get(at)) {
                known.set(at);
                rows[e] = i;
                columns[e] = j;
                values[e++] = dot(a, i * rank, b, j * rank) + noise * random.nextGaussian();
            }
        }
        return container.of(shape.rows(), shape.columns(), rows, columns, values);
    }

    /** As many places, drawn without repetition, in compressed rows. */
    CompressedRows places() {
        SplittableRandom random = new SplittableRandom(1);
        BitSet known = new BitSet();
        for (int e = 0; e < entries; ) {
            int at = random.nextInt(shape.rows() * shape.columns());
            if (!known.get(at)) {
                known.set(at);
                e++;
            }
        }
        int[] cells = known.stream().toArray();
        int[] starts = new int[shape.rows() + 1];
        for (int cell : cells) {
            starts[cell / shape.columns() + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        Arrays.setAll(cells, e -> cells[e] % shape.columns());
        return new CompressedRows(shape.rows(), shape.columns(), starts, cells);
    }

    /** Data and λ. */
    Problem problem(double lambda) {
        return Problem.lowRank(data(), lambda);
    }

    private double dot(double[] a, int i, double[] b, int j) {
        double sum = 0;
        for (int k = 0; k < rank; k++) {
            sum += a[i + k] * b[j + k];
        }
        return sum;
    }

    private static double[] normal(int length, SplittableRandom random) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }
}
