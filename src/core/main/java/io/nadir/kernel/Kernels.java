package io.nadir.kernel;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;

/**
 * The choice among the implementations of the kernels, made once, on first use, and explained by
 * {@link #describe()}.
 *
 * <p>The vector kernels are chosen where the module {@code jdk.incubator.vector} is readable (start
 * the virtual machine with {@code --add-modules jdk.incubator.vector}) and the processor has fused
 * multiply-add; otherwise the scalar kernels are. The system property {@code nadir.kernels}, {@code
 * scalar} or {@code simd}, overrides the choice, for tests and bug reports.
 */
public final class Kernels {
    private static final String PROPERTY = "nadir.kernels";
    private static final String SCALAR = "io.nadir.kernel.scalar.ScalarKernels";
    private static final String SIMD = "io.nadir.kernel.simd.SimdKernels";
    private static final String SCALAR_SPARSE = "io.nadir.kernel.scalar.ScalarSparseKernels";
    private static final String SIMD_SPARSE = "io.nadir.kernel.simd.SimdSparseKernels";
    private static final String SCALAR_TENSOR = "io.nadir.kernel.scalar.ScalarTensorKernels";
    private static final String SIMD_TENSOR = "io.nadir.kernel.simd.SimdTensorKernels";
    private static final String SIMD_LOSS = "io.nadir.kernel.simd.SimdLossKernels";
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private Kernels() {}

    /**
     * The chosen kernels.
     *
     * @throws IllegalStateException if the system property {@code nadir.kernels} asks for what does
     *     not exist or cannot run here
     */
    public static DenseKernels get() {
        return Holder.chosen().kernels();
    }

    /** The sparse kernels of the implementation chosen. Throws what {@link #get()} throws. */
    public static SparseKernels sparse() {
        get();
        return Sparse.KERNELS;
    }

    /** The tensor kernels of the implementation chosen. Throws what {@link #get()} throws. */
    public static TensorKernels tensor() {
        get();
        return Tensor.KERNELS;
    }

    /** The losses of the implementation chosen. Throws what {@link #get()} throws. */
    public static LossKernels loss() {
        get();
        return Losses.KERNELS;
    }

    /** Which kernels were chosen and why, on one line. Throws what {@link #get()} throws. */
    public static String describe() {
        return Holder.chosen().description();
    }

    /** A chosen implementation with the reason. */
    record Choice(DenseKernels kernels, String description) {}

    /** Chooses for a value of the system property. */
    static Choice choose(@Nullable String wanted) {
        if (wanted == null) {
            String obstacle = simdObstacle();
            return obstacle == null ? simd("") : scalar(": " + obstacle);
        }
        String reason = " (" + PROPERTY + "=" + wanted + ")";
        return switch (wanted) {
            case "scalar" -> scalar(reason);
            case "simd" -> simdOrThrow(reason);
            default ->
                    throw new IllegalStateException(
                            PROPERTY + " = " + wanted + ", allowed are scalar and simd");
        };
    }

    private static Choice simdOrThrow(String reason) {
        String obstacle = simdObstacle();
        if (obstacle != null) {
            throw new IllegalStateException(PROPERTY + " = simd, but " + obstacle);
        }
        return simd(reason);
    }

    private static Choice simd(String reason) {
        DenseKernels kernels = make(SIMD, DenseKernels.class);
        return new Choice(kernels, kernels.describe() + reason);
    }

    private static Choice scalar(String reason) {
        DenseKernels kernels = make(SCALAR, DenseKernels.class);
        return new Choice(kernels, kernels.describe() + reason);
    }

    /** Why the vector kernels cannot run here; null if they can. */
    private static @Nullable String simdObstacle() {
        ModuleLayer layer = ModuleLayer.boot();
        boolean readable =
                layer.findModule(VECTOR_MODULE)
                        .map(Kernels.class.getModule()::canRead)
                        .orElse(false);
        if (!readable) {
            return VECTOR_MODULE + " is not readable (add --add-modules " + VECTOR_MODULE + ")";
        }
        return HardwareFma.isPresent() ? null : "the processor has no fused multiply-add";
    }

    /**
     * Creates an instance by the name of its class, because nothing in this package may depend on
     * its implementations.
     */
    private static <T> T make(String className, Class<T> type) {
        try {
            return Class.forName(className).asSubclass(type).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(className + " failed to start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " is missing from this build", e);
        }
    }

    /** Chosen with the dense kernels, which throw first if there are none. */
    private static final class Sparse {
        private static final SparseKernels KERNELS =
                make(
                        get().name().equals("simd") ? SIMD_SPARSE : SCALAR_SPARSE,
                        SparseKernels.class);
    }

    /** Chosen with the dense kernels, too. */
    private static final class Tensor {
        private static final TensorKernels KERNELS =
                make(
                        get().name().equals("simd") ? SIMD_TENSOR : SCALAR_TENSOR,
                        TensorKernels.class);
    }

    /** Chosen with the dense kernels, too. */
    private static final class Losses {
        private static final LossKernels KERNELS =
                get().name().equals("simd")
                        ? make(SIMD_LOSS, LossKernels.class)
                        : new LossKernels();
    }

    /** Makes the choice on first use and keeps it. */
    private static final class Holder {
        private static final Object CHOICE_OR_FAILURE = choiceOrFailure();

        private static Object choiceOrFailure() {
            try {
                return choose(System.getProperty(PROPERTY));
            } catch (IllegalStateException e) {
                return e;
            }
        }

        static Choice chosen() {
            if (CHOICE_OR_FAILURE instanceof IllegalStateException failure) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
            return (Choice) CHOICE_OR_FAILURE;
        }
    }
}
