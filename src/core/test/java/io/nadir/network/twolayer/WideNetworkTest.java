package io.nadir.network.twolayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Random;

/**
 * Theorem 2 of Haeffele &amp; Vidal 2017 at work: from any start of a network wider than its data
 * the loop ends at the global minimum, which is proved each time, while gradient descent of a
 * narrow one gets stuck.
 */
class WideNetworkTest {
    private static final double GAP = 1e-4;
    private static final int SAMPLES = 8;

    /** More units than X has entries. */
    private static final int WIDE = SAMPLES + 2;

    private static final SolverOptions OPTIONS =
            SolverOptions.defaults().withRelativeGap(GAP).withEvidence(Evidence.PROVED);

    private final Problem problem = regression();
    private final Solution known = Nadir.solve(problem, OPTIONS);

    @Test
    void someStartsOfAWideNetworkEndAtTheGlobalMinimum() {
        requireGlobal(0, 10);
    }

    @Test
    @Tag("long")
    void allStartsOfAWideNetworkEndAtTheGlobalMinimum() {
        requireGlobal(10, 210);
    }

    private void requireGlobal(int from, int to) {
        assertThat(known.stopReason()).isEqualTo(StopReason.CERTIFIED);
        for (int seed = from; seed < to; seed++) {
            Solution solution = Nadir.solve(problem, OPTIONS.withStart(start(seed, WIDE)));
            assertThat(solution.stopReason()).as("seed %d", seed).isEqualTo(StopReason.CERTIFIED);
            assertThat(solution.certificate().polar().evidence()).isEqualTo(Evidence.PROVED);
            assertThat(solution.objective())
                    .as("seed %d", seed)
                    .isBetween(
                            known.objective() * (1 - 1.01 * GAP),
                            known.objective() * (1 + 1.01 * GAP));
        }
    }

    /** As wide as the global minimum, so that it could end there. */
    @Test
    void gradientDescentOfANarrowNetworkGetsStuck() {
        int stuck = 0;
        double best = Double.POSITIVE_INFINITY;
        try (FactorizationMap map = problem.y().bind(problem.loss(), 1, null)) {
            for (int seed = 0; seed < 16; seed++) {
                Factors w = start(seed, known.rank());
                double end = descend(map, w);
                stuck += end > 1.1 * known.objective() ? 1 : 0;
                best = Math.min(best, end);
            }
        }
        assertThat(stuck).isGreaterThan(8);
        // It is no fault of the descent: some start comes close.
        assertThat(best).isLessThan(1.2 * known.objective());
    }

    /** Gradient descent with a fixed step until f has stopped falling. */
    private double descend(FactorizationMap map, Factors w) {
        Factors gradient = w.copy();
        double before = Double.POSITIVE_INFINITY;
        double after = 0;
        for (int step = 0; step < 20_000; step++) {
            after = map.evaluate(w, gradient) + problem.lambda() * problem.regularizer().value(w);
            problem.regularizer().addGradient(w, problem.lambda(), gradient);
            w.add(-0.01, gradient);
            if (step % 1000 == 0) {
                if (Math.abs(before - after) < 1e-6 * after) {
                    break;
                }
                before = after;
            }
        }
        return after;
    }

    private static Factors start(int seed, int rank) {
        Random random = new Random(seed);
        double size = Math.pow(10, random.nextDouble() * 2 - 1.5);
        return Factors.copyOfPair(
                2, 1, rank, gaussian(2 * rank, size, random), gaussian(rank, size, random));
    }

    /** Regression in one dimension with bias. */
    private static Problem regression() {
        Random random = new Random(1);
        double[] inputs = new double[2 * SAMPLES];
        double[] targets = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            inputs[2 * i] = random.nextGaussian();
            inputs[2 * i + 1] = 1;
            targets[i] = Math.sin(3 * inputs[2 * i]) + 0.1 * random.nextGaussian();
        }
        return new Problem(
                TwoLayerNetwork.relu(
                        DenseMatrix.wrap(SAMPLES, 2, inputs),
                        DenseMatrix.wrap(SAMPLES, 1, targets)),
                new SquaredLoss(),
                new SquaredNorms(),
                0.02);
    }

    private static double[] gaussian(int length, double size, Random random) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = size * random.nextGaussian();
        }
        return out;
    }
}
