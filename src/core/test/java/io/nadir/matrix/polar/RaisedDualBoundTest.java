package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.solver.descent.Balancing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.stream.IntStream;

/** The Gram matrix of a sparse gradient, and points raised to another level. */
class RaisedDualBoundTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "30,20,1", "20,30,1", "90,70,2", "70,90,3"})
    void theGramMatrixBoundsTheSpectralNorm(int m, int n, int threads) {
        Random random = new Random(m);
        Factors w = factors(m, n, 2, random);
        try (MatrixMap map = data(m, n, random).bind(new SquaredLoss(), threads, null)) {
            Panel g = map.gradient(w);
            int side = Math.min(m, n);
            Panel gram = Panel.zeros(side, side);
            map.gradientGram(w, gram);
            for (int i = 0; i < side; i++) {
                for (int j = 0; j <= i; j++) {
                    double expected = 0;
                    for (int k = 0; k < Math.max(m, n); k++) {
                        expected += m < n ? g.get(i, k) * g.get(j, k) : g.get(k, i) * g.get(k, j);
                    }
                    assertThat(gram.get(i, j)).isCloseTo(expected, within(1e-10));
                }
            }
            double sigma = SmallDense.svd(g).values()[0];
            GradientGramBound bound = new GradientGramBound(map, w);
            assertThat(bound.attempt(sigma * (1 + 1e-9)))
                    .isBetween(sigma * (1 - 1e-14), sigma * (1 + 2e-9));
            assertThat(bound.attempt(sigma * (1 - 1e-9))).isInfinite();
        }
    }

    /** From a stationary point Z goes to nearly the level for what is raised; the rest stays. */
    @ParameterizedTest
    @CsvSource({"1.05,1", "1.05,2", "1.3,1"})
    void largeSingularValuesAreRaised(double level, int count) {
        Random random = new Random(3);
        int m = 40;
        int n = 30;
        double lambda = 2;
        Factors w = factors(m, n, 2, random);
        Balancing balancing = new Balancing();
        try (MatrixMap map = data(m, n, random).bind(new SquaredLoss(), 1, null)) {
            double[] sigma = balancing.toSingularVectors(w);
            for (int k = 0; k < 2000; k++) {
                map.minimizeBlock(w, k % 2, lambda);
                sigma = balancing.toSingularVectors(w);
            }
            for (int i = 0; i < 2; i++) {
                assertThat(pairing(map, w, i, lambda)).isCloseTo(1, within(1e-6));
            }
            Factors before = w.copy();
            Factors raised = new RaisedPoint(map, lambda).near(w, sigma, count, level);
            for (int k = 0; k < 2; k++) {
                assertThat(w.toArray(k)).isEqualTo(before.toArray(k));
            }
            for (int i = 0; i < count; i++) {
                assertThat(pairing(map, raised, i, lambda))
                        .isCloseTo(level, within(0.1 * (level - 1)));
            }
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < w.block(k).rows(); i++) {
                    for (int j = count; j < 2; j++) {
                        assertThat(raised.block(k).get(i, j)).isEqualTo(w.block(k).get(i, j));
                    }
                }
            }
        }
    }

    /** ⟨Z, u·vᵀ⟩/‖u‖‖v‖ of one column. */
    private static double pairing(MatrixMap map, Factors w, int column, double lambda) {
        Factors gradient = w.copy();
        map.evaluate(w, gradient);
        double sizes =
                Panels.columnNorm(w.block(0), column) * Panels.columnNorm(w.block(1), column);
        return -Panels.columnDot(w.block(0), column, gradient.block(0), column) / (lambda * sizes);
    }

    private static ObservedEntries data(int m, int n, Random random) {
        int[] at = IntStream.range(0, m * n).filter(k -> k == 0 || random.nextInt(3) > 0).toArray();
        int[] i = IntStream.of(at).map(k -> k / n).toArray();
        int[] j = IntStream.of(at).map(k -> k % n).toArray();
        double[] values = IntStream.of(at).mapToDouble(k -> 3 * random.nextGaussian()).toArray();
        double[] weights = IntStream.of(at).mapToDouble(k -> 0.5 + random.nextDouble()).toArray();
        return ObservedEntries.copyOf(m, n, i, j, values, weights);
    }

    private static Factors factors(int m, int n, int rank, Random random) {
        return Factors.copyOfPair(
                m,
                n,
                rank,
                random.doubles((long) m * rank, -1, 1).toArray(),
                random.doubles((long) n * rank, -1, 1).toArray());
    }
}
