package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.SparseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.reference.ConvexReference;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.descent.Balancing;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Dual points from clipped gradients, against dense sums and an independent convex solver. */
class ClippedDualBoundTest {
    private static final int INSTANCES = 60;
    private static final int LONG_INSTANCES = 1500;

    @ParameterizedTest
    @CsvSource({"1,1,0", "7,9,2", "30,20,3", "20,30,3"})
    void sumsAreThoseOfTheEntries(int m, int n, int columns) {
        Random random = new Random(m);
        Case c = new Case(m, n, true, random);
        Factors w = factors(m, n, 2, random);
        Factors change = factors(m, n, columns, random);
        try (MatrixMap map = c.data.bind(new SquaredLoss(), 1, null)) {
            int side = Math.min(m, n);
            Panel gram = Panel.zeros(side, side);
            ShiftedDual sums = map.shiftedDual(w, change.block(0), change.block(1), gram);
            double[][] a = c.gradient(w);
            Panel shift = Panels.multiplyTransposed(change.block(0), change.block(1));
            double pairing = 0;
            double squares = 0;
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double weight = c.weights[i * n + j];
                    a[i][j] += weight > 0 ? shift.get(i, j) : 0;
                    pairing -= a[i][j] * c.y[i * n + j];
                    squares += weight > 0 ? a[i][j] * a[i][j] / weight : 0;
                }
            }
            assertThat(sums.pairingDown()).isCloseTo(pairing, within(1e-10 * (1 + squares)));
            assertThat(sums.squaresUp()).isCloseTo(squares, within(1e-10 * (1 + squares)));
            assertThat(sums.distanceUp()).isLessThan(1e-10);
            for (int i = 0; i < side; i++) {
                for (int j = 0; j <= i; j++) {
                    double expected = 0;
                    for (int k = 0; k < Math.max(m, n); k++) {
                        expected += m < n ? a[i][k] * a[j][k] : a[k][i] * a[k][j];
                    }
                    assertThat(gram.get(i, j)).isCloseTo(expected, within(1e-10 * (1 + squares)));
                }
            }
        }
    }

    /** The dual point is 0 where the weight is, also where squares of its errors underflow. */
    @Test
    void squaresOfErrorsMayUnderflow() {
        double[] one = {1};
        double x = 0x1p-265 / 3;
        MatrixData data =
                SparseMatrix.weighted(
                        1, 1, new int[1], new int[1], new double[1], new double[1], one, one);
        try (MatrixMap map = data.bind(new SquaredLoss(), 1, null)) {
            Factors w = Factors.copyOfPair(1, 1, 1, new double[] {x}, new double[] {x});
            Panel none = Panel.zeros(1, 0);
            ShiftedDual sums = map.shiftedDual(w, none, none, Panel.zeros(1, 1));
            BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(x));
            BigDecimal distance = exact.subtract(new BigDecimal(x * x)).abs();
            assertThat(distance).isPositive();
            assertThat(new BigDecimal(sums.distanceUp())).isGreaterThanOrEqualTo(distance);
        }
    }

    /** Factors of very different sizes: the square of one underflows, and the other is large. */
    @Test
    void squaresOfFactorsMayUnderflow() {
        double[] ones = {1, 1};
        double small = 0x1p-545;
        double large = 0x1p500;
        double entry = small * large;
        MatrixData data =
                SparseMatrix.weighted(
                        2, 2, new int[1], new int[1], new double[1], new double[] {1}, ones, ones);
        try (MatrixMap map = data.bind(new SquaredLoss(), 1, null)) {
            double[] u = {small, small};
            double[] v = {large, large};
            Panel none = Panel.zeros(2, 0);
            Panel gram = Panel.zeros(2, 2);
            ShiftedDual sums = map.shiftedDual(Factors.copyOfPair(2, 2, 1, u, v), none, none, gram);
            assertThat(sums.squaresUp()).isGreaterThanOrEqualTo(4 * entry * entry);
            double known = Rounding.gamma(sums.chain()) * sums.squareUp();
            double off = Math.abs(gram.get(0, 0) - 2 * entry * entry);
            assertThat(known).isGreaterThanOrEqualTo(off);
        }
    }

    @Test
    void noGapIsBelowTheTrueOne() {
        check(0, INSTANCES);
    }

    @Tag("long")
    @Test
    void noGapOfManyIsBelowTheTrueOne() {
        check(INSTANCES, LONG_INSTANCES);
    }

    private static void check(int from, int to) {
        int close = 0;
        for (int index = from; index < to; index++) {
            close += check(index) ? 1 : 0;
        }
        assertThat(close).isGreaterThan((to - from) / 2);
    }

    /** Returns whether the gap of a point near the minimum is less than twice the true one. */
    private static boolean check(int index) {
        Random random = new Random(index);
        int m = 2 + random.nextInt(9);
        int n = 2 + random.nextInt(9);
        Case c = new Case(m, n, index % 3 == 0, random);
        boolean close = false;
        try (MatrixMap map = c.data.bind(new SquaredLoss(), 1, null)) {
            double lambda = new double[] {0.5, 0.1, 0.02}[index % 3] * c.largestGradient();
            if (lambda == 0) {
                return true;
            }
            double unit = Math.max(1, Arrays.stream(c.weights).max().orElse(1));
            double[] scaled = Arrays.stream(c.weights).map(weight -> weight / unit).toArray();
            double least =
                    unit
                            * new ConvexReference(
                                            m, n, c.y, scaled, new SquaredLoss(), lambda / unit)
                                    .solve(1e-9)
                                    .upper();
            Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(), lambda);
            Factors w = factors(m, n, Math.min(m, n), random);
            Balancing balancing = new Balancing();
            for (int sweep = 0; sweep < 400; sweep++) {
                map.minimizeBlock(w, sweep % 2, lambda);
                balancing.toSingularVectors(w);
                if (sweep == 1 || sweep == 6 || sweep == 30 || sweep == 399) {
                    double gap = gap(objective, w);
                    double value = objective.value(w);
                    double rounding = 1e-12 * (1 + value);
                    assertThat(gap)
                            .as("%d after %d sweeps", index, sweep)
                            .isGreaterThanOrEqualTo(value - least - rounding);
                    close = gap <= 2 * (value - least) + 1e-6 * value;
                }
            }
        }
        return close;
    }

    private static double gap(Objective<MatrixMap> objective, Factors w) {
        PointValue point = new SpectralOracle(objective, w, 1).point();
        Proof proof = new ClippedMatrix(objective, w, point).bound(1e-6 * point.objective());
        return proof.gap();
    }

    /** Where singular values of G above λ are left, scaling costs in first order. */
    @Test
    void clippingCostsFarLessThanScaling() {
        Random random = new Random(5);
        int m = 40;
        int n = 30;
        Case c = new Case(m, n, false, random);
        try (MatrixMap map = c.data.bind(new SquaredLoss(), 1, null)) {
            double lambda = 0.2 * c.largestGradient();
            Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(), lambda);
            Factors w = factors(m, n, 30, random);
            double[] sigma = sweep(map, w, lambda, 600);
            int rank = (int) Arrays.stream(sigma).filter(s -> s > 1e-6 * sigma[0]).count();
            assertThat(rank).isGreaterThan(2);
            Factors without = columns(w, rank - 1);
            sweep(map, without, lambda, 200);
            SpectralOracle oracle = new SpectralOracle(objective, without, 1);
            double scaling = oracle.point().gap(oracle.estimate());
            ClippedMatrix clipped = new ClippedMatrix(objective, without, oracle.point());
            Proof proof = clipped.bound(1e-6 * oracle.point().objective());
            assertThat(proof.gap()).isLessThan(0.2 * scaling);
            Witnesses found =
                    clipped.witnesses(
                            new SpectralPoint(objective, without, rank).settled().deflation());
            assertThat(found.values()[0]).isCloseTo(oracle.estimate(), within(1e-6));
        }
    }

    private static double[] sweep(MatrixMap map, Factors w, double lambda, int sweeps) {
        Balancing balancing = new Balancing();
        double[] sigma = balancing.toSingularVectors(w);
        for (int sweep = 0; sweep < sweeps; sweep++) {
            map.minimizeBlock(w, sweep % 2, lambda);
            sigma = balancing.toSingularVectors(w);
        }
        return sigma;
    }

    private static Factors columns(Factors w, int count) {
        return Factors.wrap(
                count,
                Panels.leadingColumns(w.block(0), count),
                Panels.leadingColumns(w.block(1), count));
    }

    private static Factors factors(int m, int n, int rank, Random random) {
        Factors w = Factors.zeros(rank, m, n);
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int k = 0; k < rank; k++) {
                    block.set(i, k, random.nextGaussian());
                }
            }
        }
        return w;
    }

    /** Entries that are listed or not, and the same in full. */
    private static final class Case {
        final int m;
        final int n;
        final double[] y;
        final double[] weights;
        final MatrixData data;

        Case(int m, int n, boolean missing, Random random) {
            this.m = m;
            this.n = n;
            this.y = new double[m * n];
            this.weights = new double[m * n];
            double[] a = random.doubles(m, 0.05, 1).toArray();
            double[] b = random.doubles(n, 0.05, 1).toArray();
            int[] places = IntStream.range(0, m * n).filter(k -> random.nextInt(3) == 0).toArray();
            double[] values = random.doubles(places.length, -2, 3).toArray();
            double[] listed = random.doubles(places.length, 0.1, 2).toArray();
            for (int k = 0; k < m * n; k++) {
                weights[k] = a[k / n] * b[k % n];
            }
            for (int e = 0; e < places.length; e++) {
                listed[e] = missing && random.nextInt(6) == 0 ? 0 : listed[e];
                y[places[e]] = listed[e] == 0 ? 0 : values[e];
                weights[places[e]] = listed[e];
            }
            int[] rows = IntStream.of(places).map(k -> k / n).toArray();
            int[] columns = IntStream.of(places).map(k -> k % n).toArray();
            this.data = SparseMatrix.weighted(m, n, rows, columns, values, listed, a, b);
        }

        double[][] gradient(Factors w) {
            Panel x = Panels.multiplyTransposed(w.block(0), w.block(1));
            double[][] g = new double[m][n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int k = i * n + j;
                    g[i][j] = weights[k] * (x.get(i, j) - y[k]);
                }
            }
            return g;
        }

        /** σ_max of the gradient at 0. */
        double largestGradient() {
            Panel g = Panel.zeros(m, n);
            for (int k = 0; k < m * n; k++) {
                g.set(k / n, k % n, weights[k] * y[k]);
            }
            return SmallDense.svd(g).values()[0];
        }
    }
}
