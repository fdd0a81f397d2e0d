package io.nadir.loss;

/**
 * A convex loss ℓ(Y, X) ≥ 0 that is differentiable in X: what the gap of a point needs to know
 * about a loss, whatever parts of Y and X it couples.
 *
 * <p>Implementations are immutable and thread-safe. Do not implement this interface directly:
 * {@link Loss} is a sum over entries, {@link SampleLoss} a sum over the samples of a network.
 */
public interface ConvexLoss {
    /**
     * Returns the name for reports, including all parameters. It is also the name on the command
     * line, and a checkpoint distinguishes losses by it.
     */
    String name();

    /** Returns whether this loss is ½‖Y − X‖², which methods for quadratic functions require. */
    default boolean isQuadratic() {
        return false;
    }

    /**
     * Returns what the error of prediction is called that tables and pictures show: {@link
     * #errorFactor} times the mean of this loss over entries that were held out, and the root of
     * that if {@link #isQuadratic}.
     */
    default String errorName() {
        return "mean loss";
    }

    /** Returns the factor of the {@link #errorName error of prediction}, by default 1. */
    default double errorFactor() {
        return 1;
    }

    /**
     * Returns the smallest known L with ‖∇ℓ(Y, A) − ∇ℓ(Y, B)‖ ≤ L·‖A − B‖ for all A and B, whatever
     * the data are; infinity if there is none, and {@link #curvature(double)} is overridden.
     */
    double curvature();

    /**
     * Returns such an L for data whose magnitudes are at most {@code largest}, by default {@link
     * #curvature()}. It also bounds ‖∇ℓ‖² ≤ 2Lℓ.
     *
     * @param largest the largest magnitude of the data
     */
    default double curvature(double largest) {
        return curvature();
    }

    /**
     * Returns whether the loss is defined for outputs X ≥ 0 only. It then needs a regularizer that
     * keeps all factors nonnegative, everything that is said of X is said of X ≥ 0, and the Fenchel
     * dual is the infimum over X ≥ 0.
     */
    default boolean requiresNonNegativeOutputs() {
        return false;
    }

    /**
     * Returns a c such that relative errors of the outputs change the gradient by little, however
     * large the curvature is: if |x̂ − x| ≤ ϑ·x for an output x ≥ 0, then |ℓ'(y, x̂) − ℓ'(y, x)| ≤
     * c·ϑ·(1 + |ℓ'(y, x̂)|). The default, infinity, means that nothing is known.
     */
    default double relativeSensitivity() {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Returns the same loss for data and outputs measured in other units: the loss ℓ' with
     * ℓ'(2^−e·Y, 2^−e·X) = 2^−2e·ℓ(Y, X).
     *
     * @param exponent e
     * @throws IllegalArgumentException if there is no such loss and {@code exponent} is not 0
     */
    default ConvexLoss inUnits(int exponent) {
        if (exponent != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "largest magnitude of the data is about 2^%s, allowed for"
                                    + " the loss %s are 2^-100 to 2^100",
                            exponent, name()));
        }
        return this;
    }

    /**
     * Returns a lower bound of −ℓ*(Y, s·G), the Fenchel dual value at the scaled gradient G = ∇ℓ(Y,
     * X), from sums that are already known.
     *
     * <p>The default is s·(ℓ(Y, X) − ⟨G, X⟩). It follows from the convexity of ℓ*, with ℓ*(0) =
     * −inf ℓ ≤ 0 and Fenchel's equality at G.
     *
     * @param s a number between 0 and {@link #largestDualScale}
     * @param value ℓ(Y, X)
     * @param pairing −⟨G, X⟩
     */
    default double dualBound(double s, double value, double pairing) {
        return s * (value + pairing);
    }

    /**
     * Returns the s ≥ 0 at which {@link #dualBound} is largest if nothing else limits it; 1 for the
     * default.
     *
     * @param value ℓ(Y, X)
     * @param pairing −⟨G, X⟩
     */
    default double largestDualScale(double value, double pairing) {
        return value + pairing > 0 ? 1 : 0;
    }

    /**
     * Returns whether the loss separates outliers: it is a sum over entries with a {@link
     * Loss#sparsePart}.
     */
    default boolean hasSparsePart() {
        return false;
    }

    /**
     * Returns whether {@link #dualBound} is the exact dual value, so that no pass over the data can
     * improve it.
     */
    default boolean isDualBoundExact() {
        return false;
    }
}
