package io.nadir.cli.option;

import io.nadir.io.MatrixReader;
import io.nadir.io.ReadResult;
import io.nadir.matrix.DenseMatrix;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** The options for the samples of a network, except their targets. */
@Section.In(Section.NETWORKS)
final class SampleOptions {
    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description =
                    "Inputs of the network, one sample per row: a .npy, .mtx or .csv file "
                            + "with as many rows as INPUT.")
    private @Nullable Path inputs;

    @Option(
            names = "--bias",
            description = "Add a constant input 1. Its weights are penalized like all others.")
    private boolean bias;

    @Option(
            names = "--slope",
            paramLabel = "A",
            description =
                    "Slope of a unit where its input is negative: 0 for ReLU, 1 for a "
                            + "linear unit (default: 0).")
    private @Nullable Double slope;

    @Option(
            names = "--layers",
            paramLabel = "LAYERS",
            description =
                    "Layers of each of the parallel subnetworks of a deep network, joined by > and"
                            + " in quotes: 'linear:8 > relu > linear:1'. There are linear:N, relu,"
                            + " leaky-relu:A, bias:P, maxout:N, normalize:Q, power:P,"
                            + " convolution:N,SIZE/STRIDE[+PADDING],"
                            + " max-pool:SIZE/STRIDE[+PADDING], mean-pool:SIZE/STRIDE[+PADDING]."
                            + " The shape of a sample may come first: '28x28x1 > ...' (default: a"
                            + " vector).")
    private @Nullable String layers;

    /** Throws if options were given that belong to networks. */
    void requireNone() throws RefusedException {
        requireNotGiven(inputs != null, "--inputs", "--model relu or deep");
        requireNotGiven(bias, "--bias", "--model relu");
        requireNotGiven(slope != null, "--slope", "--model relu");
        requireNotGiven(layers != null, "--layers", "--model deep");
    }

    private static void requireNotGiven(boolean given, String option, String models)
            throws RefusedException {
        if (given) {
            throw RefusedException.of(option + " is for " + models + " only");
        }
    }

    /**
     * Reads the inputs that belong to the targets of a two-layer network.
     *
     * @param data options that say how texts are written, and record how the inputs were
     *     interpreted
     * @throws IOException if they cannot be read
     * @throws RefusedException if there are none, or they do not fit
     */
    TwoLayerNetwork twoLayers(DenseMatrix targets, DataOptions data)
            throws IOException, RefusedException {
        requireNotGiven(layers != null, "--layers", "--model deep");
        DenseMatrix samples = samples(targets, data);
        double a = slope == null ? 0 : slope;
        return RefusedException.unless(() -> {
            TwoLayerNetwork network = new TwoLayerNetwork(samples, targets, a);
            return bias ? network.withBias() : network;
        });
    }

    /**
     * Reads the inputs that belong to the targets of a deep network.
     *
     * @param data options that say how texts are written, and record how the inputs were
     *     interpreted
     * @throws IOException if they cannot be read
     * @throws RefusedException if there are none, or they or the layers do not fit
     */
    DeepNetwork deep(DenseMatrix targets, DataOptions data) throws IOException, RefusedException {
        requireNotGiven(bias, "--bias", "--model relu");
        requireNotGiven(slope != null, "--slope", "--model relu");
        String names = layers;
        if (names == null) {
            throw RefusedException.of(
                    "--layers is missing, as in --layers \"linear:8 > relu > linear:1\"");
        }
        DenseMatrix samples = samples(targets, data);
        boolean hasShape = Character.isDigit((names + " ").charAt(0));
        String text = hasShape ? names : samples.columns() + " " + names;
        return RefusedException.unless(
                () -> new DeepNetwork(samples, targets, Subnetwork.parse(text)));
    }

    private DenseMatrix samples(DenseMatrix targets, DataOptions data)
            throws IOException, RefusedException {
        Path file = inputs;
        if (file == null) {
            throw RefusedException.of(
                    "--inputs is missing: a network needs inputs beside INPUT, which has the"
                            + " targets");
        }
        ReadResult<DenseMatrix> read =
                CompleteData.ofSamples(() -> MatrixReader.read(file, data.format()));
        data.requireSameRows("--inputs", file, read.description());
        data.note("--inputs", read.description().withStorage(null));
        DenseMatrix samples = read.data();
        if (samples.rows() != targets.rows()) {
            throw RefusedException.of(
                    String.format(
                            "--inputs = %s, which has %d rows, must have as many as INPUT: %d",
                            file, samples.rows(), targets.rows()));
        }
        return samples;
    }
}
