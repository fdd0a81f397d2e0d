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

/**
 * The products of a descent step on one thread, fused kernels beside what peers compose. A peer of
 * either form of the gradient is its own composition of the same form; who only wants gradients of
 * the squared loss would compose the cheaper one, {@link #gramGradient}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GradientBenchmark {
    /** Whose products. */
    @Param({"nadir", "jblas", "netlib", "netlib-java", "ejml", "ojalgo"})
    public String implementation = "nadir";

    /** Of the data: real workloads, and sizes that are no multiple of any vector or tile. */
    @Param({"4096x2048", "4000x2000", "6040x3706", "1000x1000", "997x1013"})
    public String shape = "4096x2048";

    /** Rank. */
    @Param({"1", "5", "10", "16", "20", "32", "64"})
    public int r = 16;

    private Gradient gradient;

    /** Makes the operands. */
    @Setup
    public void setUp() {
        gradient = Gradient.of(implementation, Inputs.random(Shape.parse(shape), r, 0));
    }

    /** ½‖U·Vᵀ − Y‖² with both gradients: 6·m·n·r flops. */
    @Benchmark
    public double residualGradient() {
        return gradient.residualGradient();
    }

    /**
     * The same for the squared loss alone, by way of UᵀU and VᵀV: 4·m·n·r flops, and 4·(m + n)·r²
     * that do not touch Y.
     */
    @Benchmark
    public double gramGradient() {
        return gradient.gramGradient();
    }

    /** What the last call computed. */
    Gradient gradient() {
        return gradient;
    }
}
