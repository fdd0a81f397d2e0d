package io.nadir.network.twolayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.reference.ReluReference;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Two-layer networks with one output against an independent convex reformulation: 36 instances for
 * each loss, of samples on a line with a bias, in the plane, and in the plane with a bias.
 */
class ReluOptimalityTest {
    private static final double GAP = 1e-6;

    /** Instances in every build. */
    private static final int FEW = 36;

    /** Of the independent solver. */
    private static final double ACCURACY = 1e-8;

    private static final SolverOptions OPTIONS =
            SolverOptions.defaults().withRelativeGap(GAP).withTimeLimit(Duration.ofSeconds(20));

    static Stream<Loss> losses() {
        return Stream.of(
                new SquaredLoss(), new HuberLoss(0.5), new LogisticLoss(), new SquaredHingeLoss());
    }

    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void solutionsAreOptimalAndGapsAreBounds(Loss loss) {
        compare(loss, 0, FEW);
    }

    @ParameterizedTest
    @MethodSource("losses")
    @Tag("long")
    @Execution(CONCURRENT)
    void solutionsOfAThousandInstancesAreOptimal(Loss loss) {
        compare(loss, FEW, 1150);
    }

    private static void compare(Loss loss, int from, int to) {
        int narrow = 0;
        for (int index = from; index < to; index++) {
            boolean proved = loss instanceof SquaredLoss || index % 4 < 2;
            Evidence evidence = proved ? Evidence.PROVED : Evidence.PROBABLE;
            SolverOptions options = OPTIONS.withEvidence(evidence);
            Instance instance = Instance.of(loss, index);
            ReluReference truth = instance.reference().solve(ACCURACY);
            narrow += truth.upper() - truth.lower() <= ACCURACY * truth.upper() ? 1 : 0;
            String what = "instance %d of %s, ".formatted(index, loss.name());
            Solution solution = Nadir.solve(instance.problem(), options);
            assertThat(solution.certificate().isGlobal()).as(what + solution).isTrue();
            assertThat(solution.certificate().polar().evidence()).as(what).isEqualTo(evidence);
            check(solution.certificate(), truth, what);
            Factors moved = solution.factors().copy();
            moved.scale(1 + Math.pow(10, -1 - index % 8));
            check(Nadir.certify(instance.problem(), moved, options), truth, what + "moved, ");
        }
        assertThat(narrow)
                .as("references within their accuracy")
                .isGreaterThan((to - from) * 95 / 100);
    }

    /** What is claimed of a point agrees with the interval that holds the minimum. */
    private static void check(Certificate certificate, ReluReference truth, String instance) {
        String what = instance + certificate;
        double rounding = 1e-12 * (1 + certificate.objective());
        assertThat(certificate.lowerBound())
                .as(what + ": no more than what is attained")
                .isLessThanOrEqualTo(truth.upper() + rounding);
        assertThat(certificate.objective())
                .as(what + ": no less than the dual value")
                .isGreaterThanOrEqualTo(truth.lower() - rounding);
        assertThat(certificate.gap())
                .as(what + ": the gap bounds the true one")
                .isGreaterThanOrEqualTo(certificate.objective() - truth.upper() - rounding);
        if (certificate.isGlobal()) {
            assertThat(certificate.objective())
                    .as(what + ": truly within the gap")
                    .isLessThanOrEqualTo(truth.upper() * (1 + GAP) + rounding);
        }
    }

    private record Instance(double[][] s, double[] y, double slope, Loss loss, double lambda) {
        static Instance of(Loss loss, int index) {
            Random random = new Random(index);
            boolean bias = index % 3 != 1;
            int inputs = index % 3 == 0 ? 1 : 2;
            int d = inputs + (bias ? 1 : 0);
            int n = d + random.nextInt(d == 2 ? 6 : 3);
            double[][] s = new double[n][d];
            double[] y = new double[n];
            boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    s[i][j] = j < inputs ? random.nextGaussian() : 1;
                }
                double value = random.nextGaussian();
                y[i] = labels ? Math.copySign(1, value) : value;
            }
            double slope = random.nextInt(3) * 0.3;
            Instance raw = new Instance(s, y, slope, loss, 1);
            double share = 0.05 + 1.1 * random.nextDouble();
            return new Instance(s, y, slope, loss, share * raw.largestLambda());
        }

        private double largestLambda() {
            double[] z = new double[y.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = loss.derivative(y[i], 0);
            }
            return reference().polar(z);
        }

        ReluReference reference() {
            return new ReluReference(s, y, slope, loss, lambda);
        }

        Problem problem() {
            int n = s.length;
            double[] samples = Stream.of(s).flatMapToDouble(Arrays::stream).toArray();
            return new Problem(
                    new TwoLayerNetwork(
                            DenseMatrix.wrap(n, s[0].length, samples),
                            DenseMatrix.wrap(n, 1, y),
                            slope),
                    loss,
                    new SquaredNorms(),
                    lambda);
        }
    }
}
