package embedder;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The blocks of Java in README.md and in {@code native-notes/embedding.md}, word for word: a test
 * of the library compares them.
 */
final class Readme {
    private Readme() {}

    static void solve() {
        double[] values = Data.lowRank(40, 30, 3, 0.1, 1);

        DenseMatrix y = DenseMatrix.copyOf(40, 30, values);
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0));
        double[] u = solution.u(); // 40 x rank, row-major
        double[] v = solution.v(); // 30 x rank, row-major
        double gap = solution.certificate().gap(); // f(U, V) - minimum is at most this

        Check.that(solution.rank() == 3, "rank 3", solution.rank());
        Check.that(u.length == 40 * 3, "40 x rank", u.length);
        Check.that(v.length == 30 * 3, "30 x rank", v.length);
        Check.that(gap >= 0 && gap <= 1e-6 * solution.objective(), "a small gap", gap);
    }

    static void choose() {
        DenseMatrix y = DenseMatrix.copyOf(40, 30, Data.lowRank(40, 30, 3, 0.1, 1));

        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(1e-4)
                        .withEvidence(Evidence.PROVED)
                        .withTimeLimit(Duration.ofMinutes(1));
        double lambda = 0.2 * Nadir.lambdaMax(Problem.lowRank(y, 1), options); // that λ is ignored
        Solution best = Nadir.solve(Problem.lowRank(y, lambda), options);
        Certificate certificate = best.certificate();
        boolean proved = certificate.isGlobal(); // gap <= 1e-4 of the objective, rounding included
        StopReason reason = best.stopReason(); // CERTIFIED, or why there is no such certificate

        Check.that(proved, "a certified solution", certificate);
        Check.that(reason == StopReason.CERTIFIED, "CERTIFIED", reason);
        Check.that(
                certificate.polar().evidence() == Evidence.PROVED,
                "PROVED",
                certificate.polar().evidence());
    }

    /** Half of the entries of each row are known. */
    static void complete() {
        double[] values = Data.lowRank(40, 30, 1, 0, 1);
        int[] i = IntStream.range(0, 600).map(k -> k / 15).toArray();
        int[] j = IntStream.range(0, 600).map(k -> (k + 7 * (k / 15)) % 30).toArray();
        double[] y = IntStream.range(0, 600).mapToDouble(k -> values[30 * i[k] + j[k]]).toArray();

        ObservedEntries known = ObservedEntries.copyOf(40, 30, i, j, y); // y[k] at (i[k], j[k])
        Solution solution = Nadir.solve(Problem.lowRank(known, 0.1));
        double[] filled =
                solution.predict(new int[] {0, 1}, new int[] {20, 10}); // X(0, 20), X(1, 10)

        Check.that(solution.certificate().isGlobal(), "a small gap", solution.certificate());
        Check.near(filled[0], values[20], 0.1, "X(0, 20)");
        Check.near(filled[1], values[40], 0.1, "X(1, 10)");
    }

    static void continued() {
        DenseMatrix y = DenseMatrix.copyOf(40, 30, Data.lowRank(40, 30, 3, 0.1, 1));
        Problem problem = Problem.lowRank(y, 5.0);
        double[] u = new double[40];
        double[] v = new double[30];
        Arrays.fill(u, 0.1);
        Arrays.fill(v, 0.1);

        Factors mine = Factors.copyOfPair(40, 30, 1, u, v); // row-major, 1 column each
        Certificate certificate = Nadir.certify(problem, mine, SolverOptions.defaults());
        double ratio = certificate.polar().lower(); // above 1: another column lowers the objective

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            SolverOptions options = SolverOptions.defaults().withThreads(2).withExecutor(threads);
            SolveListener untilClose =
                    new SolveListener() {
                        @Override
                        public boolean onCertificate(Certificate found, Progress progress) {
                            return found.relativeGap() > 0.5; // false ends the solve: CANCELLED
                        }
                    };
            Solution part = Nadir.solve(problem, options.withStart(mine).withListener(untilClose));
            Solution whole = Nadir.solve(problem, options.withStart(part.factors()));

            Check.that(ratio > 1, "a better point", certificate);
            Check.that(
                    part.certificate().relativeGap() <= 0.5,
                    "a gap of at most a half",
                    part.certificate());
            Check.that(whole.certificate().isGlobal(), "a small gap", whole.certificate());
        }
    }

    static void save(Path file, Path directory) throws IOException {
        Solution solution =
                Nadir.solve(Problem.lowRank(MatrixReader.read(file), 5.0)); // .npy, .mtx or .csv
        ModelDirectory.save(directory, solution.model());
        TrainedModel model = ModelDirectory.load(directory);
        double[] entries = model.entries(new int[] {0, 7}, new int[] {2, 1}); // X(0, 2), X(7, 1)

        double[] predicted = solution.predict(new int[] {0, 7}, new int[] {2, 1});
        Check.near(entries[0], predicted[0], 0, "X(0, 2)");
        Check.near(entries[1], predicted[1], 0, "X(7, 1)");
    }
}
