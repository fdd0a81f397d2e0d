package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.map.Predictor;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An array that data share with the caller may not change: every use says so, none goes wrong. */
@Timeout(60)
class ChangedArrayTest {
    private static final SolverOptions OPTIONS =
            SolverOptions.defaults().withRelativeGap(1e-4).withMaxRank(3);

    /** A problem, and an array that its data wrap. */
    record Shared(String name, Problem problem, double[] array) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Shared> problems() {
        return Stream.of(
                dense("squared loss", array(1, 96)),
                huber(array(2, 96)),
                weighted("weighted data", array(3, 96), ones(96), true),
                weighted("weights", array(3, 96), ones(96), false),
                tensor(array(4, 60)),
                relu("inputs of a network", array(5, 36), array(6, 24), true),
                relu("targets of a network", array(5, 36), array(6, 24), false),
                deep("inputs of a deep network", array(5, 36), array(6, 24), true),
                deep("targets of a deep network", array(5, 36), array(6, 24), false));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyUseAfterAChangeSaysSo(Shared shared) {
        Problem problem = shared.problem;
        Factors start = start(problem);
        shared.array[7] = -shared.array[7];
        refused(() -> problem.y().requireUnchanged());
        refused(() -> Nadir.solve(problem, OPTIONS));
        refused(() -> Nadir.certify(problem, start, OPTIONS));
        refused(() -> Nadir.lambdaMax(problem, OPTIONS));
        refused(() -> Nadir.prune(problem, start, OPTIONS));
        refused(() -> Nadir.solvePath(problem, PathOptions.of(List.of(1.0)), OPTIONS));
        refused(() -> Nadir.solvePath(problem, PathOptions.geometric(0.5, 2), OPTIONS));
        shared.array[7] = -shared.array[7];
        problem.y().requireUnchanged();
    }

    /** Whatever the change does to the solve, it ends, and does not end with a solution. */
    @ParameterizedTest
    @MethodSource("problems")
    void aChangeDuringASolveEndsIt(Shared shared) {
        double[] before = shared.array.clone();
        List<Consumer<double[]>> changes =
                List.of(
                        array -> array[5] = Math.nextUp(array[5]),
                        array -> Arrays.setAll(array, i -> -before[i]),
                        array -> Arrays.setAll(array, i -> 1e9 * before[i]),
                        array -> array[3] = Double.NaN,
                        array -> Arrays.fill(array, 0));
        for (boolean certified : new boolean[] {true, false}) {
            for (Consumer<double[]> change : changes) {
                refused(() ->
                        Nadir.solve(shared.problem, changing(shared.array, certified, change)));
                System.arraycopy(before, 0, shared.array, 0, before.length);
            }
        }
    }

    @Test
    void heldOutDataNewDataAndSamplesAreWatchedToo() {
        double[] array = array(8, 96);
        DenseMatrix matrix = DenseMatrix.wrap(12, 8, array);
        Problem other = Problem.lowRank(DenseMatrix.copyOf(12, 8, array), 1);
        Predictor network = (Predictor) TwoLayerNetwork.trained(0, false, Factors.zeros(1, 8, 2));
        PathOptions path = PathOptions.of(List.of(1.0)).withHeldOut(matrix);
        array[95]++;
        refused(() -> Nadir.solvePath(other, path, OPTIONS));
        refused(() -> Nadir.transform(Problem.lowRank(matrix, 1), new double[8], OPTIONS));
        refused(() -> network.predict(matrix, 1, null));
    }

    @Test
    void whatIsSharedFromInsideIsWatched() {
        DenseMatrix matrix = DenseMatrix.copyOf(12, 8, array(8, 96));
        matrix.blocks().getFirst().set(11, 7, 3);
        refused(matrix::requireUnchanged);
        DenseTensor tensor = DenseTensor.copyOf(new int[] {3, 4, 5}, array(8, 60));
        tensor.values()[59] = 3;
        refused(tensor::requireUnchanged);
    }

