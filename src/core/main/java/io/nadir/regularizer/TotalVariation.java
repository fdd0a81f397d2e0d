package io.nadir.regularizer;

import io.nadir.kernel.Strided;
import io.nadir.model.AnalysisPenalty;
import io.nadir.model.Gauge;

import java.util.Arrays;
import java.util.Objects;

/**
 * The gauge g(x) = a·‖x‖₂ + b·‖x‖₁ + c·TV(x), for all x or for x ≥ 0 only, where the total
 * variation TV is Σ|x_i − x_j| over all pairs of neighbours, on a line or on a grid of pixels.
 * Vectors of small gauge are 0 in most places and constant in regions: footprints of cells in a
 * video, or abundances of a material in a hyperspectral image (Haeffele, Young &amp; Vidal, ICML
 * 2014).
 *
 * <p><b>Proximal map.</b> It is, in this order, the proximal map of w·c·TV, x_i ← sign(x_i)·(|x_i|
 * − w·b)₊ or x_i ← (x_i − w·b)₊ for x ≥ 0, and x ← (1 − w·a/‖x‖₂)₊·x, which for w = 1 is seen as
 * follows.
 *
 * <ul>
 *   <li>Let p be the proximal point of c·TV at z: z − p = DᵀS for the differences D of neighbours,
 *       with S_e = c·sign((Dp)_e), or in [−c, c] where (Dp)_e = 0. Let m be the scalar map of the
 *       second step and q = m(p), elementwise. m does not decrease, so (Dq)_e is 0 or has the sign
 *       of (Dp)_e, and z − p is also a subgradient of c·TV at q. p_i − q_i is one of b·|·|, with or
 *       without the constraint, at q_i. So z − q is a subgradient of the sum at q (Friedman and
 *       others, Annals of Applied Statistics 1, 2007, for the 1-norm; Yu, NIPS 2013). The order
 *       matters: thresholds or constraints before TV are wrong.
 *   <li>Let h be c·TV + b·‖·‖₁ with the constraint, and s = τq with the factor τ of the third step.
 *       If τ &gt; 0, h has the same subgradients at s as at q, since it is positively homogeneous,
 *       and q − s = a·s/‖s‖₂. If τ = 0, then ‖q‖₂ ≤ a and z − q is a subgradient of h at q, so also
 *       one at 0. In both cases z − s is a subgradient of h + a·‖·‖₂ at s (Yu, NIPS 2013).
 * </ul>
 *
 * <p>The first step is a dynamic program on a line, in O(length) operations, and a sequence of
 * maximum flows on a grid. Both are finite and exact up to rounding; there is no tolerance.
 *
 * <p><b>Dual gauge.</b> Let p(t) be the proximal point of t·h at z. ‖p(t)‖₂ is the distance of z to
 * t·K for a convex K, so it is convex in t and does not increase, and g°(z) is where it is a·t.
 * Newton's method from the left is t ← ⟨z, p(t)⟩/g(p(t)): each iterate is attained by a vector, and
 * none exceeds g°(z). It ends when rounding stops it, usually after 5 to 10 proximal points.
 *
 * <p>An immutable value. Calls allocate about 100·length bytes.
 *
 * @param euclidean a, 0 or between 2^−40 and 2^40
 * @param one b, 0 or between 2^−40 and 2^40; at least one of a and b is positive, as the total
 *     variation of a constant is 0
 * @param variation c, between 2^−40 and 2^40
 * @param height the number of rows of the grid, whose elements come row by row; 0 for a line
 * @param width the number of its columns; 0 for a line, of any length
 * @param nonNegative whether g is +∞ unless x ≥ 0
 */
