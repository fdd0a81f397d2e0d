package io.nadir.spark;

import io.nadir.certify.Certificate;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.loop.GlobalSolver;

import java.util.Objects;

/**
 * Solves and certifies problems on distributed rows: what {@link io.nadir.Nadir} does for data in
 * one heap. The loop, the descent and the certifier are the same; see {@link io.nadir.spark} for
 * how passes are made.
 *
 * <p>All methods are static and thread-safe, and keep no state between calls.
 */
public final class SparkSolver {
    /** How far bounds of λ_max may be apart, relative to them. */
    private static final double CLOSE = 1e-6;

    private SparkSolver() {}

    /** Solves a problem with {@link SolverOptions#defaults()}. */
    public static SparkSolution solve(SparkProblem problem) {
        return solve(problem, SolverOptions.defaults());
    }

    /**
     * Solves a problem: descends, certifies or appends columns, and repeats, until the certificate
     * has the gap and the evidence that {@code options} ask for, or a limit is reached.
     *
     * <p>Interrupting the thread cancels Spark's jobs and ends the solve with the best point so
     * far. A time limit ends it between two passes. A start has one block, V. {@link
     * SolverOptions#checkpoints} and {@link SolverOptions#resume} save V and what the driver
     * remembers; the executors need nothing else. The threads and the executor of the options are
     * ignored.
     *
     * @throws IllegalArgumentException if options and problem do not go together, or the heap of
     *     the driver is too small, before the first pass
     */
    public static SparkSolution solve(SparkProblem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        DriverMemory.require(problem.rows(), options);
        JobNames names = new JobNames(problem.rows().context());
        try (RowsMap map = map(problem, names)) {
            PhaseListener listener = new PhaseListener(names, options.listener());
            Solution solution =
                    new GlobalSolver(objective(problem, map), options.withListener(listener))
                            .solve();
            listener.ended(solution);
            return new SparkSolution(
                    problem,
                    solution,
                    map.columnOffsets(solution.factors()),
                    map.meanOfRowOffsets(solution.factors()));
        }
    }

    /**
     * Certifies or refutes a V from any source, together with the best U for it.
     *
     * @param v V, one row for each column of the data in the order of {@link
     *     DistributedRows#columnIds}; n×r row-major
     * @param rank r
     * @param options the gap, the evidence, δ and the seed are used
     * @throws IllegalArgumentException if V does not fit the data, or has NaN or an infinity; if
     *     the heap of the driver is too small
     */
    public static Certificate certify(
            SparkProblem problem, double[] v, int rank, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(v, "v");
        Objects.requireNonNull(options, "options");

        DriverMemory.require(
                problem.rows().columns(),
                Math.max(1, rank),
                Runtime.getRuntime().maxMemory(),
                problem.rows()::rows);
        Factors w =
                Factors.copyOf(rank, new int[] {problem.rows().columns()}, java.util.List.of(v));
        try (RowsMap map = map(problem, new JobNames(problem.rows().context()))) {
            return new Certifier(objective(problem, map))
                    .certify(
                            w,
                            new CertificateRequest(
                                    options.relativeGap(),
                                    options.evidence(),
                                    options.delta(),
                                    options.seed()));
        }
    }

    /**
     * Bounds λ_max, the least λ at which the solution is U·Vᵀ = 0, at about the cost of a
     * certificate.
     *
     * @param problem its λ does not matter
     * @param options δ and the seed are used
     */
    public static PolarBounds lambdaMax(SparkProblem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        if (problem.rows().maxAbs() == 0) {
            return new PolarBounds(0, 0, Evidence.PROVED, 0, null);
        }
        // So small that the polar, λ_max/λ, exceeds 1.
        double lambda = problem.rows().maxAbs() * 0x1p-20;
        SparkProblem small = problem.withLambda(lambda);
        try (RowsMap map = map(small, new JobNames(problem.rows().context()))) {
            PolarBounds bounds =
                    new Certifier(objective(small, map))
                            .boundsAtZero(CLOSE, options.delta(), options.seed());
            return new PolarBounds(
                    Math.max(0, Rounding.down(lambda * bounds.lower())),
                    Rounding.up(lambda * bounds.upper()),
                    bounds.evidence(),
                    bounds.delta(),
                    null);
        }
    }

    private static RowsMap map(SparkProblem problem, JobNames names) {
        return new RowsMap(new Passes(problem, names));
    }

    private static Objective<RowsMap> objective(SparkProblem problem, RowsMap map) {
        return new Objective<>(map, new SquaredNorms(problem.nonNegative()), problem.lambda());
    }
}
