package io.nadir.matrix.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;

/** Descent column by column, under each kind of regularizer. */
class ColumnDescentTest {
    private static final int M = 13;
    private static final int N = 9;
    private static final double LAMBDA = 0.7;

    static List<Regularizer> regularizers() {
        return List.of(
                new SquaredNorms(),
                SquaredNorms.nonNegative(),
                new SquaredNorms(false, true),
                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.2)),
                new GaugeProduct(new NonNegative(EuclideanPlusL1.ONE), EuclideanPlusL1.EUCLIDEAN));
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void neverRisesAndKnowsItsObjective(Regularizer theta) {
        for (int seed = 0; seed < 20; seed++) {
            double[] y = new Random(seed).doubles(M * N, -0.5, 2).toArray();
            Factors w = start(theta, seed);
            ColumnDescent descent = descent(y, theta);
            double before = objective(y, w, theta);
            for (int step = 0; step < 60; step++) {
                double after = descent.step(w);
                assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-13));
                double expected = objective(y, w, theta);
                assertThat(after).isCloseTo(expected, within(1e-11 * expected));
                before = after;
            }
        }
    }

    /** No change of a single block lowers f: the end is a first-order point. */
    @ParameterizedTest
    @MethodSource("regularizers")
    void endsAtAMinimumOverEachBlock(Regularizer theta) {
        for (int seed = 0; seed < 5; seed++) {
            double[] y = new Random(seed).doubles(M * N, -0.5, 2).toArray();
            Factors w = start(theta, seed);
            ColumnDescent descent = descent(y, theta);
            for (int step = 0; step < 3000; step++) {
                descent.step(w);
            }
            double end = objective(y, w, theta);
            Random random = new Random(seed);
            for (int trial = 0; trial < 200; trial++) {
                Factors other = w.copy();
                int k = trial % 2;
                double scale = Math.pow(10, -1 - random.nextInt(4));
                for (int i = 0; i < other.block(k).rows(); i++) {
                    for (int j = 0; j < other.rank(); j++) {
                        double element = other.block(k).get(i, j);
                        other.block(k).set(i, j, element + scale * random.nextGaussian());
                    }
                }
                theta.prox(other, k, 0);
                assertThat(objective(y, other, theta)).isGreaterThanOrEqualTo(end * (1 - 1e-10));
            }
        }
    }

    /** Of many columns, sums over the columns of other blocks are products of panels. */
    @Test
    void manyColumnsReachTheClosedForm() {
        for (int rank : new int[] {9, 19}) {
            double[] y = new Random(rank).doubles(M * N, -0.5, 2).toArray();
            SquaredNorms theta = new SquaredNorms();
            Factors w = start(theta, rank, rank);
            ColumnDescent descent = descent(y, theta);
            double end = 0;
            for (int step = 0; step < 1000; step++) {
                end = descent.step(w);
            }
            double least = 0;
            for (double sigma : singularValues(y)) {
                double shrunk = Math.max(0, sigma - LAMBDA);
                least += 0.5 * (sigma - shrunk) * (sigma - shrunk) + LAMBDA * shrunk;
            }
            assertThat(end).isCloseTo(least, within(1e-8 * least));
            assertThat(objective(y, w, theta)).isCloseTo(end, within(1e-11 * end));
        }
    }

    /** Groups of rows, which threads share, depend on the shape alone. */
    @ParameterizedTest
    @MethodSource("regularizers")
    void rowsInGroupsHaveTheSameBitsOnThreads(Regularizer theta) {
        int m = 1100;
        int n = 290;
        int rank = 20;
        double[] y = new Random(5).doubles((long) m * n, -0.5, 2).toArray();
        DenseMatrix data = DenseMatrix.wrap(m, n, y);
        Factors alone = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (MatrixMap map = data.bind(new SquaredLoss(), threads, null)) {
                Objective<MatrixMap> objective = new Objective<>(map, theta, LAMBDA);
                ColumnDescent descent = new ColumnDescent(objective);
                Factors w = start(theta, 6, rank, m, n);
                Factors gradient = w.copy();
                double before = objective.evaluate(w, gradient);
                for (int step = 0; step < 7; step++) {
                    double after = descent.step(w);
                    assertThat(after).isLessThan(before);
                    assertThat(objective.evaluate(w, gradient))
                            .isCloseTo(after, within(1e-11 * after));
                    before = after;
                }
                alone = alone == null ? w.copy() : alone;
                for (int k = 0; k < 2; k++) {
                    assertThat(w.block(k).data()).isEqualTo(alone.block(k).data());
                }
            }
        }
    }

    private static double[] singularValues(double[] y) {
        return LinearAlgebra.get().singularValues(MatrixView.wrap(M, N, y.clone()));
    }

    /** A column with a zero partner can never come back: it is dropped. */
    @ParameterizedTest
    @MethodSource("regularizers")
    void dropsColumnsThatVanish(Regularizer theta) {
        dropsScaledColumn(theta, 0);
    }

    /** Its norm has a square whose reciprocal is not finite. */
    @ParameterizedTest
    @MethodSource("regularizers")
    void dropsColumnsThatAllButVanish(Regularizer theta) {
        dropsScaledColumn(theta, 0x1p-530);
    }

    private static void dropsScaledColumn(Regularizer theta, double scale) {
        double[] y = new Random(3).doubles(M * N, -0.5, 2).toArray();
        Factors w = start(theta, 3);
        int rank = w.rank();
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                w.block(k).set(i, 1, scale * w.block(k).get(i, 1));
            }
        }
        double expected = descent(y, theta).step(w);
        assertThat(w.rank()).isLessThan(rank);
        assertThat(objective(y, w, theta)).isCloseTo(expected, within(1e-11 * expected));
    }

    private static ColumnDescent descent(double[] y, Regularizer theta) {
        DenseMatrix data = DenseMatrix.wrap(M, N, y);
        return new ColumnDescent(
                new Objective<MatrixMap>(data.bind(new SquaredLoss(), 1, null), theta, LAMBDA));
    }

    private static Factors start(Regularizer theta, int seed) {
        return start(theta, seed, 4);
    }

    private static Factors start(Regularizer theta, int seed, int rank) {
        return start(theta, seed, rank, M, N);
    }

    private static Factors start(Regularizer theta, int seed, int rank, int m, int n) {
        Random random = new Random(seed);
        Factors w = Factors.zeros(rank, m, n);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < rank; j++) {
                    w.block(k).set(i, j, random.nextGaussian());
                }
            }
            theta.prox(w, k, 0);
        }
        return w;
    }

    private static double objective(double[] y, Factors w, Regularizer theta) {
        double sum = 0;
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                double residual = y[i * N + j];
                for (int k = 0; k < w.rank(); k++) {
                    residual -= w.block(0).get(i, k) * w.block(1).get(j, k);
                }
                sum += 0.5 * residual * residual;
            }
        }
        return sum + LAMBDA * theta.value(w);
    }
}
