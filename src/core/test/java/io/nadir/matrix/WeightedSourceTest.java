package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.Fold;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** Entries with weights from a source beside the same entries in arrays. */
class WeightedSourceTest {
    private static final SquaredLoss SQUARED = new SquaredLoss();

    private static RandomEntries entries(int m, int n, int density, int seed) {
        return new RandomEntries(m, n, density, seed, true);
    }

    @Test
    void passesAreThoseOfArrays() {
        for (int seed = 0; seed < 4; seed++) {
            RandomEntries entries = entries(1 + 500 * (seed % 3), 5 + 40 * seed, 1 + seed, seed);
            Factors w = EntrySourceTest.factors(3 + seed, entries.rows(), entries.columns(), seed);
            for (Loss loss : List.of(SQUARED, new HuberLoss(0.5), new PoissonLoss(0.1))) {
                requireSamePasses(entries, loss, w);
            }
            entries.makeLabels();
            requireSamePasses(entries, new LogisticLoss(), w);
            requireSamePasses(entries, new SquaredHingeLoss(), w);
        }
    }

    private static void requireSamePasses(RandomEntries entries, Loss loss, Factors w) {
        try (MatrixMap arrays = entries.inArrays().bind(loss, 1, null);
                MatrixMap source = ObservedEntries.from(entries).bind(loss, 2, null)) {
            EntrySourceTest.requireSamePasses(source, arrays, w);
            assertThat(source.entries()).isEqualTo(arrays.entries());
            if (source.hasLipschitz()) {
                assertThat(source.lipschitz(w, 0)).isEqualTo(arrays.lipschitz(w, 0));
            }
        }
    }

    @Test
    void leastSquaresAreThoseOfArrays() {
        RandomEntries entries = entries(300, 40, 3, 2);
        try (MatrixMap arrays = entries.inArrays().bind(SQUARED, 1, null);
                MatrixMap source = ObservedEntries.from(entries).bind(SQUARED, 2, null)) {
            for (int k = 0; k < 2; k++) {
                Factors w = EntrySourceTest.factors(3, 300, 40, 1);
                Factors expected = w.copy();
                double minimum = arrays.minimizeBlock(expected, k, 0.7);
                assertThat(source.minimizeBlock(w, k, 0.7))
                        .isCloseTo(minimum, within(1e-12 * minimum));
                EntrySourceTest.requireClose(w.block(k), expected.block(k));
            }
            Factors w = EntrySourceTest.factors(4, 300, 40, 6);
            Panel units = source.units(w);
            assertThat(units.columns()).isEqualTo(arrays.units(w).columns());
            EntrySourceTest.requireClose(units, arrays.units(w));
        }
    }

    @Test
    void metadataAreThoseOfArrays() {
        RandomEntries entries = entries(90, 40, 3, 2);
        ObservedEntries arrays = entries.inArrays();
        for (EntrySource source :
                List.of(
                        entries,
                        EntrySource.copyOf(entries),
                        EntrySource.copyOfFloats(entries),
                        EntryBlocks.of(entries, false, 50))) {
            MatrixData data = ObservedEntries.from(source);
            assertThat(data.observed()).isEqualTo(arrays.observed());
            assertThat(data.largestWeight()).isEqualTo(arrays.largestWeight()).isEqualTo(2);
            assertThat(data.fingerprint()).isEqualTo(ObservedEntries.from(entries).fingerprint());
            double[] known = new double[40];
            double[] expected = new double[40];
            for (int i = 0; i < 90; i++) {
                Arrays.fill(known, Double.NaN);
                Arrays.fill(expected, Double.NaN);
                data.copyKnown(i, 0, 40, known);
                arrays.copyKnown(i, 0, 40, expected);
                assertThat(known).containsExactly(expected);
            }
        }
        assertThat(ObservedEntries.from(new RandomEntries(90, 40, 3, 2)).fingerprint())
                .isNotEqualTo(ObservedEntries.from(entries).fingerprint());
    }

