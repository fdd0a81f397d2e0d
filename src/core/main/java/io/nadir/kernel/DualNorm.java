package io.nadir.kernel;

/**
 * The dual norm of g(x) = a·‖x‖₂ + b·‖x‖₁, g°(z) = max { ⟨z, x⟩ : g(x) ≤ 1 }: the least t with
 * ‖(|z| − bt)₊‖₂ ≤ at, since g°(z) ≤ t means that z is a sum of a vector of ‖·‖₂ ≤ at and one of
 * ‖·‖_∞ ≤ bt.
 */
public final class DualNorm {
    /** Newton steps; they converge quadratically, in less than ten. */
    private static final int MOST_STEPS = 100;

    private final double euclidean;
    private final double one;
    private final double[] z;
    private final int offset;
    private final int stride;
    private final int length;

    private DualNorm(double euclidean, double one, double[] z, int offset, int stride, int length) {
        this.euclidean = euclidean;
        this.one = one;
        this.z = z;
        this.offset = offset;
        this.stride = stride;
        this.length = length;
    }

    /**
     * g°(z); at least one of the two factors is more than 0.
     *
     * @param euclidean a, 0 or more
     * @param one b, 0 or more
     */
    public static double of(
            double euclidean, double one, double[] z, int offset, int stride, int length) {
        if (euclidean == 0) {
            return Math.abs(z[Strided.indexOfLargest(z, offset, stride, length)]) / one;
        }
        double square = Strided.sumOfSquares(z, offset, stride, length);
        if (square == 0) {
            return 0;
        }
        if (one == 0) {
            return Math.sqrt(square) / euclidean;
        }
        double sum = Strided.sumOfMagnitudes(z, offset, stride, length);
        double least = square / (euclidean * Math.sqrt(square) + one * sum);
        return new DualNorm(euclidean, one, z, offset, stride, length).rootFrom(least);
    }

    /**
     * The root of ‖(|z| − bt)₊‖₂ − at by Newton's method, increasing from ⟨z, z⟩/g(z), a lower
     * bound: the function is convex and decreasing.
     */
    private double rootFrom(double least) {
        double t = least;
        for (int step = 0; step < MOST_STEPS; step++) {
            double next = newton(t);
            if (!(next > t)) {
                break;
            }
            t = next;
        }
        return t;
    }

    private double newton(double t) {
        double squares = 0;
        double sum = 0;
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            double excess = Math.max(0, Math.abs(z[at]) - one * t);
            squares += excess * excess;
            sum += excess;
        }
        double norm = Math.sqrt(squares);
        double slope = norm > 0 ? euclidean + one * sum / norm : euclidean;
        return t + (norm - euclidean * t) / slope;
    }
}
