package io.nadir.kernel;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Hands out the {@link DenseLinearAlgebra} of this machine: JBLAS where its native library loads
 * and computes correctly, EJML otherwise. The system property {@code nadir.blas} ({@code jblas} or
 * {@code ejml}) overrides the choice. It is made once, at the first call; {@link
 * DenseLinearAlgebra#reason()} explains it.
 */
public final class LinearAlgebra {

    /** Named, not imported: nothing of that package is loaded before it is needed. */
    private static final String SELECTOR = "io.nadir.kernel.blas.LinearAlgebraSelector";

    private static volatile @Nullable DenseLinearAlgebra chosen;

    private LinearAlgebra() {}

    /**
     * The implementation chosen. The first call loads it, which takes some tenths of a second with
     * JBLAS; later calls cost nothing. Safe for use by many threads.
     *
     * @return the same object at every call
     * @throws IllegalArgumentException if {@code nadir.blas} has an unknown value
     * @throws KernelUnavailableException if {@code nadir.blas} asks for an implementation that
     *     cannot run here
     */
    public static DenseLinearAlgebra get() {
        DenseLinearAlgebra known = chosen;
        return known != null ? known : choose();
    }

    /** No holder class: an exception in its initializer would reach only the first caller. */
    private static synchronized DenseLinearAlgebra choose() {
        DenseLinearAlgebra known = chosen;
        if (known == null) {
            known = (DenseLinearAlgebra) selector().get();
            chosen = known;
        }
        return known;
    }

    private static Supplier<?> selector() {
        try {
            return Class.forName(SELECTOR)
                    .asSubclass(Supplier.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(SELECTOR + " belongs to this library", e);
        }
    }
}
