package io.nadir.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

/** The benchmarks of the solver end where singular value thresholding says. */
class SolverAnswersTest {
    private static final LowRankProblem SMALL = LowRankProblem.parse("120x70:3");
    private static final double GAP = 1e-6;

    private static double minimum;

    /** f* = Σ h(σ), h(σ) = ½σ² below λ and λσ − ½λ² above. */
    @BeforeAll
    static void solveByThresholding() {
        DenseMatrix y = SMALL.data();
        double lambda = SMALL.lambda();
        DMatrixRMaj matrix = DMatrixRMaj.wrap(120, 70, y.blocks().getFirst().data().clone());
        var svd = DecompositionFactory_DDRM.svd(120, 70, false, false, false);
        assertThat(svd.decompose(matrix)).isTrue();
        minimum = 0;
        for (double sigma : svd.getSingularValues()) {
            minimum +=
                    sigma < lambda ? 0.5 * sigma * sigma : lambda * sigma - 0.5 * lambda * lambda;
        }
    }

    @ParameterizedTest
    @CsvSource({"PROBABLE, 1", "PROBABLE, 2", "PROVED, 1", "PROVED, 2"})
    void solves(Evidence evidence, int threads) {
        SolveBenchmark benchmark = new SolveBenchmark();
        benchmark.size = SMALL.size();
        benchmark.evidence = evidence;
        benchmark.threads = threads;
        benchmark.setUp();
        Solution solution = benchmark.solve();
        assertThat(solution.rank()).isEqualTo(3);
        assertThat(solution.certificate().polar().evidence()).isEqualTo(evidence);
        assertThat(solution.objective()).isCloseTo(minimum, within(GAP * minimum));
    }

    /** The passes are gradients of what the solve minimizes, and the solve ends. */
    @Test
    void completes() {
        CompletionBenchmark benchmark =
                new CompletionBenchmark().on(new CompletionProblem(new Shape(80, 60), 2500, 2, .1));
        benchmark.setUp();
        assertThat(benchmark.solve().certificate().relativeGap()).isLessThanOrEqualTo(1e-5);
        double value = benchmark.gradient();
        assertThat(value).isPositive().isEqualTo(benchmark.gradient());
        assertThat(benchmark.gradients().rank()).isEqualTo(benchmark.r);
        Panel result = Panels.copy(benchmark.powerStep());
        assertThat(Panels.frobenius(result)).isPositive();
        benchmark.gradient();
        assertThat(benchmark.powerStep().data()).startsWith(result.get(0, 0), result.get(0, 1));
    }

