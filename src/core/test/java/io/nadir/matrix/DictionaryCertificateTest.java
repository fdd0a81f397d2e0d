package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Gauge;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** What relaxations of norm sums add to solves, from the data to the certificate. */
class DictionaryCertificateTest {
    private static final Gauge SPARSE = EuclideanPlusL1.sparse(0.2);
    private static final int M = 12;
    private static final int N = 6;

    /** Forms of a dictionary: which data leave its splits open, and which relaxations close. */
    @Test
    void normalEffortCertifiesWhatLowLeavesUndecided() {
        List<GaugeProduct> forms =
                List.of(
                        new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, SPARSE),
                        new GaugeProduct(SPARSE, EuclideanPlusL1.EUCLIDEAN),
                        new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, new NonNegative(SPARSE)),
                        new GaugeProduct(
                                new NonNegative(EuclideanPlusL1.EUCLIDEAN),
                                new NonNegative(SPARSE)),
                        new GaugeProduct(SPARSE, SPARSE));
        for (GaugeProduct theta : forms) {
            int gained = 0;
            for (int seed = 0; seed < 6; seed++) {
                Problem problem =
                        Problem.lowRank(DenseMatrix.wrap(M, N, data(seed)), 2)
                                .withRegularizer(theta);
                gained += gain(problem, theta.name() + " seed " + seed);
            }
            assertThat(gained).as(theta.name()).isPositive();
        }
    }

    @Test
    void soItDoesWithMissingEntries() {
        int gained = 0;
        for (int seed = 0; seed < 6; seed++) {
            double[] y = data(seed);
            for (int k = seed; k < y.length; k += 7) {
                y[k] = Double.NaN;
            }
            Problem problem =
                    Problem.lowRank(ObservedEntries.copyOfNonNaN(M, N, y), 2)
                            .withRegularizer(new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, SPARSE));
            gained += gain(problem, "observed, seed " + seed);
        }
        assertThat(gained).isPositive();
    }

    /** 1 if only normal effort certifies, under both kinds of evidence. */
    private static int gain(Problem problem, String what) {
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3);
        Certificate low = certificate(problem, options.withEffort(Effort.LOW));
        Certificate normal = certificate(problem, options);
        Certificate proved = certificate(problem, options.withEvidence(Evidence.PROVED));
        assertThat(normal.gap()).as(what).isLessThanOrEqualTo(low.gap() * (1 + 1e-9));
        assertThat(normal.lowerBound()).as(what).isLessThanOrEqualTo(low.objective());
        assertThat(proved.lowerBound()).as(what).isLessThanOrEqualTo(normal.objective());
        assertThat(low.lowerBound()).as(what).isLessThanOrEqualTo(normal.objective());
        return !low.isGlobal() && normal.isGlobal() && proved.isGlobal() ? 1 : 0;
    }

    private static Certificate certificate(Problem problem, SolverOptions options) {
        Solution solution = Nadir.solve(problem, options);
        return solution.certificate();
    }

    /** Three sparse codes, and noise. */
    private static double[] data(int seed) {
        Random random = new Random(seed);
        double[] y = random.doubles(M * N).map(e -> 0.2 * (e - 0.5)).toArray();
        for (int k = 0; k < 3; k++) {
            double[] atom = random.doubles(M).toArray();
            for (int j = 0; j < N; j++) {
                double code = random.nextInt(3) == 0 ? 0 : 2 * random.nextDouble();
                for (int i = 0; i < M; i++) {
                    y[i * N + j] += code * atom[i];
                }
            }
        }
        return y;
    }
}
