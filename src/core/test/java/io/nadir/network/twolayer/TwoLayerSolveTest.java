package io.nadir.network.twolayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.MulticlassHingeLoss;
import io.nadir.loss.SampleLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** Two-layer networks end to end. */
class TwoLayerSolveTest {
    private static final SolverOptions OPTIONS =
            SolverOptions.defaults().withRelativeGap(1e-4).withTimeLimit(Duration.ofSeconds(1));

    /** Regression in one dimension with bias. */
    @ParameterizedTest
    @EnumSource(names = {"PROBABLE", "PROVED"})
    void regressionEndsWithACertifiedGlobalMinimum(Evidence evidence) {
        Solution solution =
                Nadir.solve(
                        regression(30),
                        OPTIONS.withEvidence(evidence).withTimeLimit(Duration.ofSeconds(60)));
        Certificate certificate = solution.certificate();
        assertThat(solution.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(certificate.polar().evidence()).isEqualTo(evidence);
        assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-4);
        // Hidden units come from the polar: a handful of kinks, not one for each sample.
        assertThat(solution.rank()).isBetween(2, 15);
    }

    /** No point's lower bound is above what another point attains. */
    @ParameterizedTest
    @EnumSource(names = {"PROBABLE", "PROVED"})
    void certificatesOfForeignPointsHold(Evidence evidence) {
        checkForeignPoints(0, 40, evidence);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"PROBABLE", "PROVED"})
    void certificatesOfMoreForeignPointsHold(Evidence evidence) {
        checkForeignPoints(40, 80, evidence);
    }

    private static void checkForeignPoints(int from, int to, Evidence evidence) {
        int proved = 0;
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            Problem problem = small(random);
            boolean coupled = problem.loss() instanceof SampleLoss;
            Evidence had = coupled ? Evidence.PROBABLE : evidence;
            SolverOptions options = OPTIONS.withEvidence(had);
            Solution best = Nadir.solve(problem, options.withMaxRank(20));
            proved += !coupled && best.certificate().isGlobal() ? 1 : 0;
            for (int trial = 0; trial < 25; trial++) {
                Factors point = trial % 2 == 0 ? random(random) : spoilt(best.factors(), random);
                Certificate certificate = Nadir.certify(problem, point, options);
                double slack = 1e-12 * best.objective();
                assertThat(certificate.lowerBound()).isLessThanOrEqualTo(best.objective() + slack);
                assertThat(certificate.gap())
                        .isGreaterThanOrEqualTo(certificate.objective() - best.objective() - slack);
                if (certificate.verdict() == Verdict.GLOBAL) {
                    assertThat(certificate.objective())
                            .isLessThanOrEqualTo(best.objective() * (1 + 1.01e-4));
                    assertThat(certificate.polar().evidence()).isEqualTo(had);
                }
            }
        }
        assertThat(proved).as("solutions certified as asked").isGreaterThan((to - from) / 2);
    }

    @Test
    void lossesThatCoupleOutputsAreNotProved() {
        Problem problem =
                new Problem(
                        TwoLayerNetwork.relu(
                                DenseMatrix.wrap(2, 1, new double[] {1, 2}),
                                DenseMatrix.wrap(2, 2, new double[] {1, 0, 0, 1})),
                        new SoftmaxLoss(),
                        new SquaredNorms(),
                        1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, OPTIONS.withEvidence(Evidence.PROVED)))
                .withMessageContaining("evidence = PROVED")
                .withMessageContaining("losses of single outputs");
    }

    /** λ at and beyond the polar at zero: no unit pays. */
    @Test
    void noUnitPaysBeyondTheLargestLambda() {
        for (int seed = 0; seed < 50; seed++) {
            Problem problem = small(new Random(seed));
            double largest = Nadir.lambdaMax(problem, OPTIONS);
            Solution beyond = Nadir.solve(problem.withLambda(largest * (1 + 1e-9)), OPTIONS);
            assertThat(beyond.rank()).isZero();
            assertThat(beyond.certificate().isGlobal()).isTrue();
            Solution below = Nadir.solve(problem.withLambda(largest * 0.9), OPTIONS);
            assertThat(below.objective()).isLessThan(beyond.objective());
        }
    }

    private static Problem regression(int n) {
        Random random = new Random(1);
        double[] inputs = new double[2 * n];
        double[] targets = new double[n];
        for (int i = 0; i < n; i++) {
            inputs[2 * i] = random.nextGaussian();
            inputs[2 * i + 1] = 1;
            targets[i] = Math.sin(3 * inputs[2 * i]) + 0.1 * random.nextGaussian();
        }
        return new Problem(
                TwoLayerNetwork.relu(
                        DenseMatrix.wrap(n, 2, inputs), DenseMatrix.wrap(n, 1, targets)),
                new SquaredLoss(),
                new SquaredNorms(),
                0.1);
    }

    /** Six samples in the plane, two outputs or classes. */
    private static Problem small(Random random) {
        ConvexLoss loss =
                switch (random.nextInt(6)) {
                    case 0 -> new SquaredLoss();
                    case 1 -> new HuberLoss(1);
                    case 2 -> new LogisticLoss();
                    case 3 -> new SquaredHingeLoss();
                    case 4 -> new SoftmaxLoss();
                    default -> new MulticlassHingeLoss(2);
                };
        double[] y = loss instanceof SampleLoss ? classes(random) : gaussian(12, random);
        if (loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss) {
            Arrays.setAll(y, i -> Math.copySign(1, y[i]));
        }
        return new Problem(
                new TwoLayerNetwork(
                        DenseMatrix.wrap(6, 2, gaussian(12, random)),
                        DenseMatrix.wrap(6, 2, y),
                        random.nextInt(3) * 0.3),
                loss,
                new SquaredNorms(),
                0.2 + random.nextDouble());
    }

    private static double[] classes(Random random) {
        double[] y = new double[12];
        for (int i = 0; i < 6; i++) {
            y[2 * i + random.nextInt(2)] = 1;
        }
        return y;
    }

    private static Factors random(Random random) {
        int r = 1 + random.nextInt(4);
        return Factors.copyOfPair(2, 2, r, gaussian(2 * r, random), gaussian(2 * r, random));
    }

    private static Factors spoilt(Factors factors, Random random) {
        double[] u = factors.toArray(0);
        double[] v = factors.toArray(1);
        double size = Math.pow(10, -random.nextInt(1, 8));
        for (int i = 0; i < u.length; i++) {
            u[i] += size * random.nextGaussian();
            v[i] += size * random.nextGaussian();
        }
        return Factors.copyOfPair(2, 2, factors.rank(), u, v);
    }

    private static double[] gaussian(int length, Random random) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }
}
