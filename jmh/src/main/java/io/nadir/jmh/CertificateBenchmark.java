package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.PowerIteration;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
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

/** Certifying a solved point (4000×2000, rank 20, relative gap 1e-6). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CertificateBenchmark {
    private LowRankProblem source = LowRankProblem.STANDARD;
    private Problem problem;
    private Factors solution;

    /** Makes another problem the one to certify. */
    CertificateBenchmark on(LowRankProblem other) {
        source = other;
        return this;
    }

    /** Solves the problem, to a point at which either evidence can be had. */
    @Setup
    public void setUp() {
        problem = source.problem();
        solution = Nadir.solve(problem, options(Evidence.PROVED, 1)).factors();
    }

    /** The evidence asked for. */
    @State(Scope.Thread)
    public static class Wanted {
        /** PROBABLE or PROVED. */
        @Param({"PROBABLE", "PROVED"})
        public Evidence evidence = Evidence.PROBABLE;
    }

    /** How many threads there are. */
    @State(Scope.Thread)
    public static class Threads {
        /** The number. */
        @Param({"1", "2"})
        public int threads = 1;
    }

    /**
     * The certificate.
     *
     * @throws IllegalStateException if the point is not certified
     */
    @Benchmark
    public Certificate certify(Wanted wanted, Threads threads) {
        SolverOptions options = options(wanted.evidence, threads.threads);
        return requireGlobal(Nadir.certify(problem, solution, options));
    }

    /** The baseline: as many passes of plain power iteration as the certificate makes. */
    @State(Scope.Thread)
    public static class Baseline {
        private MatrixMap map;
        private int passes;

        /** Counts the passes of the certificate. */
        @Setup
        public void setUp(CertificateBenchmark solved) {
            map = solved.source.data().bind(new SquaredLoss(), 1, null);
            passes = solved.certify(new Wanted(), new Threads()).work().passes();
        }
    }

    /**
     * Plain power iteration: no certificate at all.
     *
     * @return a lower bound of the polar, which a solution has at 1
     */
    @Benchmark
    public double powerIteration(Baseline baseline) {
        return PowerIteration.lowerBound(
                baseline.map, problem.lambda(), solution, baseline.passes, 1);
    }

    private static SolverOptions options(Evidence evidence, int threads) {
        return SolverOptions.defaults().withEvidence(evidence).withThreads(threads);
    }

    /** What is timed has to have done its work. */
    static Certificate requireGlobal(Certificate certificate) {
        if (!certificate.isGlobal()) {
            throw new IllegalStateException(certificate.toString());
        }
        return certificate;
    }
}
