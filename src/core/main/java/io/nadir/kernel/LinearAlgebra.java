package io.nadir.kernel;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Hands out the {@link DenseLinearAlgebra} of this machine, as the system property {@code
 * nadir.blas} says:
 *
 * <ul>
 *   <li>{@code auto}, or not set: on Linux x86-64, JBLAS where its native library loads and
 *       computes correctly; else a BLAS of the system, if there is one; else EJML. Elsewhere, a
 *       BLAS of the system comes before JBLAS.
 *   <li>{@code jblas}: JBLAS.
 *   <li>{@code native}: a BLAS of the system. {@code nadir.blas.library} names it, or else the
 *       usual names are tried; {@code nadir.blas.threads} is the number of its threads, 1 if not
 *       set. The other implementations have one thread, and their {@link
 *       DenseLinearAlgebra#reason()} says that the property is ignored.
 *   <li>{@code java}, or {@code ejml}: EJML, which is Java.
 * </ul>
 *
 * <p>The choice is made once, at the first call; {@link DenseLinearAlgebra#reason()} explains it.
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
     * @throws SettingException if one of these properties has a value that is not allowed
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