    /** Two matrices of one builder share its blocks: what is given out of one changes the other. */
    @Test
    void matricesOfOneBuilderWatchEachOther() {
        DenseMatrixBuilder builder = DenseMatrix.builder(8).add(DoubleBuffer.wrap(array(8, 96)));
        DenseMatrix first = builder.build();
        DenseMatrix second = builder.build();
        double before = second.get(11, 7);
        first.blocks().getFirst().set(11, 7, before + 1);
        refused(first::requireUnchanged);
        if (second.get(11, 7) != before) {
            refused(second::requireUnchanged);
        }
    }

    /** The loss and the visitor get the array of a matrix that nobody else has. */
    @Test
    void changesByALossAndAVisitorAreNoticed() {
        DenseMatrix matrix = DenseMatrix.copyOf(12, 8, array(8, 96));
        Factors w = start(Problem.lowRank(matrix, 1));
        try (MatrixMap map = matrix.bind(new SquaredLoss(), 1, null)) {
            map.requireUnchanged();
            map.visitEntries(w, false, row -> row.data()[row.first()]++);
            refused(map::requireUnchanged);
        }
        DenseMatrix other = DenseMatrix.copyOf(12, 8, array(8, 96));
        AtomicBoolean spoils = new AtomicBoolean();
        try (FactorizationMap map = other.bind(new SpoilingLoss(spoils), 1, null)) {
            map.evaluate(w, w.copy());
            map.requireUnchanged();
            spoils.set(true);
            map.evaluate(w, w.copy());
            refused(map::requireUnchanged);
        }
    }

    /** A loss that may change its data, which it must not. */
    private record SpoilingLoss(AtomicBoolean spoils) implements Loss {
        private static final Loss HUBER = new HuberLoss(0.5);

        @Override
        public String name() {
            return "spoiling";
        }

        @Override
        public double curvature() {
            return HUBER.curvature();
        }

        @Override
        public double value(double y, double x) {
            return HUBER.value(y, x);
        }

        @Override
        public double derivative(double y, double x) {
            return HUBER.derivative(y, x);
        }

        @Override
        public double dualValue(double y, double g) {
            return HUBER.dualValue(y, g);
        }

        @Override
        public double gradientInPlace(
                double[] y, int yOffset, double[] x, int xOffset, int length) {
            double sum = HUBER.gradientInPlace(y, yOffset, x, xOffset, length);
            if (spoils.get()) {
                y[yOffset] = 3;
            }
            return sum;
        }
    }

    /**
     * Any element of lengths of every remainder, any bit of it, signs, and any two that change
     * places.
     */
    @Test
    void noChangeIsOverlooked() {
        for (int length = 1; length <= 13; length++) {
            double[] array = array(9, length);
            DenseMatrix matrix = DenseMatrix.wrap(length, 1, array);
            for (int i = 0; i < length; i++) {
                double kept = array[i];
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    long bits = Double.doubleToRawLongBits(kept) ^ (1L << bit);
                    array[i] = Double.longBitsToDouble(bits);
                    refused(matrix::requireUnchanged);
                }
                array[i] = kept;
                negate(array, i + 1);
                refused(matrix::requireUnchanged);
                negate(array, i + 1);
                for (int j = 0; j < i; j++) {
                    swap(array, i, j);
                    refused(matrix::requireUnchanged);
                    swap(array, i, j);
                }
            }
            matrix.requireUnchanged();
        }
    }

    /** Large enough for several threads. */
    @Test
    void aMapOfSeveralThreadsSeesChangesEvenWhenItsTimeHasPassed() {
        double[] array = array(11, 1200 * 1000);
        double[] weights = ones(1200 * 1000);
        DenseMatrix matrix = DenseMatrix.wrap(1200, 1000, array);
        List<MatrixData> all =
                List.of(matrix, matrix.withWeights(DenseMatrix.wrap(1200, 1000, weights)));
        for (MatrixData data : all) {
            try (FactorizationMap map = data.bind(new SquaredLoss(), 3, null)) {
                map.requireUnchanged();
                array[1_100_000]++;
                refused(map::requireUnchanged);
                map.cancelAfter(-1);
                refused(map::requireUnchanged);
                refused(() -> data.bind(new SquaredLoss(), 3, null));
                array[1_100_000]--;
                map.requireUnchanged();
                Thread.currentThread().interrupt();
                map.requireUnchanged();
                assertThat(Thread.interrupted()).isTrue();
            }
        }
        try (FactorizationMap map = all.getLast().bind(new SquaredLoss(), 3, null)) {
            weights[7] = 2;
            refused(map::requireUnchanged);
        }
    }

