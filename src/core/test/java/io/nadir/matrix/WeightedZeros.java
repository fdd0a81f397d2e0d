package io.nadir.matrix;

import io.nadir.model.Factors;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** A random sparse matrix with weights, and the same numbers in full. */
final class WeightedZeros {
    /** Where the weights come from. */
    enum Kind {
        /** Counts. */
        IMPLICIT,
        /** A weight for all that is not listed; listed ones have more, less, or 0. */
        UNLISTED,
        /** A weight for each row and column. */
        SIDES
    }

    final int m;
    final int n;
    final Kind kind;
    final double alpha;
    final double[] y;
    final double[] weights;
    final MatrixData data;
    final Factors w;

    WeightedZeros(int m, int n, int rank, Kind kind, long seed) {
        Random random = new Random(seed);
        this.m = m;
        this.n = n;
        this.kind = kind;
        this.alpha = kind == Kind.IMPLICIT ? new double[] {0, 0.5, 3, 40}[random.nextInt(4)] : 0;
        int density = 2 + random.nextInt(6);
        int[] places =
                IntStream.range(0, m * n).filter(at -> random.nextInt(density) == 0).toArray();
        int[] i = IntStream.of(places).map(at -> at / n).toArray();
        int[] j = IntStream.of(places).map(at -> at % n).toArray();
        double unlisted = 0.05 + random.nextDouble();
        double[] a = sides(m, kind == Kind.IMPLICIT ? 1 : unlisted, random);
        double[] b = sides(n, 1, random);
        this.y = new double[m * n];
        this.weights = new double[m * n];
        for (int at = 0; at < m * n; at++) {
            weights[at] = a[at / n] * b[at % n];
        }
        double[] values = new double[places.length];
        double[] listed = new double[places.length];
        for (int e = 0; e < places.length; e++) {
            if (kind == Kind.IMPLICIT) {
                values[e] = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(20);
                listed[e] = 1 + alpha * values[e];
                y[places[e]] = values[e] > 0 ? 1 : 0;
            } else {
                values[e] = random.nextGaussian();
                listed[e] = random.nextInt(5) == 0 ? 0 : 3 * random.nextDouble();
                y[places[e]] = values[e];
            }
            weights[places[e]] = listed[e];
        }
        this.data = data(i, j, values, listed, unlisted, a, b);
        this.w = Factors.zeros(rank, m, n);
        for (int k = 0; k < 2; k++) {
            for (int row = 0; row < w.block(k).rows(); row++) {
                for (int c = 0; c < rank; c++) {
                    w.block(k).set(row, c, random.nextGaussian());
                }
            }
        }
    }

    private double[] sides(int length, double level, Random random) {
        double[] out = new double[length];
        Arrays.setAll(out, k -> kind == Kind.SIDES ? 0.2 + random.nextDouble() : level);
        return out;
    }

    private MatrixData data(
            int[] i,
            int[] j,
            double[] values,
            double[] listed,
            double unlisted,
            double[] a,
            double[] b) {
        return switch (kind) {
            case IMPLICIT -> SparseMatrix.copyOf(m, n, i, j, values).withImplicitFeedback(alpha);
            case UNLISTED -> SparseMatrix.weighted(m, n, i, j, values, listed, unlisted);
            case SIDES -> SparseMatrix.weighted(m, n, i, j, values, listed, a, b);
        };
    }

    /** The same numbers as a dense matrix with weights. */
    MatrixData dense() {
        return DenseMatrix.wrap(m, n, y.clone()).withWeights(DenseMatrix.wrap(m, n, weights));
    }

    double largestWeight() {
        return Arrays.stream(weights).max().orElse(0);
    }
}
