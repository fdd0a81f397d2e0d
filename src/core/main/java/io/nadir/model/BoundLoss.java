package io.nadir.model;

import io.nadir.array.ElementwiseLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.LossContract;

import org.jspecify.annotations.Nullable;

/**
 * A loss with the weights of the entries of one array of data, Σ weight·ℓ(y, x).
 *
 * @param weights at the same index as the datum; null for weight 1
 */
public record BoundLoss(Loss loss, double @Nullable [] weights) implements ElementwiseLoss {
    /**
     * Checks that the loss is defined for the data, and keeps its contract at some of them.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static BoundLoss of(Loss loss, double[] y, int length, double @Nullable [] weights) {
        loss.requireDefined(y, 0, length);
        LossContract.require(loss, y, length);
        return new BoundLoss(loss, weights);
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        if (weights == null) {
            return loss.gradientInPlace(y, yOffset, x, xOffset, length);
        }
        return loss.weightedGradientInPlace(y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public boolean isSquared() {
        return weights == null && loss.isSquared();
    }

    /**
     * Has −ℓ*(sG) for its value, with G the gradient at x: for weighted entries weight·(−ℓ*(s·ℓ')).
     */
    public ElementwiseLoss dual(double s) {
        return (y, yOffset, x, xOffset, length) -> {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                double weight = weights == null ? 1 : weights[yOffset + i];
                double data = y[yOffset + i];
                if (weight > 0) {
                    double g = loss.derivative(data, x[xOffset + i]);
                    sum += weight * loss.dualValue(data, s * g);
                }
            }
            return sum;
        };
    }
}
