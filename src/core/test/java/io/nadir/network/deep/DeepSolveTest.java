package io.nadir.network.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;
import io.nadir.solver.Descent;
import io.nadir.solver.Pruning;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Deep networks end to end. */
class DeepSolveTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-4);

    /**
     * Descends for so many steps and a few certificates, and checks that the objective never rises.
     */
    private static final class Steps implements SolveListener {
        /** Sizes may be minimized between certificates without a step of descent. */
        private static final int MOST_CERTIFICATES = 8;

        private final int most;
        private int certificates;
        private double last = Double.POSITIVE_INFINITY;

        Steps(int most) {
            this.most = most;
        }

        @Override
        public boolean onIteration(Progress progress) {
            assertThat(progress.objective()).isLessThanOrEqualTo(last);
            last = progress.objective();
            return progress.iteration() < most;
        }

        @Override
        public boolean onCertificate(Certificate found, Progress progress) {
            certificates++;
            return certificates < MOST_CERTIFICATES;
        }

        @Override
        public boolean onAppend(int count, Progress progress) {
            assertThat(progress.objective()).isLessThan(last);
            last = progress.objective();
            return true;
        }
    }

    /** Every method and regularizer lowers a three-layer network, and appends subnetworks. */
    @Test
    void descentAndAppendsMakeProgress() {
        Subnetwork network = Subnetwork.relu(8, 4, 3, 3);
        Regularizer powers = new NormPowers(3, false);
        Regularizer product = new GaugeProduct(Collections.nCopies(3, EuclideanPlusL1.EUCLIDEAN));
        record Run(Regularizer theta, Descent descent) {}
        for (Run run :
                List.of(
                        new Run(powers, Descent.QUASI_NEWTON),
                        new Run(powers, Descent.PROXIMAL_GRADIENT),
                        new Run(product, Descent.AUTO),
                        new Run(new PathNorm(network, 1), Descent.AUTO),
                        new Run(new PathNorm(network, 2), Descent.AUTO))) {
            Problem problem = new Problem(classes(network, 60), new SoftmaxLoss(), run.theta, 0.05);
            Solution solution =
                    Nadir.solve(
                            problem,
                            OPTIONS.withEffort(Effort.LOW)
                                    .withDescent(run.descent)
                                    .withListener(new Steps(150)));
            double zero = 60 * Math.log(3);
            assertThat(solution.rank()).as(run.toString()).isPositive();
            assertThat(solution.objective()).as(run.toString()).isLessThan(0.5 * zero);
            Certificate certificate =
                    Nadir.certify(problem, solution.factors(), OPTIONS.withEffort(Effort.LOW));
            assertThat(certificate.objective()).isCloseTo(solution.objective(), within(1e-8));
            assertThat(certificate.lowerBound()).isBetween(0.0, solution.objective());
        }
    }

    /** Weight decay and nothing at all: refused by name, or never certified. */
    @Test
    void mismatchedDegreesAreRefusedOrUncertifiable() {
        Subnetwork network = Subnetwork.relu(8, 4, 3, 3);
        Problem decay =
                new Problem(classes(network, 60), new SoftmaxLoss(), new SquaredNorms(), 0.01);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(decay))
                .withMessageContaining("squared-norms = 2, must equal that of the map, 3")
                .withMessageContaining("norm-powers:3 or product:l2,l2,l2");
        for (Regularizer theta :
                List.of(
                        new UncertifiedRegularizer(new SquaredNorms()),
                        UncertifiedRegularizer.unregularized())) {
            Solution solution =
                    Nadir.solve(
                            decay.withRegularizer(theta),
                            OPTIONS.withStart(network.randomWeights(4, 1))
                                    .withListener(new Steps(400)));
            assertThat(solution.certificate().isGlobal()).isFalse();
            assertThat(solution.certificate().verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(solution.objective()).isLessThan(30);
        }
        Problem experiment = decay.withRegularizer(new UncertifiedRegularizer(new SquaredNorms()));
        Solution origin = Nadir.solve(experiment, OPTIONS);
        assertThat(origin.stopReason()).isEqualTo(StopReason.UNDECIDED);
        assertThat(origin.rank()).isZero();
        refused(
                "number of gauges",
                decay,
                new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.ONE));
        Subnetwork other = Subnetwork.relu(8, 2, 3, 3);
        refused("factors have [32, 12, 9] rows", decay, new PathNorm(other, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.prune(experiment, network.randomWeights(2, 1), OPTIONS))
                .withMessageContaining("must equal that of the map, 3");
    }

    private static void refused(String message, Problem problem, Regularizer theta) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.solve(problem.withRegularizer(new UncertifiedRegularizer(theta))))
                .withMessageContaining(message);
    }

    /** More subnetworks than entries of X: fewer have the same outputs for no larger a penalty. */
    @Test
    void pruningKeepsOutputs() {
        Subnetwork network = Subnetwork.relu(8, 2, 2, 3);
        Problem problem =
                new Problem(classes(network, 4), new SquaredLoss(), new NormPowers(3, false), 0.1);
        Factors wide = network.randomWeights(40, 2);
        Pruning pruning = Nadir.prune(problem, wide, OPTIONS);
        assertThat(pruning.factors().rank()).isLessThanOrEqualTo(12);
        assertThat(pruning.drift()).isLessThan(1e-9 * pruning.norm());
        double before = problem.regularizer().value(wide);
        assertThat(problem.regularizer().value(pruning.factors()))
                .isLessThanOrEqualTo(before * (1 + 1e-9));
    }

    @Test
    void resultsDoNotDependOnThreads() {
        Subnetwork network = Subnetwork.relu(8, 3, 2, 3);
        Problem problem =
                new Problem(classes(network, 300), new SoftmaxLoss(), new NormPowers(3, false), 1);
        SolverOptions quick = OPTIONS.withEffort(Effort.LOW);
        Solution one = Nadir.solve(problem, quick.withListener(new Steps(15)));
        Solution three = Nadir.solve(problem, quick.withThreads(3).withListener(new Steps(15)));
        assertThat(three.objective()).isEqualTo(one.objective());
        for (int k = 0; k < 3; k++) {
            assertThat(three.factors().toArray(k)).containsExactly(one.factors().toArray(k));
        }
        assertThat(three.certificate().gap()).isEqualTo(one.certificate().gap());
    }

    /** Work without a limit ends by itself, at bounds no worse than those of limited work. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void highEffortEnds(int outputs) {
        Random random = new Random(outputs);
        DenseMatrix s = DenseMatrix.wrap(6, 3, gaussian(18, random));
        DenseMatrix y = DenseMatrix.wrap(6, outputs, gaussian(6 * outputs, random));
        Subnetwork network = Subnetwork.relu(3, 4, 4, outputs);
        Problem problem = Problem.of(new DeepNetwork(s, y, network), 0.3);
        Factors start = Nadir.solve(problem, OPTIONS.withEffort(Effort.LOW)).factors();
        Certificate low = Nadir.certify(problem, start, OPTIONS.withEffort(Effort.LOW));
        Certificate high = Nadir.certify(problem, start, OPTIONS.withEffort(Effort.HIGH));
        assertThat(high.polar().upper()).isLessThan(low.polar().upper());
        assertThat(high.polar().lower()).isLessThanOrEqualTo(high.polar().upper());
    }

    @Test
    void noCertificateIsFalse() {
        assertThat(certified(0, 20, Effort.LOW)).isPositive();
    }

    @Test
    @Tag("long")
    void noCertificateIsFalseInAThousandInstances() {
        assertThat(certified(0, 1020, Effort.NORMAL)).isGreaterThan(250);
    }

    /** No lower bound is above what another run attains; returns how many points were GLOBAL. */
    private static int certified(int from, int to, Effort effort) {
        SolverOptions effortful = OPTIONS.withEffort(effort);
        int global = 0;
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            Problem problem = small(random);
            double largest = Nadir.lambdaMax(problem, effortful);
            Problem scaled = problem.withLambda(largest * (0.2 + 1.2 * random.nextDouble()));
            SolverOptions options = effortful.withMaxRank(12);
            Solution first = Nadir.solve(scaled, options.withListener(new Steps(60)));
            Factors start = ((DeepNetwork) scaled.y()).subnetwork().randomWeights(6, seed);
            Solution second =
                    Nadir.solve(scaled, options.withStart(start).withListener(new Steps(60)));
            double best = Math.min(first.objective(), second.objective());
            for (Factors w :
                    List.of(first.factors(), second.factors(), start, half(first.factors()))) {
                Certificate certificate = Nadir.certify(scaled, w, effortful);
                double slack = 1e-12 * certificate.objective();
                assertThat(certificate.lowerBound())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(best + slack);
                assertThat(certificate.gap())
                        .isGreaterThanOrEqualTo(certificate.objective() - best - slack);
                if (certificate.isGlobal()) {
                    global++;
                    assertThat(certificate.objective())
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(best * (1 + 1.01e-4));
                }
            }
        }
        return global;
    }

    private static Factors half(Factors w) {
        Factors out = w.copy();
        out.scale(0.8);
        return out;
    }

    /** Five samples of two numbers, two outputs; two or three layers. */
    private static Problem small(Random random) {
        boolean two = random.nextBoolean();
        int hidden = 1 + random.nextInt(2);
        Subnetwork network = two ? Subnetwork.relu(2, hidden, 2) : Subnetwork.relu(2, hidden, 2, 2);
        DenseMatrix s = DenseMatrix.wrap(5, 2, gaussian(10, random));
        DenseMatrix y = DenseMatrix.wrap(5, 2, gaussian(10, random));
        ConvexLoss loss = random.nextBoolean() ? new SquaredLoss() : new HuberLoss(1);
        Regularizer theta =
                switch (random.nextInt(3)) {
                    case 0 -> new PathNorm(network, 1 + random.nextInt(2));
                    case 1 ->
                            new GaugeProduct(
                                    Collections.nCopies(
                                            network.blocks(), EuclideanPlusL1.EUCLIDEAN));
                    default -> new NormPowers(network.blocks(), false);
                };
        return new Problem(new DeepNetwork(s, y, network), loss, theta, 1);
    }

    /** Three classes of eight numbers, some of them on the wrong side. */
    private static DeepNetwork classes(Subnetwork network, int n) {
        Random random = new Random(4);
        double[] inputs = gaussian(8 * n, random);
        double[] targets = new double[3 * n];
        for (int i = 0; i < n; i++) {
            int k = i % 3;
            inputs[8 * i + k] += 2;
            inputs[8 * i + 3 + k] -= 2;
            targets[3 * i + k] = 1;
        }
        return new DeepNetwork(
                DenseMatrix.wrap(n, 8, inputs), DenseMatrix.wrap(n, 3, targets), network);
    }

    private static double[] gaussian(int length, Random random) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }
}
