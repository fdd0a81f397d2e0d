package io.nadir.solver;

import io.nadir.model.DescentMethod;
import io.nadir.model.ModelFamily;
import io.nadir.model.Objective;
import io.nadir.solver.descent.ProximalGradient;
import io.nadir.solver.descent.QuasiNewton;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * The name of a descent method, by which a solve moves to a first-order point at a fixed number of
 * columns. It may be the name of a method of your own {@link ModelFamily}. No method ever increases
 * the objective.
 *
 * @param name the name in lower case, with hyphens
 */
public record Descent(String name) {
    /**
     * The method that is expected to be fastest: the first of the model's family that applies,
     * otherwise {@link #QUASI_NEWTON} for smooth regularizers, otherwise {@link
     * #PROXIMAL_GRADIENT}.
     */
    public static final Descent AUTO = new Descent("auto");

    /**
     * Alternating exact minimization over all X with the current row space, then over all X with
     * the resulting column space, each by singular value thresholding of a thin matrix. For the
     * nuclear norm and the squared loss of all entries.
     */
    public static final Descent SUBSPACE = new Descent("subspace");

    /** Alternating exact least squares in U and V. For sums of squares and the squared loss. */
    public static final Descent ALTERNATING_LEAST_SQUARES =
            new Descent("alternating-least-squares");

    /** Limited-memory BFGS in all factors together. For smooth regularizers. */
    public static final Descent QUASI_NEWTON = new Descent("quasi-newton");

    /**
     * Accelerated exact minimization over one column at a time. For matrices and the squared loss
     * of all entries.
     */
    public static final Descent COLUMNS = new Descent("columns");

    /**
     * Accelerated Newton's method along one coordinate after another. For matrices under the
     * Poisson loss, with penalties of nonnegative factors that are sums over their elements.
     */
    public static final Descent COORDINATES = new Descent("coordinates");

    /**
     * Exact minimization over the output weights, merging of units, and smooth steps. For two-layer
     * networks.
     */
    public static final Descent UNITS = new Descent("units");

    /** Accelerated block proximal gradient. For every loss and regularizer. */
    public static final Descent PROXIMAL_GRADIENT = new Descent("proximal-gradient");

    private static final List<Descent> BUILT_IN =
            List.of(
                    AUTO,
                    SUBSPACE,
                    ALTERNATING_LEAST_SQUARES,
                    QUASI_NEWTON,
                    COLUMNS,
                    COORDINATES,
                    UNITS,
                    PROXIMAL_GRADIENT);

    /** Rejects a null name. */
    public Descent {
        Objects.requireNonNull(name, "name");
    }

    /** Returns the methods that come with the library. */
    public static List<Descent> builtIn() {
        return BUILT_IN;
    }

    /**
     * Creates an instance of the method for a problem; an instance serves one solve.
     *
     * @throws IllegalArgumentException if no method of this name applies to the model
     */
    public DescentMethod method(Objective<?> objective) {
        Objects.requireNonNull(objective, "objective");

        SequencedMap<String, Supplier<DescentMethod>> methods = applicable(objective);
        Supplier<DescentMethod> chosen =
                equals(AUTO) ? methods.firstEntry().getValue() : methods.get(name);
        if (chosen == null) {
            throw new IllegalArgumentException(
                    String.format(
                            "descent = %s, allowed for the loss %s and the regularizer"
                                    + " %s on such data are auto, %s",
                            name,
                            objective.map().loss().name(),
                            objective.regularizer().name(),
                            String.join(", ", methods.keySet())));
        }
        return chosen.get();
    }

    /** Returns the methods that apply to the model, fastest first. */
    private static SequencedMap<String, Supplier<DescentMethod>> applicable(
            Objective<?> objective) {
        SequencedMap<String, Supplier<DescentMethod>> methods =
                new LinkedHashMap<>(ModelFamily.of(objective.map()).descents(objective));
        if (objective.regularizer().isSmooth()) {
            methods.put(QUASI_NEWTON.name, () -> new QuasiNewton(objective));
        }
        methods.put(PROXIMAL_GRADIENT.name, () -> new ProximalGradient(objective));
        return methods;
    }

    @Override
    public String toString() {
        return name;
    }
}
