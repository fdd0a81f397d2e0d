package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.SparseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.SpectralOracle;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Clipped dual points of distributed rows, against the core's, and against planted minima. */
class RowsClippingTest {
    /** The same U and V: the same gap, up to rounding, from any partitions. */
    @ParameterizedTest
    @CsvSource({"12,9,1", "12,9,4", "9,14,3", "1,6,1", "6,1,2", "1,1,1", "40,5,18"})
    void gapsAreThoseOfTheCore(int m, int n, int partitions) {
        Random random = new Random(m * 100 + n);
        Case c = new Case(m, n, true, random);
        double lambda = 0.15 * c.largestGradient();
        try (DistributedRows rows = c.distributed(partitions);
                RowsMap map = map(new SparkProblem(rows, lambda));
                MatrixMap core = c.matrix().bind(new SquaredLoss(), 1, null)) {
            Factors v = near(map, lambda, Math.min(3, Math.min(m, n)), random);
            RowsPoint point = new RowsPoint(objective(map, lambda), v);
            Factors w = Factors.zeros(v.rank(), m, n);
            Panels.copyInto(v.block(0), w.block(1));
            core.minimizeBlock(w, 0, lambda);
            Objective<MatrixMap> objective = new Objective<>(core, new SquaredNorms(), lambda);
            double f = point.value().objective();
            assertThat(f).isCloseTo(objective.value(w), within(1e-12 * f));
            RowsClipping clipping = new RowsClipping(point);
            Proof proof = clipping.bound(1e3 * f);
            SpectralOracle oracle = new SpectralOracle(objective, w, 1);
            // With a target that the first bounds do not exclude.
            assertThat(oracle.gapToClippedDual(1e3 * f)).isLessThan(1e3 * f);
            Proof expected = oracle.prove(1e3 * f);
            assertThat(proof.gap()).isCloseTo(expected.gap(), within(1e-6 * f));
            assertThat(proof.objective()).isCloseTo(expected.objective(), within(1e-11 * f));
            agree(clipping.witnesses(), oracle.witnesses(1e-9, 0, 0));
        }
    }

    private static void agree(Witnesses found, Witnesses expected) {
        assertThat(found.values()).hasSameSizeAs(expected.values());
        for (int i = 0; i < found.values().length; i++) {
            assertThat(found.values()[i]).isCloseTo(expected.values()[i], within(1e-3));
        }
    }

