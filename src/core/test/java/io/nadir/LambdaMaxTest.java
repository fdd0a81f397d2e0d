package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.PolarBounds;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;
import io.nadir.solver.SolverOptions;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Bounds of λ_max hold: zero is optimal above them, and is not below. */
class LambdaMaxTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();

    /** The singular values of this matrix are 13, 3, 2 and 0, times the scale. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1p-490, 0x1p-60, 1, 0x1p50, 0x1p500})
    void boundsEncloseTheLargestSingularValue(double scale) {
        double[] y = new double[5 * 4];
        y[0] = 5 * scale;
        y[1] = 12 * scale;
        y[6] = 3 * scale;
        y[11] = -2 * scale;
        Problem problem = Problem.lowRank(DenseMatrix.wrap(5, 4, y), scale);
        PolarBounds bounds = Nadir.lambdaMaxBounds(problem, OPTIONS);
        assertThat(bounds.lower()).isLessThanOrEqualTo(13 * scale);
        assertThat(bounds.upper()).isGreaterThanOrEqualTo(13 * scale);
        assertThat(bounds.upper() - bounds.lower()).isLessThan(1e-6 * 13 * scale);
        assertThat(bounds.evidence()).isEqualTo(Evidence.PROBABLE);
        assertThat(bounds.delta()).isEqualTo(OPTIONS.delta());
    }

    /** Columns of a solution, of no use, dependent, or huge: bounds are those without them. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1p-490, 1, 0x1p500})
    void boundsHoldAlongAnyColumns(double scale) {
        double[] y = random(14 * 9, 7);
        for (int k = 0; k < y.length; k++) {
            y[k] = scale * (y[k] + 2);
        }
        Problem problem = Problem.lowRank(DenseMatrix.wrap(14, 9, y), 2 * scale);
        PolarBounds plain = Nadir.lambdaMaxBounds(problem, OPTIONS);
        Factors solution = Nadir.solve(problem, OPTIONS).factors();
        double root = Math.sqrt(scale);
        Factors useless = factors(random(14 * 3, 8), random(9 * 3, 9), 3, root);
        double[] once = random(14, 10);
        double[] twice = new double[28];
        for (int i = 0; i < 14; i++) {
            twice[2 * i] = once[i];
            twice[2 * i + 1] = once[i];
        }
        Factors dependent = factors(twice, random(9 * 2, 11), 2, 1e20 * root);
        Factors zeros = factors(new double[14], new double[9], 1, root);
        for (Factors near : List.of(solution, useless, dependent, zeros)) {
            PolarBounds bounds = Nadir.lambdaMaxBounds(problem, OPTIONS, near);
            assertThat(bounds.upper()).isGreaterThanOrEqualTo(plain.lower());
            assertThat(bounds.lower()).isLessThanOrEqualTo(plain.upper());
            assertThat(bounds.upper() - bounds.lower()).isLessThan(3e-6 * plain.upper());
            assertThat(bounds.delta()).isEqualTo(OPTIONS.delta());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.lambdaMaxBounds(
                                problem, OPTIONS, factors(random(9, 1), random(14, 1), 1, 1)))
                .withMessageContaining("the data need [14, 9]");
    }

    private static Factors factors(double[] u, double[] v, int rank, double scale) {
        double[] left = DoubleStream.of(u).map(x -> x * scale).toArray();
        double[] right = DoubleStream.of(v).map(x -> x * scale).toArray();
        return Factors.copyOfPair(u.length / rank, v.length / rank, rank, left, right);
    }

    /** With offsets, λ_max is that of the matrix less its means of rows and columns. */
    @Test
    void offsetsAreTakenOutFirst() {
        double[] y = random(12 * 9, 3);
        double[] centered = y.clone();
        for (int k = 0; k < y.length; k++) {
            y[k] += 40 + 3 * (k / 9) - 2 * (k % 9);
        }
        doubleCenter(centered, 12, 9);
        PolarBounds plain =
                Nadir.lambdaMaxBounds(
                        Problem.lowRank(DenseMatrix.wrap(12, 9, centered), 1), OPTIONS);
        PolarBounds offsets =
                Nadir.lambdaMaxBounds(
                        Problem.lowRank(DenseMatrix.wrap(12, 9, y), 1)
                                .withCentering(Centering.BOTH),
                        OPTIONS);
        assertThat(offsets.upper()).isCloseTo(plain.upper(), within(1e-6 * plain.upper()));
        assertThat(offsets.lower()).isCloseTo(plain.lower(), within(1e-6 * plain.upper()));
    }

    private static void doubleCenter(double[] y, int m, int n) {
        for (int i = 0; i < m; i++) {
            double mean = 0;
            for (int j = 0; j < n; j++) {
                mean += y[i * n + j] / n;
            }
            for (int j = 0; j < n; j++) {
                y[i * n + j] -= mean;
            }
        }
        for (int j = 0; j < n; j++) {
            double mean = 0;
            for (int i = 0; i < m; i++) {
                mean += y[i * n + j] / m;
            }
            for (int i = 0; i < m; i++) {
                y[i * n + j] -= mean;
            }
        }
    }

    static Stream<Problem> families() {
        DenseMatrix y = DenseMatrix.wrap(8, 6, random(48, 1));
        double[] some = random(48, 1);
        double[] signs = random(48, 1);
        for (int k = 0; k < some.length; k++) {
            signs[k] = Math.signum(signs[k]);
            some[k] = k % 3 == 1 ? Double.NaN : some[k];
        }
        MatrixData observed = ObservedEntries.copyOfNonNaN(8, 6, some);
        DenseMatrix inputs = DenseMatrix.wrap(8, 3, random(24, 2));
        return Stream.of(
                Problem.lowRank(y, 1),
                Problem.lowRank(y, 1).withLoss(new HuberLoss(0.3)),
                Problem.lowRank(DenseMatrix.wrap(8, 6, signs), 1).withLoss(new LogisticLoss()),
                Problem.lowRank(observed, 1),
                Problem.lowRank(observed, 1).withCentering(Centering.BOTH),
                Problem.lowRank(observed, 1)
                        .withLoss(new HuberLoss(0.5))
                        .withCentering(Centering.ROWS),
                Problem.lowRank(
                        SparseMatrix.copyOf(
                                9,
                                7,
                                new int[] {0, 3, 8},
                                new int[] {1, 1, 6},
                                new double[] {2, -3, 1}),
                        1),
                Problem.of(y, 1)
                        .withRegularizer(
                                new GaugeProduct(
                                        new NonNegative(EuclideanPlusL1.EUCLIDEAN),
                                        new NonNegative(EuclideanPlusL1.EUCLIDEAN))),
                Problem.of(y, 1)
                        .withRegularizer(
                                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.ONE)),
                Problem.of(DenseTensor.wrap(new int[] {4, 4, 3}, random(48, 1)), 1),
                Problem.of(TwoLayerNetwork.relu(inputs, y), 1),
                Problem.of(new DeepNetwork(inputs, y, Subnetwork.relu(3, 2, 6)), 1));
    }

    @ParameterizedTest
    @MethodSource("families")
    void zeroIsOptimalFromTheUpperBoundOn(Problem problem) {
        PolarBounds bounds = Nadir.lambdaMaxBounds(problem, OPTIONS);
        double estimate = Nadir.lambdaMax(problem, OPTIONS);
        assertThat(bounds.lower()).isPositive().isLessThanOrEqualTo(bounds.upper());
        assertThat(estimate).isLessThanOrEqualTo(bounds.upper() * (1 + 1e-12));
        assertThat(bounds.lower()).isGreaterThanOrEqualTo(estimate * (1 - 1e-5));
        ModelData y = problem.y();
        Factors zero = Factors.empty(y.factorShapes().stream().map(FactorShape::rows).toList());
        Certificate above =
                Nadir.certify(problem.withLambda(1.0001 * bounds.upper()), zero, OPTIONS);
        assertThat(above.verdict()).isEqualTo(Verdict.GLOBAL);
        Certificate below = Nadir.certify(problem.withLambda(0.98 * bounds.lower()), zero, OPTIONS);
        assertThat(below.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
    }

    @Test
    void whereThereIsNoneItIsSaid() {
        Problem none = Problem.lowRank(DenseMatrix.wrap(2, 2, new double[4]), 1);
        PolarBounds zero = Nadir.lambdaMaxBounds(none, OPTIONS);
        assertThat(zero.upper()).isZero();
        assertThat(zero.evidence()).isEqualTo(Evidence.PROVED);
        Problem open =
                Problem.lowRank(DenseMatrix.wrap(2, 2, random(4, 1)), 1)
                        .withRegularizer(new UncertifiedRegularizer(new SquaredNorms()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.lambdaMaxBounds(open, OPTIONS))
                .withMessageContaining("it has no polar");
        Problem problem = Problem.lowRank(DenseMatrix.wrap(90, 90, random(8100, 1)), 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Nadir.lambdaMaxBounds(problem, OPTIONS))
                .isInstanceOf(WorkInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static double[] random(int count, long seed) {
        return new Random(seed).doubles(count, -1, 1).toArray();
    }
}
