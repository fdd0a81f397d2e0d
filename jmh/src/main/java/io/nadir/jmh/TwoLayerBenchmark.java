package io.nadir.jmh;

import io.nadir.jmh.peers.Peers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** Loss and gradients of one two-layer ReLU network, what a step of its descent takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TwoLayerBenchmark {
    /** Whose products. */
    @Param({"nadir", "jblas"})
    public String implementation = "nadir";

    /** Samples, N. */
    @Param({"4096"})
    public int samples = 4096;

    /** Inputs, d. */
    @Param({"256"})
    public int inputs = 256;

    /** Outputs, q. */
    @Param({"10"})
    public int outputs = 10;

    /** Hidden units. */
    @Param({"16", "64", "256"})
    public int r = 16;

    private NetworkGradient gradient;

    /** Makes the network. */
    @Setup
    public void setUp() {
        NetworkInputs data = NetworkInputs.of(inputs + "-" + r + "-" + outputs, samples, 1);
        gradient =
                implementation.equals("nadir")
                        ? new NadirTwoLayer(data)
                        : new ComposedNetwork<>(Peers.named(implementation), data);
    }

    /** ½‖σ(S·W¹)·W²ᵀ − Y‖² with the gradients in W¹ and W². */
    @Benchmark
    public double gradient() {
        return gradient.evaluate();
    }

    NetworkGradient answers() {
        return gradient;
    }
}
