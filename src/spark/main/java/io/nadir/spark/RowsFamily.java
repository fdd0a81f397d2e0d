package io.nadir.spark;

import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Matrix factorizations of distributed rows, for the core's loop. Not for applications. */
public final class RowsFamily implements ModelFamily {
    /** Creates the family; {@link java.util.ServiceLoader} does. */
    public RowsFamily() {}

    @Override
    public boolean owns(FactorizationMap map) {
        return map instanceof RowsMap;
    }

    @Override
    public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(w, "w");

        Objective<RowsMap> rows = objective.as(RowsMap.class);
        return rows.map().passes().problem().nonNegative()
                ? new NonNegativeOracle(rows, w, seed)
                : new RowsOracle(rows, w, seed);
    }

    /** {@inheritDoc} Without offsets and signs, that of every model in V alone. */
    @Override
    public SequencedMap<String, Supplier<DescentMethod>> descents(Objective<?> objective) {
        Objects.requireNonNull(objective, "objective");

        Objective<RowsMap> rows = objective.as(RowsMap.class);
        SequencedMap<String, Supplier<DescentMethod>> methods = new LinkedHashMap<>();
        if (rows.map().passes().problem().nonNegative()) {
            methods.put(NonNegativeDescent.NAME, () -> new NonNegativeDescent(rows));
        }
        if (RowSweeps.applies(rows.map())) {
            methods.put(RowSweeps.NAME, () -> new RowSweeps(rows));
        }
        if (rows.map().passes().problem().offsetTerms() != null) {
            methods.put(OffsetDescent.NAME, () -> new OffsetDescent(rows));
        }
        return methods;
    }
}
