package io.nadir.spark.ml;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;

import org.jspecify.annotations.Nullable;

/**
 * A loss by its name, as on the command line: squared, implicit:α or huber:δ.
 *
 * @param loss of the entries
 * @param alpha α of implicit feedback; null for other losses
 */
record LossChoice(ConvexLoss loss, @Nullable Double alpha) {
    private static final String HUBER = "huber:";
    private static final String IMPLICIT = "implicit:";

    /** Reads the name; throws if there is no such loss. */
    static LossChoice parse(String name) {
        try {
            if (name.startsWith(HUBER)) {
                return new LossChoice(new HuberLoss(number(name, HUBER)), null);
            }
            if (name.startsWith(IMPLICIT)) {
                double alpha = number(name, IMPLICIT);
                if (alpha >= 0 && alpha < Double.POSITIVE_INFINITY) {
                    return new LossChoice(new SquaredLoss(), alpha);
                }
            }
        } catch (IllegalArgumentException e) {
            throw refusal(name);
        }
        if (name.equals("squared")) {
            return new LossChoice(new SquaredLoss(), null);
        }
        throw refusal(name);
    }

    boolean isImplicit() {
        return alpha != null;
    }

    boolean isSquared() {
        return loss instanceof SquaredLoss;
    }

    private static double number(String name, String prefix) {
        return Double.parseDouble(name.substring(prefix.length()));
    }

    private static IllegalArgumentException refusal(String name) {
        return new IllegalArgumentException(
                "loss = "
                        + name
                        + ", allowed are squared, implicit:ALPHA with a finite ALPHA from 0, and"
                        + " huber:D with a finite D greater than 0");
    }
}
