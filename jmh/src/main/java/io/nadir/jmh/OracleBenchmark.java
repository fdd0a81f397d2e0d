package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.model.Effort;
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

/**
 * Certificates of points where descent has ended: what each oracle of a {@link HardPolar} takes,
 * without relaxations ({@link Effort#LOW}) and with them, on one thread. Where its bounds meet
 * early both are alike.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OracleBenchmark {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-4);

    /** What is bounded. */
    @Param public HardPolar polar = HardPolar.TENSOR;

    /** What may be spent on it. */
    @Param({"LOW", "NORMAL"})
    public Effort effort = Effort.NORMAL;

    private Problem problem;
    private Factors point;

    /** Finds the point. */
    @Setup
    public void setUp() {
        problem = polar.problem();
        point = Nadir.solve(problem, OPTIONS.withEffort(Effort.LOW)).factors();
    }

    /** Lower and upper bound of the polar, and the gap. */
    @Benchmark
    public Certificate certify() {
        return Nadir.certify(problem, point, OPTIONS.withEffort(effort));
    }
}
