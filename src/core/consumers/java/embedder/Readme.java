package embedder;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedFactorization;
import io.nadir.solver.Solution;

import java.io.IOException;
import java.nio.file.Path;

/** The blocks of Java in README.md, word for word: a test of the library compares them. */
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

    static void save(Path file, Path directory) throws IOException {
        Problem problem = Problem.lowRank(MatrixReader.read(file), 5.0); // .npy, .mtx or .csv
        Solution solution = Nadir.solve(problem);
        ModelDirectory.save(directory, problem.y().trained(solution.factors()));
        TrainedFactorization model = (TrainedFactorization) ModelDirectory.load(directory);
        double[] entries = model.entries(new int[] {0, 7}, new int[] {2, 1}); // X(0, 2), X(7, 1)

        double[] predicted = solution.predict(new int[] {0, 7}, new int[] {2, 1});
        Check.near(entries[0], predicted[0], 0, "X(0, 2)");
        Check.near(entries[1], predicted[1], 0, "X(7, 1)");
    }
}
