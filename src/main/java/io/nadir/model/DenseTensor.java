package io.nadir.model;

import io.nadir.kernel.Checks;

import org.jspecify.annotations.Nullable;

import java.util.List;
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
        return wrap(shape, values.clone());
    }

    /**
     * Wraps {@code values}, element (i_1, …, i_K) at index (…(i_1·d_2 + i_2)·d_3 + …) + i_K,
     * without copying: for arrays that nobody changes any more, and too large to be kept twice.
     *
     * @param shape d_1 … d_K, K from 2 to 30
     * @throws IllegalArgumentException if there are not 2 to 30 dimensions, one is less than 1,
     *     their product is not the length of the array, or an element is NaN or infinite
     */
    public static DenseTensor wrap(int[] shape, double[] values) {
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

    @Override
    public long fingerprint() {
        return shape.fingerprint().add(values, values.length).value();
    }

    @Override
    public DenseTensor timesPowerOfTwo(int exponent) {
        double[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        return new DenseTensor(shape, scaled);
    }

    @Override
    public TensorMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        return new TensorProduct(this, Loss.ofEntries(loss), threads, executor);
    }

    TensorShape layout() {
        return shape;
    }

    /** The elements as a matrix, at the split of the shape. */
    DenseMatrix matrix() {
        return matrix;
    }
}
