package io.nadir.tensor.family;

import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.ModelReader;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.tensor.map.TensorMap;
import io.nadir.tensor.polar.TensorOracle;

import java.util.List;

/** CP decompositions X = Σ_i w_i¹ ∘ … ∘ w_i^K. */
public final class TensorFamily implements ModelFamily {
    @Override
    public boolean owns(FactorizationMap map) {
        return map instanceof TensorMap;
    }

    @Override
    public List<ModelReader> readers() {
        return List.of(
                new ModelReader(
                        "tensor",
                        (parameters, factors) -> new TrainedFactorization(true, factors)));
    }

    @Override
    public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
        return new TensorOracle(objective.as(TensorMap.class), w, seed);
    }
}
