package io.nadir.network.deep.family;

import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.ModelReader;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.layer.Layer.Reader;
import io.nadir.network.deep.polar.DeepConstraint;
import io.nadir.network.deep.polar.DeepOracle;

import java.util.List;

/** Parallel networks of any depth, X = Σ_i φ(S; w_i¹, …, w_i^K). */
public final class DeepFamily implements ModelFamily {
    @Override
    public boolean owns(FactorizationMap map) {
        return map instanceof DeepMap;
    }

    @Override
    public void requirePolar(Objective<?> objective) {
        DeepConstraint.requirePair(objective.as(DeepMap.class).map(), objective.regularizer());
    }

    @Override
    public List<ModelReader> readers() {
        return List.of(DeepNetwork.reader(Reader.NONE));
    }

    @Override
    public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
        return new DeepOracle(objective.as(DeepMap.class), w, seed);
    }
}
