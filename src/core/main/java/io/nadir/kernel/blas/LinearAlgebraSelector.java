package io.nadir.kernel.blas;

import static java.util.Objects.requireNonNull;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Chooses between JBLAS and EJML; reached by its name from {@link io.nadir.kernel.LinearAlgebra}.
 */
public final class LinearAlgebraSelector implements Supplier<DenseLinearAlgebra> {

    private static final String PROPERTY = "nadir.blas";

    /** Called by reflection. */
    public LinearAlgebraSelector() {}

    /**
     * Chooses, and loads what was chosen.
     *
     * @return a new implementation
     * @throws IllegalArgumentException if {@code nadir.blas} has an unknown value
     * @throws KernelUnavailableException if {@code nadir.blas} is {@code jblas} and that cannot run
     */
    @Override
    public DenseLinearAlgebra get() {
        return select(System.getProperty(PROPERTY), JblasLoader::load);
    }

    static DenseLinearAlgebra select(@Nullable String wish, Supplier<DenseLinearAlgebra> jblas) {
        return switch (wish) {
            case null -> jblasOrElseEjml(jblas);
            case "jblas" -> jblas.get();
            case "ejml" -> new EjmlLinearAlgebra(PROPERTY + "=ejml");
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + "=" + wish + ": must be jblas or ejml");
        };
    }

    private static DenseLinearAlgebra jblasOrElseEjml(Supplier<DenseLinearAlgebra> jblas) {
        try {
            return jblas.get();
        } catch (KernelUnavailableException e) {
            return new EjmlLinearAlgebra(requireNonNull(e.getMessage()));
        }
    }
}
