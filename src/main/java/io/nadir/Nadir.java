package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.certify.CertificateRequest;
import io.nadir.certify.Certifier;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.solver.GlobalSolver;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

/**
 * Finds global minima and proves them.
 *
 * <p>Stateless and thread-safe: any number of solves may run at once.
 */
public final class Nadir {
    private Nadir() {}

    /** Solves with {@link SolverOptions#defaults()}. */
    public static Solution solve(Problem problem) {
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
        Scaling scaling = Scaling.of(problem);
        SolverOptions inner = scaling.inward(options);
        try (MatrixMap map = map(scaling, options)) {
            GlobalSolver solver =
                    new GlobalSolver(map, problem.regularizer(), scaling.lambda(), inner);
            return scaling.outward(solver.solve());
        }
    }

    /**
     * Certifies or refutes factors from anywhere, without solving: gap, evidence, δ, seed, threads
     * and executor are taken from {@code options}.
     *
     * @param factors U m×r and V n×r; not modified
     * @throws IllegalArgumentException if the factors do not fit the data or are not finite, or
     *     data and λ are beyond what float64 can hold of the objective
     * @throws io.nadir.kernel.WorkInterruptedException if the thread is interrupted
     */
    public static Certificate certify(Problem problem, Factors factors, SolverOptions options) {
        Scaling scaling = Scaling.of(problem);
        CertificateRequest request =
                new CertificateRequest(
                        options.relativeGap(), options.evidence(), options.delta(), options.seed());
        try (MatrixMap map = map(scaling, options)) {
            Certifier certifier = new Certifier(map, problem.regularizer(), scaling.lambda());
            return scaling.outward(certifier.certify(scaling.inward(factors), request));
        }
    }

    private static MatrixMap map(Scaling scaling, SolverOptions options) {
        return scaling.data().bind(scaling.loss(), options.threads(), options.executor());
    }
}