    @Test
    void copiesStayWhatTheyWere() {
        double[] array = array(10, 96);
        Problem copied = Problem.lowRank(DenseMatrix.copyOf(12, 8, array), 0.5);
        DenseTensor tensor = DenseTensor.copyOf(new int[] {4, 4, 6}, array);
        Solution before = Nadir.solve(copied);
        double[] kept = array.clone();
        Arrays.fill(array, Double.NaN);
        assertThat(Nadir.solve(copied).u()).isEqualTo(before.u());
        assertThat(tensor.values()).isEqualTo(kept);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.copyOf(12, 8, array))
                .withMessageContaining("element (0, 0) = NaN");
    }

    private static void refused(Runnable use) {
        assertThatThrownBy(use::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has changed since")
                .hasMessageContaining("copyOf instead of wrap");
    }

    /** Options of a solve whose array changes once, at the first certificate or the first step. */
    private static SolverOptions changing(
            double[] array, boolean certified, Consumer<double[]> change) {
        return OPTIONS.withListener(
                new SolveListener() {
                    private boolean first = true;

                    @Override
                    public boolean onCertificate(Certificate certificate, Progress progress) {
                        assertThat(certificate.isGlobal()).isFalse();
                        return !certified || changeOnce();
                    }

                    @Override
                    public boolean onIteration(Progress progress) {
                        return certified || changeOnce();
                    }

                    private boolean changeOnce() {
                        if (first) {
                            change.accept(array);
                            first = false;
                        }
                        return true;
                    }
                });
    }

    private static Factors start(Problem problem) {
        int[] dimensions =
                problem.y().factorShapes().stream().mapToInt(shape -> shape.rows()).toArray();
        List<double[]> arrays =
                IntStream.of(dimensions).mapToObj(rows -> array(rows, rows)).toList();
        return Factors.copyOf(1, dimensions, arrays);
    }

    private static Shared dense(String name, double[] y) {
        return new Shared(name, Problem.lowRank(DenseMatrix.wrap(12, 8, y), 0.5), y);
    }

    private static Shared huber(double[] y) {
        Problem squared = dense("", y).problem;
        return new Shared("Huber loss", squared.withLoss(new HuberLoss(0.5)), y);
    }

    private static Shared weighted(String name, double[] y, double[] weights, boolean ofData) {
        MatrixData data = DenseMatrix.wrap(12, 8, y).withWeights(DenseMatrix.wrap(12, 8, weights));
        return new Shared(name, Problem.lowRank(data, 0.5), ofData ? y : weights);
    }

    private static Shared tensor(double[] y) {
        DenseTensor data = DenseTensor.wrap(new int[] {3, 4, 5}, y);
        Problem problem = new Problem(data, new SquaredLoss(), new NormPowers(3, false), 0.5);
        return new Shared("tensor", problem, y);
    }

    private static Shared relu(String name, double[] s, double[] y, boolean ofInputs) {
        TwoLayerNetwork data =
                TwoLayerNetwork.relu(DenseMatrix.wrap(12, 3, s), DenseMatrix.wrap(12, 2, y));
        Problem problem = new Problem(data, new SquaredLoss(), new SquaredNorms(), 0.5);
        return new Shared(name, problem, ofInputs ? s : y);
    }

    private static Shared deep(String name, double[] s, double[] y, boolean ofInputs) {
        DeepNetwork data =
                new DeepNetwork(
                        DenseMatrix.wrap(12, 3, s),
                        DenseMatrix.wrap(12, 2, y),
                        Subnetwork.relu(3, 2, 2, 2));
        Problem problem = new Problem(data, new SquaredLoss(), new NormPowers(3, false), 0.05);
        return new Shared(name, problem, ofInputs ? s : y);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] array(long seed, int length) {
        return new Random(seed).doubles(length, 0.1, 2).toArray();
    }

    private static void negate(double[] array, int count) {
        for (int i = 0; i < count; i++) {
            array[i] = -array[i];
        }
    }

    private static void swap(double[] array, int i, int j) {
        double kept = array[i];
        array[i] = array[j];
        array[j] = kept;
    }
}
