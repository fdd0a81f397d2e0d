package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A gauge g on vectors: a norm, or a norm with constraints. It must be convex, positively
 * homogeneous of degree 1, and positive except at 0; it is +∞ outside its domain, which must be a
 * closed convex cone.
 *
 * <p>A new gauge is one class: descent and bounds of the polar from both sides work with it at
 * once. Use it in a {@link io.nadir.regularizer.GaugeProduct}. For example the penalty of the group
 * lasso, Σ_g ‖x_g‖₂ over groups g of consecutive elements:
 *
 * {@snippet file="embedder/GroupLasso.java" region="gauge"}
 *
 * <p>For a gauge without a {@link #blockPenalty}, {@link #groups} or {@link #analysis}, the upper
 * bound of the polar comes from {@link #lowerConstant} and other general properties. It may be too
 * loose for a verdict, which is then {@code UNDECIDED}, with a valid gap.
 *
 * <p>A vector is given as the elements {@code offset}, {@code offset + stride}, … of an array,
 * {@code length} of them, so that columns and rows of row-major matrices need no copy.
 * Implementations must be immutable and thread-safe and should allocate nothing. The contract is
 * checked at a few vectors when the gauge is first used, see {@link GaugeContract}.
 */
public interface Gauge {
    /**
     * Returns the name for reports, including all parameters; a checkpoint distinguishes gauges by
     * it.
     */
    String name();

    /**
     * Returns g(x), to a relative error of a few times {@code length} units in the last place; +∞
     * outside the domain.
     */
    double value(double[] x, int offset, int stride, int length);

    /**
     * Applies the proximal map: x ← argmin over y of ½‖y − x‖₂² + weight·g(y).
     *
     * @param weight at least 0
     */
    void prox(double weight, double[] x, int offset, int stride, int length);

    /**
     * Computes the dual gauge (polar) g°(z) = max { ⟨z, x⟩ : g(x) ≤ 1 } and replaces z by a
     * maximizer x, for which g(x) = 1 up to rounding, or by 0 if g°(z) = 0.
     *
     * @return g°(z)
     */
    double polarize(double[] z, int offset, int stride, int length);

    /**
     * Returns g as a {@link BlockPenalty} if it has that form, which enables faster methods and
     * proofs; null, the default, if not.
     */
    default @Nullable BlockPenalty blockPenalty() {
        return null;
    }

    /** Returns whether g is the Euclidean norm ‖x‖₂ without constraints. */
    default boolean isEuclidean() {
        return false;
    }

    /**
     * Returns the groups G of elements if g(x) = Σ_G c_G·‖x_G‖₂ with constants c_G &gt; 0, the norm
     * of the group lasso; null, the default, if g has another form. For a matrix, if the other
     * gauge is Euclidean or of this form too, the polar is then computed exactly.
     *
     * @param length the length of the vectors; each index from 0 to {@code length} − 1 must be in
     *     exactly one group
     */
    default @Nullable List<int[]> groups(int length) {
        return null;
    }

    /**
     * Returns g as a·‖x‖₂ + ‖Hx‖₁ with a sparse matrix H if it has that form, such as the total
     * variation beside a norm; null, the default, if not. For a matrix, the upper bound of the
     * polar then comes from relaxations that know H.
     *
     * @param length the length of the vectors
     */
    default @Nullable AnalysisPenalty analysis(int length) {
        return null;
    }

    /** Returns a constant c &gt; 0 such that g(x) ≥ c·‖x‖₂ for all x. */
    double lowerConstant();
}
