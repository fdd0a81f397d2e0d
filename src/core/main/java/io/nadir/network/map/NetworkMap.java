package io.nadir.network.map;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Scratch;
import io.nadir.kernel.Workers;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.map.ThreadedMap;

import org.jspecify.annotations.Nullable;

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
