package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Layer.Reader;
import io.nadir.network.deep.layer.LayerDegree;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Signal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A network with a layer of a user's own is saved and loaded, or not even saved. */
class UserLayerTest {
    private static final Reader READER =
            name ->
                    name.startsWith("absolute:")
                            ? new Absolute(name, Double.parseDouble(name.substring(9)))
                            : null;

    @TempDir private Path directory;

    @Test
    void aNetworkWithALayerOfAUserComesBackAndPredictsTheSame() throws IOException {
        TrainedModel network = network("absolute:0.25");
        ModelDirectory.save(directory, network);
        TrainedModel loaded = ModelDirectory.load(directory, READER);
        assertThat(loaded).hasToString(network.toString());
        assertThat(loaded.parameters()).isEqualTo(network.parameters());
        double[] samples = new Random(2).doubles(15, -1, 1).toArray();
        double[] outputs = network.outputs(samples);
        assertThat(outputs).doesNotContain(0.0);
        assertThat(loaded.outputs(samples)).isEqualTo(outputs);
    }

    @Test
    void withoutAReaderTheLayerIsNamed() throws IOException {
        ModelDirectory.save(directory, network("absolute:0.25"));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> ModelDirectory.load(directory))
                .withMessageContaining("model.json")
                .withMessageContaining("layer = 'absolute:0.25'")
                .withMessageContaining("Layer.Reader");
    }

    @Test
    void aReaderThatMakesAnotherLayerIsRefused() throws IOException {
        ModelDirectory.save(directory, network("absolute:0.25"));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(
                        () -> ModelDirectory.load(directory, name -> new Absolute("absolute:1", 1)))
                .withMessageContaining("'absolute:0.25' as a layer named 'absolute:1'");
    }

    /** Names from which no reader could make the layer again. */
    @Test
    void aNameThatCannotBeReadIsRefusedBeforeAnythingIsWritten() {
        for (String name : List.of("absolute value", "a>b", "", "relu", "linear:x", "power:1")) {
            Path none = directory.resolve("none");
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> ModelDirectory.save(none, network(name)))
                    .withMessageContaining("layer")
                    .withMessageContaining("'" + name + "'");
            assertThat(none).doesNotExist();
        }
    }

    private static TrainedModel network(String name) {
        Subnetwork subnetwork =
                new Subnetwork(
                        LayerShape.vector(3),
                        List.of(
                                new FullyConnected(4),
                                new Absolute(name, 0.25),
                                new FullyConnected(2)));
        return subnetwork.trained(subnetwork.randomWeights(2, 1));
    }

    /** x ↦ a·|x| of every number, a up to 1, as someone outside would write it. */
    private record Absolute(String name, double factor) implements Layer {
        @Override
        public LayerShape output(LayerShape input) {
            return input;
        }

        @Override
        public LayerDegree degree(LayerDegree input, int block) {
            return input;
        }

        @Override
        public double bound(LayerShape input, double inputNorm, double weightNorm) {
            return inputNorm;
        }

        @Override
        public double error(LayerShape input, double inputError) {
            return inputError + 0x1p-52;
        }

        @Override
        public Pass pass(LayerShape input, int rows) {
            return new Pass() {
                @Override
                public void forward(
                        Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
                    for (int i = 0; i < rows * input.size(); i++) {
                        out.data()[i] = factor * Math.abs(in.data()[i]);
                    }
                }

                @Override
                public void backward(
                        Signal in,
                        Panel weights,
                        Signal out,
                        Signal outGradient,
                        @Nullable Signal inGradient,
                        Panel weightGradient,
                        int rows,
                        Scratch scratch) {
                    for (int i = 0; inGradient != null && i < rows * input.size(); i++) {
                        inGradient.data()[i] =
                                factor * Math.signum(in.data()[i]) * outGradient.data()[i];
                    }
                }
            };
        }
    }
}
