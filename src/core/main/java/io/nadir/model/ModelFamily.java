package io.nadir.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * A family of models: the provider through which a model enters the solver. It tells which maps
 * belong to it, how to bound their polar, and which special descent methods they have.
 *
 * <p>Families are services of {@link java.util.ServiceLoader}. A new one is a class with a public
 * constructor without parameters, which a module {@code provides} or which a file {@code
 * META-INF/services/io.nadir.model.ModelFamily} on the class path names. It is looked up with the
 * class loader of the map's class. Implementations are thread-safe.
 */
public interface ModelFamily {
    /** Returns whether a map belongs to this family. */
    boolean owns(FactorizationMap map);

    /**
     * Throws unless the polar can be bounded for this map and regularizer. The default accepts
     * regularizers that consist of gauges.
     *
     * @throws IllegalArgumentException naming the regularizer and what is allowed
     */
    default void requirePolar(Objective<?> objective) {
        Objects.requireNonNull(objective, "objective");

        if (!objective.regularizer().hasGauges()) {
            throw new IllegalArgumentException(
                    "regularizer = %s, allowed for this model are those made of gauges"
                            .formatted(objective.regularizer().name()));
        }
    }

    /**
     * Opens the polar problem at a point.
     *
     * @param objective the map, the regularizer and λ
     * @param w the point. The oracle may keep it without a copy but must not modify it, and is not
     *     used after {@code w} has changed
     * @param seed the seed of random starts, independent of {@code w}
     */
    PolarOracle polar(Objective<?> objective, Factors w, long seed);

    /**
     * Returns the descent methods of this family that apply to the objective, by the names under
     * which users select them, the one expected to be fastest first. The methods that fit every
     * model are added after them. The default is none.
     */
    default SequencedMap<String, Supplier<DescentMethod>> descents(Objective<?> objective) {
        Objects.requireNonNull(objective, "objective");

        return Collections.emptyNavigableMap();
    }

    /**
     * Returns a point from which descent with a given number of columns may start. Its objective
     * does not matter, as long as the first step of the default descent, whatever the sizes of the
     * columns, leads below that of rank 0. The default has no columns: they are then found one
     * after another by the polar.
     *
     * @param objective the map, the regularizer and λ
     * @param rank the largest number of columns of the point
     * @param seed the seed of random choices
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    default Factors start(Objective<?> objective, int rank, long seed) {
        Objects.requireNonNull(objective, "objective");

        return Factors.empty(objective.map().dimensions());
    }

    /** Returns whether {@link #transform} applies to maps of this family. */
    default boolean canTransform() {
        return false;
    }

    /**
     * Minimizes over the first block while the others are fixed, where that is a convex problem.
     *
     * @param objective the map, the regularizer and λ
     * @param w the point; its first block is replaced
     * @param tolerance the tolerance of the gap, relative to the part of the objective that depends
     *     on the first block
     * @throws UnsupportedOperationException unless {@link #canTransform}
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    default Transformation transform(Objective<?> objective, Factors w, double tolerance) {
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(w, "w");

        throw new UnsupportedOperationException("no block of this model has a convex problem");
    }

    /**
     * Returns the readers of the kinds of trained models of this family, so that saved models can
     * be loaded.
     */
    default List<ModelReader> readers() {
        return List.of();
    }

    /**
     * Returns the family of a map.
     *
     * @throws IllegalArgumentException if no family owns it
     */
    static ModelFamily of(FactorizationMap map) {
        Objects.requireNonNull(map, "map");

        for (ModelFamily family :
                ServiceLoader.load(ModelFamily.class, map.getClass().getClassLoader())) {
            if (family.owns(map)) {
                return family;
            }
        }
        throw new IllegalArgumentException(
                "map = %s, allowed are those of a ModelFamily that ServiceLoader finds"
                        .formatted(map.getClass().getName()));
    }
}
