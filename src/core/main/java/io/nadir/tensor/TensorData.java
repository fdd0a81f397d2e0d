package io.nadir.tensor;

import io.nadir.loss.ConvexLoss;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.regularizer.NormPowers;
import io.nadir.tensor.map.TensorMap;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The data Y (d_1×…×d_K) of a tensor problem: {@link DenseTensor} or {@link ObservedTensor}. The
 * model is φ(w¹, …, w^K) = w¹ ∘ … ∘ w^K, the CP decomposition.
 */
public sealed interface TensorData extends ModelData permits DenseTensor, ObservedTensor {
    /** Returns the dimensions d_1 … d_K. */
    List<Integer> shape();

    @Override
    default List<FactorShape> factorShapes() {
        return IntStream.range(0, shape().size())
                .mapToObj(k ->
                        new FactorShape(
                                FactorShape.numbered(k),
                                shape().get(k),
                                "the data have indices in mode " + (k + 1)))
                .toList();
    }

    @Override
    default TrainedModel trained(Factors factors) {
        Objects.requireNonNull(factors, "factors");

        return new TrainedFactorization(true, factors);
    }

    @Override
    default Regularizer defaultRegularizer() {
        return new NormPowers(shape().size(), false);
    }

    @Override
    TensorData timesPowerOfTwo(int exponent);

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    TensorMap bind(ConvexLoss loss, int threads, @Nullable Executor executor);
}
