package io.nadir.landscape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * The analysis of a point W of the landscape of a linear network. An immutable value. Equation and
 * theorem numbers refer to Vidal, Zhu &amp; Haeffele, "Optimization Landscape of Neural Networks".
 *
 * <p>At a critical point W_L·…·W_1 = P·Σ_yx·Σ_xx⁺ on the range of Σ_xx, where P is the projection
 * onto the range of W_L·…·W_2. P commutes with Σ (lemma 1.1 (iii), equation 1.20), and its range is
 * spanned by eigenvectors q_j, j ∈ J.
 *
 * @param kind the kind of point, up to the tolerance of the analysis
 * @param risk R(W), the mean squared error per sample (equation 1.14)
 * @param excess R(W) minus the global minimum
 * @param gradientNorm the Euclidean norm of the gradient with respect to all weights (equations
 *     1.16 and 1.18)
 * @param criticality how far W is from a critical point: the largest norm of the gradient with
 *     respect to one layer, halved and for inputs that are uncorrelated with variance 1, relative
 *     to the norm of the data and to the norms of the other layers (or those of a minimum, if they
 *     are smaller). It is zero if and only if the gradient is, and does not depend on the units of
 *     the data or on how factors are distributed among the layers
 * @param rank the rank of W_L·…·W_2; with one hidden layer, that of U
 * @param middleRank the rank of W_(L−1)·…·W_2; with one hidden layer, n₁. A saddle is strict if
 *     this is the smallest width of a hidden layer (theorem 1.4)
 * @param indices J in ascending order, numbered from 1; empty if W is not critical. If eigenvalues
 *     are equal, one of several possible choices
 * @param escape a direction that leads out of a saddle; null at other points, and at degenerate
 *     saddles from which no direction was found. {@link LinearLandscape#descend} leaves those
 *     through other weights with the same output
 */
public record PointAnalysis(
        PointKind kind,
        double risk,
        double excess,
        double gradientNorm,
        double criticality,
        int rank,
        int middleRank,
        List<Integer> indices,
        @Nullable Escape escape) {
    /** Makes the list immutable. */
    public PointAnalysis {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(indices, "indices");

        indices = List.copyOf(indices);
    }

    /**
     * The kinds of points of the landscape of a linear network. Equation and theorem numbers refer
     * to Vidal, Zhu &amp; Haeffele, "Optimization Landscape of Neural Networks".
     */
    public enum PointKind {
        /** No network of these widths has a smaller risk (equation 1.25, theorem 1.3). */
        GLOBAL_MINIMUM,

        /**
         * A critical point at which the risk curves downwards in some direction, and W_L·…·W_2 has
         * the full rank that the hidden layers allow (theorems 1.2 (ii) and 1.4 (iii)).
         */
        STRICT_SADDLE,

        /**
         * A critical point at which the risk curves downwards in some direction, and W_L·…·W_2
         * (with one hidden layer, U) has less than full rank (theorems 1.2 (iii) and 1.4).
         */
        RANK_DEFICIENT_SADDLE,

        /**
         * A critical point that is not a minimum although the risk curves downwards in no
         * direction, such as the origin (theorem 1.4 (iv), equation 1.31). Exists only with three
         * or more weight layers.
         */
        DEGENERATE_SADDLE,

        /** The gradient is not zero. */
        NOT_CRITICAL;

        /** Returns whether this is a critical point but not a minimum. */
        public boolean isSaddle() {
            return this != GLOBAL_MINIMUM && this != NOT_CRITICAL;
        }
    }

    /**
     * A direction Δ in which the risk falls from a saddle W, R(W + tΔ) ≈ R(W) + derivative·t^order
     * / order!.
     *
     * @param direction Δ, in an arbitrary scale
     * @param order 2 for negative curvature, 3 or more if the risk is flat to second order
     * @param derivative the derivative of that order along Δ, negative. For order 2 it is the
     *     curvature ∇²R[Δ, Δ], twice the quadratic form of Vidal, Zhu &amp; Haeffele, equation 1.26
     */
    public record Escape(LinearNetwork direction, int order, double derivative) {
        /** Rejects null. */
        public Escape {
            Objects.requireNonNull(direction, "direction");
        }
    }
}