public record TotalVariation(
        double euclidean, double one, double variation, int height, int width, boolean nonNegative)
        implements Gauge {
    /** Steps of Newton's method, more than it ever takes. */
    private static final int MOST_STEPS = 100;

    /**
     * Validates the weights and the shape.
     *
     * @throws IllegalArgumentException naming what is not allowed, and what is
     */
    public TotalVariation {
        EuclideanPlusL1.requireWeights(euclidean, one);
        EuclideanPlusL1.requirePositive("variation", variation);
        boolean line = height == 0 && width == 0;
        if (!line && (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE / 8)) {
            throw new IllegalArgumentException(
                    "grid = "
                            + height
                            + "x"
                            + width
                            + ", allowed are at least 1x1 and at most 2^28 elements");
        }
    }

    /** Returns a·‖x‖₂ + b·‖x‖₁ + c·Σ_i |x_{i+1} − x_i| for vectors of any length. */
    public static TotalVariation line(double euclidean, double one, double variation) {
        return new TotalVariation(euclidean, one, variation, 0, 0, false);
    }

    /**
     * Returns a·‖x‖₂ + b·‖x‖₁ + c·TV(x) for vectors of the elements of a grid, row by row, where
     * each has its horizontal and vertical neighbours.
     */
    public static TotalVariation grid(
            int height, int width, double euclidean, double one, double variation) {
        return new TotalVariation(euclidean, one, variation, height, width, false);
    }

    /** Returns the same gauge restricted to x ≥ 0. */
    public TotalVariation onNonNegative() {
        return new TotalVariation(euclidean, one, variation, height, width, true);
    }

    @Override
    public String name() {
        return (nonNegative ? "nonnegative-" : "")
                + new EuclideanPlusL1(euclidean, one).name()
                + "+"
                + EuclideanPlusL1.term(variation, width == 0 ? "tv" : "tv:" + height + "x" + width);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the vector does not have as many elements as the grid
     */
    @Override
    public double value(double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        requireLength(length);
        if (nonNegative && !Strided.isNonNegative(x, offset, stride, length)) {
            return Double.POSITIVE_INFINITY;
        }
        double norm = Math.sqrt(Strided.sumOfSquares(x, offset, stride, length));
        int columns = width == 0 ? length : width;
        return euclidean * norm
                + one * Strided.sumOfMagnitudes(x, offset, stride, length)
                + variation * GridEdges.sumOfDifferences(x, offset, stride, length, columns);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the vector does not have as many elements as the grid
     */
    @Override
    public void prox(double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        requireLength(length);
        double[] z = gather(x, offset, stride, length);
        proxWithoutNorm(weight, z);
        double norm = Math.sqrt(Strided.sumOfSquares(z, 0, 1, length));
        double left = euclidean > 0 ? norm - weight * euclidean : norm;
        double factor = left > 0 ? left / norm : 0;
        for (int i = 0; i < length; i++) {
            x[offset + i * stride] = factor * z[i];
        }
    }

    /** The proximal map of everything but the Euclidean norm. */
    private void proxWithoutNorm(double weight, double[] z) {
        double threshold = one > 0 ? weight * one : 0;
        if (height > 1 && width > 1) {
            GridVariation.prox(height, width, weight * variation, threshold, nonNegative, z);
            return;
        }
        LineVariation.prox(weight * variation, z);
        if (nonNegative) {
            Strided.clip(z, 0, 1, z.length);
        }
        Strided.softThreshold(threshold, z, 0, 1, z.length);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the vector does not have as many elements as the grid
     */
    @Override
    public double polarize(double[] z, int offset, int stride, int length) {
        Objects.requireNonNull(z, "z");

        requireLength(length);
        double[] data = gather(z, offset, stride, length);
        double[] best = data.clone();
        if (nonNegative) {
            Strided.clip(best, 0, 1, length);
        }
        double largest = 0;
        for (double element : best) {
            largest = Math.max(largest, Math.abs(element));
        }
        if (!(largest > 0)) {
            Strided.clear(z, offset, stride, length);
            return 0;
        }
        // Near 1, so that squares neither overflow nor vanish.
        int exponent = Math.getExponent(largest);
        for (int i = 0; i < length; i++) {
            data[i] = Math.scalb(data[i], -exponent);
            best[i] = Math.scalb(best[i], -exponent);
        }
        double dual = maximize(data, best);
        for (int i = 0; i < length; i++) {
            z[offset + i * stride] = best[i];
        }
        return Math.scalb(dual, exponent);
    }

    /** Newton's method; {@code best} is a vector to begin with, and becomes the maximizer. */
    private double maximize(double[] z, double[] best) {
        int length = z.length;
        double dual = normalize(z, best);
        double[] next = constant(z);
        double first = normalize(z, next);
        if (first > dual) {
            dual = first;
            System.arraycopy(next, 0, best, 0, length);
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            System.arraycopy(z, 0, next, 0, length);
            proxWithoutNorm(dual, next);
            double value = normalize(z, next);
            if (!(value > dual)) {
                break;
            }
            dual = value;
            System.arraycopy(next, 0, best, 0, length);
        }
        return dual;
    }

    /** A constant vector in the domain, along z. */
    private double[] constant(double[] z) {
        double sum = 0;
        for (double element : z) {
            sum += element;
        }
        double[] constant = new double[z.length];
        Arrays.fill(constant, nonNegative ? 1 : Math.signum(sum));
        return constant;
    }

    /** Makes g(x) = 1 and returns ⟨z, x⟩; 0 if x is 0. */
    private double normalize(double[] z, double[] x) {
        double size = value(x, 0, 1, x.length);
        if (!(size > 0)) {
            return 0;
        }
        double inner = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] /= size;
            inner += z[i] * x[i];
        }
        return inner;
    }

    @Override
    public AnalysisPenalty analysis(int length) {
        requireLength(length);
        int columns = width == 0 ? length : width;
        AnalysisPenalty.Builder terms = AnalysisPenalty.builder(length, euclidean);
        for (int i = 0; i < length; i++) {
            if (one > 0) {
                terms.add(one, i);
            }
            if ((i + 1) % columns != 0) {
                terms.addDifference(variation, i, i + 1);
            }
            if (i + columns < length) {
                terms.addDifference(variation, i, i + columns);
            }
        }
        return terms.atLeast(leastRatio(length / columns, columns)).build(nonNegative);
    }

    /**
     * Returns a constant c with g(x) ≥ c·‖x‖₂: for a line a + b, as its length is not known; for a
     * grid a plus the least of (b·k + c·P(k))/√k over 1 ≤ k ≤ height·width, where P(k) bounds the
     * number of edges between k pixels and the others from below.
     */
    @Override
    public double lowerConstant() {
        return width == 0 ? euclidean + one : euclidean + leastRatio(height, width);
    }

    private double leastRatio(int rows, int columns) {
        return GridEdges.leastRatio(rows, columns, one, variation);
    }

    private void requireLength(int length) {
        if (width > 0 && length != height * width) {
            throw new IllegalArgumentException(
                    String.format(
                            "length = %d, allowed with %s is %d·%d = %d",
                            length, name(), height, width, height * width));
        }
    }

    private static double[] gather(double[] x, int offset, int stride, int length) {
        double[] out = new double[length];
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            out[i] = x[at];
        }
        return out;
    }
}
