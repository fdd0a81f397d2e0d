package io.nadir.tensor;

import io.nadir.check.Checks;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.tensor.map.TensorMap;
import io.nadir.tensor.map.TensorShape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A dense real tensor of order K, all of whose elements are finite and known, in row-major order:
 * the last index runs fastest.
 *
 * <p>{@link #copyOf} makes an immutable value. {@link #wrap} shares the caller's array, and {@link
 * #values} exposes the elements without copying; whoever holds such an array must not change it
 * while the tensor is in use. Any number of threads may read a tensor at the same time.
 */
public final class DenseTensor implements TensorData {
    private final TensorShape shape;
    private final double[] values;
    private final DenseMatrix matrix;

    private DenseTensor(TensorShape shape, double[] values) {
        this.shape = shape;
        this.values = values;
        this.matrix = DenseMatrix.wrap(shape.rows(), shape.columns(), values);
    }

    /**
     * Creates a tensor from a copy of {@code values}; the caller may change the array afterwards.
     *
     * @param shape the dimensions d_1 … d_K, K from 2 to 30
     * @param values element (i_1, …, i_K) at index (…(i_1·d_2 + i_2)·d_3 + …) + i_K
     * @throws IllegalArgumentException as {@link #wrap}
     */
    public static DenseTensor copyOf(int[] shape, double[] values) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");

        return wrap(shape, values.clone());
    }

    /**
     * Creates a tensor that shares {@code values}, without copying. For arrays that are no longer
     * changed and too large to be held twice. Every solve and every certificate notices a change,
     * see {@link #requireUnchanged}.
     *
     * @param shape the dimensions d_1 … d_K, K from 2 to 30
     * @param values element (i_1, …, i_K) at index (…(i_1·d_2 + i_2)·d_3 + …) + i_K
     * @throws IllegalArgumentException if there are not 2 to 30 dimensions, if one is less than 1,
     *     if their product is not the length of the array, or if an element is NaN or infinite
     */
    public static DenseTensor wrap(int[] shape, double[] values) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");

        TensorShape checked = new TensorShape(shape);
        Checks.equal("values.length", values.length, "product of the shape", checked.size());
        for (int at = 0; at < values.length; at++) {
            if (!Double.isFinite(values[at])) {
                throw new IllegalArgumentException(
                        String.format(
                                "element %s = %s, allowed are finite numbers",
                                checked.position(at), values[at]));
            }
        }
        return new DenseTensor(checked, values);
    }

    @Override
    public List<Integer> shape() {
        return shape.dimensions();
    }

    /** Returns all elements, not copied; they must not be changed. */
    public double[] values() {
        return values;
    }

    @Override
    public double maxAbs() {
        return matrix.maxAbs();
    }

    @Override
    public double frobenius() {
        return matrix.frobenius();
    }

    @Override
    public long observed() {
        return shape.size();
    }

    /**
     * Throws if an element has changed since the tensor was made. Costs one pass over the elements,
     * as fast as memory can be read.
     *
     * @throws IllegalStateException if an element has changed; the message says what to use instead
     *     of {@link #wrap}
     */
    @Override
    public void requireUnchanged() {
        if (!matrix.isUnchanged()) {
            throw new IllegalStateException(
                    String.format(
                            "an element of a DenseTensor of %s has changed since the tensor was"
                                    + " made, so that nothing that is known of it holds any more:"
                                    + " give an array that changes to DenseTensor.copyOf instead"
                                    + " of wrap, and do not write to what values() shares",
                            shape()));
        }
    }

    @Override
    public String toString() {
        return "DenseTensor " + shape;
    }

    @Override
    public long fingerprint() {
        return shape.fingerprint().add(values, values.length).value();
    }

    @Override
    public DenseTensor timesPowerOfTwo(int exponent) {
        requireUnchanged();
        double[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        return new DenseTensor(shape, scaled);
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public TensorMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new DenseTensorMap(this, Loss.ofEntries(loss), threads, executor);
    }

    TensorShape layout() {
        return shape;
    }

    /** Returns the elements as a matrix whose rows are the leading modes. */
    DenseMatrix matrix() {
        return matrix;
    }
}
