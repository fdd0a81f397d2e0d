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

/** The products of a descent step on one thread, fused kernels beside what peers compose. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GradientBenchmark {
    /** Whose products. */
    @Param({"nadir", "jblas", "netlib", "ejml", "ojalgo"})
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

    /** T = Y·V, W = Yᵀ·U: 4·m·n·r flops. */
    @Benchmark
    public Object multiplyBoth() {
        gradient.multiplyBoth();
        return gradient;
    }

    /** ½‖U·Vᵀ − Y‖² with both gradients: 6·m·n·r flops. */
    @Benchmark
    public double residualGradient() {
        return gradient.residualGradient();
    }

    /** What the last call computed. */
    Gradient gradient() {
        return gradient;
    }
}
