package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.loss.Loss;
import io.nadir.loss.PoissonLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Transformation;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Solves of counts under the Poisson loss: kinds of data, methods, refusals. */
class PoissonSolvesTest {
    private static final int M = 40;
    private static final int N = 25;
    private static final PoissonLoss LOSS = new PoissonLoss(0.01);
    private static final double LAMBDA = 20;

    /** Kinds of data with the same entries. */
    enum Kind {
        DENSE,
        WEIGHTED,
        OBSERVED,
        SPARSE;

        MatrixData of(double[] y, int m, int n) {
            DenseMatrix dense = DenseMatrix.wrap(m, n, y);
            double[] ones = new double[m * n];
            Arrays.fill(ones, 1);
            return switch (this) {
                case DENSE -> dense;
                case WEIGHTED -> dense.withWeights(DenseMatrix.wrap(m, n, ones));
                case OBSERVED -> ObservedEntries.copyOf(dense);
                case SPARSE -> sparse(y, m, n);
            };
        }
    }

    private static SparseMatrix sparse(double[] y, int m, int n) {
        int[] at = IntStream.range(0, m * n).filter(e -> y[e] != 0).toArray();
        return SparseMatrix.copyOf(
                m,
                n,
                IntStream.of(at).map(e -> e / n).toArray(),
                IntStream.of(at).map(e -> e % n).toArray(),
                IntStream.of(at).mapToDouble(e -> y[e]).toArray());
    }

    /** Counts of three topics, most of them 0. */
    static double[] counts(int m, int n, long seed) {
        Random random = new Random(seed);
        double[] y = new double[m * n];
        for (int e = 0; e < y.length; e++) {
            int topic = e / n % 3;
            double mean = e % n % 3 == topic ? 6 * random.nextDouble() : 0.15;
            y[e] = poisson(mean, random);
        }
        return y;
    }

    private static int poisson(double mean, Random random) {
        double product = random.nextDouble();
        int count = 0;
        for (double least = Math.exp(-mean); product > least; count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    private static Problem problem(MatrixData data) {
        return new Problem(data, LOSS, SquaredNorms.nonNegative(), LAMBDA);
    }

    private static SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(5e-3);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfDataHasTheSameMinimum(Kind kind) {
        double[] y = counts(M, N, 1);
        Solution expected = Nadir.solve(problem(Kind.DENSE.of(y, M, N)), options());
        Solution solution =
                Nadir.solve(problem(kind.of(y, M, N)), options().withEvidence(Evidence.PROVED));
        assertThat(solution.certificate().isGlobal()).isTrue();
        assertThat(solution.certificate().polar().evidence()).isEqualTo(Evidence.PROVED);
        assertThat(solution.rank()).isBetween(2, 6);
        assertThat(solution.certificate().objective())
                .isCloseTo(
                        expected.certificate().objective(),
                        within(5e-3 * expected.certificate().objective()));
    }

    @ParameterizedTest
    @EnumSource
    void mapsAgree(Kind kind) {
        int m = 13;
        int n = 9;
        double[] y = counts(m, n, 2);
        try (MatrixMap dense = Kind.DENSE.of(y, m, n).bind(LOSS, 1, null);
                MatrixMap map = kind.of(y, m, n).bind(LOSS, 2, null)) {
            Factors w = start(3, m, n, 7);
            Factors gradient = w.copy();
            Factors expected = w.copy();
            double value = dense.evaluate(w, expected);
            assertThat(map.evaluate(w, gradient)).isCloseTo(value, within(1e-12 * value));
            for (int k = 0; k < 2; k++) {
                near(gradient.block(k), expected.block(k));
            }
            near(map.gradient(w), dense.gradient(w));
            double dual = dense.dualValue(w, 0.9);
            assertThat(map.dualValue(w, 0.9)).isCloseTo(dual, within(1e-12 * value));
            Panel t = Panel.zeros(m, 3);
            Panel s = Panel.zeros(n, 3);
            Panel t2 = Panel.zeros(m, 3);
            Panel s2 = Panel.zeros(n, 3);
            map.residualGram(w, w.block(1), t, s);
            dense.residualGram(w, w.block(1), t2, s2);
            near(t, t2);
            near(s, s2);
        }
    }

    private static void near(Panel actual, Panel expected) {
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                double element = expected.get(i, j);
                assertThat(actual.get(i, j))
                        .isCloseTo(element, within(1e-10 * (1 + Math.abs(element))));
            }
        }
    }