    /** No lower bound exceeds a minimum that is known because it was planted. */
    @ParameterizedTest
    @CsvSource({"0", "-98", "90"})
    void noBoundIsAboveAPlantedMinimum(int exponent) {
        double scale = Math.scalb(1.0, exponent);
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            int m = 3 + random.nextInt(6);
            int n = 3 + random.nextInt(6);
            Planted planted = new Planted(m, n, random);
            try (DistributedRows rows = planted.rows(scale, 1 + 2 * seed);
                    RowsMap map = map(new SparkProblem(rows, planted.lambda * scale))) {
                int noises = 0;
                double least = planted.minimum * scale * scale;
                for (double noise : new double[] {0, 1e-3, 1}) {
                    Factors v = Factors.zeros(2, n);
                    for (int j = 0; j < n; j++) {
                        for (int k = 0; k < 2; k++) {
                            v.block(0)
                                    .set(
                                            j,
                                            k,
                                            Math.sqrt(scale)
                                                    * (planted.v.get(j, k)
                                                            + noise * random.nextGaussian()));
                        }
                    }
                    RowsPoint point = new RowsPoint(objective(map, planted.lambda * scale), v);
                    double f = point.value().objective();
                    Proof proof = new RowsClipping(point).bound(1e-9 * f);
                    assertThat(f - proof.gap()).isLessThanOrEqualTo(least * (1 + 1e-14));
                    assertThat(proof.objective()).isGreaterThanOrEqualTo(f * (1 - 1e-15));
                    assertThat(f).isGreaterThanOrEqualTo(least * (1 - 1e-13));
                    assertThat(proof.gap()).isLessThan(new double[] {1e-9, 1e-2, 1}[noises++] * f);
                }
            }
        }
    }

    @Test
    void countsAreProved() {
        Case c = new Case(12, 8, false, new Random(8));
        double lambda = 0.1 * c.largestGradient();
        SolverOptions options =
                SolverOptions.defaults().withEvidence(Evidence.PROVED).withRelativeGap(1e-5);
        try (DistributedRows rows = c.distributed(2)) {
            for (double each : new double[] {lambda, 20 * lambda}) {
                Certificate found =
                        SparkSolver.solve(new SparkProblem(rows, each), options).certificate();
                assertThat(found.isGlobal()).isTrue();
                assertThat(found.polar().evidence()).isEqualTo(Evidence.PROVED);
                double least = c.minimum(each);
                assertThat(found.lowerBound()).isLessThanOrEqualTo(least * (1 + 1e-12));
                assertThat(found.objective()).isGreaterThanOrEqualTo(least * (1 - 1e-7));
            }
        }
    }

    private static RowsMap map(SparkProblem problem) {
        return new RowsMap(new Passes(problem, new JobNames(problem.rows().context())));
    }

    private static Objective<RowsMap> objective(RowsMap map, double lambda) {
        return new Objective<>(map, new SquaredNorms(), lambda);
    }

    /** A V after a few sweeps. */
    private static Factors near(RowsMap map, double lambda, int rank, Random random) {
        Factors v = Factors.zeros(rank, map.data().factorShapes().getFirst().rows());
        for (int j = 0; j < v.block(0).rows(); j++) {
            for (int k = 0; k < rank; k++) {
                v.block(0).set(j, k, random.nextGaussian());
            }
        }
        RowSweeps sweeps = new RowSweeps(objective(map, lambda));
        for (int k = 0; k < 5; k++) {
            sweeps.step(v);
        }
        return v;
    }

    /** Blocks of rows i, i + P, … in P partitions; those without rows are empty. */
    private static DistributedRows distribute(
            int m, int n, int partitions, Function<int[], BlockData> data) {
        List<RowBlock> blocks = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            int first = p;
            int[] rows = IntStream.range(0, m).filter(i -> i % partitions == first).toArray();
            Object[] ids = Arrays.stream(rows).boxed().toArray();
            blocks.add(new RowBlock(p, ids, null, rows.length == 0 ? null : data.apply(rows)));
        }
        var session = LocalSpark.session();
        var context = JavaSparkContext.fromSparkContext(session.sparkContext());
        Object[] places = IntStream.range(0, n).boxed().toArray();
        return new DistributedRows(
                session,
                context.parallelize(blocks, partitions),
                "row",
                DataTypes.IntegerType,
                places,
                "column",
                DataTypes.IntegerType);
    }

    /** Some rows of a matrix with weights a_i·b_j where nothing is listed. */
    record Weighted(
            int columns,
            int[] i,
            int[] j,
            double[] values,
            double[] weights,
            double[] a,
            double[] b)
            implements BlockData {
        private static final long serialVersionUID = 1;

        @Override
        public int rows() {
            return a.length;
        }

        @Override
        public MatrixData matrix() {
            return SparseMatrix.weighted(a.length, columns, i, j, values, weights, a, b);
        }

        @Override
        public double[] columnWeights() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void connect(ColumnPairs pairs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long bytes() {
            return 24L * values.length;
        }

        @Override
        public boolean hasGradientEntries() {
            return false;
        }
    }

    /** Entries that are listed or not, some with the weight 0, and the same in full. */
    private static final class Case {
        final int m;
        final int n;
        final double[] a;
        final double[] b;
        final double[] y;
        final double[] weights;
        final boolean[] listed;

        Case(int m, int n, boolean missing, Random random) {
            this.m = m;
            this.n = n;
            this.a = random.doubles(m, 0.05, 1).toArray();
            this.b = random.doubles(n, 0.05, 1).toArray();
            this.y = new double[m * n];
            this.weights = new double[m * n];
            this.listed = new boolean[m * n];
            for (int k = 0; k < m * n; k++) {
                listed[k] = k == 0 || random.nextInt(3) == 0;
                weights[k] = a[k / n] * b[k % n];
                if (listed[k]) {
                    y[k] = 3 + random.nextGaussian();
                    weights[k] = missing && k > 0 && random.nextInt(6) == 0 ? 0 : 1;
                }
            }
        }

        Weighted block(int[] rows) {
            int[] places =
                    IntStream.range(0, rows.length * n)
                            .filter(k -> listed[rows[k / n] * n + k % n])
                            .toArray();
            int[] all = Arrays.stream(places).map(k -> rows[k / n] * n + k % n).toArray();
            return new Weighted(
                    n,
                    Arrays.stream(places).map(k -> k / n).toArray(),
                    Arrays.stream(places).map(k -> k % n).toArray(),
                    Arrays.stream(all).mapToDouble(k -> y[k]).toArray(),
                    Arrays.stream(all).mapToDouble(k -> weights[k]).toArray(),
                    Arrays.stream(rows).mapToDouble(i -> a[i]).toArray(),
                    b);
        }

        MatrixData matrix() {
            return block(IntStream.range(0, m).toArray()).matrix();
        }

        DistributedRows distributed(int partitions) {
            return distribute(m, n, partitions, this::block);
        }

        /** σ_max of the gradient at 0. */
        double largestGradient() {
            return SmallDense.svd(gradient(Panel.zeros(m, n))).values()[0];
        }

        private Panel gradient(Panel x) {
            Panel g = Panel.zeros(m, n);
            for (int k = 0; k < m * n; k++) {
                g.set(k / n, k % n, weights[k] * (x.get(k / n, k % n) - y[k]));
            }
            return g;
        }

        /** The minimum, by proximal gradient steps over all of X. */
        double minimum(double lambda) {
            Panel x = Panel.zeros(m, n);
            double least = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 1500; step++) {
                Panel next = Panels.copy(x);
                Panels.addScaled(-1, gradient(x), next);
                SmallDense.Svd svd = SmallDense.svd(next);
                double[] kept =
                        Arrays.stream(svd.values()).map(s -> Math.max(0, s - lambda)).toArray();
                Panel left = Panels.copy(svd.u());
                Panels.scaleColumns(left, kept);
                x = Panels.multiplyTransposed(left, svd.v());
                double value = lambda * Arrays.stream(kept).sum();
                for (int k = 0; k < m * n; k++) {
                    double rest = x.get(k / n, k % n) - y[k];
                    value += 0.5 * weights[k] * rest * rest;
                }
                least = Math.min(least, value);
            }
            return least;
        }
    }

    /**
     * All entries are listed with weights w. G = −λ(P·Qᵀ + N), with N of norm below 1 and
     * orthogonal to X = P·Σ·Qᵀ, is a subgradient at X; Y = X − G/w makes it the gradient there.
     */
    private static final class Planted {
        final int m;
        final int n;
        final double lambda = 0.7;
        final double[] y;
        final double[] weights;
        final Panel v;
        final double minimum;

        Planted(int m, int n, Random random) {
            this.m = m;
            this.n = n;
            Panel square = Panel.zeros(m, n);
            for (int k = 0; k < m * n; k++) {
                square.set(k / n, k % n, random.nextGaussian());
            }
            SmallDense.Svd svd = SmallDense.svd(square);
            int side = Math.min(m, n);
            double[] sigma = {2, 0.5};
            this.y = new double[m * n];
            this.weights = random.doubles((long) m * n, 0.2, 3).toArray();
            this.v = Panel.zeros(n, 2);
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < 2; k++) {
                    v.set(j, k, Math.sqrt(sigma[k]) * svd.v().get(j, k));
                }
            }
            double sum = lambda * (sigma[0] + sigma[1]);
            for (int e = 0; e < m * n; e++) {
                double x = 0;
                double g = 0;
                for (int k = 0; k < side; k++) {
                    double product = svd.u().get(e / n, k) * svd.v().get(e % n, k);
                    x += k < 2 ? sigma[k] * product : 0;
                    g -= lambda * (k < 2 ? 1 : 0.9 / k) * product;
                }
                y[e] = x - g / weights[e];
                sum += 0.5 * g * g / weights[e];
            }
            this.minimum = sum;
        }

        DistributedRows rows(double scale, int partitions) {
            return distribute(
                    m,
                    n,
                    partitions,
                    rows -> {
                        int[] all =
                                IntStream.range(0, rows.length * n)
                                        .map(k -> rows[k / n] * n + k % n)
                                        .toArray();
                        double[] ones = new double[n];
                        Arrays.fill(ones, 1);
                        return new Weighted(
                                n,
                                IntStream.range(0, all.length).map(k -> k / n).toArray(),
                                IntStream.range(0, all.length).map(k -> k % n).toArray(),
                                Arrays.stream(all).mapToDouble(k -> scale * y[k]).toArray(),
                                Arrays.stream(all).mapToDouble(k -> weights[k]).toArray(),
                                Arrays.stream(rows).mapToDouble(i -> 1).toArray(),
                                ones);
                    });
        }
    }
}
