package io.nadir.network.deep;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Layer.Reader;
import io.nadir.network.deep.layer.LayerContract;
import io.nadir.network.deep.layer.LayerDegree;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Rectifier;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The architecture φ(w¹, …, w^K) of one of r parallel subnetworks: a chain of layers from a sample
 * to its outputs (Haeffele &amp; Vidal 2017, section 6). Immutable and thread-safe.
 *
 * {@snippet file="embedder/Examples.java" region="subnetwork"}
 *
 * <p>Each layer with weights has one block of the factors, in the order of the layers; w^k has the
 * elements of its weight matrix, row by row.
 */
public final class Subnetwork {
    private final List<Layer> layers;

    /** The shapes before each layer, and of the outputs. */
    private final List<LayerShape> shapes;

    /** The layer of each block. */
    private final List<Integer> weighted;

    private final LayerDegree degree;

    /**
     * Composes the shapes and degrees of the layers, and tests each layer at random numbers, see
     * {@link io.nadir.network.deep.layer.LayerContract}.
     *
     * @param input the shape of a sample
     * @param layers the layers, from the input on; at least one of them has weights
     * @throws IllegalArgumentException if a layer does not accept the output of the one before, if
     *     it violates its contract (for instance if it is not positively homogeneous), or if the
     *     degree of the whole is not a positive integer
     */
    public Subnetwork(LayerShape input, List<Layer> layers) {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(layers, "layers");

        this.layers = List.copyOf(layers);
        List<LayerShape> places = new ArrayList<>(List.of(input));
        List<Integer> blocks = new ArrayList<>();
        for (Layer layer : this.layers) {
            LayerShape before = places.getLast();
            if (layer.weightRows(before) > 0) {
                blocks.add(places.size() - 1);
            }
            places.add(layer.output(before));
        }
        this.shapes = List.copyOf(places);
        this.weighted = List.copyOf(blocks);
        this.degree = compose();
    }

