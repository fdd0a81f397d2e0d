package io.nadir.spark;

import io.nadir.model.Centering;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Offsets that are fitted beside the factors, X = U·Vᵀ + a·1ᵀ + 1·qᵀ with q = μ + b, under
 * (κ/2)·(‖a‖² + ‖b‖²).
 *
 * @param centering which of them there are, not NONE
 * @param penalty κ
 */
record OffsetTerms(Centering centering, double penalty) implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Where row offsets have no penalty, they get this share of λ, so that their equations are
     * those of any other column. What that costs the certificate is counted, and negligible.
     */
    private static final double SMALLEST_SHARE = 0x1p-40;

    /** The penalty of row offsets as they are computed. */
    double rowPenalty(double lambda) {
        return penalty > 0 ? penalty : SMALLEST_SHARE * lambda;
    }

    /** The value of an extra column of V whose coordinate, under λ, is the row offset. */
    double scale(double lambda) {
        return Math.sqrt(lambda / rowPenalty(lambda));
    }

    /** κ on b; 0 if there is no b. */
    double columnPenalty() {
        return centering.hasColumns() ? penalty : 0;
    }

    /** μ, the number that makes the penalty least; 0 where it cannot be told from b. */
    double mean(double[] q) {
        if (!centering.hasColumns()) {
            return q[0];
        }
        double sum = 0;
        for (double element : q) {
            sum += element;
        }
        return sum / q.length;
    }

    /** Whether numbers can go from q to a at no price. */
    boolean isFree() {
        return penalty == 0 && centering.hasRows();
    }

    /** (κ/2)·‖b‖². */
    double columnPrice(double[] q) {
        double mean = mean(q);
        double sum = 0;
        for (double element : q) {
            sum += (element - mean) * (element - mean);
        }
        return 0.5 * columnPenalty() * sum;
    }

    /** The derivative of f by q: that of ℓ, which is given, and of the penalty. */
    double[] slopes(double[] q, double[] columnSums) {
        double[] slopes = new double[q.length];
        if (centering.hasColumns()) {
            double mean = mean(q);
            for (int j = 0; j < q.length; j++) {
                slopes[j] = columnSums[j] + penalty * (q[j] - mean);
            }
            return slopes;
        }
        // One number for all columns: the same slope for each, of the mean.
        double sum = 0;
        for (double element : columnSums) {
            sum += element;
        }
        Arrays.fill(slopes, sum / q.length);
        return slopes;
    }
}
