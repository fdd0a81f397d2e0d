package io.nadir.landscape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * What a point W of the landscape of a linear network is.
 *
 * <p>At a critical point W_L·…·W_1 = P·Σ_yx·Σ_xx⁺ on the range of Σ_xx, P the projection onto the
 * range of W_L·…·W_2, which commutes with Σ (VZH lemma 1.1 (iii) and equation 1.20): eigenvectors
 * q_j, j ∈ J, span it.
 *
 * @param kind what it is, to the tolerance of the analysis
 * @param risk R(W), mean squared error per sample (VZH 1.14)
 * @param excess R(W) − global value
 * @param gradientNorm Euclidean norm of the gradient with respect to all weights (VZH 1.16, 1.18)
 * @param criticality how far W is from a critical point: the largest norm of the gradient with
 *     respect to one layer, halved and on inputs that are uncorrelated with variance 1, relative to
 *     the norms of the other layers, or those of a minimum if they are smaller, and of the data.
 *     Zero if and only if the gradient is; the same in all units of the data, and when factors are
 *     moved from one layer to another
 * @param rank of W_L·…·W_2, with one hidden layer that of U
 * @param middleRank of W_(L−1)·…·W_2, n₁ with one hidden layer: a saddle is strict if this is the
 *     least width of a hidden layer (VZH theorem 1.4)
 * @param indices J, ascending from 1; empty if W is not critical. Where eigenvalues are equal, one
 *     choice of several
 * @param escape the way out of a saddle; null elsewhere, and at degenerate saddles from which no
 *     direction was found. {@link LinearLandscape#descend} leaves those by way of other weights
 *     with the same output
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
