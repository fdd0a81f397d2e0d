package embedder;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.TrainedModel;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

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
