package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.certify.CertificateRequest;
import io.nadir.certify.Certifier;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.Objective;
import io.nadir.model.Transformation;
import io.nadir.solver.GlobalSolver;
import io.nadir.solver.Pruning;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import java.util.List;
import java.util.Objects;

/**
 * Finds global minima and proves them.
 *
 * <p>Stateless and thread-safe: any number of solves may run at once.
 *
 * <p>Every method throws {@link IllegalStateException} if it finds that an array which the data
 * share with the caller, see {@link io.nadir.matrix.DenseMatrix#wrap}, has been changed since the
 * data were made: at the begin and at the end, which is a pass as fast as memory each.
 */
public final class Nadir {
    /** Relative gap of {@link #transform}. */
    private static final double TRANSFORM_GAP = 1e-9;

    private Nadir() {}

    /** Solves with {@link SolverOptions#defaults()}. */
    public static Solution solve(Problem problem) {
        Objects.requireNonNull(problem, "problem");

        return solve(problem, SolverOptions.defaults());
    }

    /**
     * Solves: descends, certifies or appends, until the certificate has the gap and the evidence
     * that {@code options} ask for, or a limit ends it. See {@link Solution#stopReason}.
     *
     * <p>Interrupting the thread ends a solve within 100 ms of kernel work; the solution then has
     * the best point so far, and the thread's interrupt flag is set.
     *
     * @throws IllegalArgumentException if the start does not fit the data, or data and λ are beyond
     *     what float64 can hold of the objective
     */
    public static Solution solve(Problem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        Scaling scaling = Scaling.of(problem);
        SolverOptions inner = scaling.inward(options);
        try (FactorizationMap map = map(scaling, options)) {
            if (scaling.isLambdaReplaced()) {
                requireRankZero(scaling, problem, map, options);
            }
            GlobalSolver solver =
                    new GlobalSolver(objective(map, problem, scaling.lambda()), inner);
            Solution solution = solver.solve();
            if (scaling.isLambdaReplaced() && solution.rank() > 0) {
                throw scaling.lambdaTooLarge();
            }
            return scaling.outward(solution);
        }
    }

    /**
     * Certifies or refutes factors from anywhere, without solving: gap, evidence, δ, seed, threads
     * and executor are taken from {@code options}.
     *
     * @param factors U m×r and V n×r; not modified
     * @throws IllegalArgumentException if the factors do not fit the data or are not finite, or
     *     data and λ are beyond what float64 can hold of the objective
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static Certificate certify(Problem problem, Factors factors, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(options, "options");

        Scaling scaling = Scaling.of(problem);
        CertificateRequest request =
                new CertificateRequest(
                        options.relativeGap(), options.evidence(), options.delta(), options.seed());
        try (FactorizationMap map = map(scaling, options)) {
            Certifier certifier = new Certifier(objective(map, problem, scaling.lambda()));
            Certificate certificate = certifier.certify(scaling.inward(factors), request);
            if (scaling.isLambdaReplaced() && !certificate.isGlobal()) {
                throw scaling.lambdaTooLarge();
            }
            return scaling.outward(certificate);
        }
    }

    /**
     * Solves for many λ, each from its neighbour's solution, one certificate for each: downwards,
     * and where that left points uncertified upwards again.
     *
     * @param problem of which λ is replaced
     *     <p>Interrupting the thread ends a path as it ends a solve, and the thread's interrupt
     *     flag is set. The solve that an interruption, a listener or the time limit of the path
     *     cuts short is the last point, with its best point so far and the reason in {@link
     *     Solution#stopReason}; in the way upwards it is left out, as the λ has a finished point
     *     already.
     * @param options for each solve; the start is for the first
     * @return the points, largest λ first; fewer if the listener, an interruption or the time limit
     *     ended it, none if a geometric grid was asked for data of which 0 is the solution for
     *     every λ, or before the first λ was known
     * @throws IllegalArgumentException if the state to resume is of another problem, grid or
     *     options, or {@code options} has the state of a single solve
     */
    public static List<PathPoint> solvePath(
            Problem problem, PathOptions path, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");

        return new RegularizationPath(problem, path, options).solve();
    }

