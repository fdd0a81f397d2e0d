package io.nadir.network.map;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.Workers;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.Factors;
import io.nadir.model.map.ThreadedMap;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The common part of the maps of networks: samples in batches, the loss of their outputs, and
 * passes over the batches by several threads. Not thread-safe.
 *
 * @param <D> the type of the data
 */
public abstract class NetworkMap<D extends SampleData> extends ThreadedMap<D, ConvexLoss> {
    private final ElementwiseLoss outputLoss;
    private final SampleBatches batches;

    /**
     * Binds samples and loss to threads.
     *
     * @param data the samples
     * @param loss a loss that is a sum over entries or over samples
     * @param batches the samples in batches
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that {@link
     *     #close} ends
     * @throws IllegalArgumentException if the loss is not defined for the targets
     */
    protected NetworkMap(
            D data,
            ConvexLoss loss,
            SampleBatches batches,
            int threads,
            @Nullable Executor executor) {
        super(data, loss, 1, threads, executor);
        this.outputLoss = OutputLoss.of(loss, data.y());
        this.batches = batches;
    }

    @Override
    public final double evaluate(Factors w, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        gradient.setRank(w.rank());
        return computeGradient(w, gradient);
    }

    /** Computes {@link #evaluate} for a gradient that has the rank of {@code w}. */
    protected abstract double computeGradient(Factors w, Factors gradient);

    @Override
    public final double dualValue(Factors w, double s) {
        Objects.requireNonNull(w, "w");

        return forward(w, OutputLoss.dual(loss(), data().y().columns(), s), null);
    }

    /** Returns ∇_X ℓ at X = Φ(W) in a new N×q panel without padding. One pass. */
    public final Panel outputGradient(Factors w) {
        Objects.requireNonNull(w, "w");

        Panel out = outputs();
        outputGradient(w, out);
        return out;
    }

    /**
     * Computes ℓ(Y, Φ(W)) and ∇_X ℓ in one pass.
     *
     * @param w the point; not modified
     * @param gradient receives ∇_X ℓ; N×q without padding, see {@link #outputs}
     * @return ℓ(Y, Φ(W)), with the same bits as {@link #evaluate}
     * @throws IllegalArgumentException if {@code gradient} has another shape or has padding
     */
    public final double outputGradient(Factors w, Panel gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        requireOutputs("gradient", gradient);
        return forward(w, outputLoss, gradient);
    }

    /**
     * Makes a pass without gradients of the weights.
     *
     * @param of what is computed of the outputs and of the targets
     * @param gradients receives what {@code of} leaves in place of the outputs; null if that is not
     *     needed
     * @return the sum of what {@code of} returns
     */
    protected abstract double forward(Factors w, ElementwiseLoss of, @Nullable Panel gradients);

    /** Returns a new panel of zeros for N outputs of length q, without padding. */
    public final Panel outputs() {
        int n = data().y().rows();
        int q = data().y().columns();
        return Panel.wrap(new double[Checks.arrayLength("samples * outputs", n, q)], n, q, 0);
    }

    /** Returns a new panel of zeros with a row of N·q numbers for each column of W. */
    protected final Panel unitOutputs(int rank) {
        int length =
                Checks.arrayLength("samples * outputs", data().y().rows(), data().y().columns());
        double[] units = new double[Checks.arrayLength("rank * length", rank, length)];
        return Panel.wrap(units, rank, length, 0);
    }

    /**
     * Throws unless a panel has the shape of {@link #outputs}.
     *
     * @throws IllegalArgumentException naming the panel
     */
    protected final void requireOutputs(String name, Panel panel) {
        Checks.equal(name + ".rows()", panel.rows(), "y.rows()", data().y().rows());
        Checks.equal(name + ".stride()", panel.stride(), "y.columns()", data().y().columns());
    }

    /** Returns the index of the first output of a batch. */
    protected final int first(int b) {
        return b * batches.batchRows() * data().y().columns();
    }

    /** Returns the number of outputs of a batch. */
    protected final int length(int b) {
        return batches.targets(b).rows() * data().y().columns();
    }

    /** Returns the samples in batches. */
    protected final SampleBatches batches() {
        return batches;
    }

    /** Returns the loss, for runs of whole rows of outputs. */
    protected final ElementwiseLoss outputLoss() {
        return outputLoss;
    }

    /** A pass over all batches, chunk by chunk. */
    protected abstract class Pass {
        private final double[] values = new double[batches.chunks()];
        private final Workers.Task task = this::run;

        /** Creates a pass, which can be run any number of times. */
        protected Pass() {}

        /** Returns the sum of what the batches return, in the order of the chunks. */
        protected final double sweep() {
            workers().run(values.length, task);
            double total = 0;
            for (double value : values) {
                total += value;
            }
            return total;
        }

        private void run(int chunk, Workers.Context context) {
            values[chunk] = 0;
            begin(chunk);
            for (int b = batches.firstOf(chunk); b < batches.firstOf(chunk + 1); b++) {
                context.checkCancelled();
                values[chunk] += batch(chunk, b, context.scratch());
            }
        }

        /** Called before the batches of a chunk. */
        protected void begin(int chunk) {}

        /**
         * Processes one batch.
         *
         * @param chunk the chunk to which the batch belongs
         * @param b the number of the batch
         * @param scratch the working memory of the thread
         * @return the term to be summed
         */
        protected abstract double batch(int chunk, int b, Scratch scratch);
    }
}
