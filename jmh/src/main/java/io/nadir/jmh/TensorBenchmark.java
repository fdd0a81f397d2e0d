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
 * Loss and gradients of a sum of outer products (CP), what a step of its descent takes. All
 * implementations form the residual, as other losses than the squared one need; for that one alone
 * Gram matrices would do, as in {@link GradientBenchmark#gramGradient}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TensorBenchmark {
    /** Whose products; JBLAS by a matricization for each mode, and by one for all. */
    @Param({"nadir", "jblas", "jblas-split"})
    public String implementation = "nadir";

    /** Of the data. */
    @Param({"200x200x200", "64x64x64x64"})
    public String shape = "200x200x200";

    /** Rank. */
    @Param({"16", "32", "64"})
    public int r = 16;

    private TensorGradient gradient;

    /** Makes the operands. */
    @Setup
    public void setUp() {
        TensorInputs inputs = TensorInputs.of(shape, r);
        gradient =
                switch (implementation) {
                    case "nadir" -> new NadirTensor(inputs);
                    case "jblas" -> new MatricizedTensor(inputs);
                    case "jblas-split" -> new SplitTensor(inputs);
                    default -> throw new IllegalArgumentException(implementation);
                };
    }

    /** ½‖X − Y‖², X = Σ_i w_i¹ ∘ … ∘ w_i^K, with the gradients in all blocks. */
    @Benchmark
    public double gradient() {
        return gradient.evaluate();
    }

    /** d_1⋯d_K. */
    public static double elements(String shape) {
        return TensorInputs.elements(shape);
    }

    TensorGradient answers() {
        return gradient;
    }
}
