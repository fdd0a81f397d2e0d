package io.nadir.solver.descent;

/**
 * A vector in about twice the working precision, high + low, where |low| is a rounding error of
 * high. If weights of entries are large, the gradient at a U rounded to float64 is far from 0
 * compared with λ and gives no dual point; the gradient at this vector does.
 *
 * @param high the vector, rounded
 * @param low the remainder
 */
public record WideVector(double[] high, double[] low) {
    public static WideVector zeros(int length) {
        return new WideVector(new double[length], new double[length]);
    }

    public static WideVector of(double[] high) {
        return new WideVector(high, new double[high.length]);
    }

    public WideVector copy() {
        return new WideVector(high.clone(), low.clone());
    }

    public void set(WideVector other) {
        System.arraycopy(other.high, 0, high, 0, high.length);
        System.arraycopy(other.low, 0, low, 0, low.length);
    }

    /** This ← start + length·direction. */
    public void setSum(WideVector start, double length, double[] direction) {
        for (int at = 0; at < high.length; at++) {
            double a = start.high[at];
            double b = length * direction[at];
            double sum = a + b;
            double share = sum - a;
            double error = (a - (sum - share)) + (b - share) + start.low[at];
            high[at] = sum + error;
            low[at] = error - (high[at] - sum);
        }
    }

    public void set(int at, double value) {
        high[at] = value;
        low[at] = 0;
    }

    /** ⟨elements from {@code first}, elements of y from {@code from}⟩, rounded once or so. */
    public double dot(int first, double[] y, int from, int length) {
        double sum = 0;
        double rest = 0;
        for (int k = 0; k < length; k++) {
            double b = y[from + k];
            double product = high[first + k] * b;
            double next = sum + product;
            double share = next - sum;
            rest += Math.fma(high[first + k], b, -product) + low[first + k] * b;
            rest += (sum - (next - share)) + (product - share);
            sum = next;
        }
        return sum + rest;
    }
}
