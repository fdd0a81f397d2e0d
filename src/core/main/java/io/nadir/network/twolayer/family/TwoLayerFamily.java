package io.nadir.network.twolayer.family;

import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.ModelReader;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.network.twolayer.TwoLayerMap;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.network.twolayer.descent.TwoLayerDescent;
import io.nadir.network.twolayer.polar.TwoLayerOracle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Two-layer networks X = σ(S·W¹)·W²ᵀ. */
public final class TwoLayerFamily implements ModelFamily {
    @Override
    public boolean owns(FactorizationMap map) {
        return map instanceof TwoLayerMap;
    }

    @Override
    public List<ModelReader> readers() {
        return List.of(TwoLayerNetwork.reader());
    }

    @Override
    public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
        return new TwoLayerOracle(objective.as(TwoLayerMap.class), w, seed);
    }

    @Override
    public SequencedMap<String, Supplier<DescentMethod>> descents(Objective<?> objective) {
        if (!objective.regularizer().isNuclearAtEqualNorms()) {
            return Collections.emptyNavigableMap();
        }
        SequencedMap<String, Supplier<DescentMethod>> methods = new LinkedHashMap<>();
        methods.put("units", () -> new TwoLayerDescent(objective.as(TwoLayerMap.class)));
        return methods;
    }
}
