package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.check.Checks;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.RelaxationBudget;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;
import io.nadir.solver.Pruning;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.loop.GlobalSolver;
import io.nadir.solver.loop.LoopState;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Solves factorization and small-network training problems to global optimality and certifies the
 * result: the entry point of the library.
 *
 * {@snippet file="embedder/Examples.java" region="solve"}
 *
 * <p>All methods are static and thread-safe, and keep no state between calls: any number of solves
 * may run at the same time.
 *
 * <p>Data made by {@link io.nadir.matrix.DenseMatrix#wrap} share an array with the caller. Every
 * method checks such data when it begins and again before it returns, at the cost of one pass over
 * memory each, and throws {@link IllegalStateException} if an element has changed since the data
 * were made.
 */
public final class Nadir {
    private Nadir() {}

    /** Solves a problem with {@link SolverOptions#defaults()}. */
    public static Solution solve(Problem problem) {
        Objects.requireNonNull(problem, "problem");

        return solve(problem, SolverOptions.defaults());
    }

    /**
     * Solves a problem: descends to a first-order point, certifies that point or appends the column
     * that the certificate finds missing, and repeats (Haeffele &amp; Vidal 2017, section 6). The
     * solve ends when the certificate has the gap and the evidence that {@code options} ask for, or
     * when a limit is reached; {@link Solution#stopReason} says which.
     *
     * <p>Interrupting the calling thread ends the solve after at most 100 ms of kernel work. The
     * method then returns normally, with the best point found so far, and leaves the thread's
     * interrupt flag set.
     *
     * @throws IllegalArgumentException if data, loss and regularizer do not go together, if the
     *     starting factors do not fit the data, or if the magnitudes of data and λ are such that
     *     float64 cannot represent the objective
     * @throws IllegalStateException if the data were changed during the solve
     * @throws OutOfMemoryError if memory runs out during descent; if it runs out during a
     *     certificate, the solve ends with {@link
     *     io.nadir.solver.Solution.StopReason#OUT_OF_MEMORY} instead
     */
    public static Solution solve(Problem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        Scaling scaling = Scaling.of(problem);
        SolverOptions inner = scaling.inward(options);
        try (FactorizationMap map = scaling.bind(options)) {
            if (scaling.isLambdaReplaced()) {
                requireRankZero(scaling, problem, map, options);
            }
            GlobalSolver solver = new GlobalSolver(scaling.objective(map), inner);
            Solution solution = solver.solve();
            if (scaling.isLambdaReplaced() && solution.rank() > 0) {
                throw scaling.lambdaTooLarge();
            }
            return scaling.original().restore(solution);
        }
    }

    /**
     * Certifies or refutes a point from any source, without solving. The gap, the evidence, δ, the
     * seed, the threads and the executor are taken from {@code options}; the other options are
     * ignored.
     *
     * {@snippet file="embedder/Examples.java" region="certify"}
     *
     * @param factors the point, for a matrix U (m×r) and V (n×r); not modified
     * @return the certificate of that point, with a valid gap whatever its verdict
     * @throws IllegalArgumentException if data, loss and regularizer do not go together, if the
     *     factors do not fit the data or contain NaN or an infinity, or if the magnitudes of data
     *     and λ are such that float64 cannot represent the objective
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     * @throws OutOfMemoryError if a proof was asked for, and there is no memory for its matrices:
     *     at most two of n² numbers, where n is the shorter side. A solve keeps the bounds that it
     *     has instead
     */
    public static Certificate certify(Problem problem, Factors factors, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(options, "options");

        Scaling scaling = Scaling.of(problem);
        try (FactorizationMap map = scaling.bind(options)) {
            Certifier certifier = new Certifier(scaling.objective(map));
            RelaxationBudget budget =
                    new RelaxationBudget(options.effort().operations(0), bound -> true);
            Certificate certificate =
                    certifier.certify(scaling.inward(factors), request(options), budget);
            if (scaling.isLambdaReplaced() && !certificate.isGlobal()) {
                throw scaling.lambdaTooLarge();
            }
            return scaling.original().restore(certificate);
        }
    }

    /**
     * Solves a problem for many values of λ and certifies each solution. Each solve starts from the
     * solution of the neighbouring λ: first from the largest λ downwards, then upwards again over
     * the values that the first sweep left without a certificate.
     *
     * {@snippet file="embedder/Examples.java" region="path"}
     *
     * <p>Interrupting the thread ends the path and leaves the thread's interrupt flag set. If an
     * interruption, a listener or the time limit of the path cuts a solve of the downward sweep
     * short, the best point of that solve is the last point of the result, with the reason in
     * {@link Solution#stopReason}. A solve of the upward sweep that is cut short is discarded,
     * because its λ already has a finished point.
     *
     * @param problem the problem; its λ is ignored
     * @param options the options of each solve; a starting point is used for the first solve only,
     *     and the first of each fold
     * @return the points, largest λ first. There are fewer of them than values of λ if a listener,
     *     an interruption or the time limit ended the path. There are none if it ended before λ_max
     *     was known, or if a geometric grid was asked for and λ_max is 0
     * @throws IllegalArgumentException as {@link #solve(Problem, SolverOptions)}; if the state to
     *     resume belongs to another problem, grid or set of options; or if {@code options} hold the
     *     state of a single solve
     */
    public static List<PathPoint> solvePath(
            Problem problem, PathOptions path, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");

        return new RegularizationPath(problem, path, options).solve();
    }

    /**
     * Returns the errors of simple models without factors on the entries that a path holds out, to
     * compare its points with: see {@link io.nadir.model.ModelData#baselines}. None if nothing is
     * held out, or the data know no such models.
     *
     * @param problem the problem of the path; its regularizer and λ are ignored
     * @param path the options of the path: its held-out entries or folds are used
     * @param options the threads and the executor are used, the other options ignored
     * @throws IllegalArgumentException if data and loss do not go together
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static List<PathPoint.Baseline> baselines(
            Problem problem, PathOptions path, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");

        return new HeldOutScores(problem, path, options).baselines();
    }

    /**
     * Solves many problems side by side, one on each processor: the same as {@link
     * #solveAll(Iterable, Function, SolverOptions, Executor, int)} for jobs that are the problems
     * themselves.
     */
    public static Batch<Problem> solveAll(
            Iterable<Problem> problems, SolverOptions options, Executor executor) {
        Objects.requireNonNull(problems, "problems");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(executor, "executor");

        int processors = Runtime.getRuntime().availableProcessors();
        int atOnce = Math.max(1, processors / options.threads());
        return solveAll(problems, Function.identity(), options, executor, atOnce);
    }

    /**
     * Solves many problems side by side and gives their results as they finish:
     *
     * {@snippet file="embedder/Examples.java" region="batch"}
     *
     * <p>A job is whatever {@code problem} makes a problem of, such as the name of a file. Jobs are
     * taken one after another, and problems made on the threads of the executor, just before each
     * is solved; so any number of jobs needs the memory of a few. A job that fails has a result
     * with the failure, and does not stop the others. Each solution has the bits that {@link
     * #solve} gives.
     *
     * @param jobs the jobs; iterated over by one thread at a time, of the executor
     * @param problem makes the problem of a job, on several threads at once
     * @param options the options of each solve. By default each solve has one thread, which is best
     *     for many small problems. The listener is told of all solves, by several threads at once
     * @param executor runs the solves: a pool of threads, or one that starts a thread for each
     *     task, which may be a virtual one. It gets {@code atOnce} tasks that last until all jobs
     *     are done, and stays open. If it rejects some of them, fewer solves run at once
     * @param atOnce the number of solves that run at once, at least 1
     * @return the results; close them to be sure that no thread works any more
     * @throws IllegalArgumentException if {@code atOnce} is less than 1, if the executor runs tasks
     *     on the calling thread, or if the options have a state to resume or receive checkpoints,
     *     which belong to a single solve
     * @throws java.util.concurrent.RejectedExecutionException if the executor accepts no task
     */
    public static <T> Batch<T> solveAll(
            Iterable<? extends T> jobs,
            Function<? super T, Problem> problem,
            SolverOptions options,
            Executor executor,
            int atOnce) {
        Objects.requireNonNull(jobs, "jobs");
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(executor, "executor");

        Checks.positive("atOnce", atOnce);
        return Batch.begin(jobs.iterator(), problem, options, executor, atOnce);
    }

    /**
     * Computes λ_max = Ω°(−∇ℓ(Y, 0)), the smallest λ at which rank 0 (all factors zero) is a global
     * minimum. Ω° is the polar of the regularizer, see {@link io.nadir.model.PolarOracle}.
     *
     * <p>Where the polar can be solved, as for the nuclear norm, the result is accurate to about
     * 1e-8 relative. Where it cannot, the result is a lower bound of λ_max. It is 0 if ∇ℓ(Y, 0) =
     * 0.
     *
     * @param problem the problem; its λ is ignored
     * @throws IllegalArgumentException if the regularizer cannot be certified, or λ_max exceeds
     *     float64
     */
    public static double lambdaMax(Problem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        return LargestLambda.estimate(problem, options);
    }

    /**
     * Returns bounds of λ_max, the smallest λ at which rank 0 is a global minimum; it is one for
     * every larger λ too. The upper bound holds as {@link PolarBounds#evidence} says, except with
     * probability {@link PolarBounds#delta}. For the nuclear norm, the bounds differ by 1e-6
     * relative at most if few singular values are close to the largest, otherwise by some percent,
     * because few steps are made; where the polar is hard, the upper bound may be far away. With
     * offsets, both hold for the offsets as found at X = 0.
     *
     * <p>The time limit of {@code options} holds.
     *
     * @param problem the problem; its λ is ignored
     * @throws IllegalArgumentException if the regularizer cannot be certified
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted or the time
     *     limit has passed
     */
    public static PolarBounds lambdaMaxBounds(Problem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        return LargestLambda.bounds(problem, options, null);
    }

    /**
     * Returns the same bounds, looked for along the columns of known factors first. With those of a
     * solution for some λ this takes a few passes less for the nuclear norm of data that are fully
     * known, and no less for other problems. The bounds hold whatever the factors are.
     *
     * @param problem the problem; its λ is ignored
     * @param near the factors; not modified
     * @throws IllegalArgumentException if the regularizer cannot be certified, or the factors do
     *     not fit the data
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted or the time
     *     limit has passed
     */
    public static PolarBounds lambdaMaxBounds(
            Problem problem, SolverOptions options, Factors near) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(near, "near");

        return LargestLambda.bounds(problem, options, near);
    }

    /**
     * Finds the rows of U that belong to new data for a given V, the "fold-in" of recommender
     * systems. Minimizes f(U) = ℓ(Y, U·Vᵀ) + λ·Σ_i θ(u_i, v_i) over U, which is a convex problem.
     *
     * <p>Stops as soon as the Fenchel duality gap is at most 1e-9 (or {@link
     * SolverOptions#relativeGap} if that is smaller) times f(U) − λ·Σ_i θ(0, v_i), the part of the
     * objective that depends on U. {@link Transformation#converged} tells whether that was reached.
     * It may not be for a regularizer without a {@link io.nadir.model.Regularizer#blockPenalty},
     * for an {@link io.nadir.regularizer.UncertifiedRegularizer} whose problem has no minimum, and
     * where rounding errors exceed the tolerance.
     *
     * <p>Ridge regression (the squared loss with the penalty ½‖u‖²) is solved directly. All other
     * problems take about 30 Newton steps of O(entries·r² + k·r³) operations each.
     *
     * @param problem the new data, k×n, with the loss, the regularizer and λ
     * @param v V, n×r row-major; not modified
     * @param options the gap, the threads and the executor are used, the other options ignored
     * @throws IllegalArgumentException if the data are not those of a matrix; if {@code v} does not
     *     fit, contains NaN or an infinity, or violates a constraint; or if the magnitudes of data
     *     and λ are such that float64 cannot represent the objective
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static Transformation transform(Problem problem, double[] v, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(v, "v");
        Objects.requireNonNull(options, "options");

        return FoldIn.transform(problem, v, options);
    }

    /**
     * Finds the rows of U that belong to new data for a model: the same as {@link
     * #transform(Problem, double[], SolverOptions)} with the model's V and offsets. Offsets of
     * columns stay as they are; if the model has row offsets, those of the new rows are fitted
     * together with U, under the penalty of the model. They are in {@link Transformation#offsets},
     * which also tells which rows have no data, so that μ and b alone predict them.
     *
     * @param problem the new data, k×n, with the loss, the regularizer and λ of the model; the data
     *     need no offsets
     * @param model a matrix model of n columns
     * @param options the gap, the threads and the executor are used, the other options ignored
     * @throws IllegalArgumentException as {@link #transform(Problem, double[], SolverOptions)};
     *     also if the data have other offsets than the model
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static Transformation transform(
            Problem problem, TrainedModel model, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(options, "options");

        return FoldIn.transform(problem, model, options);
    }

    /**
     * Finds the rows of V that belong to new columns of data, m×k, for a model of m rows: {@link
     * #transform(Problem, TrainedModel, SolverOptions)} of the transpose. A dictionary model with
     * sparse codes V is used in this way.
     *
     * @throws IllegalArgumentException as for rows
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static Transformation transformColumns(
            Problem problem, TrainedModel model, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(options, "options");

        return FoldIn.transformColumns(problem, model, options);
    }

    /**
     * Reduces the number of columns without changing the outputs. Moves along directions in which
     * the observed part of X stays the same and Θ does not increase, until the outputs φ(W_i) of
     * the remaining columns are linearly independent (Haeffele &amp; Vidal 2017, theorem 2).
     *
     * @param problem the problem; the values of its data, its loss and λ do not influence the
     *     result
     * @param factors the point; not modified
     * @param options the threads and the executor are used, the other options ignored
     * @throws IllegalArgumentException if the factors do not fit the data, contain NaN or an
     *     infinity, or violate a constraint; or if the outputs of all columns together exceed the
     *     largest Java array or float64
     */
    public static Pruning prune(Problem problem, Factors factors, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(options, "options");

        try (FactorizationMap map =
                problem.y().bind(problem.loss(), options.threads(), options.executor())) {
            new Certifier(new Objective<>(map, problem.regularizer(), problem.lambda()))
                    .requireFit(factors);
            return Pruning.prune(map, problem.regularizer(), factors);
        }
    }

    /**
     * Reads a state that {@link SolveState#writeTo} wrote, up to the end of the stream, for {@link
     * SolverOptions#withResume}.
     *
     * @param stream the source; left open
     * @throws IOException if {@code stream} throws it or ends too early
     */
    public static SolveState readState(InputStream stream) throws IOException {
        return LoopState.readFrom(stream);
    }

    /**
     * Tells on one line which kernels this process uses and why, for logs and bug reports: {@code
     * simd} with the vector width, or {@code scalar}.
     */
    public static String kernels() {
        return Kernels.describe();
    }

    /** Tells on one line which library decomposes dense matrices in this process, and why. */
    public static String linearAlgebra() {
        return LinearAlgebra.get().reason();
    }

    /**
     * Throws unless rank 0 is certified as a solution for the smaller λ that replaces the given
     * one; it is then a solution for the given λ as well.
     */
    private static void requireRankZero(
            Scaling scaling, Problem problem, FactorizationMap map, SolverOptions options) {
        if (!problem.regularizer().isCertifiable()
                || !new Certifier(scaling.objective(map))
                        .certify(Factors.empty(map.dimensions()), request(options))
                        .isGlobal()) {
            throw scaling.lambdaTooLarge();
        }
    }

    private static CertificateRequest request(SolverOptions options) {
        return new CertificateRequest(
                options.relativeGap(), options.evidence(), options.delta(), options.seed());
    }
}
