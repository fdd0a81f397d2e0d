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
}
