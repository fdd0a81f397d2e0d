package io.nadir.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** The sparse kernels by rows on one thread, beside their bound, which only reads the factor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SparseKernelBenchmark {
    /** The kernels, or their bound. */
    @Param({"nadir", "gather"})
    public String implementation = "nadir";

    /** Data and known entries: of a million ratings, of R's InstEval, and an odd size. */
    @Param({"6040x3706:1000000", "2972x1128:73421", "997x1013:97001"})
    public String size = "6040x3706:1000000";

    /** Columns of the factors. */
    @Param({"8", "10", "16", "32"})
    public int r = 10;

    private SparseOperations operations;

    /** Makes the operands. */
    @Setup
    public void setUp() {
        CompletionProblem problem = CompletionProblem.parse(size);
        operations = SparseOperations.of(implementation, problem.places(), r);
    }

    /** T = Y·V: 2·r flops for each entry. */
    @Benchmark
    public Object multiply() {
        operations.multiply();
        return operations;
    }

    /** x = u_i·v_j at each entry: 2·r flops for each. */
    @Benchmark
    public Object sampledProduct() {
        operations.sampledProduct();
        return operations;
    }

    /** Loss, G and G·V: 4·r flops for each entry. */
    @Benchmark
    public double residualGradient() {
        return operations.residualGradient();
    }

    /** Operands and results. */
    SparseOperations operations() {
        return operations;
    }
}
