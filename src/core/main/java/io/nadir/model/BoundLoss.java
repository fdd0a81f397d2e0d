package io.nadir.model;

import io.nadir.array.ElementwiseLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.LossContract;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.IntFunction;

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
        return of(loss, y, length, weights, index -> "");
    }

    /**
     * Pairs a loss and weights, and names the entry for which the loss is not defined.
     *
     * @param place says where the entry at an index of the array is, ended by a colon and a blank
     * @throws IllegalArgumentException as {@link #of(Loss, double[], int, double[])}
     */
    public static BoundLoss of(
            Loss loss,
            double[] y,
            int length,
            double @Nullable [] weights,
            IntFunction<String> place) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(place, "place");

        requireDefined(loss, y, length, place);
        LossContract.require(loss, y, length);
        return new BoundLoss(loss, weights);
    }

    /**
     * Checks data whose largest magnitude is known as {@link #of} does, without going through all
     * of them for a loss that is defined everywhere.
     *
     * @param largest at least the magnitude of each datum in use
     * @param place as for {@link #of(Loss, double[], int, double[], IntFunction)}
     * @throws IllegalArgumentException as {@link #of(Loss, double[], int, double[])}
     */
    public static void require(
            Loss loss, double[] y, int length, double largest, IntFunction<String> place) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(place, "place");

        requireDefined(loss, y, length, place);
        LossContract.require(loss, y, length, largest);
    }

    private static void requireDefined(
            Loss loss, double[] y, int length, IntFunction<String> place) {
        try {
            loss.requireDefined(y, 0, length);
        } catch (IllegalArgumentException e) {
            for (int i = 0; i < length; i++) {
                try {
                    loss.requireDefined(y, i, 1);
                } catch (IllegalArgumentException first) {
                    throw new IllegalArgumentException(place.apply(i) + first.getMessage(), e);
                }
            }
            throw e;
        }
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