    private static Factors start(int rank, int m, int n, long seed) {
        Random random = new Random(seed);
        Factors w = Factors.zeros(rank, m, n);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < rank; j++) {
                    w.block(k).set(i, j, random.nextInt(4) == 0 ? 0 : 2 * random.nextDouble());
                }
            }
        }
        return w;
    }

    /** Whatever the start, no sweep over coordinates raises the objective. */
    @ParameterizedTest
    @EnumSource
    void sweepsNeverRaiseTheObjective(Kind kind) {
        int m = 7;
        int n = 6;
        for (int seed = 0; seed < 30; seed++) {
            double[] y = counts(m, n, seed);
            double scale = Math.pow(10, seed % 7 - 3);
            try (MatrixMap map = kind.of(y, m, n).bind(new PoissonLoss(1e-4), 1, null)) {
                Factors w = start(3, m, n, seed);
                for (int k = 0; k < 2; k++) {
                    Panel block = w.block(k);
                    for (int i = 0; i < block.rows(); i++) {
                        for (int j = 0; j < 3; j++) {
                            block.set(i, j, scale * block.get(i, j));
                        }
                    }
                }
                double before = objective(map, w);
                for (int sweep = 0; sweep < 12; sweep++) {
                    map.sweepCoordinates(
                            w, sweep % 2, new double[] {2, 2, 2}, new double[] {0, 0, 0});
                    double after = objective(map, w);
                    assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-13));
                    before = after;
                }
            }
        }
    }

    private static double objective(MatrixMap map, Factors w) {
        double squares = 0;
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    squares += block.get(i, j) * block.get(i, j);
                }
            }
        }
        return map.evaluate(w, w.copy()) + squares;
    }

    /** Under two 1-norms every entry is a problem of its own: x = (y/(1 + λ) − ε)₊. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "coordinates", "proximal-gradient"})
    void entriesAloneHaveAClosedForm(String descent) {
        double[] y = counts(6, 5, 4);
        double lambda = 0.5;
        PoissonLoss loss = new PoissonLoss(0.1);
        NonNegative one = new NonNegative(EuclideanPlusL1.ONE);
        Problem problem =
                new Problem(DenseMatrix.wrap(6, 5, y), loss, new GaugeProduct(one, one), lambda);
        double minimum = 0;
        for (double count : y) {
            double x = Math.max(0, count / (1 + lambda) - 0.1);
            minimum += loss.value(count, x) + lambda * x;
        }
        Solution solution =
                Nadir.solve(
                        problem,
                        SolverOptions.defaults()
                                .withRelativeGap(1e-6)
                                .withDescent(new Descent(descent))
                                .withEvidence(Evidence.PROVED));
        assertThat(solution.certificate().isGlobal()).isTrue();
        assertThat(solution.certificate().objective())
                .isBetween(minimum * (1 - 1e-12), minimum * (1 + 1e-6));
        assertThat(solution.certificate().lowerBound()).isLessThanOrEqualTo(minimum * (1 + 1e-12));
    }

    /** Norms that couple the elements of a column have no coordinates of their own. */
    @Test
    void otherGaugesDescendByProximalGradient() {
        NonNegative norm = new NonNegative(EuclideanPlusL1.EUCLIDEAN);
        Problem product =
                problem(Kind.DENSE.of(counts(12, 9, 5), 12, 9))
                        .withRegularizer(new GaugeProduct(norm, norm));
        Problem squares = product.withRegularizer(SquaredNorms.nonNegative());
        double expected = Nadir.solve(squares, options()).certificate().objective();
        Solution solution = Nadir.solve(product, options());
        assertThat(solution.certificate().isGlobal()).isTrue();
        assertThat(solution.certificate().objective()).isCloseTo(expected, within(5e-3 * expected));
    }

    @ParameterizedTest
    @EnumSource
    void threadsAndInterruptionsLeaveTheBits(Kind kind) {
        Problem problem = problem(kind.of(counts(M, N, 6), M, N));
        List<byte[]> states = new ArrayList<>();
        SolverOptions keeping =
                options().withCheckpoints((state, last) -> states.add(bytes(state)));
        Solution whole = Nadir.solve(problem, keeping);
        Solution threads = Nadir.solve(problem, options().withThreads(3));
        assertThat(threads.u()).containsExactly(whole.u());
        for (int k = 0; k < states.size(); k += Math.max(1, states.size() / 4)) {
            Solution resumed = Nadir.solve(problem, options().withResume(state(states.get(k))));
            assertThat(resumed.u()).containsExactly(whole.u());
            assertThat(resumed.certificate().gap()).isEqualTo(whole.certificate().gap());
        }
    }

    private static byte[] bytes(SolveState state) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            state.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SolveState state(byte[] bytes) {
        try {
            return Nadir.readState(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void zerosAndLargeWeightsHaveTheSolutionZero() {
        for (Kind kind : Kind.values()) {
            Problem zeros = problem(kind.of(new double[12], 4, 3));
            Solution nothing = Nadir.solve(zeros, SolverOptions.defaults());
            assertThat(nothing.rank()).isZero();
            assertThat(nothing.certificate().isGlobal()).isTrue();
            assertThat(nothing.certificate().objective()).isCloseTo(12 * 0.01, within(1e-15));
            assertThat(Nadir.lambdaMax(zeros, SolverOptions.defaults())).isZero();
            Problem some = problem(kind.of(counts(M, N, 7), M, N));
            double max = Nadir.lambdaMax(some, SolverOptions.defaults());
            assertThat(Nadir.solve(some.withLambda(1.001 * max), SolverOptions.defaults()).rank())
                    .isZero();
            assertThat(Nadir.solve(some.withLambda(0.5 * max), SolverOptions.defaults()).rank())
                    .isPositive();
        }
    }

    /** Where each count is ε nothing is left to explain: f = 0 without any rounding. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void countsOfTheBackgroundAreExplainedExactly(Kind kind) {
        double[] y = new double[12];
        Arrays.fill(y, LOSS.epsilon());
        for (Evidence evidence : List.of(Evidence.PROVED, Evidence.PROBABLE)) {
            SolverOptions options = SolverOptions.defaults().withEvidence(evidence);
            Solution solution = Nadir.solve(problem(kind.of(y, 4, 3)), options);
            assertThat(solution.rank()).isZero();
            assertThat(solution.certificate().isGlobal()).isTrue();
            assertThat(solution.certificate().objective()).isZero();
            assertThat(solution.certificate().gap()).isZero();
        }
    }

    @Test
    void newRowsAreTransformed() {
        double[] y = counts(M, N, 8);
        Solution solution = Nadir.solve(problem(DenseMatrix.wrap(M, N, y)), options());
        for (Kind kind : Kind.values()) {
            Transformation rows =
                    Nadir.transform(
                            problem(kind.of(y, M, N)), solution.v(), SolverOptions.defaults());
            assertThat(rows.converged()).isTrue();
            assertThat(rows.objective())
                    .isLessThanOrEqualTo(solution.certificate().objective() * (1 + 1e-9));
        }
    }

    @Test
    void whatIsNoModelOfCountsIsRefused() {
        double[] y = counts(4, 3, 9);
        Problem problem = problem(DenseMatrix.wrap(4, 3, y));
        refused(
                problem.withRegularizer(new SquaredNorms()),
                "regularizer = squared-norms, allowed for the loss poisson:0.01 are those that"
                        + " keep all factors nonnegative");
        refused(
                problem.withRegularizer(new SquaredNorms(true, false)),
                "regularizer = squared-norms:nonnegative,free");
        refused(
                problem.withRegularizer(UncertifiedRegularizer.unregularized()),
                "regularizer = experiment:");
        refused(problem.withCentering(Centering.ROWS), "loss = poisson:0.01, allowed are matrices");
        refused(
                new Problem(
                        DenseTensor.copyOf(new int[] {2, 2, 3}, y),
                        LOSS,
                        SquaredNorms.nonNegative(),
                        1),
                "loss = poisson:0.01");
        double[] negative = y.clone();
        negative[5] = -2;
        for (Kind kind : Kind.values()) {
            refused(
                    problem(kind.of(negative, 4, 3)),
                    "row 1, column 2: entry = -2.0, allowed for the loss poisson:0.01 are counts");
        }
    }

    private static void refused(Problem problem, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, SolverOptions.defaults()))
                .withMessageContaining(message);
    }

    @Test
    void lossesSayWhatTheyAre() {
        Loss loss = new PoissonLoss(0.25);
        assertThat(loss.name()).isEqualTo("poisson:0.25").isEqualTo(loss.toString());
        assertThat(new PoissonLoss(0.25).epsilon()).isEqualTo(0.25);
    }
}
