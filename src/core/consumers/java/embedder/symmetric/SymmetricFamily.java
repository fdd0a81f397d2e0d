package embedder.symmetric;

import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.ModelReader;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** A family of models of the application's own, as ServiceLoader finds it. */
public final class SymmetricFamily implements ModelFamily {
    @Override
    public boolean owns(FactorizationMap map) {
        return map instanceof SymmetricMap;
    }

    @Override
    public void requirePolar(Objective<?> objective) {
        if (!objective.regularizer().isHalfSumOfSquares()) {
            throw new IllegalArgumentException(
                    "regularizer = "
                            + objective.regularizer().name()
                            + ", allowed for symmetric matrices is squared-norms");
        }
    }

    @Override
    public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
        return new SymmetricPolar(objective.as(SymmetricMap.class), w);
    }

    @Override
    public SequencedMap<String, Supplier<DescentMethod>> descents(Objective<?> objective) {
        Objective<SymmetricMap> own = objective.as(SymmetricMap.class);
        SequencedMap<String, Supplier<DescentMethod>> methods = new LinkedHashMap<>();
        if (own.map().loss().isQuadratic() && own.regularizer().isHalfSumOfSquares()) {
            methods.put("eigenspace", () -> new EigenspaceDescent(own));
        }
        return methods;
    }

    @Override
    public List<ModelReader> readers() {
        return List.of(
                new ModelReader(
                        TrainedSymmetric.KIND,
                        (parameters, factors) -> new TrainedSymmetric(factors)));
    }
}