    /** The same minimum as in arrays, and bounds of it, PROBABLE and PROVED. */
    @Test
    void solvesAreCertified() {
        RandomEntries entries = entries(50, 35, 3, 5);
        Problem plain = Problem.lowRank(ObservedEntries.from(entries), 6);
        for (Problem problem :
                List.of(
                        plain,
                        plain.withCentering(Centering.BOTH, 2),
                        plain.withLoss(new HuberLoss(0.4)),
                        plain.withRegularizer(SquaredNorms.nonNegative()))) {
            MatrixData arrays =
                    entries.inArrays()
                            .centered(problem.y().centering(), problem.y().offsetPenalty());
            Problem other =
                    new Problem(arrays, problem.loss(), problem.regularizer(), problem.lambda());
            for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
                SolverOptions options =
                        SolverOptions.defaults().withRelativeGap(1e-4).withEvidence(evidence);
                Solution expected = Nadir.solve(other, options);
                Certificate found = Nadir.solve(problem, options).certificate();
                assertThat(found.isGlobal()).as("%s, %s", problem, found).isTrue();
                assertThat(found.objective())
                        .isCloseTo(expected.objective(), within(2e-4 * expected.objective()));
                assertThat(found.lowerBound())
                        .isLessThanOrEqualTo(expected.objective() * (1 + 1e-12));
                requireSameCertificate(problem, other, expected.factors(), options);
            }
        }
    }

    /** Of the same point. */
    private static void requireSameCertificate(
            Problem problem, Problem arrays, Factors w, SolverOptions options) {
        Certificate found = Nadir.certify(problem, w, options);
        Certificate expected = Nadir.certify(arrays, w, options);
        double f = expected.objective();
        assertThat(found.objective()).isCloseTo(f, within(1e-12 * f));
        assertThat(found.isGlobal()).isEqualTo(expected.isGlobal());
        assertThat(found.lowerBound()).isCloseTo(expected.lowerBound(), within(1e-4 * f));
    }

    @Test
    void powersOfTwoOnlyScale() {
        RandomEntries entries = entries(40, 30, 2, 8);
        double expected =
                Nadir.solve(Problem.lowRank(ObservedEntries.from(entries), 6)).objective();
        for (int exponent : new int[] {-300, 300}) {
            MatrixData scaled = ObservedEntries.from(entries).weightsTimesPowerOfTwo(exponent);
            assertThat(scaled.largestWeight()).isEqualTo(Math.scalb(2.0, exponent));
            Problem far = Problem.lowRank(scaled, Math.scalb(6.0, exponent));
            assertThat(Math.scalb(Nadir.solve(far).objective(), -exponent))
                    .isCloseTo(expected, within(1e-6 * expected));
        }
        MatrixData data = ObservedEntries.from(entries);
        assertThatThrownBy(() -> data.weightsTimesPowerOfTwo(-1030))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a weight = 0.25, allowed beside the largest weight are 0");
    }

    @Test
    void partsAreDisjointAndComplete() {
        MatrixData data = ObservedEntries.from(entries(80, 50, 2, 4));
        for (Fold fold : data.folds(3, 7).list()) {
            EntrySourceTest.requireParts(
                    data, (MatrixData) fold.training(), (MatrixData) fold.heldOut(), 1 / 3.0);
            assertThat(fold.training().largestWeight()).isEqualTo(2);
        }
    }

    @Test
    void refusesWeightsThatAreNotAllowed() {
        refused(-1, "a row: weight of row 0, column 2 = -1.0, allowed are finite numbers from 0");
        refused(
                Double.NaN,
                "a row: weight of row 0, column 2 = NaN, allowed are finite numbers from 0");
        assertThatThrownBy(() -> EntrySource.copyOfFloats(new Row(new double[] {1, 0.1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a row: weight of row 0, column 2 = 0.1, allowed in float32 are numbers"
                                + " that it has exactly");
        MatrixData data = ObservedEntries.from(new Row(new double[] {1, 1}));
        assertThatThrownBy(() -> data.withWeights(DenseMatrix.copyOf(1, 4, new double[4])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a row: allowed for entries from a source are the weights of the source"
                                + " itself, EntrySource.readWeighted");
    }

    private static void refused(double weight, String message) {
        assertThatThrownBy(() -> ObservedEntries.from(new Row(new double[] {0, weight})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void noticesWeightsThatChange() {
        double[] weights = {1, 2};
        MatrixData data = ObservedEntries.from(new Row(weights));
        weights[1] = 3;
        assertThatThrownBy(() -> Nadir.solve(Problem.lowRank(data, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a row gave other entries than before");
    }

    /** One row of two entries. */
    private record Row(double[] weights) implements EntrySource {
        @Override
        public int rows() {
            return 1;
        }

        @Override
        public int columns() {
            return 4;
        }

        @Override
        public long start(int row) {
            return 2L * row;
        }

        @Override
        public void read(int row, int count, int[] columns, double[] values, int offset) {
            columns[offset] = 0;
            columns[offset + 1] = 2;
            values[offset] = 5;
            values[offset + 1] = 7;
        }

        @Override
        public boolean hasWeights() {
            return true;
        }

        @Override
        public void readWeighted(
                int row, int count, int[] columns, double[] values, double[] into, int offset) {
            read(row, count, columns, values, offset);
            System.arraycopy(weights, 0, into, offset, 2);
        }

        @Override
        public String description() {
            return "a row";
        }
    }
}