    /**
     * λ_max = Ω°(−∇ℓ(Y, 0)), the least λ at which factors of rank 0 are a global minimum, as far as
     * the polar can be solved: to about 1e-8 where it can, a lower bound otherwise. 0 if ∇ℓ(Y, 0) =
     * 0.
     *
     * @param problem of which λ is ignored
     */
    public static double lambdaMax(Problem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        if (problem.y().maxAbs() == 0) {
            return 0;
        }
        Scaling scaling = Scaling.ofScale(problem);
        double unit = scaling.data().maxAbs();
        try (FactorizationMap map = map(scaling, options)) {
            Certifier certifier = new Certifier(objective(map, problem, unit));
            double polar = certifier.polarAtZero(options.seed());
            map.data().requireUnchanged();
            double largest = scaling.lambdaOutward(polar * unit);
            if (largest == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "the least lambda with the solution 0 = "
                                + polar
                                + " * "
                                + scaling.lambdaOutward(unit)
                                + ", allowed are numbers within float64: divide inputs or weights"
                                + " by a power of two");
            }
            return largest;
        }
    }

    /**
     * The rows u of new data for a fixed V: min over U of f(U) = ℓ(Y, U·Vᵀ) + λΣθ(u_i, v_i), which
     * is convex.
     *
     * <p>Minimizes until the gap of Fenchel duality is at most a share of f(U) − λΣθ(0, v_i), the
     * part that U can change: 1e-9 of it, or {@link SolverOptions#relativeGap} where that is
     * smaller. {@link Transformation#converged} says whether it is; it may not be for a θ without
     * {@link io.nadir.model.Regularizer#blockPenalty}, for an {@link
     * io.nadir.regularizer.UncertifiedRegularizer} without a minimum, and where rounding errors
     * exceed the tolerance. Ridge regression, the squared loss with ½‖u‖², is solved directly; all
     * else takes some 30 Newton steps, each O(entries·r² + k·r³) operations.
     *
     * @param problem with the new data, k×n
     * @param v n×r row-major; not modified
     * @param options of which gap, threads and executor are used
     * @throws IllegalArgumentException if {@code v} does not fit, is not finite or violates a
     *     constraint, or data and λ are beyond what float64 can hold of the objective
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static Transformation transform(Problem problem, double[] v, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(v, "v");
        Objects.requireNonNull(options, "options");

        Scaling scaling = Scaling.of(problem);
        double tolerance = Math.min(TRANSFORM_GAP, options.relativeGap());
        try (FactorizationMap map = map(scaling, options)) {
            ModelFamily family = ModelFamily.of(map);
            if (!family.canTransform()) {
                throw new IllegalArgumentException(
                        "data = "
                                + problem.y().getClass().getSimpleName()
                                + ", allowed are matrices");
            }
            int rows = map.dimensions().getFirst();
            int columns = map.dimensions().getLast();
            int rank = v.length / columns;
            Factors fixed = Factors.copyOfPair(rows, columns, rank, new double[rows * rank], v);
            problem.regularizer().requireFeasible(fixed);
            Transformation found =
                    family.transform(
                            objective(map, problem, scaling.lambda()),
                            scaling.inward(fixed),
                            tolerance);
            map.data().requireUnchanged();
            return scaling.outward(found);
        }
    }

    /**
     * The same outputs from fewer columns: slides along paths on which X, where it is observed,
     * stays and Θ does not rise, until the outputs of the columns that are left are linearly
     * independent (Haeffele &amp; Vidal 2017, theorem 2).
     *
     * @param problem of which data, loss and λ have no part in the result
     * @param factors not modified
     * @throws IllegalArgumentException if the factors do not fit the data, are not finite or
     *     violate a constraint, or the outputs of all columns exceed the largest array or float64
     */
    public static Pruning prune(Problem problem, Factors factors, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(options, "options");

        try (FactorizationMap map =
                problem.y().bind(problem.loss(), options.threads(), options.executor())) {
            new Certifier(objective(map, problem, problem.lambda())).requireFit(factors);
            return Pruning.prune(map, problem.regularizer(), factors);
        }
    }

    /**
     * Which kernels run in this process, and why: {@code simd} and the width of vectors, or {@code
     * scalar}; on one line, for logs and bug reports.
     */
    public static String kernels() {
        return Kernels.describe();
    }

    /** Which library decomposes dense matrices in this process, and why; on one line. */
    public static String linearAlgebra() {
        return LinearAlgebra.get().reason();
    }

    /**
     * Throws unless 0 is certified to be a solution for the λ that stands for a larger one: then it
     * is one for the larger λ.
     */
    private static void requireRankZero(
            Scaling scaling, Problem problem, FactorizationMap map, SolverOptions options) {
        CertificateRequest request =
                new CertificateRequest(
                        options.relativeGap(), options.evidence(), options.delta(), options.seed());
        if (!problem.regularizer().isCertifiable()
                || !new Certifier(objective(map, problem, scaling.lambda()))
                        .certify(Factors.empty(map.dimensions()), request)
                        .isGlobal()) {
            throw scaling.lambdaTooLarge();
        }
    }

    private static <M extends FactorizationMap> Objective<M> objective(
            M map, Problem problem, double lambda) {
        return new Objective<>(map, problem.regularizer(), lambda);
    }

    private static FactorizationMap map(Scaling scaling, SolverOptions options) {
        return scaling.data().bind(scaling.loss(), options.threads(), options.executor());
    }
}
