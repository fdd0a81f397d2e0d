package embedder;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Transformation;
import io.nadir.solver.Pruning;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import java.util.Arrays;
import java.util.List;

/** What the class {@code Nadir} offers, for one matrix. */
final class Factorizations {
    private static final int ROWS = 24;
    private static final int COLUMNS = 18;

    private final double[] values = Data.lowRank(ROWS, COLUMNS, 2, 0.05, 2);
    private final Problem problem = Problem.lowRank(DenseMatrix.copyOf(ROWS, COLUMNS, values), 2);
    private final SolverOptions options = SolverOptions.defaults().withThreads(2);
    private final Solution solution = Nadir.solve(problem, options);

    void useAll() {
        solve();
        certify();
        solvePath();
        transform();
        prune();
        useOwnLoss();
    }

    private void solve() {
        Check.that(
                solution.stopReason() == StopReason.CERTIFIED,
                "a certified solution",
                solution.stopReason());
        Check.that(solution.rank() == 2, "rank 2", solution.rank());
    }

    private void certify() {
        SolverOptions proof = options.withEvidence(Evidence.PROVED);
        Certificate proved = Nadir.certify(problem, solution.factors(), proof);
        Check.that(proved.verdict() == Verdict.GLOBAL, "GLOBAL", proved);
        Check.that(proved.polar().evidence() == Evidence.PROVED, "PROVED", proved);
        Certificate refuted = Nadir.certify(problem, Factors.empty(ROWS, COLUMNS), options);
        Check.that(refuted.verdict() == Verdict.NOT_GLOBAL, "NOT_GLOBAL", refuted);
    }

    private void solvePath() {
        double largest = Nadir.lambdaMax(problem, options);
        PathOptions path = PathOptions.of(List.of(1.5 * largest, 2.0));
        List<PathPoint> points = Nadir.solvePath(problem, path, options);
        Check.that(points.size() == 2, "2 points", points);
        Check.that(points.getFirst().solution().rank() == 0, "rank 0 first", points.getFirst());
        Check.near(
                points.getLast().solution().objective(),
                solution.objective(),
                1e-6 * solution.objective(),
                "the objective of the solve");
    }

    /** The rows of U of the data themselves: V has no better ones. */
    private void transform() {
        Transformation found = Nadir.transform(problem, solution.v(), options);
        Check.that(found.converged(), "a gap within the tolerance", found);
        double[] u = found.u();
        Factors factors = Factors.copyOfPair(ROWS, COLUMNS, solution.rank(), u, solution.v());
        Certificate certificate = Nadir.certify(problem, factors, options);
        Check.near(
                certificate.objective(),
                solution.objective(),
                1e-6 * solution.objective(),
                "the objective of the solve");
    }

    /** One column too many, a quarter of the first one's output. */
    private void prune() {
        int rank = solution.rank();
        double[] u = split(solution.u(), ROWS, rank);
        double[] v = split(solution.v(), COLUMNS, rank);
        Factors wide = Factors.copyOfPair(ROWS, COLUMNS, rank + 1, u, v);
        Pruning pruned = Nadir.prune(problem, wide, options);
        Check.that(pruned.factors().rank() == rank, "rank " + rank, pruned);
    }

    /** The first column times √¾ and, at the end, times ½: uvᵀ becomes ¾uvᵀ + ¼uvᵀ. */
    private static double[] split(double[] factor, int rows, int rank) {
        double[] wide = new double[rows * (rank + 1)];
        for (int i = 0; i < rows; i++) {
            double first = factor[i * rank];
            System.arraycopy(factor, i * rank, wide, i * (rank + 1), rank);
            wide[i * (rank + 1)] = Math.sqrt(0.75) * first;
            wide[i * (rank + 1) + rank] = 0.5 * first;
        }
        return wide;
    }

    private void useOwnLoss() {
        Solution robust = Nadir.solve(problem.withLoss(new LogCosh()), options);
        Check.that(
                robust.stopReason() == StopReason.CERTIFIED,
                "a certified solution under a loss of one's own",
                robust);
        double[] zeros = new double[values.length];
        double atZero = 0;
        for (int i = 0; i < values.length; i++) {
            atZero += new LogCosh().value(values[i], zeros[i]);
        }
        Check.that(robust.objective() < atZero, "less than " + atZero, robust.objective());
        Check.that(
                Arrays.stream(robust.u()).allMatch(Double::isFinite), "numbers", robust.factors());
    }
}
