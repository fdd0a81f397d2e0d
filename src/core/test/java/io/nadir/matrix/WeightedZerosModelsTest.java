package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.model.Transformation;
import io.nadir.reference.ConvexReference;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.TotalVariation;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Weighted zeros with every kind of penalty, with checkpoints, threads and new rows. */
class WeightedZerosModelsTest {
    private static final int M = 14;
    private static final int N = 11;

    private static WeightedZeros instance(WeightedZeros.Kind kind, int seed) {
        return new WeightedZeros(M, N, 0, kind, 40 + seed);
    }

    private static Problem problem(MatrixData data, Regularizer theta, double share) {
        return atShareOfMax(Problem.lowRank(data, 1).withRegularizer(theta), share);
    }

    private static Problem atShareOfMax(Problem any, double share) {
        return any.withLambda(share * Nadir.lambdaMax(any, SolverOptions.defaults()));
    }

    /**
     * The objective of the same point over the dense matrix, and no bound above what it attains.
     */
    @ParameterizedTest
    @EnumSource
    void everyPenaltyAgreesWithTheDenseMatrix(WeightedZeros.Kind kind) {
        NonNegative euclidean = new NonNegative(EuclideanPlusL1.EUCLIDEAN);
        List<Regularizer> penalties =
                List.of(
                        SquaredNorms.nonNegative(),
                        new GaugeProduct(euclidean, EuclideanPlusL1.EUCLIDEAN),
                        new GaugeProduct(EuclideanPlusL1.sparse(0.3), EuclideanPlusL1.EUCLIDEAN),
                        new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.ONE),
                        new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, TotalVariation.line(0, 1, 0.5)),
                        new NormPowers(2, false));
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3).withMaxRank(12);
        for (int k = 0; k < penalties.size(); k++) {
            WeightedZeros c = instance(kind, k);
            Problem sparse = problem(c.data, penalties.get(k), 0.3);
            Problem dense =
                    new Problem(c.dense(), sparse.loss(), sparse.regularizer(), sparse.lambda());
            Solution solution = Nadir.solve(sparse, options);
            Solution other = Nadir.solve(dense, options);
            Certificate there = Nadir.certify(dense, solution.factors(), options);
            String what = kind + ", " + sparse.regularizer().name() + ", " + there;
            double f = solution.objective();
            assertThat(solution.rank()).as(what).isPositive();
            assertThat(there.objective()).as(what).isCloseTo(f, within(1e-11 * f));
            assertThat(solution.certificate().lowerBound())
                    .as(what)
                    .isLessThanOrEqualTo(Math.min(f, other.objective()) * (1 + 1e-12));
            assertThat(other.certificate().lowerBound())
                    .as(what)
                    .isLessThanOrEqualTo(f * (1 + 1e-12));
            assertThat(f).as(what).isCloseTo(other.objective(), within(1e-2 * f));
        }
    }

    /** θ = ‖u‖₁·g(v) is convex in the rows of X: an independent solver has the minimum. */
    @ParameterizedTest
    @EnumSource
    void rowNormsHaveTheTrueMinimum(WeightedZeros.Kind kind) {
        for (int seed = 0; seed < 4; seed++) {
            WeightedZeros c = new WeightedZeros(7, 6, 0, kind, seed);
            EuclideanPlusL1 norm = seed % 2 == 0 ? EuclideanPlusL1.EUCLIDEAN : EuclideanPlusL1.ONE;
            Problem problem = problem(c.data, new GaugeProduct(EuclideanPlusL1.ONE, norm), 0.2);
            double unit = Math.max(1, c.largestWeight());
            double[] weights = Arrays.stream(c.weights).map(weight -> weight / unit).toArray();
            ConvexReference.Interval truth =
                    new ConvexReference(
                                    7,
                                    6,
                                    c.y,
                                    weights,
                                    new SquaredLoss(),
                                    problem.lambda() / unit,
                                    new ConvexReference.RowNorms(6, norm))
                            .solve(1e-9);
            for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
                SolverOptions options =
                        SolverOptions.defaults().withRelativeGap(1e-6).withEvidence(evidence);
                Certificate found = Nadir.solve(problem, options).certificate();
                String what = kind + " " + seed + ", " + found;
                assertThat(found.isGlobal()).as(what).isTrue();
                assertThat(found.lowerBound())
                        .as(what)
                        .isLessThanOrEqualTo(unit * truth.upper() * (1 + 1e-12));
                assertThat(found.objective())
                        .as(what)
                        .isGreaterThanOrEqualTo(unit * truth.lower() * (1 - 1e-10));
            }
        }
    }

    /** Nonnegative factors: projected steps from many starts find nothing below the bound. */
    @ParameterizedTest
    @EnumSource
    void nothingNonNegativeIsBelowTheLowerBound(WeightedZeros.Kind kind) {
        WeightedZeros c = new WeightedZeros(6, 5, 0, kind, 3);
        Problem problem = problem(c.data, SquaredNorms.nonNegative(), 0.2);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3).withMaxRank(6);
        Solution solution = Nadir.solve(problem, options);
        assertThat(Arrays.stream(solution.u()).min().orElse(-1)).isNotNegative();
        double bound = solution.certificate().lowerBound();
        assertThat(bound).isPositive();
        Random random = new Random(5);
        for (int start = 0; start < 8; start++) {
            assertThat(projected(c, problem.lambda(), random))
                    .as(kind + ", " + solution.certificate())
                    .isGreaterThanOrEqualTo(bound * (1 - 1e-12));
        }
    }

    /** The objective after projected gradient steps over all entries from a random start. */
    private static double projected(WeightedZeros c, double lambda, Random random) {
        int rank = 3;
        double[] u = random.doubles((long) c.m * rank).toArray();
        double[] v = random.doubles((long) c.n * rank).toArray();
        double least = Double.POSITIVE_INFINITY;
        double length = 0.02 / c.largestWeight();
        for (int step = 0; step < 3000; step++) {
            double sum = 0;
            double[] nextU = shrunk(u, 1 - length * lambda);
            double[] nextV = shrunk(v, 1 - length * lambda);
            for (int at = 0; at < c.y.length; at++) {
                int i = at / c.n * rank;
                int j = at % c.n * rank;
                double x = 0;
                for (int k = 0; k < rank; k++) {
                    x += u[i + k] * v[j + k];
                }
                double g = c.weights[at] * (x - c.y[at]);
                sum += 0.5 * g * (x - c.y[at]);
                for (int k = 0; k < rank; k++) {
                    nextU[i + k] -= length * g * v[j + k];
                    nextV[j + k] -= length * g * u[i + k];
                }
            }
            sum += 0.5 * lambda * (squares(u) + squares(v));
            least = Math.min(least, sum);
            u = Arrays.stream(nextU).map(x -> Math.max(0, x)).toArray();
            v = Arrays.stream(nextV).map(x -> Math.max(0, x)).toArray();
        }
        return least;
    }

    private static double[] shrunk(double[] numbers, double by) {
        return Arrays.stream(numbers).map(x -> x * by).toArray();
    }

    private static double squares(double[] numbers) {
        return Arrays.stream(numbers).map(x -> x * x).sum();
    }

    /** Without penalties and with them, with offsets and factors that are not negative. */
    @ParameterizedTest
    @EnumSource
    void threadsAndInterruptionsLeaveTheBits(WeightedZeros.Kind kind) throws IOException {
        MatrixData data = new WeightedZeros(40, 30, 0, kind, 4).data;
        Problem any = Problem.lowRank(data, 1);
        List<Problem> problems =
                List.of(
                        problem(data, new SquaredNorms(), 0.1),
                        atShareOfMax(any.withCentering(Centering.BOTH, 3), 0.2),
                        atShareOfMax(any.withCentering(Centering.COLUMNS), 0.2),
                        problem(data, SquaredNorms.nonNegative(), 0.4));
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3).withMaxRank(12);
        for (Problem problem : problems) {
            List<byte[]> states = new ArrayList<>();
            Solution whole =
                    Nadir.solve(
                            problem,
                            options.withCheckpoints((state, last) -> states.add(bytes(state))));
            assertThat(whole.rank()).as(problem.toString()).isPositive();
            Solution threads = Nadir.solve(problem, options.withThreads(3));
            assertThat(threads.u()).containsExactly(whole.u());
            assertThat(states.size()).isGreaterThan(2);
            for (int k = 0; k < states.size(); k += 1 + states.size() / 4) {
                SolveState state = Nadir.readState(new ByteArrayInputStream(states.get(k)));
                Solution resumed = Nadir.solve(problem, options.withResume(state));
                assertThat(resumed.u()).containsExactly(whole.u());
                assertThat(resumed.certificate().gap()).isEqualTo(whole.certificate().gap());
            }
        }
    }

    /** What a certificate knows of offsets does not depend on the points before it. */
    @Test
    void imbalanceDoesNotDependOnOtherPoints() {
        WeightedZeros c = new WeightedZeros(9, 7, 2, WeightedZeros.Kind.SIDES, 5);
        for (double penalty : new double[] {0, 2}) {
            MatrixData data = c.data.centered(Centering.BOTH, penalty);
            try (MatrixMap fresh = data.bind(new SquaredLoss(), 1, null);
                    MatrixMap used = data.bind(new SquaredLoss(), 1, null)) {
                used.imbalance(Factors.empty(9, 7), 1);
                double expected = used.imbalance(c.w, 1);
                assertThat(fresh.imbalance(c.w, 1)).isEqualTo(expected);
            }
        }
    }

    private static byte[] bytes(SolveState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return out.toByteArray();
    }

    /** New rows beside the offsets of a model: the same as for the dense matrix. */
    @ParameterizedTest
    @EnumSource
    void newRowsKeepTheOffsetsOfTheModel(WeightedZeros.Kind kind) {
        for (double penalty : new double[] {0, 2}) {
            WeightedZeros c = instance(kind, 9);
            Problem problem =
                    problem(c.data, new SquaredNorms(), 0.2).withCentering(Centering.BOTH, penalty);
            Solution solution = Nadir.solve(problem, SolverOptions.defaults());
            WeightedZeros rows = new WeightedZeros(5, N, 0, kind, 77);
            Problem sparse =
                    new Problem(rows.data, problem.loss(), problem.regularizer(), problem.lambda());
            Problem dense =
                    new Problem(
                            rows.dense(), problem.loss(), problem.regularizer(), problem.lambda());
            SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-9);
            Transformation found = Nadir.transform(sparse, solution.model(), options);
            Transformation expected = Nadir.transform(dense, solution.model(), options);
            double f = expected.objective();
            assertThat(found.objective()).isCloseTo(f, within(1e-8 * (1 + f)));
            double[] a = Objects.requireNonNull(found.offsets()).rows();
            double[] b = Objects.requireNonNull(expected.offsets()).rows();
            for (int i = 0; i < a.length; i++) {
                assertThat(a[i]).isCloseTo(b[i], within(1e-4));
            }
        }
    }

    /** Counts with weights under the Poisson loss: passes and steps of the dense matrix. */
    @ParameterizedTest
    @EnumSource
    void weightedCountsAreThoseOfTheDenseMatrix(WeightedZeros.Kind kind) {
        for (int seed = 0; seed < 4; seed++) {
            WeightedCounts c = new WeightedCounts(9, 8, kind, seed);
            PoissonLoss loss = new PoissonLoss(0.1);
            Factors w = c.factors(3);
            try (MatrixMap sparse = c.sparse.bind(loss, 1, null);
                    MatrixMap dense = c.dense.bind(loss, 1, null)) {
                Factors gradient = w.copy();
                Factors expected = w.copy();
                double value = sparse.evaluate(w, gradient);
                assertThat(value)
                        .isCloseTo(dense.evaluate(w, expected), within(1e-11 * (1 + value)));
                requireClose(gradient, expected);
                assertThat(sparse.dualValue(w, 0.7))
                        .isCloseTo(dense.dualValue(w, 0.7), within(1e-10 * (1 + value)));
                Factors swept = w.copy();
                Factors sweptDense = w.copy();
                double[] square = {0.5, 0.5, 0.5};
                double[] linear = {0.1, 0, 0.3};
                for (int k = 0; k < 2; k++) {
                    sparse.sweepCoordinates(swept, k, square, linear);
                    dense.sweepCoordinates(sweptDense, k, square, linear);
                }
                requireClose(swept, sweptDense);
            }
        }
    }

    private static void requireClose(Factors actual, Factors expected) {
        for (int k = 0; k < 2; k++) {
            double[] x = actual.block(k).data();
            double[] y = expected.block(k).data();
            for (int at = 0; at < y.length; at++) {
                assertThat(x[at]).isCloseTo(y[at], within(1e-9 * (1 + Math.abs(y[at]))));
            }
        }
    }

    /** The same minimum of weighted counts, certified. */
    @Test
    void weightedCountsAreSolved() {
        for (WeightedZeros.Kind kind : WeightedZeros.Kind.values()) {
            WeightedCounts c = new WeightedCounts(12, 10, kind, 5);
            SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3);
            Problem any =
                    new Problem(c.sparse, new PoissonLoss(0.1), SquaredNorms.nonNegative(), 1);
            Problem problem = any.withLambda(0.3 * Nadir.lambdaMax(any, options));
            Problem dense =
                    new Problem(c.dense, problem.loss(), problem.regularizer(), problem.lambda());
            Solution solution = Nadir.solve(problem, options);
            Solution expected = Nadir.solve(dense, options);
            assertThat(solution.certificate().isGlobal()).isTrue();
            assertThat(expected.certificate().isGlobal()).isTrue();
            assertThat(solution.certificate().lowerBound())
                    .isLessThanOrEqualTo(expected.objective() * (1 + 1e-12));
            assertThat(expected.certificate().lowerBound())
                    .isLessThanOrEqualTo(solution.objective() * (1 + 1e-12));
        }
    }

    /** Counts with weights, sparse and dense. */
    private static final class WeightedCounts {
        private final int m;
        private final int n;
        private final MatrixData sparse;
        private final MatrixData dense;

        WeightedCounts(int m, int n, WeightedZeros.Kind kind, int seed) {
            this.m = m;
            this.n = n;
            Random random = new Random(seed);
            double[] a = new double[m];
            double[] b = new double[n];
            boolean sides = kind == WeightedZeros.Kind.SIDES;
            Arrays.setAll(a, i -> sides ? 0.2 + random.nextDouble() : 1);
            Arrays.setAll(b, j -> sides ? 0.2 + random.nextDouble() : 1);
            double[] y = new double[m * n];
            double[] weights = new double[m * n];
            List<int[]> places = new ArrayList<>();
            for (int at = 0; at < m * n; at++) {
                weights[at] = a[at / n] * b[at % n];
                if (random.nextInt(3) == 0) {
                    places.add(new int[] {at / n, at % n});
                    y[at] = random.nextInt(6);
                    boolean missing = random.nextInt(4) == 0;
                    weights[at] =
                            missing
                                    ? 0
                                    : kind == WeightedZeros.Kind.IMPLICIT
                                            ? 1
                                            : 2 * random.nextDouble();
                }
            }
            int[] i = places.stream().mapToInt(place -> place[0]).toArray();
            int[] j = places.stream().mapToInt(place -> place[1]).toArray();
            double[] values = places.stream().mapToDouble(p -> y[p[0] * n + p[1]]).toArray();
            double[] own = places.stream().mapToDouble(p -> weights[p[0] * n + p[1]]).toArray();
            this.sparse = SparseMatrix.weighted(m, n, i, j, values, own, a, b);
            this.dense = DenseMatrix.wrap(m, n, y).withWeights(DenseMatrix.wrap(m, n, weights));
        }

        Factors factors(int rank) {
            Random random = new Random(1);
            Factors w = Factors.zeros(rank, m, n);
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < w.block(k).rows(); i++) {
                    for (int c = 0; c < rank; c++) {
                        w.block(k).set(i, c, random.nextDouble());
                    }
                }
            }
            return w;
        }
    }
}
