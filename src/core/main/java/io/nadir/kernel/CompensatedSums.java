package io.nadir.kernel;

/**
 * Sums of products in twice the working precision: the algorithm Dot2 of Ogita, Rump &amp; Oishi
 * (SIAM J. Sci. Comput. 26, 2005), one product at a time. After n products in any order, |result −
 * Σ xy| ≤ u·|Σ xy| + γ_n²·Σ|xy|, where nothing underflows (their Proposition 5.5). So products that
 * are added and later taken away leave nothing behind that counts.
 */
public final class CompensatedSums {
    private final double[] high;
    private final double[] low;

    /** Starts {@code count} sums at 0. */
    public CompensatedSums(int count) {
        this.high = new double[count];
        this.low = new double[count];
    }

    /** Sum k += x·y. */
    public void addProduct(int k, double x, double y) {
        double product = x * y;
        double productError = Math.fma(x, y, -product);
        double before = high[k];
        double sum = before + product;
        double share = sum - before;
        double sumError = (before - (sum - share)) + (product - share);
        high[k] = sum;
        low[k] += sumError + productError;
    }

    /** Sum k, rounded. */
    public double get(int k) {
        return high[k] + low[k];
    }
}