    /** Rows of U minimize, so that another sweep of them changes nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void halfSweeps(int threads) {
        CompletionBenchmark benchmark =
                new CompletionBenchmark().on(new CompletionProblem(new Shape(80, 60), 2500, 2, .1));
        benchmark.threads = threads;
        benchmark.setUp();
        double value = benchmark.gradient();
        double minimum = benchmark.halfSweep();
        assertThat(minimum).isPositive().isLessThan(value + 0.5 * 30 * 80 * 10);
        assertThat(benchmark.halfSweep()).isCloseTo(minimum, within(1e-9 * minimum));
        benchmark.tearDown();
    }

    /** The certificate of a completed matrix is one of the solve's own quality. */
    @ParameterizedTest
    @EnumSource(names = {"PROBABLE", "PROVED"})
    void certifiesCompletion(Evidence evidence) {
        CompletionBenchmark benchmark =
                new CompletionBenchmark().on(new CompletionProblem(new Shape(80, 60), 2500, 2, .1));
        benchmark.setUp();
        CompletionBenchmark.Solved solved = new CompletionBenchmark.Solved();
        solved.setUp(benchmark);
        CertificateBenchmark.Wanted wanted = new CertificateBenchmark.Wanted();
        wanted.evidence = evidence;
        Certificate certificate = benchmark.certify(solved, wanted);
        assertThat(certificate.polar().evidence()).isEqualTo(evidence);
        assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-5);
        assertThat(certificate.objective()).isCloseTo(benchmark.solve().objective(), within(1e-6));
    }

    /** Steps know their objective; bounds are bounds on what a solve finds. */
    @ParameterizedTest
    @EnumSource
    void modelsDescendAndAreCertified(Model model) {
        ModelBenchmark benchmark = new ModelBenchmark();
        benchmark.model = model;
        benchmark.shape = "45x23";
        benchmark.setUp();
        double objective = benchmark.step();
        Certificate certificate = benchmark.certify();
        assertThat(certificate.objective()).isCloseTo(objective, within(1e-10 * objective));
        assertThat(certificate.polar().lower()).isLessThanOrEqualTo(certificate.polar().upper());
        Solution solution =
                Nadir.solve(
                        benchmark.problem(),
                        SolverOptions.defaults().withTimeLimit(Duration.ofSeconds(2)));
        assertThat(certificate.lowerBound()).isLessThanOrEqualTo(solution.objective());
        assertThat(solution.objective()).isLessThanOrEqualTo(objective);
        ModelBenchmark.Solved solved = new ModelBenchmark.Solved();
        solved.setUp(benchmark);
        CertificateBenchmark.Wanted wanted = new CertificateBenchmark.Wanted();
        wanted.evidence = Evidence.PROVED;
        Certificate proved = benchmark.certifySolution(solved, wanted);
        boolean hard = model == Model.NMF || model == Model.DICTIONARY;
        assertThat(hard || proved.polar().evidence() == Evidence.PROVED).isTrue();
        benchmark.tearDown();
    }

    /** Made data suit every model and loss; convex ones end at the global minimum. */
    @ParameterizedTest
    @CsvSource({
        "matrix, squared",
        "matrix, huber:1",
        "matrix, logistic",
        "matrix, squared-hinge",
        "nmf, squared",
        "nmf, poisson"
    })
    void casesOfTheUsers(String model, String loss) throws IOException {
        MineBenchmark benchmark = new MineBenchmark();
        benchmark.shape = "40x30";
        benchmark.rank = 50; // More than the data have.
        benchmark.model = model;
        benchmark.loss = loss;
        benchmark.setUp();
        assertThat(benchmark.evaluate()).isPositive().isFinite();
        Solution solution = benchmark.solve();
        Certificate certificate = solution.certificate();
        assertThat(certificate.lowerBound()).isLessThanOrEqualTo(solution.objective());
        assertThat(model.equals("nmf") || certificate.isGlobal()).isTrue();
        MineBenchmark.Solved solved = new MineBenchmark.Solved();
        solved.setUp(benchmark);
        double objective = benchmark.certify(solved).objective();
        assertThat(objective).isCloseTo(solution.objective(), within(1e-9 * objective));
        benchmark.tearDown();
    }

    /** Relaxations never loosen what is known without them. */
    @ParameterizedTest
    @EnumSource
    void oraclesBound(HardPolar polar) {
        OracleBenchmark benchmark = new OracleBenchmark();
        benchmark.polar = polar;
        benchmark.setUp();
        benchmark.effort = Effort.LOW;
        Certificate low = benchmark.certify();
        benchmark.effort = Effort.NORMAL;
        Certificate normal = benchmark.certify();
        assertThat(low.polar().lower()).isLessThanOrEqualTo(low.polar().upper());
        assertThat(normal.polar().upper()).isLessThanOrEqualTo(low.polar().upper());
        assertThat(normal.polar().lower()).isGreaterThanOrEqualTo(low.polar().lower());
    }

    @ParameterizedTest
    @CsvSource({"PROBABLE, 1", "PROVED, 1", "PROVED, 2"})
    void certifies(Evidence evidence, int threads) {
        CertificateBenchmark benchmark = new CertificateBenchmark().on(SMALL);
        benchmark.setUp();
        CertificateBenchmark.Wanted wanted = new CertificateBenchmark.Wanted();
        wanted.evidence = evidence;
        CertificateBenchmark.Threads of = new CertificateBenchmark.Threads();
        of.threads = threads;
        Certificate certificate = benchmark.certify(wanted, of);
        assertThat(certificate.polar().evidence()).isEqualTo(evidence);
        assertThat(certificate.lowerBound()).isLessThanOrEqualTo(minimum * (1 + 1e-12));
    }

    /** The polar of a solution is 1, which power iteration approaches from below. */
    @Test
    void powerIteration() {
        CertificateBenchmark benchmark = new CertificateBenchmark().on(SMALL);
        benchmark.setUp();
        CertificateBenchmark.Baseline baseline = new CertificateBenchmark.Baseline();
        baseline.setUp(benchmark);
        assertThat(benchmark.powerIteration(baseline)).isBetween(0.8, 1 + GAP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subspace", "alternating-least-squares", "proximal-gradient"})
    void descends(String descent) {
        DescentStepBenchmark benchmark = new DescentStepBenchmark().on(SMALL);
        benchmark.descent = descent;
        benchmark.setUp();
        double objective = benchmark.step();
        assertThat(objective)
                .isBetween(minimum * (1 - 1e-12), 0.9 * objective(SMALL.start()))
                .isCloseTo(objective(benchmark.point()), within(1e-12 * minimum));
        // From the same start again, whatever the steps before have left.
        assertThat(benchmark.step()).isEqualTo(objective);
    }

    /** ½‖Y − U·Vᵀ‖² + (λ/2)(‖U‖² + ‖V‖²). */
    private static double objective(Factors w) {
        double[] u = w.toArray(0);
        double[] v = w.toArray(1);
        double[] y = SMALL.data().blocks().getFirst().data();
        Reference loss =
                new Reference(new Inputs(SMALL.shape(), w.rank(), 0, y, u, v, new double[0]));
        return loss.value() + 0.5 * SMALL.lambda() * (square(u) + square(v));
    }

    private static double square(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x * x;
        }
        return sum;
    }
}
