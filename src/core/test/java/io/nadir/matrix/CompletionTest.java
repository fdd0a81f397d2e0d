package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.HuberLoss;
import io.nadir.model.Evidence;
import io.nadir.reference.Instances;
import io.nadir.reference.ObjectiveReference;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Completion of partly observed matrices against an independent optimum, on 1,120 instances; sparse
 * matrices against the same ones as dense; the same bits for every number of threads.
 */
class CompletionTest {
    private static final int SHARES = 10;
    private static final int INSTANCES = 1120;

    /** A tenth of the gap asked for. */
    private static final double REFERENCE_GAP = 1e-7;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Execution(CONCURRENT)
    void certificatesHold(int share) {
        for (int index = share; index < INSTANCES; index += SHARES) {
            Evidence evidence = index / SHARES % 2 == 0 ? Evidence.PROVED : Evidence.PROBABLE;
            check(index, SolverOptions.defaults().withEvidence(evidence));
        }
    }

    /** Wide gaps may be certified by a dual point beside the solution, whose polar exceeds 1. */
    @Test
    @Execution(CONCURRENT)
    void certificatesOfWideGapsHold() {
        for (Evidence evidence : new Evidence[] {Evidence.PROBABLE, Evidence.PROVED}) {
            SolverOptions options = SolverOptions.defaults().withEvidence(evidence);
            int beside = 0;
            for (double gap : new double[] {1e-2, 1e-3, 1e-4}) {
                for (int index = 3; index < INSTANCES; index += 23) {
                    Certificate certificate = check(index, options.withRelativeGap(gap));
                    beside += certificate.polar().lower() > 1 + 2 * gap ? 1 : 0;
                }
            }
            assertThat(beside).as("certificates by another dual point").isPositive();
        }
    }

