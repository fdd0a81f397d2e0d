package io.nadir.model;

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * How a family of models enters the solver: which maps are its own, how their polar is bounded, and
 * which methods of descent fit beside those that fit every model.
 *
 * <p>Families are services. A new one is a class with a public constructor without parameters that
 * a module {@code provides}, or that a file {@code META-INF/services/io.nadir.model.ModelFamily} on
 * the class path names; it is looked for where the class of the map comes from.
 */
public interface ModelFamily {
    /** Whether a map is one of this family. */
    boolean owns(FactorizationMap map);

    /**
     * Throws unless the polar of the pair of map and regularizer can be bounded.
     *
     * @throws IllegalArgumentException naming the regularizer and what is allowed
     */
    default void requirePolar(Objective<?> objective) {
        if (!objective.regularizer().hasGauges()) {
            throw new IllegalArgumentException(
                    "regularizer = "
                            + objective.regularizer().name()
                            + ", allowed for this model are those made of gauges");
        }
    }

    /**
     * Opens the polar at a point.
     *
     * @param w the point; the oracle may keep it, and neither changes it nor outlives a change
     * @param seed of random starts, independent of {@code w}
     */
    PolarOracle polar(Objective<?> objective, Factors w, long seed);

    /**
     * The methods of this family that can descend on the objective, by the names that users know
     * them by, those that are expected to be fastest first. Methods that fit every model come after
     * them.
     */
    default SequencedMap<String, Supplier<DescentMethod>> descents(Objective<?> objective) {
        return Collections.emptyNavigableMap();
    }

    /** Whether {@link #transform} applies to maps of this family. */
    default boolean canTransform() {
        return false;
    }

    /**
     * Minimizes over the first block with the others fixed, where that is convex.
     *
     * @param w the fixed blocks; the first one is replaced
     * @param tolerance for the gap, relative to the part of the objective that the block can change
     * @throws UnsupportedOperationException unless {@link #canTransform}
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    default Transformation transform(Objective<?> objective, Factors w, double tolerance) {
        throw new UnsupportedOperationException("no block of this model has a convex problem");
    }

    /** Readers of the kinds of trained models that this family has, if they can be saved. */
    default List<ModelReader> readers() {
        return List.of();
    }

    /**
     * The family of a map.
     *
     * @throws IllegalArgumentException if no family owns it
     */
    static ModelFamily of(FactorizationMap map) {
        for (ModelFamily family :
                ServiceLoader.load(ModelFamily.class, map.getClass().getClassLoader())) {
            if (family.owns(map)) {
                return family;
            }
        }
        throw new IllegalArgumentException(
                "map = "
                        + map.getClass().getName()
                        + ", allowed are those of a ModelFamily that ServiceLoader finds");
    }
}
