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

/** Loss and gradients of parallel ReLU networks, what a step of their descent takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DeepBenchmark {
    /** Numbers of inputs, hidden units and outputs of one network. */
    @Param({"64-8-10", "64-16-16-10", "64-64-64-10"})
    public String network = "64-16-16-10";

    /** Samples. */
    @Param({"1024"})
    public int samples = 1024;

    /** Networks. */
    @Param({"16"})
    public int r = 16;

    /** Whose products. */
    @Param({"nadir", "jblas"})
    public String implementation = "nadir";

    private NetworkGradient gradient;

    /** Makes the networks. */
    @Setup
    public void setUp() {
        NetworkInputs inputs = NetworkInputs.of(network, samples, r);
        gradient =
                implementation.equals("nadir")
                        ? new NadirNetwork(inputs)
                        : new ComposedNetwork<>(Peers.named(implementation), inputs);
    }

    /** Loss and gradients in all weights. */
    @Benchmark
    public double gradient() {
        return gradient.evaluate();
    }

    /** Operations of one call, as counted on paper. */
    public static double flops(String network, double samples, double r) {
        return NetworkInputs.flops(network, samples, r);
    }

    NetworkGradient answers() {
        return gradient;
    }
}
