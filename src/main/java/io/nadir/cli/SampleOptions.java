package io.nadir.cli;

import io.nadir.io.MatrixReader;
import io.nadir.model.DenseMatrix;
import io.nadir.model.TwoLayerNetwork;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** The samples of a network, but for their targets. */
final class SampleOptions {
    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description =
                    "Inputs of a network, a sample a row: a .npy, .mtx or .csv file with as many"
                            + " rows as INPUT has.")
    private @Nullable Path inputs;

    @Option(
            names = "--bias",
            description =
                    "Add a constant input 1. Its weights are regularized as all others are.")
    private boolean bias;

    @Option(
            names = "--slope",
            paramLabel = "A",
            description =
                    "Slope of the units where they are not active: 0 for ReLU, 1 for linear units"
                            + " (default: 0).")
    private @Nullable Double slope;

    /** Refuses what belongs to networks. */
    void requireNone() throws RefusedException {
        if (inputs != null || bias || slope != null) {
            String option = inputs != null ? "--inputs" : bias ? "--bias" : "--slope";
            throw RefusedException.of(option + " is for networks only: --model relu");
        }
    }

    /**
     * Reads the inputs that go with some targets.
     *
     * @throws IOException if they cannot be read
     * @throws RefusedException if there are none, or they do not fit
     */
    TwoLayerNetwork read(DenseMatrix targets) throws IOException, RefusedException {
        Path file = inputs;
        if (file == null) {
            throw RefusedException.of("--inputs is missing: a network needs inputs beside INPUT");
        }
        DenseMatrix samples = MatrixReader.read(file);
        double a = slope == null ? 0 : slope;
        return RefusedException.unless(
                () -> {
                    if (samples.rows() != targets.rows()) {
                        throw new IllegalArgumentException(
                                String.format(
                                        "--inputs = %s, which has %d rows, must have as many as"
                                                + " INPUT: %d",
                                        file, samples.rows(), targets.rows()));
                    }
                    TwoLayerNetwork network = new TwoLayerNetwork(samples, targets, a);
                    return bias ? network.withBias() : network;
                });
    }
}
