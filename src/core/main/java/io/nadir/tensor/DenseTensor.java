package io.nadir.tensor;

import io.nadir.array.Checks;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A dense real tensor of finite numbers, row-major: the last index runs fastest.
 *
 * <p>{@link #copyOf} makes an immutable value. {@link #wrap} shares the array of the caller, and
 * {@link #values} gives out what is inside: whoever keeps an array must not change it while the
 * tensor is in use. Thread-safe for reading.
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
     * Copies {@code values}, element (i_1, …, i_K) at index (…(i_1·d_2 + i_2)·d_3 + …) + i_K. The
     * array may change afterwards.
     *
     * @param shape d_1 … d_K, K from 2 to 30
     * @throws IllegalArgumentException as {@link #wrap}
     */
    public static DenseTensor copyOf(int[] shape, double[] values) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");

        return wrap(shape, values.clone());
    }

    /**
     * Wraps {@code values}, element (i_1, …, i_K) at index (…(i_1·d_2 + i_2)·d_3 + …) + i_K,
     * without copying: for arrays that nobody changes any more, and too large to be kept twice. A
     * change is noticed by {@link #requireUnchanged}, which every solve and every certificate call.
     *
     * @param shape d_1 … d_K, K from 2 to 30
     * @throws IllegalArgumentException if there are not 2 to 30 dimensions, one is less than 1,
     *     their product is not the length of the array, or an element is NaN or infinite
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

    /** All elements, shared: not to be changed. */
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
     * Throws if an element is not what it was when the tensor was made. One pass, as fast as
     * memory.
     *
     * @throws IllegalStateException saying what to use instead
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
    public TensorMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new DenseTensorMap(this, Loss.ofEntries(loss), threads, executor);
    }

    TensorShape layout() {
        return shape;
    }

    /** The elements as a matrix, at the split of the shape. */
    DenseMatrix matrix() {
        return matrix;
    }
}