    /** λ where the noise has its largest singular values: they crowd just below the polar. */
    @Test
    void theEdgeOfTheNoiseIsCertified() {
        Problem problem = Problem.lowRank(planted(300, 200, 9000).data(), 6.5);
        SolverOptions options = SolverOptions.defaults();
        Solution precise = Nadir.solve(problem, options.withRelativeGap(1e-8));
        assertThat(precise.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(precise.rank()).isGreaterThan(3);
        Solution rough = Nadir.solve(problem, options.withRelativeGap(1e-4));
        assertThat(rough.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(rough.certificate().lowerBound())
                .isLessThanOrEqualTo(precise.objective() * (1 + 1e-13));
        assertThat(rough.iterations()).isLessThan(precise.iterations());
    }

    /** Slow where the data are sparse, so on a few instances and to a wider gap. */
    @Test
    void proximalGradientEndsAtTheOptimumToo() {
        for (int index : new int[] {0, 2, 3, 4, 5, 6, 14, 18}) {
            check(
                    index,
                    SolverOptions.defaults()
                            .withDescent(Descent.PROXIMAL_GRADIENT)
                            .withRelativeGap(1e-3));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sparseMatricesAreSolvedLikeDenseOnes(long seed) {
        Random random = new Random(seed);
        int m = 1 + random.nextInt(60);
        int n = 1 + random.nextInt(60);
        int[] at = IntStream.range(0, m * n).filter(k -> random.nextInt(5) == 0).toArray();
        double[] values = Arrays.stream(at).mapToDouble(k -> random.nextGaussian()).toArray();
        double[] filled = new double[m * n];
        for (int k = 0; k < at.length; k++) {
            filled[at[k]] = values[k];
        }
        SparseMatrix sparse =
                SparseMatrix.copyOf(
                        m,
                        n,
                        Arrays.stream(at).map(k -> k / n).toArray(),
                        Arrays.stream(at).map(k -> k % n).toArray(),
                        values);
        double lambda = 0.5 + random.nextDouble();
        Solution expected = Nadir.solve(Problem.lowRank(DenseMatrix.wrap(m, n, filled), lambda));
        Solution solution = Nadir.solve(Problem.lowRank(sparse, lambda));
        assertThat(solution.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(solution.objective())
                .isCloseTo(expected.objective(), within(2e-6 * expected.objective()));
        assertThat(solution.certificate().lowerBound())
                .isLessThanOrEqualTo(expected.objective() * (1 + 1e-12));
    }

    /** Zeros count, so the optimum is that of the same matrix as dense, by thresholding. */
    @Test
    @Execution(CONCURRENT)
    void certificatesOfSparseMatricesHold() {
        checkSparse(0);
    }

    @Test
    @Tag("long")
    void certificatesOfMoreSparseMatricesHold() {
        checkSparse(1);
    }

    private static void checkSparse(int first) {
        int certified = 0;
        int proved = 0;
        for (int index = first; index < INSTANCES; index += 2) {
            Random random = new Random(index);
            Instances.Instance x =
                    Instances.generate(index, 1 + random.nextInt(6), 1 + random.nextInt(6));
            Evidence evidence = index / 2 % 2 == 0 ? Evidence.PROVED : Evidence.PROBABLE;
            Solution solution =
                    Nadir.solve(
                            Problem.lowRank(sparse(x), x.lambda()),
                            SolverOptions.defaults().withEvidence(evidence));
            Certificate certificate = solution.certificate();
            String what = "instance %d, %s, %d x %d".formatted(index, x.name(), x.m(), x.n());
            double objective = ObjectiveReference.of(x, solution.factors());
            assertThat(certificate.gap())
                    .as(what + ": the gap bounds the true one")
                    .isGreaterThanOrEqualTo(objective - x.optimum() - x.uncertainty());
            assertThat(certificate.lowerBound())
                    .as(what + ": the lower bound is one")
                    .isLessThanOrEqualTo(x.optimum() + x.uncertainty() + 1e-13 * objective);
            certified += certificate.isGlobal() ? 1 : 0;
            proved += certificate.isGlobal() && evidence == Evidence.PROVED ? 1 : 0;
        }
        assertThat(certified).isGreaterThan(INSTANCES / 2 * 9 / 10);
        assertThat(proved).isGreaterThan(INSTANCES / 2 * 4 / 10);
    }

    private static SparseMatrix sparse(Instances.Instance x) {
        double[] y = x.y();
        int[] at = IntStream.range(0, y.length).filter(k -> y[k] != 0).toArray();
        return SparseMatrix.copyOf(
                x.m(),
                x.n(),
                Arrays.stream(at).map(k -> k / x.n()).toArray(),
                Arrays.stream(at).map(k -> k % x.n()).toArray(),
                Arrays.stream(at).mapToDouble(k -> y[k]).toArray());
    }

    @Test
    void otherLossesAreCertifiedToo() {
        ObservedEntries data = planted(40, 30, 500).data();
        Problem problem = Problem.lowRank(data, 2).withLoss(new HuberLoss(0.5));
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3);
        Solution solution = Nadir.solve(problem, options);
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        Certificate proved =
                Nadir.certify(problem, solution.factors(), options.withEvidence(Evidence.PROVED));
        assertThat(proved.verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(proved.polar().evidence()).isEqualTo(Evidence.PROVED);
    }

    @Test
    void nothingObservedIsCertifiedZero() {
        ObservedEntries data = ObservedEntries.copyOf(3, 4, new int[0], new int[0], new double[0]);
        Solution solution = Nadir.solve(Problem.lowRank(data, 1));
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(solution.objective()).isZero();
        assertThat(solution.factors().rank()).isZero();
    }

    /** Large enough for several chunks of rows and of columns. */
    @Test
    void threadsDoNotChangeABit() {
        Problem completion = Problem.lowRank(planted(900, 700, 200_000).data(), 20);
        Solution expected = Nadir.solve(completion);
        assertThat(expected.stopReason()).isEqualTo(StopReason.CERTIFIED);
        for (int threads = 2; threads <= 3; threads++) {
            SolverOptions options = SolverOptions.defaults().withThreads(threads);
            Solution solution = Nadir.solve(completion, options);
            assertThat(solution.u()).isEqualTo(expected.u());
            assertThat(solution.v()).isEqualTo(expected.v());
            assertThat(solution.objective()).isEqualTo(expected.objective());
            assertThat(solution.certificate().gap()).isEqualTo(expected.certificate().gap());
        }
    }

    private static Certificate check(int index, SolverOptions options) {
        Completions.Instance x = Completions.generate(index);
        Solution solution = Nadir.solve(x.problem(), options);
        Certificate certificate = solution.certificate();
        String what = "instance %d, %s, %d x %d".formatted(index, x.name(), x.m(), x.n());
        assertThat(solution.stopReason()).as(what).isEqualTo(StopReason.CERTIFIED);
        assertThat(certificate.verdict()).as(what).isEqualTo(Verdict.GLOBAL);
        assertThat(certificate.polar().evidence()).as(what).isEqualTo(options.evidence());
        assertThat(certificate.relativeGap()).as(what).isLessThanOrEqualTo(options.relativeGap());

        double[] optimum = x.optimum();
        assertThat(optimum[1] - optimum[0])
                .as(what)
                .isLessThanOrEqualTo(REFERENCE_GAP * optimum[1]);
        double objective = x.objective(solution.factors());
        double gap = Math.scalb(certificate.gap(), -2 * x.exponent());
        double rounding = 1e-13 * objective;
        assertThat(Math.scalb(solution.objective(), -2 * x.exponent()))
                .as(what)
                .isCloseTo(objective, within(rounding));
        assertThat(objective).as(what).isGreaterThanOrEqualTo(optimum[0] - rounding);
        assertThat(gap)
                .as(what + ": the gap bounds the true one")
                .isGreaterThanOrEqualTo(objective - optimum[1] - rounding);
        assertThat(Math.scalb(certificate.lowerBound(), -2 * x.exponent()))
                .as(what + ": the lower bound is one")
                .isLessThanOrEqualTo(optimum[1] + rounding);
        return certificate;
    }

    private static Completions.Instance planted(int m, int n, int count) {
        Random random = new Random(m);
        double[] u = random.doubles(3L * m).map(x -> random.nextGaussian()).toArray();
        double[] v = random.doubles(3L * n).map(x -> random.nextGaussian()).toArray();
        double[] y = new double[m * n];
        double[] weight = new double[m * n];
        for (int k = 0; k < count; k++) {
            int at = random.nextInt(y.length);
            double sum = 0.5 * random.nextGaussian();
            for (int c = 0; c < 3; c++) {
                sum += u[at / n * 3 + c] * v[at % n * 3 + c];
            }
            y[at] = sum;
            weight[at] = 1;
        }
        return new Completions.Instance("planted", m, n, y, weight, 1, 0);
    }
}
