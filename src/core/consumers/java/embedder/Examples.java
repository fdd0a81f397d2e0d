package embedder;

import io.nadir.Batch;
import io.nadir.MatrixModel;
import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.io.CheckpointFile;
import io.nadir.io.FilledMatrix;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.io.SparseReader;
import io.nadir.io.TextFormat;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.EntrySource;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.RowSource;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The examples of the API documentation, which shows the regions marked here. */
final class Examples {
    private final double[] values = Data.lowRank(40, 30, 3, 0.1, 1);
    private final DenseMatrix y = DenseMatrix.copyOf(40, 30, values);

    void useAll(Path directory) throws IOException {
        solve();
        fit();
        certify();
        path();
        batch();
        problem();
        certificate(Nadir.solve(Problem.lowRank(y, 5.0)));
        solution();
        options();
        factors();
        dense();
        rows();
        observed();
        entries();
        files(Files.createDirectories(directory));
        twoLayer();
        deep();
        groupLasso();
    }

    private void solve() {
        // @start region="solve"
        DenseMatrix y = DenseMatrix.copyOf(40, 30, values); // row-major
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0));
        double[] u = solution.u(); // 40 x rank, row-major
        double[] v = solution.v(); // 30 x rank, row-major
        boolean proven = solution.certificate().isGlobal(); // to a relative gap of 1e-6
        // @end
        Check.that(proven, "a global minimum", solution);
        Check.that(u.length == 40 * 3 && v.length == 30 * 3, "rank 3", solution.rank());
    }

    private void fit() {
        MatrixData newRows = DenseMatrix.copyOf(5, 30, Data.lowRank(5, 30, 3, 0.1, 2));
        // @start region="fit"
        MatrixModel model =
                MatrixModel.fit(Problem.lowRank(y, 5.0).withCentering(Centering.COLUMNS));
        Transformation found = model.transform(newRows);
        double[] codes = found.u(); // 5 x rank, row-major
        DenseMatrix rows = model.inverseTransform(found); // 5 x 30
        // @end
        int rank = model.model().factors().rank();
        Check.that(codes.length == 5 * rank, "5 codes", codes.length);
        Check.that(rows.rows() == 5 && rows.columns() == 30, "5 rows", rows);
    }

    private void certify() {
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0));
        double[] u = solution.u();
        double[] v = solution.v();
        // @start region="certify"
        Factors factors = Factors.copyOfPair(40, 30, 3, u, v); // from any solver
        SolverOptions options = SolverOptions.defaults().withEvidence(Evidence.PROVED);
        Certificate certificate = Nadir.certify(Problem.lowRank(y, 5.0), factors, options);
        double gap = certificate.gap(); // f(U, V) - minimum is at most this
        // @end
        Check.that(certificate.isGlobal(), "a global minimum", certificate);
        Check.that(gap <= 1e-6 * certificate.objective(), "a small gap", gap);
    }

    private void path() {
        // @start region="path"
        Problem problem = Problem.lowRank(y, 1.0); // the path replaces this lambda
        PathOptions path =
                PathOptions.geometric(0.5, 6) // lambda_max / 2, lambda_max / 4, ...
                        .withTimeLimit(Duration.ofMinutes(10));
        List<PathPoint> points = Nadir.solvePath(problem, path, SolverOptions.defaults());
        Solution last = points.getLast().solution(); // of the smallest lambda
        // @end
        Check.that(points.size() == 6, "6 points", points.size());
        Check.that(last.certificate().isGlobal(), "a global minimum", last);
        folds(problem);
    }

    private static void folds(Problem problem) {
        // @start region="folds"
        PathOptions path =
                PathOptions.geometric(0.75, 16)
                        .withFolds(problem.y().folds(5, 1)) // 5 folds, seed 1
                        .withPatience(3); // stop when the error has risen three times
        List<PathPoint> points = Nadir.solvePath(problem, path, SolverOptions.defaults());
        int chosen = PathPoint.withinOneStandardError(points);
        Solution solution = points.get(chosen).solution(); // on all entries
        // @end
        Check.that(chosen <= PathPoint.best(points), "a larger lambda", chosen);
        Check.that(solution.certificate().isGlobal(), "a global minimum", solution);
    }

    private void batch() {
        List<Problem> problems = List.of(Problem.lowRank(y, 5.0), Problem.lowRank(y, 2.0));
        double sum = 0;
        // @start region="batch"
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Batch<Problem> batch =
                        Nadir.solveAll(problems, SolverOptions.defaults(), threads)) {
            for (Batch.Result<Problem> result : batch) { // in the order in which they finish
                sum += result.orThrow().objective(); // result.index() is the place in the list
            }
        }
        // @end
        Check.that(sum > 0, "two objectives", sum);
    }

    private void problem() {
        // @start region="problem"
        // Robust principal component analysis with a sparse V:
        Problem problem =
                new Problem(
                        y,
                        new HuberLoss(0.5),
                        new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.1)),
                        5.0);
        // Low-rank factorization with nonnegative factors:
        Problem nonNegative = Problem.lowRank(y, 5.0).withRegularizer(SquaredNorms.nonNegative());
        // @end
        Solution sparse = Nadir.solve(problem);
        Check.that(sparse.objective() > 0 && sparse.rank() > 0, "columns", sparse);
        Solution found = Nadir.solve(nonNegative);
        for (double element : found.u()) {
            Check.that(element >= 0, "elements of at least 0", element);
        }
    }

    private void certificate(Solution solution) {
        // @start region="certificate"
        Certificate certificate = solution.certificate();
        Verdict verdict = certificate.verdict(); // GLOBAL, NOT_GLOBAL or UNDECIDED
        double gap = certificate.relativeGap(); // (f - f*) / f is at most this
        Evidence evidence = certificate.polar().evidence(); // PROVED, PROBABLE or UNREFUTED
        double delta = certificate.polar().delta(); // the probability of error if PROBABLE
        // @end
        Check.that(verdict == Verdict.GLOBAL, "GLOBAL", verdict);
        Check.that(gap <= 1e-6, "a small gap", gap);
        Check.that(evidence == Evidence.PROBABLE, "PROBABLE", evidence);
        Check.that(delta <= 1e-10, "a small delta", delta);
    }

    private void solution() {
        // @start region="solution"
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0));
        if (solution.stopReason() != StopReason.CERTIFIED) {
            throw new IllegalStateException("no certificate: " + solution.stopReason());
        }
        double[] u = solution.factor("U"); // 40 x rank, row-major
        double[] entries = solution.predict(new int[] {0, 7}, new int[] {2, 1});
        // @end
        Check.that(u.length == 40 * solution.rank(), "40 x rank", u.length);
        Check.near(entries[1], values[7 * 30 + 1], 2, "X(7, 1)");
    }

    private void options() {
        // @start region="options"
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(1e-8)
                        .withEvidence(Evidence.PROVED)
                        .withTimeLimit(Duration.ofMinutes(5))
                        .withThreads(4);
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0), options);
        // @end
        Evidence evidence = solution.certificate().polar().evidence();
        Check.that(evidence == Evidence.PROVED, "PROVED", solution);
    }

    private void factors() {
        // @start region="factors"
        double[] u = {1, 2, 3, 4, 5, 6}; // 3 x 2, row-major: row 0 is 1, 2
        double[] v = {1, 0, 0, 1}; // 2 x 2
        Factors w = Factors.copyOfPair(3, 2, 2, u, v);
        int rank = w.rank(); // 2
        double[] copy = w.toArray(0); // U, 3 x 2
        // @end
        Check.that(rank == 2, "rank 2", rank);
        Check.near(copy[5], 6, 0, "U(2, 1)");
    }

    private static void dense() {
        // @start region="dense"
        double[] values = {1, 2, 3, 4, 5, 6};
        DenseMatrix y = DenseMatrix.copyOf(2, 3, values); // rows 1 2 3 and 4 5 6
        double element = y.get(1, 0); // 4
        // @end
        Check.near(element, 4, 0, "Y(1, 0)");
    }

    /** Rows that are computed each time they are asked for. */
    // @start region="rows"
    record Waves(int rows, int columns) implements RowSource {
        @Override
        public void read(int row, int count, double[] target, int offset) {
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < columns; j++) {
                    target[offset + i * columns + j] = Math.sin((row + i) * 0.01 * (j + 1));
                }
            }
        }
    }

    // @end

    private static void rows() {
        DenseMatrix y = DenseMatrix.of(new Waves(200, 6));
        Solution solution = Nadir.solve(Problem.lowRank(y, 3.0));
        Check.that(solution.certificate().isGlobal(), "a global minimum", solution);
    }

    private static void observed() {
        // @start region="observed"
        int[] users = {0, 0, 1, 2, 2};
        int[] films = {0, 2, 1, 0, 1};
        double[] ratings = {5, 1, 4, 4, 2};
        ObservedEntries known = ObservedEntries.copyOf(3, 3, users, films, ratings);
        Solution solution = Nadir.solve(Problem.lowRank(known, 0.1));
        double[] unknown = solution.predict(new int[] {1}, new int[] {0}); // user 1, film 0
        // @end
        Check.that(Double.isFinite(unknown[0]), "a number", unknown[0]);
    }

    private static void entries() {
        // @start region="entries"
        EntrySource generated =
                new EntrySource() {
                    @Override
                    public int rows() {
                        return 1000;
                    }

                    @Override
                    public int columns() {
                        return 50;
                    }

                    @Override
                    public long start(int row) {
                        return 25L * row; // each row knows every second column
                    }

                    @Override
                    public void read(int row, int count, int[] columns, double[] values, int at) {
                        for (int e = 0; e < 25 * count; e++) {
                            int i = row + e / 25;
                            columns[at + e] = i % 2 + 2 * (e % 25);
                            values[at + e] = Math.sin(i) * columns[at + e];
                        }
                    }
                };
        MatrixData data = ObservedEntries.from(generated); // read anew in every pass
        Solution solution = Nadir.solve(Problem.lowRank(data, 10.0));
        // @end
        Check.that(solution.certificate().isGlobal(), "a global minimum", solution);
    }

    private void files(Path directory) throws IOException {
        Path matrix = Files.writeString(directory.resolve("y.csv"), "1.5,2,3\n4,5,6\n");
        Path ratings =
                Files.writeString(directory.resolve("ratings.csv"), "row,column,value\n1,2,5\n");
        read(matrix);
        readListed(ratings);
        fill(ratings, directory.resolve("filled.csv"));
        save(directory.resolve("model"));
        resume(directory.resolve("solve.checkpoint"));
    }

    private static void read(Path file) throws IOException {
        // @start region="read"
        DenseMatrix y = MatrixReader.read(file); // .npy, .npz, .mtx, .csv or .tsv
        // @end
        Check.near(y.get(1, 2), 6, 0, "Y(1, 2)");
    }

    private static void readListed(Path file) throws IOException {
        // @start region="readListed"
        ObservedEntries known = SparseReader.readListed(file); // lines "row,column,value"
        // @end
        Check.near(known.get(0, 1), 5, 0, "Y(0, 1)");
    }

    private static void fill(Path ratings, Path file) throws IOException {
        // @start region="fill"
        var read = SparseReader.readListed(ratings, TextFormat.defaults());
        Solution solution = Nadir.solve(Problem.lowRank(read.data(), 0.5));
        FilledMatrix filled =
                FilledMatrix.of(solution.model())
                        .withKnown(read.data()) // what is known stays as it is
                        .withRange(1, 5)
                        .withIds(read.description().indexingOrDefault());
        try (OutputStream out = Files.newOutputStream(file)) {
            filled.write("filled.csv", out);
        }
        // @end
        Check.near(filled.row(0)[1], 5, 0, "a known rating");
        Check.near(filled.row(0)[0], 1, 0, "a column without data, at the lower bound");
    }

    private void save(Path directory) throws IOException {
        // @start region="save"
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0));
        ModelDirectory.save(directory, solution.model());

        TrainedModel model = ModelDirectory.load(directory);
        double[] entries = model.entries(new int[] {0, 7}, new int[] {2, 1}); // X(0, 2), X(7, 1)
        // @end
        double[] expected = solution.predict(new int[] {0, 7}, new int[] {2, 1});
        Check.near(entries[1], expected[1], 0, "X(7, 1)");
    }

    private void resume(Path path) throws IOException {
        Problem problem = Problem.lowRank(y, 5.0);
        // @start region="checkpoint"
        var file = CheckpointFile.ofSolve(path, Duration.ofMinutes(10));
        SolverOptions options = SolverOptions.defaults().withCheckpoints(file);
        Solution solution = Nadir.solve(problem, options);

        // After the process was killed, another one continues:
        Solution resumed = Nadir.solve(problem, options.withResume(file.load()));
        // @end
        Check.near(resumed.objective(), solution.objective(), 0, "the same objective");
    }

    private static void twoLayer() {
        DenseMatrix samples = DenseMatrix.copyOf(12, 2, Data.gaussian(24, new Random(4)));
        DenseMatrix targets = DenseMatrix.copyOf(12, 1, Data.gaussian(12, new Random(5)));
        double[] newSamples = {0.5, -1, 2, 0};
        // @start region="twoLayer"
        TwoLayerNetwork network = TwoLayerNetwork.relu(samples, targets).withBias();
        Solution solution =
                Nadir.solve(new Problem(network, new SquaredLoss(), new SquaredNorms(), 0.5));
        double[] outputs = solution.predict(newSamples); // one row of outputs for each sample
        // @end
        Check.that(outputs.length == 2, "2 outputs", outputs.length);
    }

    private static void deep() {
        double[] inputs = Data.gaussian(24, new Random(4));
        double[] outputs = new double[12];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = Math.abs(inputs[2 * i]) - Math.abs(inputs[2 * i + 1]);
        }
        DenseMatrix samples = DenseMatrix.copyOf(12, 2, inputs);
        DenseMatrix targets = DenseMatrix.copyOf(12, 1, outputs);
        // @start region="subnetwork"
        Subnetwork subnetwork = Subnetwork.parse("2 > linear:3 > relu > linear:1");
        Problem problem =
                new Problem(
                        new DeepNetwork(samples, targets, subnetwork),
                        new SquaredLoss(),
                        new NormPowers(subnetwork.blocks(), false), // of the same degree
                        0.01);
        // @end
        Check.that(Nadir.solve(problem).objective() > 0, "an objective", problem);
    }

    private void groupLasso() {
        GaugeProduct product = new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, new GroupLasso(5));
        Solution solution = Nadir.solve(Problem.lowRank(y, 8.0).withRegularizer(product));
        Check.that(solution.rank() > 0, "columns", solution.rank());
        double[] v = solution.v();
        int zeros = 0;
        for (double element : v) {
            zeros += element == 0 ? 1 : 0;
        }
        Check.that(zeros % 5 == 0, "whole groups of zeros", zeros);
    }
}
