package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.PseudoHuber;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Evidence;
import io.nadir.reference.ConvexReference;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every loss, with and without weights, against an independent solver of the convex problem: 100
 * instances for each loss, half of them PROVED.
 */
class LossOptimalityTest {
    private static final int INSTANCES = 100;
    private static final int LONG_INSTANCES = 1000;
    private static final double GAP = 1e-6;

    static Stream<Loss> losses() {
        return Stream.of(
                new SquaredLoss(),
                new HuberLoss(0.5),
                new LogisticLoss(),
                new SquaredHingeLoss(),
                new PseudoHuber());
    }

    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void solutionsAreOptimalAndGapsAreBounds(Loss loss) {
        checkAll(loss, 0, INSTANCES);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void moreSolutionsAreOptimal(Loss loss) {
        checkAll(loss, INSTANCES, LONG_INSTANCES);
    }

    private static void checkAll(Loss loss, int from, int to) {
        long certified =
                IntStream.range(from, to).filter(index -> isCertified(loss, index)).count();
        assertThat(certified).as("certified of " + (to - from)).isEqualTo(to - from);
    }

    private static boolean isCertified(Loss loss, int index) {
        Random random = new Random(index);
        int m = 1 + random.nextInt(7);
        int n = 1 + random.nextInt(7);
        double[] y = data(loss, m, n, random);
        boolean weighted = index % 2 == 1;
        double[] weights = new double[m * n];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = !weighted ? 1 : random.nextInt(4) == 0 ? 0 : random.nextDouble();
        }
        double lambda = 0.05 + 2 * random.nextDouble();
        DenseMatrix matrix = DenseMatrix.wrap(m, n, y);
        Problem problem =
                Problem.lowRank(
                                weighted
                                        ? matrix.withWeights(DenseMatrix.wrap(m, n, weights))
                                        : matrix,
                                lambda)
                        .withLoss(loss);
        boolean proved = index % 4 < 2 && loss.errorConstant() < Double.POSITIVE_INFINITY;
        Evidence evidence = proved ? Evidence.PROVED : Evidence.PROBABLE;
        Solution solution =
                Nadir.solve(
                        problem,
                        SolverOptions.defaults().withRelativeGap(GAP).withEvidence(evidence));
        Certificate certificate = solution.certificate();
        ConvexReference.Interval truth =
                new ConvexReference(m, n, y, weights, loss, lambda).solve(1e-9);
        String what =
                "instance %d of %s, %d x %d, %s".formatted(index, loss.name(), m, n, certificate);
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
            assertThat(certificate.polar().evidence()).as(what).isEqualTo(evidence);
            assertThat(certificate.objective())
                    .as(what + ": truly within the gap")
                    .isLessThanOrEqualTo(truth.upper() * (1 + GAP) + rounding);
        }
        return certificate.isGlobal();
    }

    private static double[] data(Loss loss, int m, int n, Random random) {
        boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
        double[] y = new double[m * n];
        for (int i = 0; i < y.length; i++) {
            double value = random.nextGaussian() * (random.nextInt(5) == 0 ? 10 : 1);
            y[i] = labels ? Math.copySign(1, value) : value;
        }
        return y;
    }
}
