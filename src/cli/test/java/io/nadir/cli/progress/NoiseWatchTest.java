package io.nadir.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Who is warned that λ is below the noise, and who is not. */
class NoiseWatchTest {
    private static final int ROWS = 90;
    private static final int COLUMNS = 80;

    /** Rank 3 plus noise of standard deviation 1, whose singular values end at 18.4. */
    private static final double[] Y = noisy();

    private static final Problem PROBLEM = Problem.lowRank(DenseMatrix.copyOf(ROWS, COLUMNS, Y), 1);

    @Test
    void lambdaBelowTheNoiseIsTold() {
        List<String> told = warnings(PROBLEM.withLambda(9), 80);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst())
                .startsWith(
                        "lambda = 9.0 is below the noise in the data: its standard deviation is")
                .contains("gives columns up to lambda = 1")
                .contains("--lambda auto takes 1");
    }

    @Test
    void lambdaAboveTheNoiseIsNotTold() {
        assertThat(warnings(PROBLEM.withLambda(19), 80)).isEmpty();
    }

    /** Nonnegative columns fit less of the noise. */
    @Test
    void nonnegativeColumnsAreToldLater() {
        Problem parts = PROBLEM.withRegularizer(SquaredNorms.nonNegative());
        SolverOptions limited = SolverOptions.defaults().withMaxRank(13);
        assertThat(warnings(parts.withLambda(15), limited)).isEmpty();
        assertThat(warnings(parts.withLambda(4), limited)).hasSize(1);
    }

    @Test
    void missingEntriesAreToldAtManyColumns() {
        double[] seen = Y.clone();
        for (int i = 0; i < seen.length; i += 7) {
            seen[i] = Double.NaN;
        }
        Problem missing = Problem.lowRank(ObservedEntries.copyOfNonNaN(ROWS, COLUMNS, seen), 0.2);
        List<String> told = warnings(missing, 75);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).contains("columns so far: lambda = 0.2 may be below the noise");
    }

    /** Counts of rank 3 around 5: columns fit noise up to about (√90 + √80)/√(2·5) = 5.8. */
    @Test
    void countsAreToldByTheirMean() {
        SolverOptions limited = SolverOptions.defaults().withMaxRank(13);
        Problem counts =
                new Problem(
                        DenseMatrix.copyOf(ROWS, COLUMNS, counts()),
                        new PoissonLoss(0.1),
                        SquaredNorms.nonNegative(),
                        0.5);
        List<String> told = warnings(counts, limited);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst())
                .startsWith("lambda = 0.5 is below the noise in the data: its standard deviation")
                .contains("times the mean of an entry, as that of counts is, which alone gives")
                .containsPattern(
                        "--lambda [56][.0-9]* leaves that out, and --rank R takes no more");
        assertThat(warnings(counts.withLambda(9), limited)).isEmpty();
    }

    @Test
    void otherLossesAreNotJudged() {
        Problem huber = PROBLEM.withLambda(1).withLoss(new HuberLoss(1));
        assertThat(warnings(huber, 30)).isEmpty();
    }

    private static List<String> warnings(Problem problem, int maxRank) {
        return warnings(problem, SolverOptions.defaults().withMaxRank(maxRank));
    }

    private static List<String> warnings(Problem problem, SolverOptions options) {
        List<String> told = new ArrayList<>();
        NoiseWatch watch = new NoiseWatch(problem, options.seed(), told::add);
        Nadir.solve(problem, options.withRelativeGap(1e-2).withListener(watch));
        return told;
    }

    private static double[] counts() {
        Random random = new Random(2);
        double[] rates = new double[ROWS * COLUMNS];
        for (int k = 0; k < 3; k++) {
            double[] u = random.doubles(ROWS).toArray();
            double[] v = random.doubles(COLUMNS).toArray();
            for (int i = 0; i < rates.length; i++) {
                rates[i] += 6.5 * u[i / COLUMNS] * v[i % COLUMNS];
            }
        }
        double[] y = new double[rates.length];
        for (int i = 0; i < y.length; i++) {
            double left = Math.exp(-rates[i]);
            for (double p = random.nextDouble(); p > left; p *= random.nextDouble()) {
                y[i]++;
            }
        }
        return y;
    }

    private static double[] noisy() {
        Random random = new Random(1);
        double[] y = new double[ROWS * COLUMNS];
        for (int k = 0; k < 3; k++) {
            double[] u = random.doubles(ROWS).toArray();
            double[] v = random.doubles(COLUMNS).toArray();
            for (int i = 0; i < y.length; i++) {
                y[i] += 4 * u[i / COLUMNS] * v[i % COLUMNS];
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += random.nextGaussian();
        }
        return y;
    }
}
