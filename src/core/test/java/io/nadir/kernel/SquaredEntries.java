package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;

/**
 * ½(x − y)² for every entry.
 *
 * @param isSquared whether it says so: kernels then form the gradient themselves
 */
record SquaredEntries(boolean isSquared) implements ElementwiseLoss {
    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            double r = x[xOffset + k] - y[yOffset + k];
            sum += 0.5 * r * r;
            x[xOffset + k] = r;
        }
        return sum;
    }
}
