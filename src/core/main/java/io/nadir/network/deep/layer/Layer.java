package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.network.deep.Subnetwork;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A layer of a subnetwork: a function of a sample and of the layer's own weights, positively
 * homogeneous of the degree that it states. A layer with weights has one block of the factors.
 *
 * <p>A new layer is one class; {@link Subnetwork} checks its degree, bound and derivatives at
 * random numbers. For example the absolute value of every number:
 *
 * {@snippet file="embedder/Magnitude.java" region="layer"}
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Layer {
    /**
     * Returns the name in reports and files. Together with {@link #output} it determines the layer
     * completely. The name of a layer of your own is one word, such as {@code cube:0.5}, from which
     * a {@link Reader} creates the same layer when a saved network is loaded.
     */
    String name();

    /**
     * Returns the shape of the output.
     *
     * @throws IllegalArgumentException if the layer does not accept such an input
     */
    LayerShape output(LayerShape input);

    /** Returns the number of rows of the weight matrix; 0 if there are no weights. */
    default int weightRows(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return 0;
    }

    /** Returns the number of columns of the weight matrix; 0 if there are no weights. */
    default int weightColumns(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return 0;
    }

    /**
     * Returns the degree of the output.
     *
     * @param input the degree of the input
     * @param block the block of this layer's weights; meaningless if it has none
     * @throws IllegalArgumentException if the output would not be homogeneous for an input of this
     *     degree
     */
    LayerDegree degree(LayerDegree input, int block);

    /**
     * Returns a bound of ‖output‖₂ of a sample, increasing in both arguments.
     *
     * @param input the shape of the input
     * @param inputNorm a bound of ‖input‖₂ of the sample
     * @param weightNorm a bound of the Frobenius norm of the weights
     */
    double bound(LayerShape input, double inputNorm, double weightNorm);

    /**
     * Returns a bound of the rounding error of the output, relative to {@link #bound}.
     *
     * @param input the shape of the input
     * @param inputError the same bound for the input
     */
    double error(LayerShape input, double inputError);

    /**
     * Creates the passes over batches, with their working memory.
     *
     * @param input the shape of the input
     * @param rows the largest number of samples of a batch
     */
    Pass pass(LayerShape input, int rows);

    /**
     * The forward and backward pass of one layer over a batch. They allocate nothing once warm. An
     * instance serves any number of subnetworks one after the other. Not thread-safe.
     */
    interface Pass {
        /**
         * Computes the layer's output.
         *
         * @param in the input; not modified
         * @param weights the weights, with padding; no elements if there are no weights
         * @param out receives the output
         * @param rows the number of samples of the batch
         * @param scratch working memory
         */
        void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch);

        /**
         * Computes derivatives of a function of the output with respect to the input and the
         * weights; at a kink, one of those nearby.
         *
         * @param in the input that {@link #forward} received
         * @param weights the weights that {@link #forward} received
         * @param out the output that {@link #forward} computed
         * @param outGradient the derivatives with respect to the output; not modified
         * @param inGradient receives the derivatives with respect to the input; null if they are
         *     not needed
         * @param weightGradient the derivatives with respect to the weights are added to it
         * @param rows the number of samples of the batch
         * @param scratch working memory
         */
        void backward(
                Signal in,
                Panel weights,
                Signal out,
                Signal outGradient,
                @Nullable Signal inGradient,
                Panel weightGradient,
                int rows,
                Scratch scratch);
    }

    /**
     * Creates layers of your own from their names when a subnetwork is read from a text or a file,
     * the inverse of {@link Layer#name}.
     *
     * <p>For layers {@code Cube(double scale)} named {@code "cube:" + scale}, for example: {@code
     * name -> name.startsWith("cube:") ? new Cube(Double.parseDouble(name.substring(5))) : null}.
     */
    @FunctionalInterface
    interface Reader {
        /** Knows the built-in layers only. */
        Reader NONE = name -> null;

        /**
         * Returns the layer of a name that is not that of a built-in layer, or null if this reader
         * does not know it either.
         *
         * @throws IllegalArgumentException if the name contains a value that is not allowed
         */
        @Nullable Layer read(String name);
    }

    /**
     * The passes of a layer without weights and without working memory: the simplest way to write a
     * layer of your own.
     */
    abstract class WeightlessPass implements Layer.Pass {
        /** For subclasses. */
        protected WeightlessPass() {}

        @Override
        public final void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
            Objects.requireNonNull(in, "in");
            Objects.requireNonNull(weights, "weights");
            Objects.requireNonNull(out, "out");
            Objects.requireNonNull(scratch, "scratch");

            forward(in, out, rows);
        }

        @Override
        public final void backward(
                Signal in,
                Panel weights,
                Signal out,
                Signal outGradient,
                @Nullable Signal inGradient,
                Panel weightGradient,
                int rows,
                Scratch scratch) {
            Objects.requireNonNull(in, "in");
            Objects.requireNonNull(weights, "weights");
            Objects.requireNonNull(out, "out");
            Objects.requireNonNull(outGradient, "outGradient");
            Objects.requireNonNull(weightGradient, "weightGradient");
            Objects.requireNonNull(scratch, "scratch");

            if (inGradient != null) {
                backward(in, out, outGradient, inGradient, rows);
            }
        }

        /**
         * Computes the outputs of some samples.
         *
         * @param in the inputs; not modified
         * @param out receives the outputs
         * @param rows the number of samples
         */
        protected abstract void forward(Signal in, Signal out, int rows);

        /**
         * Computes the derivatives with respect to the inputs.
         *
         * @param in the inputs
         * @param out the outputs that {@link #forward(Signal, Signal, int)} computed
         * @param outGradient the derivatives with respect to the outputs; not modified
         * @param inGradient receives the derivatives with respect to the inputs
         * @param rows the number of samples
         */
        protected abstract void backward(
                Signal in, Signal out, Signal outGradient, Signal inGradient, int rows);
    }
}
