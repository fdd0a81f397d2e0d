package io.nadir.network.deep;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.LayerContract;
import io.nadir.network.deep.layer.LayerDegree;
import io.nadir.network.deep.layer.LayerReader;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Rectifier;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The map φ(w¹, …, w^K) of one of r parallel subnetworks of the same architecture: a chain of
 * layers from a sample to its outputs (Haeffele &amp; Vidal 2017, section 6). Immutable and
 * thread-safe.
 *
 * <p>Each layer with weights has a block, in their order; w^k has the elements of its matrix of
 * weights row by row.
 */
public final class Subnetwork {
    private final List<Layer> layers;

    /** Shapes before each layer, and of the outputs. */
    private final List<LayerShape> shapes;

    /** The layer of each block. */
    private final List<Integer> weighted;

    private final LayerDegree degree;

    /**
     * Composes shapes and degrees, and tests each layer at random numbers.
     *
     * @param input shape of a sample
     * @param layers at least one, one of them with weights
     * @throws IllegalArgumentException if a layer does not go with what is before it or is not what
     *     it states to be, such as one that is not positively homogeneous; or the degree is not a
     *     whole number from 1
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

    /** ReLU between layers of those numbers of outputs, none after the last. */
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
     * The subnetwork of a text such as {@code "28x28x1 > convolution:8,5/2 > relu > linear:10"}:
     * the shape of a sample and the names of the layers, as {@link #toString} has them; for {@code
     * >} there may be spaces.
     *
     * @throws IllegalArgumentException if the text does not name layers, or as the constructor does
     */
    public static Subnetwork parse(String text) {
        Objects.requireNonNull(text, "text");

        return parse(text, LayerReader.NONE);
    }

    /**
     * The same with layers of the user's own.
     *
     * @param reader asked for the names that are none of Nadir's
     * @throws IllegalArgumentException if neither knows a name, or as the constructor does
     */
    public static Subnetwork parse(String text, LayerReader reader) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(reader, "reader");

        return LayerNames.parse(text, reader);
    }

    /**
     * Throws unless {@link #parse(String, LayerReader)} can make this subnetwork from its text,
     * given a reader for the layers of the user's own.
     *
     * @throws IllegalArgumentException naming the first layer that would not come back
     */
    public void requireReadable() {
        layers.forEach(LayerNames::requireReadable);
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

    /** The layers, from the inputs on. */
    public List<Layer> layers() {
        return layers;
    }

    /** Shape of a sample. */
    public LayerShape input() {
        return shapes.getFirst();
    }

    /** Shape of the outputs. */
    public LayerShape output() {
        return shapes.getLast();
    }

    /** Shape of what comes before layer l; for l the number of layers, of the outputs. */
    public LayerShape before(int l) {
        return shapes.get(l);
    }

    /** Whether layer l has weights. */
    public boolean hasWeights(int l) {
        return weighted.contains(l);
    }

    /** Number of blocks K. */
    public int blocks() {
        return weighted.size();
    }

    /** The layer that has block k for its weights. */
    public int layerOf(int k) {
        return weighted.get(k);
    }

    /** Rows of the matrix of weights of block k. */
    public int weightRows(int k) {
        int l = layerOf(k);
        return layers.get(l).weightRows(shapes.get(l));
    }

    /** Columns of the matrix of weights of block k. */
    public int weightColumns(int k) {
        int l = layerOf(k);
        return layers.get(l).weightColumns(shapes.get(l));
    }

    /** Rows of each block of the factors, weightRows·weightColumns. */
    public List<Integer> dimensions() {
        List<Integer> dimensions = new ArrayList<>();
        for (int k = 0; k < blocks(); k++) {
            dimensions.add(
                    Checks.arrayLength("weights of a layer", weightRows(k), weightColumns(k)));
        }
        return List.copyOf(dimensions);
    }

    /** Degree of φ in all weights together. */
    public int degree() {
        return (int) degree.total();
    }

    /**
     * Degree of φ in each block while the others stay, 0 for weights that a normalization of power
     * 1 follows; null if φ is homogeneous in all weights together only.
     */
    public @Nullable List<Double> blockDegrees() {
        return degree.blocks();
    }

    /** Numbers that a sample is at all places together. */
    public long activations() {
        return shapes.stream().mapToLong(LayerShape::size).sum();
    }

    /**
     * A bound on ‖φ(w)‖ of one sample.
     *
     * @param inputNorm ‖s‖₂ of the sample
     * @param weightNorms bounds on ‖w^k‖
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

    /** A bound on the error of an output by rounding, relative to {@link #bound}. */
    public double error() {
        double error = 0;
        for (int l = 0; l < layers.size(); l++) {
            error = layers.get(l).error(shapes.get(l), error);
        }
        return error;
    }

    /**
     * Random weights of r subnetworks to start from: normal, of variance 2/weightRows, and 1/r
     * times that in the last block (He et al., ICCV 2015).
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

    /** Shapes and names of the layers. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(input().toString());
        for (Layer layer : layers) {
            text.append(" > ").append(layer.name());
        }
        return text.toString();
    }
}
