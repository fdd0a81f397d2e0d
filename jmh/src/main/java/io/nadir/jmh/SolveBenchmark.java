package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** From data to a certified solution: low rank and noise, relative gap 1e-6. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SolveBenchmark {
    /** The evidence asked for. */
    @Param({"PROBABLE", "PROVED"})
    public Evidence evidence = Evidence.PROBABLE;

    /** Threads, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    /** Shape and rank, {@code MxN:RANK}: a real workload, and one that is over in no time. */
    @Param({"4000x2000:20", "300x200:5"})
    public String size = LowRankProblem.STANDARD.size();

    private Problem problem;

    /** Makes the problem. */
    @Setup
    public void setUp() {
        problem = LowRankProblem.parse(size).problem();
    }

    /**
     * A solve with a pool of its own.
     *
     * @throws IllegalStateException if the solution is not certified
     */
    @Benchmark
    public Solution solve() {
        Solution solution =
                Nadir.solve(
                        problem,
                        SolverOptions.defaults().withEvidence(evidence).withThreads(threads));
        CertificateBenchmark.requireGlobal(solution.certificate());
        return solution;
    }
}
