package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/** The data Y (d_1×…×d_K) of a tensor model: {@link DenseTensor} or {@link ObservedTensor}. */
public sealed interface TensorData extends ModelData permits DenseTensor, ObservedTensor {
    /** d_1 … d_K. */
    List<Integer> shape();

    @Override
    TensorData timesPowerOfTwo(int exponent);

    @Override
    TensorMap bind(ConvexLoss loss, int threads, @Nullable Executor executor);
}
