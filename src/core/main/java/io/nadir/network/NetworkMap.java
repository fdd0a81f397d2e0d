package io.nadir.network;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Scratch;
import io.nadir.kernel.Workers;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * What maps of networks have in common: samples in batches, the loss of their outputs, and passes
 * over the batches by some threads. Not thread-safe.
 *
 * @param <D> the type of the data
 */
public abstract class NetworkMap<D extends SampleData> implements FactorizationMap {
    private final D data;
    private final ConvexLoss loss;
    private final ElementwiseLoss outputLoss;
    private final SampleBatches batches;
    private final Workers workers;
    private double valueAtZero = Double.NaN;

    /**
     * Binds samples and loss to threads.
     *
     * @param loss of entries or of samples
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads that {@link #close} ends
     * @throws IllegalArgumentException if the loss is not defined for the targets
     */
    protected NetworkMap(
            D data,
            ConvexLoss loss,
            SampleBatches batches,
            int threads,
            @Nullable Executor executor) {
        this.data = data;
        this.loss = loss;
        this.outputLoss = OutputLoss.of(loss, data.y());
        this.batches = batches;
        this.workers = new Workers(threads, executor);
    }

    @Override
    public final D data() {
        return data;
    }

    @Override
    public final ConvexLoss loss() {
        return loss;
    }

    @Override
    public final double curvature() {
        return loss.curvature();
    }

    @Override
    public final double valueAtZero() {
        if (Double.isNaN(valueAtZero)) {
            Factors zero = Factors.empty(dimensions());
            valueAtZero = evaluate(zero, zero.copy());
        }
        return valueAtZero;
    }

    @Override
    public final void cancelAfter(long nanos) {
        workers.cancelAfter(nanos);
    }

    @Override
    public final void checkCancelled() {
        workers.checkCancelled();
    }

    @Override
    public final void close() {
        workers.close();
    }

    /** The samples in batches. */
    protected final SampleBatches batches() {
        return batches;
    }

    /** The loss, of runs of whole outputs. */
    protected final ElementwiseLoss outputLoss() {
        return outputLoss;
    }

    /** A pass over all batches, chunk by chunk. */
    protected abstract class Pass {
        private final double[] values = new double[batches.chunks()];
        private final Workers.Task task = this::run;

        /** Makes a pass that can be run any number of times. */
        protected Pass() {}

        /** Σ of what the batches return, added up in the order of the chunks. */
        protected final double sweep() {
            workers.run(values.length, task);
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

        /** Before the batches of a chunk. */
        protected void begin(int chunk) {}

        /**
         * One batch.
         *
         * @param scratch of the thread
         * @return what is to be added up
         */
        protected abstract double batch(int chunk, int b, Scratch scratch);
    }
}
