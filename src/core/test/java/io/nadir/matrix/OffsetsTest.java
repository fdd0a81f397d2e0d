package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.DataFormatException;
import io.nadir.io.ModelDirectory;
import io.nadir.loss.HuberLoss;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.ModelData;
import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel;
import io.nadir.reference.ConvexReference;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Offsets besides the factors: closed forms, models, paths, checkpoints and refusals. */
class OffsetsTest {
    private static final int M = 9;
    private static final int N = 6;

    @TempDir private Path directory;

    /**
     * Row and column offsets project Y without raising the nuclear norm of X: the minimum is that
     * of singular values thresholded after centering. Not so for one offset of all entries.
     */
    @ParameterizedTest
    @EnumSource(names = {"ROWS", "COLUMNS", "BOTH"})
    void squaresOverAllEntriesHaveAClosedForm(Centering centering) {
        for (int exponent : new int[] {0, 96, -96, 498, -498}) {
            double[] y = data(exponent + 1, 3);
            double lambda = 0.4 * largest(centering, y);
            double expected = minimum(centering, y, lambda);
            DenseMatrix scaled = DenseMatrix.copyOf(M, N, times(y, exponent));
            Problem problem =
                    Problem.lowRank(scaled, Math.scalb(lambda, exponent)).withCentering(centering);
            for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
                SolverOptions options =
                        SolverOptions.defaults().withRelativeGap(1e-8).withEvidence(evidence);
                Certificate certificate = Nadir.solve(problem, options).certificate();
                assertThat(certificate.isGlobal()).as(exponent + " " + certificate).isTrue();
                assertThat(Math.scalb(certificate.objective(), -2 * exponent))
                        .isCloseTo(expected, within(1e-8 * expected));
                assertThat(Math.scalb(certificate.lowerBound(), -2 * exponent))
                        .isLessThanOrEqualTo(expected * (1 + 1e-13));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GLOBAL", "ROWS", "COLUMNS", "BOTH"})
    void lambdaMaxIsThePolarAtTheBestOffsets(Centering centering) {
        double[] y = data(5, 3);
        Problem problem = dense(y, 1).withCentering(centering);
        assertThat(Nadir.lambdaMax(problem, SolverOptions.defaults()))
                .isCloseTo(largest(centering, y), within(1e-7));
    }

    /** Offsets a million times as large as what they leave do not spoil the certificate. */
    @Test
    void largeMeansAreCertified() {
        double[] y = data(2, 1e6);
        double lambda = 0.4 * largest(Centering.BOTH, y);
        double expected = minimum(Centering.BOTH, y, lambda);
        Problem problem = dense(y, lambda).withCentering(Centering.BOTH);
        Certificate certificate =
                Nadir.solve(problem, SolverOptions.defaults().withRelativeGap(1e-3)).certificate();
        assertThat(certificate.isGlobal()).as(certificate.toString()).isTrue();
        assertThat(certificate.objective()).isCloseTo(expected, within(1e-3 * expected));
    }

    /** Zeros count, which takes no passes over them. */
    @Test
    void sparseDataHaveTheMinimumOfDenseData() {
        double[] y = data(3, 0);
        int[] at = {0, 7, 13, 20, 31, 44, 50};
        double[] all = new double[M * N];
        double[] some = new double[at.length];
        for (int k = 0; k < at.length; k++) {
            some[k] = y[at[k]];
            all[at[k]] = some[k];
        }
        SparseMatrix sparse =
                SparseMatrix.copyOf(
                        M,
                        N,
                        Arrays.stream(at).map(e -> e / N).toArray(),
                        Arrays.stream(at).map(e -> e % N).toArray(),
                        some);
        Certificate certificate =
                Nadir.solve(Problem.lowRank(sparse, 0.3).withCentering(Centering.BOTH))
                        .certificate();
        assertThat(certificate.isGlobal()).isTrue();
        double expected = minimum(Centering.BOTH, all, 0.3);
        assertThat(certificate.objective()).isCloseTo(expected, within(2e-6 * expected));
    }

    @Test
    void everyNumberOfThreadsGivesTheSameBits() {
        for (Problem problem : List.of(completion(), robust())) {
            Solution one = Nadir.solve(problem, SolverOptions.defaults());
            Solution three = Nadir.solve(problem, SolverOptions.defaults().withThreads(3));
            assertThat(three.u()).containsExactly(one.u());
            assertThat(offsets(three.model()).rows()).containsExactly(offsets(one.model()).rows());
            assertThat(three.certificate().gap()).isEqualTo(one.certificate().gap());
        }
    }

    @Test
    void resumingAnyStateGivesTheSameBits() throws IOException {
        List<byte[]> states = new ArrayList<>();
        SolverOptions options =
                SolverOptions.defaults().withCheckpoints((state, last) -> states.add(bytes(state)));
        Solution whole = Nadir.solve(completion(), options);
        assertThat(states.size()).isGreaterThan(2);
        for (int k = 0; k < states.size(); k += 1 + states.size() / 5) {
            SolveState state = Nadir.readState(new ByteArrayInputStream(states.get(k)));
            Solution resumed =
                    Nadir.solve(completion(), SolverOptions.defaults().withResume(state));
            assertThat(resumed.u()).containsExactly(whole.u());
            assertThat(offsets(resumed.model()).columns())
                    .containsExactly(offsets(whole.model()).columns());
        }
    }

    private static byte[] bytes(SolveState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void savedModelsHaveTheirOffsets() throws IOException {
        TrainedModel model = Nadir.solve(completion(), SolverOptions.defaults()).model();
        ModelDirectory.save(directory, model);
        TrainedModel loaded = ModelDirectory.load(directory);
        assertThat(loaded.allEntries()).containsExactly(model.allEntries());
        assertThat(offsets(loaded).reach()).isEqualTo(offsets(model).reach());
        assertThat(offsets(loaded).isRowWithoutData(2)).isTrue();
        Path rows = directory.resolve("rowOffsets.npy");
        byte[] file = Files.readAllBytes(rows);
        file[file.length - 3]++;
        Files.write(rows, file);
        assertThatThrownBy(() -> ModelDirectory.load(directory))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("is damaged");
    }

    /** Row 2 has no data: the mean and the offset of the column remain. */
    @Test
    void rowsWithoutDataFallBack() {
        TrainedModel model = Nadir.solve(completion(), SolverOptions.defaults()).model();
        Offsets offsets = offsets(model);
        assertThat(offsets.isRowWithoutData(2)).isTrue();
        assertThat(offsets.isRowWithoutData(1)).isFalse();
        for (int j = 0; j < N; j++) {
            assertThat(model.entries(new int[] {2}, new int[] {j})[0])
                    .isCloseTo(offsets.mean() + offsets.columns()[j], within(1e-9));
        }
    }

    @Test
    void heldOutEntriesAreScoredWithTheOffsetsOfTheOthers() {
        MatrixData all = DenseMatrix.copyOf(M, N, data(11, 5)).centered(Centering.BOTH);
        List<? extends ModelData> split = all.split(0.2, 3);
        List<MatrixData> parts = split.stream().map(MatrixData.class::cast).toList();
        ObservedEntries scored = (ObservedEntries) parts.get(1);
        PathOptions path = PathOptions.of(List.of(1.0, 0.5)).withHeldOut(scored);
        for (PathPoint point :
                Nadir.solvePath(Problem.lowRank(parts.get(0), 1), path, SolverOptions.defaults())) {
            double square = squareError(point.solution().model(), scored);
            assertThat(Objects.requireNonNull(point.heldOut()).rootMeanSquare())
                    .isCloseTo(Math.sqrt(square / scored.observed()), within(1e-12));
        }
        assertThatThrownBy(() ->
                        Nadir.solvePath(
                                Problem.lowRank(parts.get(0), 1),
                                PathOptions.of(List.of(1.0)).withHeldOut(all),
                                SolverOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed is none");
    }

    /** Parts to train with have the offsets of the whole, and their penalty. */
    @Test
    void foldsKeepThePenalty() {
        MatrixData all = DenseMatrix.copyOf(M, N, data(11, 5)).centered(Centering.BOTH, 3);
        ModelData.Folds folds = all.folds(2, 1);
        PathOptions path = PathOptions.of(List.of(1.0)).withFolds(folds);
        PathPoint point =
                Nadir.solvePath(Problem.lowRank(all, 1), path, SolverOptions.defaults()).getFirst();
        double sum = 0;
        for (ModelData.Fold fold : folds.list()) {
            assertThat(fold.training().offsetPenalty()).isEqualTo(3);
            MatrixData training = (MatrixData) fold.training();
            TrainedModel model = Nadir.solve(Problem.lowRank(training, 1)).model();
            ObservedEntries scored = (ObservedEntries) fold.heldOut();
            sum += squareError(model, scored) / scored.observed();
        }
        assertThat(Objects.requireNonNull(point.heldOut()).meanLoss())
                .isCloseTo(sum / 4, within(1e-4 * sum));
    }

    private static double squareError(TrainedModel model, ObservedEntries scored) {
        double sum = 0;
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                double y = scored.get(i, j);
                double x = model.entries(new int[] {i}, new int[] {j})[0];
                sum += Double.isNaN(y) ? 0 : (y - x) * (y - x);
            }
        }
        return sum;
    }

    @Test
    void refusesWhatHasNoOffsets() {
        Problem tensor = Problem.of(DenseTensor.copyOf(new int[] {1, 1, 1}, new double[] {1}), 1);
        assertThatThrownBy(() -> tensor.withCentering(Centering.BOTH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("center = both, allowed for a tensor model is none");
        assertThatThrownBy(() ->
                        Nadir.transform(completion(), new double[N], SolverOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "center = both, allowed for a transformation by V alone is none");
        assertThat(tensor.withCentering(Centering.NONE)).isEqualTo(tensor);
    }

    private static Offsets offsets(TrainedModel model) {
        return Objects.requireNonNull(model.offsets());
    }

    private static Problem dense(double[] y, double lambda) {
        return Problem.lowRank(DenseMatrix.copyOf(M, N, y), lambda);
    }

    /** A problem with missing entries, and nothing known of row 2. */
    private static Problem completion() {
        double[] y = data(7, 4);
        Random random = new Random(1);
        for (int e = 0; e < y.length; e++) {
            y[e] = e / N == 2 || random.nextInt(3) == 0 ? Double.NaN : y[e];
        }
        return Problem.lowRank(ObservedEntries.copyOfNonNaN(M, N, y), 0.5)
                .withCentering(Centering.BOTH);
    }

    private static Problem robust() {
        return dense(data(8, 4), 0.5).withLoss(new HuberLoss(0.4)).withCentering(Centering.BOTH);
    }

    /** Two products, offsets of the size of {@code mean}, and noise. */
    private static double[] data(int seed, double mean) {
        Random random = new Random(seed);
        double[] y = new double[M * N];
        double[] a = random.doubles(M, 0, 1 + mean).toArray();
        double[] b = random.doubles(N, 0, 1 + mean).toArray();
        double[] u = random.doubles(2 * M, -1, 1).toArray();
        double[] v = random.doubles(2 * N, -1, 1).toArray();
        for (int e = 0; e < y.length; e++) {
            int i = e / N;
            int j = e % N;
            double product = 2 * u[i] * v[j] + u[M + i] * v[N + j];
            y[e] = mean + a[i] + b[j] + product + 0.2 * random.nextGaussian();
        }
        return y;
    }

    private static double[] times(double[] y, int exponent) {
        return Arrays.stream(y).map(x -> Math.scalb(x, exponent)).toArray();
    }

    private static double[] centered(Centering centering, double[] y) {
        double[] rows = new double[M];
        double[] columns = new double[N];
        double mean = Arrays.stream(y).average().orElse(0);
        for (int e = 0; e < y.length; e++) {
            rows[e / N] += (y[e] - mean) / N;
            columns[e % N] += (y[e] - mean) / M;
        }
        double[] left = new double[y.length];
        for (int e = 0; e < y.length; e++) {
            left[e] = y[e] - mean;
            left[e] -= centering.hasRows() ? rows[e / N] : 0;
            left[e] -= centering.hasColumns() ? columns[e % N] : 0;
        }
        return left;
    }

    private static double largest(Centering centering, double[] y) {
        return new ConvexReference.Nuclear(M, N).polar(centered(centering, y));
    }

    private static double minimum(Centering centering, double[] y, double lambda) {
        double[] left = centered(centering, y);
        double[] x = left.clone();
        double penalty = lambda * new ConvexReference.Nuclear(M, N).shrink(x, lambda);
        for (int e = 0; e < x.length; e++) {
            penalty += 0.5 * (left[e] - x[e]) * (left[e] - x[e]);
        }
        return penalty;
    }
}
