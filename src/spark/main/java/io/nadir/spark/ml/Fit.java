package io.nadir.spark.ml;

import io.nadir.certify.Certificate;
import io.nadir.io.CheckpointFile;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.SparkProblem;
import io.nadir.spark.SparkSolution;
import io.nadir.spark.SparkSolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** One fit: reads the parameters of the problem and of the solve, and solves. */
final class Fit {
    private final SolveParams params;
    private final LossChoice loss;
    private final Centering centering;

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    Fit(SolveParams params) {
        this.params = params;
        this.loss = LossChoice.parse(params.getLoss());
        this.centering = centering(params.getCenter());
        if (params.isSet(params.regParam()) == params.isSet(params.regShare())) {
            throw new IllegalArgumentException(
                    params.isSet(params.regParam())
                            ? "regParam = %s and regShare = %s, allowed is one of the two"
                                    .formatted(params.getRegParam(), params.getRegShare())
                            : "neither regParam nor regShare is set, one of the two is needed:"
                                    + " regParam = lambda, or regShare = lambda / lambda_max");
        }
        if (centering != Centering.NONE && (loss.isImplicit() || !loss.isSquared())) {
            throw new IllegalArgumentException(
                    "center = %s, allowed for loss = %s is none"
                            .formatted(params.getCenter(), params.getLoss()));
        }
        centering.requirePenalty(params.getOffsetPenalty());
        if (params.getNonnegative() && (centering != Centering.NONE || loss.isImplicit())) {
            throw new IllegalArgumentException(
                    "nonnegative = true, allowed for center = %s and loss = %s is false"
                            .formatted(params.getCenter(), params.getLoss()));
        }
    }

    static Centering centering(String label) {
        return Centering.valueOf(label.toUpperCase(Locale.ROOT));
    }

    LossChoice loss() {
        return loss;
    }

    /**
     * What a solve has found.
     *
     * @param solution the factors
     * @param summary about them
     */
    record Found(SparkSolution solution, FactorizationSummary summary) {}

    Found solve(DistributedRows rows) {
        SolverOptions options = options();
        LargestLambda largest = new LargestLambda();
        SparkProblem problem = problem(rows, 1);
        if (params.isSet(params.regShare())) {
            PolarBounds bounds = SparkSolver.lambdaMax(problem, options);
            largest.set(1, bounds);
            problem = problem(rows, share(bounds.lower()));
        } else {
            problem = problem(rows, params.getRegParam());
        }
        largest.lambda = problem.lambda();
        SparkSolution solution = solve(problem, options.withListener(largest));
        return new Found(
                solution,
                new FactorizationSummary(
                        solution.certificate(),
                        solution.stopReason(),
                        problem.lambda(),
                        largest.lower,
                        largest.upper,
                        solution.rank(),
                        rows.rows(),
                        rows.columns(),
                        rows.entries(),
                        solution.iterations(),
                        solution.appends(),
                        solution.seconds().total(),
                        rows.kernels()));
    }

    private double share(double lambdaMax) {
        if (lambdaMax == 0) {
            throw new IllegalArgumentException(
                    "regShare = %s, allowed for data whose solution is 0 for every lambda is none:"
                                    .formatted(params.getRegShare())
                            + " set regParam");
        }
        return params.getRegShare() * lambdaMax;
    }

    private SparkProblem problem(DistributedRows rows, double lambda) {
        SparkProblem problem =
                new SparkProblem(rows, loss.loss(), lambda)
                        .withCentering(centering, params.getOffsetPenalty());
        return params.getNonnegative() ? problem.withNonNegativeFactors() : problem;
    }

    private SolverOptions options() {
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(params.getRelativeGap())
                        .withEvidence(
                                Evidence.valueOf(params.getEvidence().toUpperCase(Locale.ROOT)))
                        .withDelta(params.getDelta())
                        .withMaxRank(params.getMaxRank())
                        .withSeed(params.getSeed());
        return params.isSet(params.timeLimit())
                ? options.withTimeLimit(duration(params.getTimeLimit()))
                : options;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.max(1, (long) Math.min(1e18, seconds * 1e9)));
    }

    private SparkSolution solve(SparkProblem problem, SolverOptions options) {
        if (!params.isSet(params.checkpointFile())) {
            return SparkSolver.solve(problem, options);
        }
        try {
            Path file = Path.of(params.getCheckpointFile());
            CheckpointFile<SolveState> checkpoint =
                    CheckpointFile.ofSolve(file, duration(params.getCheckpointSeconds()));
            checkpoint.requireWritable();
            SolverOptions kept = options.withCheckpoints(checkpoint);
            SparkSolution solution =
                    SparkSolver.solve(
                            problem,
                            Files.exists(file) ? kept.withResume(checkpoint.load()) : kept);
            if (solution.stopReason() == StopReason.CERTIFIED) {
                Files.deleteIfExists(file);
            }
            return solution;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bounds of λ_max: those of the certificate of rank 0, with which a solve begins. */
    private static final class LargestLambda implements SolveListener {
        private double lambda;
        private double lower;
        private double upper = Double.POSITIVE_INFINITY;

        private void set(double unit, PolarBounds polar) {
            lower = Math.max(lower, unit * polar.lower());
            upper = Math.max(lower, Math.min(upper, unit * polar.upper()));
        }

        @Override
        public boolean onCertificate(Certificate certificate, Progress progress) {
            if (progress.rank() == 0) {
                set(lambda, certificate.polar());
            }
            return true;
        }
    }
}
