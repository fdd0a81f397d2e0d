package io.nadir.model;

import io.nadir.array.ElementwiseLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.LossContract;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A loss together with the weights of the entries of one array of data: Σ weight·ℓ(y, x).
 *
 * @param loss the loss
 * @param weights the weight of each datum, at the same index; null for weights of 1. Not copied
 */
public record BoundLoss(Loss loss, double @Nullable [] weights) implements ElementwiseLoss {
    /** Refuses null. */
    public BoundLoss {
        Objects.requireNonNull(loss, "loss");
    }

    /**
     * Pairs a loss and weights. Checks that the loss is defined for the data, and that it fulfils
     * its contract at some of them.
     *
     * @param y the data
     * @param length the number of data in use, from the first
     * @throws IllegalArgumentException if the loss is not defined for a datum, or violates its
     *     contract
     */
    public static BoundLoss of(Loss loss, double[] y, int length, double @Nullable [] weights) {
        Objects.requireNonNull(loss, "loss");

        loss.requireDefined(y, 0, length);
        LossContract.require(loss, y, length);
        return new BoundLoss(loss, weights);
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

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
     * Returns an object whose {@link #gradientInPlace} computes −ℓ*(s·G), where G is the gradient
     * at x; for weighted entries weight·(−ℓ*(s·ℓ')).
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
