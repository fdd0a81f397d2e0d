package io.nadir.cli.progress;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaMax;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.MatrixWriter;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * A solve that has ended.
 *
 * @param factors the point
 * @param report on it
 * @param history of the solve
 */
public record Outcome(Factors factors, Report report, History history) {
    /** Name of the sparse part of the residual. */
    public static final String SPARSE_PART = "E.npy";

    /** Name of the report. */
    public static final String REPORT = "report.json";

    /**
     * Solves, with progress shown by {@code display}, which is closed, and told to the listener of
     * the options.
     *
     * @param watch started when the command was
     * @param read seconds that reading took
     * @param inputs how they were understood
     * @param origin where λ comes from
     * @param bounds whether bounds of λ_max are worth about half of a short solve
     */
    public static Outcome ofSolve(
            Problem problem,
            SolverOptions options,
            ProgressDisplay display,
            Interruption interruption,
            Stopwatch watch,
            double read,
            Inputs inputs,
            LambdaOrigin origin,
            boolean bounds) {
        History history = new History();
        SolverOptions heard =
                options.withListener(
                        new ListenerPair(history, new ListenerPair(display, options.listener())));
        Solution solution;
        try (display) {
            solution = interruption.during(() -> Nadir.solve(problem, heard));
        }
        LambdaMax seen = history.lambdaMax(problem.lambda());
        LambdaMax largest =
                bounds && mayTakeTime(solution)
                        ? LambdaMax.better(
                                seen,
                                interruption.during(
                                        () -> LambdaMax.find(problem, options, solution.factors())))
                        : seen;
        Report report =
                Report.ofSolve(
                        problem, options, solution, read, watch.seconds(), inputs, largest, origin);
        return new Outcome(solution.factors(), report, history);
    }

    private static boolean mayTakeTime(Solution solution) {
        return switch (solution.stopReason()) {
            case INTERRUPTED, CANCELLED, OUT_OF_MEMORY -> false;
            default -> true;
        };
    }

    /** What can be used without the data. */
    public TrainedModel model() {
        Problem problem = report.problem();
        return problem.y().trained(factors, problem.loss());
    }

    /** Writes the model and the report. */
    public void write(OutputDirectory output) throws IOException {
        ModelDirectory.write(output, model(), report.inputs().indexing());
        Problem problem = report.problem();
        double @Nullable [] outliers = problem.y().sparsePart(problem.loss(), factors);
        if (outliers != null) {
            write(output, SPARSE_PART, factors.dimensions(), outliers);
        }
        output.write(REPORT, report::writeJson);
    }

    /** Writes a factor. */
    public static void writeFactor(OutputDirectory output, String name, Factors factors, int block)
            throws IOException {
        List<Integer> shape = List.of(factors.dimensions().get(block), factors.rank());
        write(output, name, shape, factors.toArray(block));
    }

    /** Writes numbers, row by row. */
    public static void write(
            OutputDirectory output, String name, List<Integer> shape, double[] values)
            throws IOException {
        output.write(name, out -> MatrixWriter.write(name, out, shape, values));
    }
}
