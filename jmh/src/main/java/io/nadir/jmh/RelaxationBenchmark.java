package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.kernel.SmallDense;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** An iteration of the search for a relaxation beside the eigendecompositions that it needs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RelaxationBenchmark {
    private static final int ITERATIONS = 10;

    /** Iterations before the clock starts. */
    private static final int BEFORE = 30;

    /** Elements of the two factors, whose product is n: 44, 120, 288, 1000. */
    @Param({"11x4", "12x10", "18x16", "40x25"})
    public String shape = "12x10";

    private RelaxationSearch search;
    private RelaxationSearch free;
    private Panel matrix;

    /** Makes the searches. */
    @Setup(Level.Iteration)
    public void setUp() {
        int[] sides = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        int p = sides[0];
        int q = sides[1];
        search = started(TransposedProducts.random(p, q, false));
        TransposedProducts without = TransposedProducts.random(p, q, true);
        free = started(without);
        matrix = Panel.wrap(without.objective(), p * q, p * q, 0);
    }

    private static RelaxationSearch started(TransposedProducts relaxation) {
        RelaxationSearch out = new RelaxationSearch(relaxation, () -> {});
        out.setCloseness(0);
        out.run(0, BEFORE);
        return out;
    }

    /** Iterations, with one look at the bound for ten. */
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public Object iteration() {
        return search.run(0, ITERATIONS);
    }

    /** The same without multipliers: the leading eigenpairs, and K made of them. */
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public Object eigenpairs() {
        return free.run(0, ITERATIONS);
    }

    /** All eigenpairs, by LAPACK. */
    @Benchmark
    public Object decomposition() {
        return SmallDense.symmetricEigen(matrix);
    }
}
