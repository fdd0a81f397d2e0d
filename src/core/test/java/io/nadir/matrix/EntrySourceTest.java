package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.Fold;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Entries from a source beside the same entries in arrays. */
class EntrySourceTest {
    private static final SquaredLoss SQUARED = new SquaredLoss();

    static Factors factors(int rank, int m, int n, int seed) {
        Random random = new Random(seed);
        Factors w = Factors.zeros(rank, m, n);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int c = 0; c < rank; c++) {
                    w.block(k).set(i, c, 0.1 + random.nextDouble());
                }
            }
        }
        return w;
    }

    @Test
    void passesAreThoseOfArrays() {
        for (int seed = 0; seed < 6; seed++) {
            RandomEntries entries =
                    new RandomEntries(1 + 500 * (seed % 3), 3 + 40 * seed, 1 + seed, seed);
            Factors w = factors(3 + seed, entries.rows(), entries.columns(), seed);
            for (Loss loss : List.of(SQUARED, new HuberLoss(0.5), new PoissonLoss(0.1))) {
                try (MatrixMap arrays = entries.inArrays().bind(loss, 1, null);
                        MatrixMap source = ObservedEntries.from(entries).bind(loss, 2, null)) {
                    requireSamePasses(source, arrays, w);
                }
            }
        }
    }

    static void requireSamePasses(MatrixMap source, MatrixMap arrays, Factors w) {
        Factors gradient = w.copy();
        Factors expected = w.copy();
        double value = arrays.evaluate(w, expected);
        assertThat(source.evaluate(w, gradient)).isCloseTo(value, within(1e-11 * (1 + value)));
        requireClose(gradient.block(0), expected.block(0));
        requireClose(gradient.block(1), expected.block(1));
        assertThat(source.dualValue(w, 0.7))
                .isCloseTo(arrays.dualValue(w, 0.7), within(1e-10 * (1 + value)));
        Panel b = factors(2, w.block(0).rows(), w.block(1).rows(), 9).block(1);
        Panel[] found = new Panel[4];
        for (int k = 0; k < 4; k++) {
            found[k] = Panel.zeros(w.block(k % 2).rows(), 2);
        }
        source.residualGram(w, b, found[0], found[1]);
        arrays.residualGram(w, b, found[2], found[3]);
        requireClose(found[0], found[2]);
        requireClose(found[1], found[3]);
        for (boolean transposed : new boolean[] {false, true}) {
            assertThat(visited(source, w, transposed)).isEqualTo(visited(arrays, w, transposed));
        }
    }

    static void requireClose(Panel actual, Panel expected) {
        double largest = Arrays.stream(expected.data()).map(Math::abs).max().orElse(0);
        for (int at = 0; at < actual.data().length; at++) {
            assertThat(actual.data()[at])
                    .isCloseTo(expected.data()[at], within(1e-12 * (1 + largest)));
        }
    }

    private static List<Double> visited(MatrixMap map, Factors w, boolean transposed) {
        List<Double> seen = new ArrayList<>();
        map.visitEntries(
                w,
                transposed,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        seen.add(row.index() + 1e6 * row.column(k));
                        seen.add(row.datum(k));
                        seen.add(row.weight(k));
                    }
                });
        return seen;
    }

    /** Memory, small blocks, float32 and threads change no bit. */
    @Test
    void whereEntriesAreChangesNoBit() {
        RandomEntries entries = new RandomEntries(900, 120, 4, 3);
        Factors w = factors(5, 900, 120, 1);
        double[] expected = evaluated(entries, w, 1);
        for (EntrySource same :
                List.of(
                        EntrySource.copyOf(entries),
                        EntrySource.copyOfFloats(entries),
                        EntryBlocks.of(entries, false, 1),
                        EntryBlocks.of(entries, false, 1000),
                        EntryBlocks.of(entries, true, 777))) {
            assertThat(evaluated(same, w, 3)).containsExactly(expected);
            assertThat(ObservedEntries.from(same).fingerprint())
                    .isEqualTo(ObservedEntries.from(entries).fingerprint());
        }
    }

    private static double[] evaluated(EntrySource source, Factors w, int threads) {
        try (MatrixMap map = ObservedEntries.from(source).bind(SQUARED, threads, null)) {
            Factors gradient = w.copy();
            double value = map.evaluate(w, gradient);
            double[] all = Arrays.copyOf(gradient.toArray(1), gradient.toArray(1).length + 1);
            all[all.length - 1] = value;
            return all;
        }
    }

    /** The same minimum as in arrays, PROBABLE and PROVED, with offsets and other penalties. */
    @Test
    void solvesAreCertified() {
        RandomEntries entries = new RandomEntries(60, 45, 3, 5);
        MatrixData source = ObservedEntries.from(entries);
        Problem plain = Problem.lowRank(source, 8);
        List<Problem> problems =
                List.of(
                        plain,
                        plain.withCentering(Centering.BOTH, 2),
                        plain.withLoss(new HuberLoss(0.4)),
                        plain.withRegularizer(SquaredNorms.nonNegative()),
                        plain.withRegularizer(
                                new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.ONE)));
        for (Problem problem : problems) {
            for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
                SolverOptions options =
                        SolverOptions.defaults().withRelativeGap(1e-4).withEvidence(evidence);
                ModelPair pair = new ModelPair(problem, entries, options);
                assertThat(pair.certificate().isGlobal()).as(problem + ", " + pair).isTrue();
                assertThat(pair.certificate().objective())
                        .as(problem + ", " + pair)
                        .isCloseTo(pair.expected(), within(2e-4 * pair.expected()));
                assertThat(pair.certificate().lowerBound())
                        .isLessThanOrEqualTo(pair.expected() * (1 + 1e-12));
            }
        }
    }

    /** A solve from the source and one from arrays. */
    private record ModelPair(Certificate certificate, double expected) {
        ModelPair(Problem problem, RandomEntries entries, SolverOptions options) {
            Solution found = Nadir.solve(problem, options);
            MatrixData arrays =
                    entries.inArrays()
                            .centered(problem.y().centering(), problem.y().offsetPenalty());
            Problem other =
                    new Problem(arrays, problem.loss(), problem.regularizer(), problem.lambda());
            this(found.certificate(), Nadir.solve(other, options).objective());
        }
    }

    /** Half of the entries of two blocks of rank 1 each: the minimum has a closed form. */
    @Test
    void twoBlocksHaveAClosedForm() {
        Checkerboard board = new Checkerboard(400, 60);
        MatrixData data = ObservedEntries.from(board);
        double lambda = 0.3 * board.largest();
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-7);
        Certificate found = Nadir.solve(Problem.lowRank(data, lambda), options).certificate();
        double minimum = board.minimum(lambda);
        assertThat(found.isGlobal()).isTrue();
        assertThat(found.objective()).isCloseTo(minimum, within(1e-7 * minimum));
        assertThat(found.lowerBound()).isLessThanOrEqualTo(minimum * (1 + 1e-12));
        KnownMinimum known = board.known(data, lambda);
        known.requireGradient();
        known.requireCertificate();
    }

    @Test
    void powersOfTwoOnlyScale() {
        RandomEntries entries = new RandomEntries(40, 30, 2, 8);
        Problem problem = Problem.lowRank(ObservedEntries.from(entries), 6);
        double expected = Nadir.solve(problem).objective();
        for (int exponent : new int[] {-300, 300}) {
            MatrixData scaled = ObservedEntries.from(entries).timesPowerOfTwo(exponent);
            Problem far = Problem.lowRank(scaled, Math.scalb(6.0, exponent));
            assertThat(Math.scalb(Nadir.solve(far).objective(), -2 * exponent))
                    .isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void partsAreDisjointAndComplete() {
        RandomEntries entries = new RandomEntries(80, 50, 2, 4);
        MatrixData data = ObservedEntries.from(entries);
        for (Fold fold : data.folds(3, 7).list()) {
            requireParts(data, (MatrixData) fold.training(), (MatrixData) fold.heldOut(), 1 / 3.0);
        }
        var parts = data.split(0.2, 5);
        requireParts(data, (MatrixData) parts.get(0), (MatrixData) parts.get(1), 0.2);
        PathOptions path = PathOptions.geometric(0.5, 6).withFolds(data.folds(3, 1));
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-2);
        List<PathPoint> points = Nadir.solvePath(Problem.lowRank(data, 1), path, options);
        assertThat(PathPoint.best(points)).isPositive();
    }

    static void requireParts(MatrixData all, MatrixData first, MatrixData second, double share) {
        assertThat(first.observed() + second.observed()).isEqualTo(all.observed());
        assertThat(second.observed() / (double) all.observed()).isBetween(0.8 * share, 1.2 * share);
        double[] whole = new double[all.columns()];
        double[] known = new double[all.columns()];
        for (int i = 0; i < all.rows(); i++) {
            Arrays.fill(whole, Double.NaN);
            Arrays.fill(known, Double.NaN);
            all.copyKnown(i, 0, whole.length, whole);
            first.copyKnown(i, 0, whole.length, known);
            second.copyKnown(i, 0, whole.length, known);
            assertThat(known).containsExactly(whole);
        }
    }

    @Test
    void refusesSourcesThatBreakTheirPromise() {
        refused(
                () -> ObservedEntries.from(new Broken(1, new int[] {0, 2, 1}, new double[3])),
                "a broken source: row 0, column 1 comes after column 2, allowed are columns that"
                        + " ascend");
        refused(
                () -> ObservedEntries.from(new Broken(1, new int[] {0, 4}, new double[2])),
                "a broken source: row 0 has the column index 4, allowed are 0 to 3");
        refused(
                () -> EntrySource.compactCopyOf(new Broken(1, new int[] {2, 2}, new double[2])),
                "a broken source: row 0, column 2 comes twice");
        refused(
                () -> EntrySource.copyOf(new Broken(1, new int[] {2, 2}, new double[2])),
                "a broken source: row 0, column 2 comes twice");
        refused(
                () -> EntrySource.copyOfFloats(new Broken(1, new int[] {-1}, new double[1])),
                "a broken source: row 0 has the column index -1, allowed are 0 to 3");
        refused(
                () ->
                        ObservedEntries.from(
                                new Broken(1, new int[] {0, 3}, new double[] {1, Double.NaN})),
                "a broken source: row 0, column 3 = NaN, allowed are finite numbers");
        refused(
                () -> ObservedEntries.from(new Broken(0, new int[0], new double[0])),
                "rows of the source = 0, allowed are 1 and more");
        refused(
                () -> ObservedEntries.from(new Broken(1, new int[5], new double[5])),
                "a broken source: start of row 1 = 5, allowed are 0 to 4");
        refused(
                () -> EntrySource.copyOfFloats(new Broken(1, new int[] {2}, new double[] {0.1})),
                "a broken source: row 0, column 2 = 0.1, allowed in float32 are numbers that it"
                        + " has exactly");
    }

    @Test
    void noticesEntriesThatChange() {
        double[] values = {1, 2, 3};
        MatrixData data = ObservedEntries.from(new Broken(1, new int[] {0, 1, 3}, values));
        values[1] = 5;
        assertThatThrownBy(() -> Nadir.solve(Problem.lowRank(data, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a broken source gave other entries than before");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    /** A row, right or wrong. */
    private record Broken(int rows, int[] numbers, double[] numbersOf) implements EntrySource {
        @Override
        public int columns() {
            return 4;
        }

        @Override
        public long start(int row) {
            return row == 0 ? 0 : numbers.length;
        }

        @Override
        public void read(int row, int count, int[] columns, double[] values, int offset) {
            System.arraycopy(numbers, 0, columns, offset, numbers.length);
            System.arraycopy(numbersOf, 0, values, offset, numbers.length);
        }

        @Override
        public String description() {
            return "a broken source";
        }
    }
}
