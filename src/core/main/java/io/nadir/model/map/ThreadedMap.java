package io.nadir.model.map;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.Workers;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * A map whose passes over the data run on several threads. Not thread-safe.
 *
 * @param <D> the type of the data
 * @param <L> the type of the loss
 */
public abstract class ThreadedMap<D extends ModelData, L extends ConvexLoss>
        implements FactorizationMap {
    private final D data;
    private final L loss;
    private final double curvature;
    private final Workers workers;
    private final PanelProducts products = new PanelProducts();
    private double valueAtZero = Double.NaN;

    /**
     * Binds data and loss to threads.
     *
     * @param largestWeight the largest weight of an entry of the data; 1 if there are no weights
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that {@link
     *     #close} ends
     */
    protected ThreadedMap(
            D data, L loss, double largestWeight, int threads, @Nullable Executor executor) {
        this.data = data;
        this.loss = loss;
        this.curvature = loss.curvature(data.maxAbs()) * largestWeight;
        this.workers = new Workers(threads, executor);
    }

    /**
     * Makes a map of other data with the loss and the threads of a map, which {@link #close} ends.
     *
     * @param map a map that is used through this one only
     */
    protected ThreadedMap(D data, ThreadedMap<?, ? extends L> map) {
        this.data = data;
        this.loss = map.loss();
        this.curvature = map.curvature();
        this.workers = map.workers();
    }

    @Override
    public final D data() {
        return data;
    }

    @Override
    public final L loss() {
        return loss;
    }

    @Override
    public final double curvature() {
        return curvature;
    }

    @Override
    public final double valueAtZero() {
        if (Double.isNaN(valueAtZero)) {
            valueAtZero = computeValueAtZero();
        }
        return valueAtZero;
    }

    /** Computes ℓ(Y, 0); called once. */
    protected double computeValueAtZero() {
        Factors zero = Factors.empty(dimensions());
        return evaluate(zero, zero.copy());
    }

    /** Returns curvature·λ_max of a Gram matrix; 0 if it is empty. */
    protected final double curvatureTimes(Panel gram) {
        return gram.rows() == 0 ? 0 : curvature * largestEigenvalue(gram);
    }

    /** Returns the largest eigenvalue of a symmetric matrix that is not empty. */
    protected static double largestEigenvalue(Panel gram) {
        return SmallDense.symmetricEigen(gram).values()[0];
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

    /** Returns the threads of the passes. */
    protected final Workers workers() {
        return workers;
    }

    /** Returns products of panels, with working memory that the map keeps. */
    protected final PanelProducts products() {
        return products;
    }
}
