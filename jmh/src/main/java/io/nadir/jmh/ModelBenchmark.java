package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.Descent;
import io.nadir.solver.SolverOptions;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Descent and certificate of each {@link Model}, at rank 12, by the method that is the default for
 * it: by columns, quasi-Newton, or least squares row by row.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ModelBenchmark {
    private static final int RANK = 12;

    private static final SolverOptions SOLVED = SolverOptions.defaults().withRelativeGap(1e-3);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What is solved. */
    @Param({
        "NMF",
        "DICTIONARY",
        "ROW_NORM",
        "LARGEST_ENTRY",
        "HUBER",
        "LOGISTIC",
        "SPARSE",
        "COMPLETION"
    })
    public Model model = Model.NMF;

    /** Of the data: the 8×8 digits, a size that no vector divides, and a larger one. */
    @Param({"1797x64", "997x1013", "2000x1000"})
    public String shape = "997x1013";

    /** Threads of {@link #step}, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    private Problem problem;
    private FactorizationMap map;
    private DescentMethod method;
    private Factors start;
    private Factors w;

    /** Makes problem and start. */
    @Setup
    public void setUp() {
        problem = model.problem(Shape.parse(shape));
        map = problem.y().bind(problem.loss(), threads, null);
        method = Descent.AUTO.method(new Objective<>(map, problem.regularizer(), problem.lambda()));
        start = model.start(Shape.parse(shape), RANK);
        w = start.copy();
        // A point worth certifying.
        step();
    }

    /** Ends what the map holds. */
    @TearDown
    public void tearDown() {
        map.close();
    }

    /**
     * A step, the mean of the first few from a random start.
     *
     * @return f after the last of them
     */
    @Benchmark
    @OperationsPerInvocation(DescentStepBenchmark.STEPS)
    public double step() {
        return DescentStepBenchmark.descend(method, start, w);
    }

    /** The polar's bounds and the gap after these steps, whatever the verdict is. */
    @Benchmark
    public Certificate certify() {
        return Nadir.certify(problem, w, SolverOptions.defaults());
    }

    /** A solved point. */
    @State(Scope.Thread)
    public static class Solved {
        private Factors point = Factors.empty(1, 1);

        /** Solves, as far as bounds that need not meet let it. */
        @Setup
        public void setUp(ModelBenchmark benchmark) {
            point = Nadir.solve(benchmark.problem, SOLVED.withTimeLimit(LIMIT)).factors();
        }
    }

    /**
     * The certificate of a solved point, relative gap 1e-3. A proof is made where the bounds are
     * that close: for all models but the hard ones, nonnegative factorization and dictionaries.
     */
    @Benchmark
    public Certificate certifySolution(Solved solved, CertificateBenchmark.Wanted wanted) {
        return Nadir.certify(problem, solved.point, SOLVED.withEvidence(wanted.evidence));
    }

    /** Where the last step led. */
    Factors point() {
        return w;
    }

    Problem problem() {
        return problem;
    }
}
