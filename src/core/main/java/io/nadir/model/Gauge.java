package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A gauge g on vectors: g ≥ 0, convex, positively homogeneous of degree 1, and 0 only at 0; +∞
 * outside of its domain, a closed convex cone.
 *
 * <p>A vector is given as elements {@code offset, offset + stride, …}, {@code length} of them, so
 * that columns of row-major panels and rows of their transposes need no copy. Implementations are
 * immutable and thread-safe, and allocate nothing. A new gauge is one class: with it come descent,
 * and bounds of the polar from both sides. {@link GaugeContract} tests each before it is used.
 */
public interface Gauge {
    /** Name in reports, with all parameters: a checkpoint tells gauges apart by it. */
    String name();

    /** g(x), to a relative error of a few times {@code length} units of the last place. */
    double value(double[] x, int offset, int stride, int length);

    /** x ← argmin over y of ½‖y − x‖² + weight·g(y), for weight ≥ 0. */
    void prox(double weight, double[] x, int offset, int stride, int length);

    /**
     * The dual gauge g°(z) = max { ⟨z, x⟩ : g(x) ≤ 1 }, and z ← a maximizer: g(z) = 1 to rounding,
     * or 0 where g°(z) = 0.
     *
     * @return g°(z)
     */
    double polarize(double[] z, int offset, int stride, int length);

    /** Its form, where {@link BlockPenalty} can say it; null, the default, where not. */
    default @Nullable BlockPenalty blockPenalty() {
        return null;
    }

    /** Whether g(x) = ‖x‖₂, with no constraint. */
    default boolean isEuclidean() {
        return false;
    }

    /**
     * The groups G of elements if g(x) = Σ_G c_G·‖x_G‖₂ with c_G &gt; 0, the norm of the group
     * lasso: beside another such gauge, or the Euclidean norm, the polar of a matrix is then
     * bounded exactly. Null, the default, for gauges of another form.
     *
     * @param length elements of the vector; each of 0 … {@code length} − 1 is in one group
     */
    default @Nullable List<int[]> groups(int length) {
        return null;
    }

    /** A constant c &gt; 0 with g(x) ≥ c·‖x‖₂ for all x. */
    double lowerConstant();
}
