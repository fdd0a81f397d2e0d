package io.nadir.solver.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Steps along the gradient, however the factors came to their rank. */
class ProximalGradientTest {
    private static final int M = 7;
    private static final int N = 5;
    private static final GaugeProduct THETA =
            new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN);

    /** Memory that grew by appends is laid out in another way than that of a copy. */
    @ParameterizedTest
    @ValueSource(ints = {7, 9, 16, 17, 24, 25, 33})
    void growingDoesNotChangeTheStep(int rank) {
        double[] y = new Random(rank).doubles(M * N, -1, 2).toArray();
        try (MatrixMap map = DenseMatrix.wrap(M, N, y).bind(new HuberLoss(0.5), 1, null)) {
            Factors target = random(rank);
            Factors grown = Factors.empty(M, N);
            ProximalGradient used = new ProximalGradient(new Objective<>(map, THETA, 0.05));
            for (int i = 0; i < rank; i++) {
                grown.append(target.blocks(), i, 1);
                used.restart();
                used.step(grown.copy());
            }
            used.restart();
            Factors copied = target.copy();
            double expected = new ProximalGradient(new Objective<>(map, THETA, 0.05)).step(copied);
            assertThat(used.step(grown)).isEqualTo(expected);
            for (int k = 0; k < 2; k++) {
                assertThat(grown.toArray(k)).isEqualTo(copied.toArray(k));
            }
            assertThat(expected).isLessThan(map.evaluate(target, random(rank)) + penalty(target));
        }
    }

    private static double penalty(Factors w) {
        return 0.05 * THETA.value(w);
    }

    private static Factors random(int rank) {
        Random random = new Random(rank);
        Factors w = Factors.zeros(rank, M, N);
        for (Panel block : List.of(w.block(0), w.block(1))) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < rank; j++) {
                    block.set(i, j, random.nextGaussian());
                }
            }
        }
        return w;
    }
}
