package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.kernel.EntryRow;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.RowSource;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.regularizer.EuclideanPlusL1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What proofs add up and compare, against sums of exact numbers. */
class EntrySumsTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** How much wider than needed bounds may be, relative to the terms. */
    private static final double TIGHT = 1e-13;

    static List<Loss> losses() {
        return List.of(
                new SquaredLoss(), new HuberLoss(0.5), new SquaredHingeLoss(), new LogisticLoss());
    }

    /**
     * The sums at X as computed are bounds of the exact ones. Functions of the loss are those as
     * computed, whose errors are another test's; here terms of all sizes are added up.
     */
    @ParameterizedTest
    @MethodSource("losses")
    void boundsOfSumsHoldAndAreTight(Loss loss) {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int m = 1 + random.nextInt(12);
            int n = 1 + random.nextInt(12);
            boolean transposed = seed % 2 == 0;
            MatrixMap map = data(loss, m, n, seed % 3, random).bind(loss, 1, null);
            Factors w = factors(m, n, random.nextInt(3), random);
            Exact exact = new Exact(loss);
            map.visitEntries(w, transposed, exact::add);
            double[][] gradient = new double[m][n];
            EntrySums sums =
                    new EntrySums(
                            map,
                            w,
                            transposed,
                            (row, g) -> {
                                double[] line = new double[transposed ? m : n];
                                row.scatter(g, line, 0, line.length);
                                for (int k = 0; k < line.length; k++) {
                                    int i = transposed ? k : row.index();
                                    gradient[i][transposed ? row.index() : k] = line[k];
                                }
                            });
            assertAbove(sums.valueUp(), exact.value, exact.value);
            assertAbove(sums.squaresUp(), exact.squares, exact.squares);
            assertAbove(sums.gradientSquareUp(), squares(gradient), squares(gradient));
            assertAbove(-sums.pairingDown(), exact.inner.negate(), exact.magnitude);
            double s = transposed ? 1 : random.nextDouble();
            Exact scaled = new Exact(loss);
            scaled.scale = s;
            map.visitEntries(w, false, scaled::add);
            assertAbove(-sums.dualDown(s), scaled.dual.negate(), scaled.dualMagnitude);
        }
    }

    private static void assertAbove(double bound, BigDecimal exact, BigDecimal terms) {
        double above = new BigDecimal(bound).subtract(exact).doubleValue();
        assertThat(above).isPositive().isLessThan(TIGHT * terms.doubleValue() + 1e-290);
    }

    /**
     * The sums over groups on threads against exact ones, the gradient against that row by row,
     * whatever the number of threads; with weights or without, by rows and by columns, however the
     * data are stored.
     */
    @ParameterizedTest
    @MethodSource("losses")
    void groupsOnThreadsHaveTheSameSums(Loss loss) {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int m = 1 + random.nextInt(40);
            int n = 1 + random.nextInt(12);
            boolean transposed = seed % 2 == 0;
            MatrixData data = data(loss, m, n, seed % 4 / 2, random);
            Factors w = factors(m, n, random.nextInt(3), random);
            double[] values = new double[2];
            for (int threads = 1; threads <= 2; threads++) {
                try (MatrixMap map = data.bind(loss, threads, null)) {
                    if (!map.hasRows(transposed)) {
                        continue;
                    }
                    Exact exact = new Exact(loss);
                    map.visitEntries(w, transposed, exact::add);
                    Collected groups = new Collected(transposed ? m : n);
                    EntrySums sums = new EntrySums(map, w, transposed, groups);
                    Collected inTurn = new Collected(transposed ? m : n);
                    new EntrySums(map, w, transposed, inTurn.sink());
                    assertThat(groups.rows).isEqualTo(inTurn.rows);
                    assertThat(groups.rows).hasSize(transposed ? n : m);
                    assertAbove(sums.valueUp(), exact.value, exact.value);
                    assertAbove(sums.squaresUp(), exact.squares, exact.squares);
                    assertAbove(-sums.pairingDown(), exact.inner.negate(), exact.magnitude);
                    values[threads - 1] = sums.valueUp();
                }
            }
            assertThat(values[1]).isEqualTo(values[0]);
        }
    }

    /** The rows of the gradient, by index, and that groups are joined in turn. */
    private static final class Collected implements GradientGroups {
        final Map<Integer, List<Double>> rows = new ConcurrentHashMap<>();
        private final int length;
        private final AtomicInteger taken = new AtomicInteger();

        Collected(int length) {
            this.length = length;
        }

        @Override
        public int groupRows() {
            return 3;
        }

        @Override
        public int groups() {
            return 4;
        }

        @Override
        public void take(int index, Consumer<GradientSink> shown) {
            assertThat(index).isBetween(0, 3);
            shown.accept(sink());
        }

        GradientSink sink() {
            return (row, g) -> {
                double[] line = new double[length];
                row.scatter(g, line, 0, length);
                taken.incrementAndGet();
                rows.put(row.index(), Arrays.stream(line).boxed().toList());
            };
        }

        @Override
        public void join(int count, int shown) {
            assertThat(taken.getAndSet(0)).isEqualTo(shown);
            assertThat(count).isEqualTo(Math.ceilDiv(shown, 3));
        }
    }

    /** Sums that come from elsewhere do not tell that f is exactly 0: nothing is proved by that. */
    @Test
    void totalsDoNotClaimThatNothingIsLeft() {
        DenseMatrix y = DenseMatrix.wrap(2, 1, new double[] {1, 2});
        try (MatrixMap map = y.bind(new SquaredLoss(), 1, null)) {
            EntrySums sums = new EntrySums(map, Factors.empty(2, 1), false, (row, g) -> {});
            assertThat(sums.isExactlyZero()).isFalse();
            assertThat(EntrySums.of(map, 3, sums.totals()).isExactlyZero()).isFalse();
        }
    }

    /** No entry and no weight: f is exactly 0 there, and the sums say so. */
    @Test
    void nothingObservedIsEmpty() {
        for (double weight : new double[] {0, 1}) {
            MatrixData data =
                    ObservedEntries.copyOf(
                            2,
                            2,
                            new int[] {0},
                            new int[] {1},
                            new double[] {3},
                            new double[] {weight});
            MatrixMap map = data.bind(new SquaredLoss(), 1, null);
            EntrySums sums = new EntrySums(map, Factors.empty(2, 2), false, (row, g) -> {});
            assertThat(sums.isExactlyZero()).isEqualTo(weight == 0);
        }
    }

    /** Against ‖(|z| − bt)₊‖₂ ≤ at with 60 digits, at levels a few units from the dual norm. */
    @Test
    void ballsOfTheDualNormHoldNothingFromOutside() {
        int inside = 0;
        int trials = 20_000;
        for (int seed = 0; seed < trials; seed++) {
            Random random = new Random(seed);
            double a = seed % 5 == 0 ? 0 : Math.scalb(1 + random.nextDouble(), -seed % 40);
            double b = seed % 5 == 1 ? 0 : Math.scalb(1 + random.nextDouble(), -seed % 7);
            EuclideanPlusL1 norm = new EuclideanPlusL1(a, b);
            double[] z = new double[1 + random.nextInt(9)];
            double scale = Math.pow(10, random.nextInt(101) - 50);
            Arrays.setAll(z, i -> scale * (random.nextInt(4) == 0 ? 1 : random.nextGaussian()));
            double dual = norm.polarize(z.clone(), 0, 1, z.length);
            double t = dual * (1 + (random.nextInt(200) - 40) * 0x1p-52);
            DualNormBall ball = new DualNormBall(norm.blockPenalty());
            if (ball.contains(z, t)) {
                inside++;
                assertThat(isWithin(norm, z, t)).as("seed %d", seed).isTrue();
            }
            assertThat(ball.contains(z, dual * (1 + 1e-12))).as("seed %d", seed).isTrue();
            assertThat(ball.contains(z, dual * (1 - 1e-12))).as("seed %d", seed).isFalse();
        }
        assertThat(inside).isBetween(trials / 10, trials * 9 / 10);
    }

    private static boolean isWithin(EuclideanPlusL1 norm, double[] z, double t) {
        BigDecimal threshold = new BigDecimal(norm.one()).multiply(new BigDecimal(t));
        BigDecimal squares = BigDecimal.ZERO;
        for (double element : z) {
            BigDecimal excess = new BigDecimal(Math.abs(element)).subtract(threshold);
            squares = excess.signum() > 0 ? squares.add(excess.multiply(excess)) : squares;
        }
        BigDecimal radius = new BigDecimal(norm.euclidean()).multiply(new BigDecimal(t));
        return squares.compareTo(radius.multiply(radius)) <= 0;
    }

    private static BigDecimal squares(double[][] a) {
        return Arrays.stream(a)
                .flatMapToDouble(Arrays::stream)
                .mapToObj(x -> new BigDecimal(x).multiply(new BigDecimal(x)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static MatrixData data(Loss loss, int m, int n, int kind, Random random) {
        boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
        double[] y = new double[m * n];
        double[] weights = new double[m * n];
        for (int e = 0; e < y.length; e++) {
            double size = Math.pow(10, random.nextInt(40) - 20);
            y[e] = labels ? (random.nextBoolean() ? 1 : -1) : size * random.nextGaussian();
            weights[e] = random.nextInt(4) == 0 ? 0 : Math.scalb(1.1, -random.nextInt(300));
        }
        DenseMatrix dense = stored(m, n, y, random.nextInt(4));
        if (kind == 0) {
            return dense;
        }
        if (kind == 1) {
            return dense.withWeights(stored(m, n, weights, random.nextInt(4)));
        }
        int[] at = IntStream.range(0, y.length).filter(e -> weights[e] > 0).toArray();
        return ObservedEntries.copyOf(
                m,
                n,
                Arrays.stream(at).map(e -> e / n).toArray(),
                Arrays.stream(at).map(e -> e % n).toArray(),
                Arrays.stream(at).mapToDouble(e -> y[e]).toArray(),
                Arrays.stream(at).mapToDouble(e -> weights[e]).toArray());
    }

    /** In one array, in blocks of five or four rows, or behind an interface. */
    private static DenseMatrix stored(int m, int n, double[] values, int kind) {
        return switch (kind) {
            case 0 -> DenseMatrix.wrap(m, n, values);
            case 1, 2 -> DenseMatrix.builder(n, 6 - kind).add(DoubleBuffer.wrap(values)).build();
            default ->
                    DenseMatrix.of(
                            new RowSource() {
                                @Override
                                public int rows() {
                                    return m;
                                }

                                @Override
                                public int columns() {
                                    return n;
                                }

                                @Override
                                public void read(int row, int count, double[] to, int offset) {
                                    System.arraycopy(values, row * n, to, offset, count * n);
                                }
                            });
        };
    }

    private static Factors factors(int m, int n, int rank, Random random) {
        double[] u = random.doubles((long) m * rank, -2, 2).toArray();
        double[] v = random.doubles((long) n * rank, -2, 2).toArray();
        return Factors.copyOfPair(m, n, rank, u, v);
    }

    /** Sums without rounding of the functions as computed. */
    private static final class Exact {
        private final Loss loss;
        private double scale = 1;
        private BigDecimal value = BigDecimal.ZERO;
        private BigDecimal squares = BigDecimal.ZERO;
        private BigDecimal inner = BigDecimal.ZERO;
        private BigDecimal magnitude = BigDecimal.ZERO;
        private BigDecimal dual = BigDecimal.ZERO;
        private BigDecimal dualMagnitude = BigDecimal.ZERO;

        Exact(Loss loss) {
            this.loss = loss;
        }

        void add(EntryRow row) {
            for (int k = 0; k < row.count(); k++) {
                BigDecimal weight = new BigDecimal(row.weight(k));
                double y = row.datum(k);
                double x = row.output(k);
                double g = scale * loss.derivative(y, x);
                BigDecimal d = new BigDecimal(loss.derivative(y, x));
                BigDecimal product = weight.multiply(d).multiply(new BigDecimal(y));
                BigDecimal entry = new BigDecimal(loss.dualValue(y, g));
                value = value.add(weight.multiply(new BigDecimal(loss.value(y, x))), DIGITS);
                squares = squares.add(weight.multiply(d).multiply(d), DIGITS);
                inner = inner.subtract(product, DIGITS);
                magnitude = magnitude.add(product.abs(), DIGITS);
                dual = dual.add(weight.multiply(entry), DIGITS);
                dualMagnitude =
                        dualMagnitude.add(
                                weight.multiply(
                                        entry.abs().add(new BigDecimal(2 * Math.abs(g * y)))),
                                DIGITS);
            }
        }
    }
}
