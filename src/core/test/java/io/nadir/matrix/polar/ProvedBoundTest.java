package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/** Proofs beside the settled directions of a solution against the minimum in closed form. */
class ProvedBoundTest {
    private static final int RANK = 3;

    /** Whether they are the same as those of float64 alone, and true. */
    @ParameterizedTest
    @CsvSource({
        "90, 40, 1.1, 1",
        "40, 90, 1.1, 1",
        "60, 60, 1.02, 2",
        "90, 40, 1.0000001, 1",
        "5, 4, 1.5, 1"
    })
    void provesTheGap(int m, int n, double above, int threads) {
        for (int seed = 0; seed < 5; seed++) {
            double[] y = data(m, n, seed);
            double[] sigma = SmallDense.svd(Panel.wrap(y.clone(), m, n, 0)).values();
            double lambda = above * sigma[RANK];
            DenseMatrix matrix = DenseMatrix.wrap(m, n, y);
            Factors w = Nadir.solve(Problem.lowRank(matrix, lambda)).factors();
            try (MatrixMap map = matrix.bind(new SquaredLoss(), threads, null)) {
                Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(), lambda);
                SpectralPoint point = new SpectralPoint(objective, w, w.rank());
                double target = 1e-6 * point.value().objective();
                Deflation deflation = point.settled().deflation();
                assertThat(deflation.left().columns()).isEqualTo(w.rank());
                Proof proof = ProvedBound.prove(objective, point.value(), w, deflation, target);
                Proof plain = ProvedBound.prove(objective, point.value(), w, target);
                assertThat(proof.gap()).isLessThanOrEqualTo(target);
                assertThat(proof.gap()).isCloseTo(plain.gap(), within(0.1 * target));
                assertThat(proof.objective() - proof.gap())
                        .isLessThanOrEqualTo(minimum(sigma, lambda) * (1 + 1e-12));
                assertThat(proof.upper()).isGreaterThanOrEqualTo(1 - 1e-12);
            }
        }
    }

    private static double[] data(int m, int n, int seed) {
        Random random = new Random(seed);
        double[] u = random.doubles((long) m * RANK, -1, 1).toArray();
        double[] v = random.doubles((long) n * RANK, -1, 1).toArray();
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[i * n + j] = 0.05 * random.nextGaussian();
                for (int k = 0; k < RANK; k++) {
                    y[i * n + j] += u[i * RANK + k] * v[j * RANK + k];
                }
            }
        }
        return y;
    }

    /** Σ λσ − ½λ² over σ > λ, and Σ ½σ² over the others. */
    private static double minimum(double[] sigma, double lambda) {
        double sum = 0;
        for (double s : sigma) {
            sum += s > lambda ? lambda * s - 0.5 * lambda * lambda : 0.5 * s * s;
        }
        return sum;
    }
}
