package io.nadir.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.reference.TensorReference;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Tensor problems, solved and certified, against points from elsewhere and matrix problems. */
class TensorOptimalityTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-4);

    private static final int[][] SHAPES = {{2, 2, 2}, {2, 3, 2}, {2, 2, 4}, {3, 1, 4}, {3, 3, 3}};

    /**
     * 300 points of 20 problems: no lower bound exceeds the objective of any other point, so no gap
     * is below the true one and none is GLOBAL falsely.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Execution(CONCURRENT)
    void noGapIsBelowTheTrueOne(boolean nonNegative) {
        checkGaps(nonNegative, 0, 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("long")
    @Execution(CONCURRENT)
    void noGapOfManyIsBelowTheTrueOne(boolean nonNegative) {
        checkGaps(nonNegative, 10, 110);
    }

    private static void checkGaps(boolean nonNegative, int from, int to) {
        int global = 0;
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            int[] shape = SHAPES[seed % SHAPES.length];
            Problem problem = problem(shape, random, nonNegative);
            Solution solution = Nadir.solve(problem, OPTIONS);
            double best = solution.objective();
            double bound = solution.certificate().lowerBound();
            for (int point = 0; point < 15; point++) {
                Factors w = perturbed(solution.factors(), point, random, nonNegative);
                Certificate certificate = Nadir.certify(problem, w, OPTIONS);
                String what = "seed %d, point %d".formatted(seed, point);
                assertThat(certificate.objective())
                        .as(what)
                        .isGreaterThanOrEqualTo(bound * (1 - 1e-12));
                assertThat(certificate.lowerBound())
                        .as(what)
                        .isLessThanOrEqualTo(best * (1 + 1e-12));
                if (certificate.verdict() == Verdict.GLOBAL) {
                    assertThat(certificate.objective()).isLessThanOrEqualTo(best * (1 + 1e-4));
                }
            }
            global += solution.certificate().verdict() == Verdict.GLOBAL ? 1 : 0;
        }
        assertThat(global).isGreaterThan((to - from) * (nonNegative ? 7 : 9) / 10);
    }

    /** An independent solver's minimum is no lower than what is certified, nor far above it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Execution(CONCURRENT)
    void solutionsAreThoseOfAnIndependentSolver(boolean nonNegative) {
        compare(nonNegative, 0, 20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("long")
    @Execution(CONCURRENT)
    void solutionsOfAThousandInstancesAreThoseOfAnIndependentSolver(boolean nonNegative) {
        compare(nonNegative, 20, 1060);
    }

    private static void compare(boolean nonNegative, int from, int to) {
        int global = 0;
        int narrow = 0;
        for (int seed = from; seed < to; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            Problem problem = problem(shape, new Random(seed), nonNegative);
            double[] y = ((DenseTensor) problem.y()).values();
            TensorReference truth =
                    new TensorReference(shape, y, nonNegative, problem.lambda()).solve(1e-7);
            Certificate certificate = Nadir.solve(problem, OPTIONS).certificate();
            String what = "seed %d, %s".formatted(seed, certificate);
            double rounding = 1e-12 * truth.upper();
            assertThat(certificate.lowerBound())
                    .as(what)
                    .isLessThanOrEqualTo(truth.upper() + rounding);
            assertThat(certificate.gap())
                    .as(what)
                    .isGreaterThanOrEqualTo(certificate.objective() - truth.upper() - rounding);
            if (certificate.verdict() == Verdict.GLOBAL) {
                global++;
                assertThat(certificate.objective())
                        .as(what)
                        .isLessThanOrEqualTo(truth.upper() * (1 + 1e-4) + rounding);
            }
            narrow += truth.upper() - truth.lower() <= 1e-7 * truth.upper() ? 1 : 0;
        }
        assertThat(global).isGreaterThan((to - from) * 9 / 10);
        assertThat(narrow)
                .as("references within their accuracy")
                .isGreaterThan((to - from) * 9 / 10);
    }

    @Test
    void proofsHold() {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            Problem problem = problem(SHAPES[seed % SHAPES.length], random, false);
            Solution probable = Nadir.solve(problem, OPTIONS);
            Solution proved = Nadir.solve(problem, OPTIONS.withEvidence(Evidence.PROVED));
            assertThat(proved.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
            assertThat(proved.certificate().polar().evidence()).isEqualTo(Evidence.PROVED);
            assertThat(proved.certificate().lowerBound())
                    .isLessThanOrEqualTo(probable.objective() * (1 + 1e-12));
        }
    }

    /** With missing entries, too: no point found without a proof is below what is proved. */
    @Test
    void proofsHoldWithMissingEntries() {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            Problem dense = problem(SHAPES[seed % SHAPES.length], random, seed % 2 == 1);
            int[] shape = SHAPES[seed % SHAPES.length];
            double[] known = ((DenseTensor) dense.y()).values().clone();
            known[random.nextInt(known.length)] = Double.NaN;
            ObservedTensor data = ObservedTensor.copyOfNonNaN(shape, known);
            Problem problem = tensor(data, dense.lambda(), seed % 2 == 1);
            Certificate probable = Nadir.solve(problem, OPTIONS).certificate();
            Certificate proved =
                    Nadir.solve(problem, OPTIONS.withEvidence(Evidence.PROVED)).certificate();
            assertThat(proved.verdict()).isEqualTo(probable.verdict());
            assertThat(proved.lowerBound()).isLessThanOrEqualTo(probable.objective() * (1 + 1e-12));
            if (proved.isGlobal()) {
                assertThat(proved.polar().evidence()).isEqualTo(Evidence.PROVED);
                assertThat(proved.objective())
                        .isLessThanOrEqualTo(probable.objective() * (1 + 1e-4));
            }
        }
    }

    /** A mode of size 1 makes it a matrix problem: the same objective, whatever the mode. */
    @Test
    void modeOfSizeOneGivesTheMatrixSolution() {
        Random random = new Random(2);
        for (int k = 0; k < 3; k++) {
            double[] values = random.doubles(63).map(x -> random.nextGaussian()).toArray();
            int[] shape = {7, 9, 0};
            System.arraycopy(shape, k, shape, Math.min(k + 1, 2), 2 - k);
            shape[k] = 1;
            int rows = k == 0 ? shape[1] : shape[0];
            double matrix =
                    Nadir.solve(Problem.lowRank(DenseMatrix.wrap(rows, 63 / rows, values), 1.5))
                            .objective();
            Solution tensor = Nadir.solve(tensor(DenseTensor.wrap(shape, values), 1.5, false));
            assertThat(tensor.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
            assertThat(tensor.objective()).isCloseTo(matrix, within(2e-6 * matrix));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-100, 1e-30, 1, 1e30, 1e100})
    void scalesMakeNoDifference(double scale) {
        Random random = new Random(8);
        double[] values = random.doubles(12).map(x -> scale * random.nextGaussian()).toArray();
        DenseTensor data = DenseTensor.wrap(new int[] {2, 3, 2}, values);
        Solution solution = Nadir.solve(tensor(data, 0.8 * scale, false), OPTIONS);
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        double unit = Nadir.solve(tensor(unit(values, scale), 0.8, false), OPTIONS).objective();
        assertThat(solution.objective() / scale / scale).isCloseTo(unit, within(1e-4 * unit));
    }

    @Test
    void zeroDataNeedNoComponent() {
        DenseTensor zero = DenseTensor.wrap(new int[] {3, 4, 5}, new double[60]);
        Solution solution = Nadir.solve(tensor(zero, 1, false));
        assertThat(solution.rank()).isZero();
        assertThat(solution.certificate().gap()).isZero();
    }

    /** Orthogonal components: X has each of them, shrunk by λ, and the unfoldings prove it. */
    @Test
    void orthogonalComponentsAreShrunk() {
        int d = 20;
        double[] values = new double[d * d * d];
        for (int i = 0; i < 4; i++) {
            values[(i * d + i) * d + i] = 10 - i;
        }
        Problem problem = tensor(DenseTensor.wrap(new int[] {d, d, d}, values), 2, false);
        Solution solution = Nadir.solve(problem);
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(solution.rank()).isEqualTo(4);
        // ½λ² + λ(size − λ) for each.
        assertThat(solution.objective()).isCloseTo(4 * 2 + 2 * (8 + 7 + 6 + 5), within(1e-4));
    }

    @Test
    void productsOfNormsHaveTheSameMinimum() {
        Random random = new Random(4);
        Problem powers = problem(new int[] {2, 3, 2}, random, false);
        List<Gauge> norms = Collections.nCopies(3, EuclideanPlusL1.EUCLIDEAN);
        Problem product = powers.withRegularizer(new GaugeProduct(norms));
        double expected = Nadir.solve(powers, OPTIONS).objective();
        Solution solution = Nadir.solve(product, OPTIONS);
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(solution.objective()).isCloseTo(expected, within(2e-4 * expected));
    }

    @Test
    void missingEntriesAreFilledIn() {
        Random random = new Random(6);
        double[] values = new double[3 * 4 * 30];
        double[] known = values.clone();
        for (int at = 0; at < values.length; at++) {
            values[at] = (1 + at / 120) * (1 + at / 30 % 4) * (1 + 0.1 * (at % 30));
            known[at] = random.nextInt(4) == 0 ? Double.NaN : values[at];
        }
        ObservedTensor data = ObservedTensor.copyOfNonNaN(new int[] {3, 4, 30}, known);
        Solution solution = Nadir.solve(tensor(data, 1e-2, false), OPTIONS);
        Factors w = solution.factors();
        for (int at = 0; at < values.length; at++) {
            double x = 0;
            for (int i = 0; i < w.rank(); i++) {
                x +=
                        w.block(0).get(at / 120, i)
                                * w.block(1).get(at / 30 % 4, i)
                                * w.block(2).get(at % 30, i);
            }
            assertThat(x).isCloseTo(values[at], within(0.05 * values[at]));
        }
    }

    /** Unfoldings leave 4 % open; a relaxation closes it. */
    @Test
    void aRelaxationCertifiesWhatUnfoldingsLeaveOpen() {
        int[] shape = {12, 10, 8};
        Problem problem = tensor(ofRankThree(shape), 4, false);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
        Certificate open = Nadir.solve(problem, options.withEffort(Effort.LOW)).certificate();
        assertThat(open.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(open.polar().upper()).isGreaterThan(1.01);
        for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
            Certificate closed = Nadir.solve(problem, options.withEvidence(evidence)).certificate();
            assertThat(closed.verdict()).isEqualTo(Verdict.GLOBAL);
            assertThat(closed.polar().evidence()).isEqualTo(evidence);
            assertThat(closed.polar().upper()).isLessThan(1 + 1e-4);
            assertThat(closed.lowerBound()).isLessThanOrEqualTo(open.objective() * (1 + 1e-12));
        }
    }

    /** Of a tensor of which the modes are too large for a relaxation, only the core is relaxed. */
    @Test
    void largeModesAreCompressed() {
        int[] shape = {40, 30, 30};
        Problem problem = tensor(ofRankThree(shape), 60, false);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
        Certificate open = Nadir.solve(problem, options.withEffort(Effort.LOW)).certificate();
        assertThat(open.verdict()).isEqualTo(Verdict.UNDECIDED);
        Certificate closed =
                Nadir.solve(problem, options.withEvidence(Evidence.PROVED)).certificate();
        assertThat(closed.verdict()).isEqualTo(Verdict.GLOBAL);
    }

    /** Of Gaussian components that are far from orthogonal. */
    private static DenseTensor ofRankThree(int[] shape) {
        Random random = new Random(12);
        double[] values = new double[shape[0] * shape[1] * shape[2]];
        double[][][] w = new double[3][3][];
        for (double[][] component : w) {
            for (int k = 0; k < 3; k++) {
                component[k] = random.doubles(shape[k]).map(x -> random.nextGaussian()).toArray();
            }
        }
        for (int at = 0; at < values.length; at++) {
            int row = at / shape[2];
            for (double[][] component : w) {
                values[at] +=
                        component[0][row / shape[1]]
                                * component[1][row % shape[1]]
                                * component[2][at % shape[2]];
            }
        }
        return DenseTensor.wrap(shape, values);
    }

    @Test
    void regularizerOfAnotherDegreeIsRefused() {
        DenseTensor data = DenseTensor.wrap(new int[] {2, 2, 2}, new double[8]);
        Problem problem = new Problem(data, new SquaredLoss(), new NormPowers(4, false), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem))
                .withMessageContaining("= 4, must equal that of the map, 3");
    }

    private static DenseTensor unit(double[] values, double scale) {
        double[] unit = values.clone();
        for (int i = 0; i < unit.length; i++) {
            unit[i] /= scale;
        }
        return DenseTensor.wrap(new int[] {2, 3, 2}, unit);
    }

    private static Problem tensor(TensorData data, double lambda, boolean nonNegative) {
        NormPowers theta = new NormPowers(data.shape().size(), nonNegative);
        return new Problem(data, new SquaredLoss(), theta, lambda);
    }

    private static Problem problem(int[] shape, Random random, boolean nonNegative) {
        int size = 1;
        for (int d : shape) {
            size *= d;
        }
        double[] values = random.doubles(size).map(x -> random.nextGaussian()).toArray();
        Problem problem = tensor(DenseTensor.wrap(shape, values), 1, nonNegative);
        double share = 0.2 + 0.7 * random.nextDouble();
        return problem.withLambda(share * Nadir.lambdaMax(problem, OPTIONS));
    }

    /** The factors, moved by more and more, or columns of their own. */
    private static Factors perturbed(Factors w, int point, Random random, boolean nonNegative) {
        Factors out = w.copy();
        if (point % 5 == 4) {
            out.setRank(1 + random.nextInt(3));
        }
        double size = point % 5 == 4 ? 1 : Math.pow(10, point % 5 * 2 - 7.0);
        for (int k = 0; k < out.order(); k++) {
            for (int i = 0; i < out.block(k).rows(); i++) {
                for (int j = 0; j < out.rank(); j++) {
                    double moved = out.block(k).get(i, j) + size * random.nextGaussian();
                    out.block(k).set(i, j, nonNegative ? Math.abs(moved) : moved);
                }
            }
        }
        return out;
    }
}
