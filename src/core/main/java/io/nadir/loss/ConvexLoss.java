package io.nadir.loss;

/**
 * A convex loss ℓ(Y, X), once differentiable in X, never below 0: what the gap of a point needs to
 * know of it, whatever part of Y and X it couples.
 *
 * <p>Implementations are immutable and thread-safe. {@link Loss} is a sum over single entries,
 * {@link SampleLoss} one over the samples of a network.
 */
public interface ConvexLoss {
    /**
     * Name in reports, as the command line takes it, with all parameters: a checkpoint tells losses
     * apart by it.
     */
    String name();

    /** Whether this is ½‖Y − X‖²: methods that need a quadratic function ask for it. */
    default boolean isQuadratic() {
        return false;
    }

    /** Smallest known L with ‖∇ℓ(Y, A) − ∇ℓ(Y, B)‖ ≤ L·‖A − B‖. */
    double curvature();

    /**
     * The same loss for data and X in units 2^e as large: ℓ'(2^−e·Y, 2^−e·X) = 2^−2e·ℓ(Y, X).
     *
     * @throws IllegalArgumentException if {@code exponent} is not 0 and there is no such loss
     */
    default ConvexLoss inUnits(int exponent) {
        if (exponent != 0) {
            throw new IllegalArgumentException(
                    "largest magnitude of the data is about 2^"
                            + exponent
                            + ", allowed for the loss "
                            + name()
                            + " are 2^-100 to 2^100");
        }
        return this;
    }

    /**
     * Lower bound on −ℓ*(Y, sG), the Fenchel dual value at the scaled gradient sG, G = ∇ℓ(Y, X),
     * from sums that are known.
     *
     * <p>The default follows from the convexity of ℓ*, with ℓ*(0) = −inf ℓ ≤ 0 and Fenchel's
     * equality at G: −ℓ*(sG) ≥ s·(ℓ(Y, X) − ⟨G, X⟩).
     *
     * @param s between 0 and {@link #largestDualScale}
     * @param value ℓ(Y, X)
     * @param pairing −⟨G, X⟩
     */
    default double dualBound(double s, double value, double pairing) {
        return s * (value + pairing);
    }

    /**
     * The s ≥ 0 at which {@link #dualBound} is largest when nothing else limits it; 1 for the
     * default.
     */
    default double largestDualScale(double value, double pairing) {
        return value + pairing > 0 ? 1 : 0;
    }

    /** Whether the loss singles outliers out: it is one of entries, and has a sparse part. */
    default boolean hasSparsePart() {
        return false;
    }

    /** Whether {@link #dualBound} is the dual value itself, so that no pass can improve it. */
    default boolean isDualBoundExact() {
        return false;
    }
}