    /**
     * Returns fully connected layers with ReLU between them, and none after the last.
     *
     * @param inputs the number of inputs
     * @param outputs the number of outputs of each fully connected layer
     */
    public static Subnetwork relu(int inputs, int... outputs) {
        Objects.requireNonNull(outputs, "outputs");

        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
            if (i > 0) {
                layers.add(Rectifier.RELU);
            }
            layers.add(new FullyConnected(outputs[i]));
        }
        return new Subnetwork(LayerShape.vector(inputs), layers);
    }

    /**
     * Parses a text such as {@code "28x28x1 > convolution:8,5/2 > relu > linear:10"}: the shape of
     * a sample and the names of the layers, as {@link #toString} writes them. Spaces may take the
     * place of {@code >}.
     *
     * @throws IllegalArgumentException if a name is unknown, or as the constructor
     */
    public static Subnetwork parse(String text) {
        Objects.requireNonNull(text, "text");

        return parse(text, Reader.NONE);
    }

    /**
     * Parses a text that may contain layers of your own.
     *
     * @param reader is asked for the names that are not those of built-in layers
     * @throws IllegalArgumentException if nobody knows a name, or as the constructor
     */
    public static Subnetwork parse(String text, Reader reader) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(reader, "reader");

        return LayerNames.parse(text, reader);
    }

    /**
     * Throws unless {@link #parse(String, Reader)} can restore this subnetwork from its text, with
     * a reader for layers of your own.
     *
     * @throws IllegalArgumentException naming the first layer that could not be restored
     */
    public void requireReadable() {
        layers.forEach(LayerNames::requireReadable);
    }

    /**
     * Returns networks of this architecture with given weights, which compute outputs without
     * training data.
     *
     * @param factors the weights W¹ … W^K; not copied
     * @throws IllegalArgumentException if they are not weights of this subnetwork
     */
    public TrainedModel trained(Factors factors) {
        Objects.requireNonNull(factors, "factors");

        return new TrainedDeepNetwork(this, factors);
    }

    private LayerDegree compose() {
        LayerDegree soFar = LayerDegree.ofInputs(weighted.size());
        for (int l = 0, block = 0; l < layers.size(); l++) {
            LayerDegree next = layers.get(l).degree(soFar, block);
            LayerContract.require(layers.get(l), shapes.get(l), soFar.total(), next.total());
            block += hasWeights(l) ? 1 : 0;
            soFar = next;
        }
        double total = soFar.total();
        if (!(total >= 1 && total == Math.rint(total) && total <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "degree of the subnetwork "
                            + this
                            + " = "
                            + total
                            + ", allowed are whole numbers from 1");
        }
        return soFar;
    }

    /** Returns the layers, from the input on. */
    public List<Layer> layers() {
        return layers;
    }

    /** Returns the shape of a sample. */
    public LayerShape input() {
        return shapes.getFirst();
    }

    /** Returns the shape of the outputs. */
    public LayerShape output() {
        return shapes.getLast();
    }

    /**
     * Returns the shape of the input of layer l; if l is the number of layers, the shape of the
     * outputs.
     */
    public LayerShape before(int l) {
        return shapes.get(l);
    }

    /** Returns whether layer l has weights. */
    public boolean hasWeights(int l) {
        return weighted.contains(l);
    }

    /** Returns the number of blocks K. */
    public int blocks() {
        return weighted.size();
    }

    /** Returns the layer whose weights are block k. */
    public int layerOf(int k) {
        return weighted.get(k);
    }

    /** Returns the number of rows of the weight matrix of block k. */
    public int weightRows(int k) {
        int l = layerOf(k);
        return layers.get(l).weightRows(shapes.get(l));
    }

    /** Returns the number of columns of the weight matrix of block k. */
    public int weightColumns(int k) {
        int l = layerOf(k);
        return layers.get(l).weightColumns(shapes.get(l));
    }

    /**
     * Returns the number of rows of each block of the factors, which is weightRows·weightColumns.
     */
    public List<Integer> dimensions() {
        List<Integer> dimensions = new ArrayList<>();
        for (int k = 0; k < blocks(); k++) {
            dimensions.add(
                    Checks.arrayLength("weights of a layer", weightRows(k), weightColumns(k)));
        }
        return List.copyOf(dimensions);
    }

    /** Returns the degree of φ in all weights together. */
    public int degree() {
        return (int) degree.total();
    }

    /**
     * Returns the degree of φ in each block while the others are fixed, which is 0 for weights
     * before a normalization of power 1; null if φ is homogeneous only in all weights together.
     */
    public @Nullable List<Double> blockDegrees() {
        return degree.blocks();
    }

    /** Returns the number of numbers that the layers compute from a sample, the sample included. */
    public long activations() {
        return shapes.stream().mapToLong(LayerShape::size).sum();
    }

    /**
     * Returns a bound of ‖φ(w)‖ for one sample.
     *
     * @param inputNorm ‖s‖₂ of the sample
     * @param weightNorms bounds of ‖w^k‖ for each block
     */
    public double bound(double inputNorm, double... weightNorms) {
        Objects.requireNonNull(weightNorms, "weightNorms");

        double norm = inputNorm;
        for (int l = 0, block = 0; l < layers.size(); l++) {
            double weights = hasWeights(l) ? weightNorms[block++] : 0;
            norm = layers.get(l).bound(shapes.get(l), norm, weights);
        }
        return norm;
    }

    /** Returns a bound of the rounding error of an output, relative to {@link #bound}. */
    public double error() {
        double error = 0;
        for (int l = 0; l < layers.size(); l++) {
            error = layers.get(l).error(shapes.get(l), error);
        }
        return error;
    }

    /**
     * Returns random weights of r subnetworks to start from: normal with variance 2/weightRows,
     * divided by r in the last block (He et al., ICCV 2015). The same seed gives the same weights.
     */
    public Factors randomWeights(int rank, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Factors w = Factors.empty(dimensions());
        w.setRank(rank);
        for (int k = 0; k < blocks(); k++) {
            double size = Math.sqrt(2.0 / weightRows(k) / (k == blocks() - 1 ? rank : 1));
            Panel block = w.block(k);
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < rank; j++) {
                    block.set(i, j, size * random.nextGaussian());
                }
            }
        }
        return w;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subnetwork that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Returns the shape of a sample and the names of the layers. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(input().toString());
        for (Layer layer : layers) {
            text.append(" > ").append(layer.name());
        }
        return text.toString();
    }
}
