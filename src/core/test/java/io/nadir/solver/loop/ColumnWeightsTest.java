package io.nadir.solver.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.Panels;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;

/** The best sizes of given columns: equilibrium of each that stays, none to be had from others. */
class ColumnWeightsTest {
    private static final int M = 6;
    private static final int N = 8;
    private static final double LAMBDA = 0.3;

    static List<Regularizer> regularizers() {
        return List.of(
                new SquaredNorms(),
                SquaredNorms.nonNegative(),
                new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN));
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void columnsAreInEquilibrium(Regularizer theta) {
        for (int seed = 0; seed < 30; seed++) {
            try (MatrixMap map = map(new SquaredLoss(), seed)) {
                Factors w = columns(seed);
                double before = value(map, theta, w, w.copy());
                Factors all = w.copy();
                double after = new ColumnWeights(new Objective<>(map, theta, LAMBDA)).minimize(w);
                Factors gradient = w.copy();
                assertThat(after).isEqualTo(value(map, theta, w, gradient)).isLessThan(before);
                for (int i = 0; i < w.rank(); i++) {
                    double slope = Panels.columnDot(w.block(0), i, gradient.block(0), i);
                    double price = LAMBDA * theta.value(w, i);
                    assertThat(slope + price).isCloseTo(0, within(1e-9 * before));
                }
                requireNoneMissing(map, theta, w, all, before);
            }
        }
    }

    /** ⟨∇ℓ, φ(W_i)⟩ + λθ(W_i) ≥ 0 for every column, the dropped ones among them. */
    private static void requireNoneMissing(
            MatrixMap map, Regularizer theta, Factors w, Factors all, double scale) {
        Factors more = w.copy();
        for (int i = 0; i < all.rank(); i++) {
            more.append(all.blocks(), i, 1e-9);
        }
        Factors gradient = more.copy();
        map.evaluate(more, gradient);
        for (int i = 0; i < all.rank(); i++) {
            double slope = Panels.columnDot(all.block(0), i, gradient.block(0), w.rank() + i);
            assertThat(1e9 * slope + LAMBDA * theta.value(all, i)).isGreaterThan(-1e-7 * scale);
        }
    }

    /** Other losses are bounded again and again, and never rise. */
    @ParameterizedTest
    @MethodSource("regularizers")
    void otherLossesFall(Regularizer theta) {
        for (int seed = 0; seed < 30; seed++) {
            try (MatrixMap map = map(new HuberLoss(0.2), seed)) {
                Factors w = columns(seed);
                double before = value(map, theta, w, w.copy());
                double after = new ColumnWeights(new Objective<>(map, theta, LAMBDA)).minimize(w);
                assertThat(after).isEqualTo(value(map, theta, w, w.copy())).isLessThan(before);
            }
        }
    }

    private static double value(MatrixMap map, Regularizer theta, Factors w, Factors gradient) {
        return map.evaluate(w, gradient) + LAMBDA * theta.value(w);
    }

    private static MatrixMap map(Loss loss, int seed) {
        double[] y = new Random(seed).doubles(M * N, -0.5, 2).toArray();
        return DenseMatrix.wrap(M, N, y).bind(loss, 1, null);
    }

    /** Columns of all sizes, two of them nearly the same. */
    private static Factors columns(int seed) {
        Random random = new Random(~seed);
        int rank = 2 + random.nextInt(7);
        Factors w = Factors.zeros(rank, M, N);
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < rank; j++) {
                double size = Math.pow(10, -2 * random.nextDouble());
                for (int i = 0; i < w.block(k).rows(); i++) {
                    double other = 1e-4 * random.nextDouble();
                    double element =
                            j == 1 ? w.block(k).get(i, 0) + other : size * random.nextDouble();
                    w.block(k).set(i, j, element);
                }
            }
        }
        return w;
    }
}
