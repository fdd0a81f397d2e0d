package io.nadir.matrix;

import io.nadir.kernel.Fingerprint;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

/**
 * Which offsets are fitted to data.
 *
 * @param centering which offsets the model has
 * @param penalty κ of (κ/2)·(‖a‖² + ‖b‖²)
 * @param given the offsets of a model whose new rows the data are: μ and b are taken from it, and
 *     only a is fitted; null if all are fitted
 */
record OffsetModel(Centering centering, double penalty, @Nullable Offsets given) {
    /** Which offsets are free. */
    Centering fitted() {
        if (given == null) {
            return centering;
        }
        return centering.hasRows() ? Centering.ROWS : Centering.NONE;
    }

    /** Returns μ + b_j for each column, where they are given; otherwise 0. */
    double[] columns(int count) {
        double[] columns = new double[count];
        if (given != null) {
            double[] own = given.columns();
            for (int j = 0; j < count; j++) {
                columns[j] = given.mean() + own[j];
            }
        }
        return columns;
    }

    /** Returns the penalty on offsets p_i + q_j. */
    OffsetPenalty ridge() {
        return new OffsetPenalty(fitted(), penalty, given == null);
    }

    /**
     * Returns the model for the transpose.
     *
     * @throws UnsupportedOperationException if the data are new rows of a model
     */
    OffsetModel transposed() {
        if (given != null) {
            throw new UnsupportedOperationException("the data are new rows of a model");
        }
        return new OffsetModel(centering.transposed(), penalty, null);
    }

    /** Returns the model for data multiplied by 2 to the power {@code exponent}. */
    OffsetModel timesPowerOfTwo(int exponent) {
        return given == null
                ? this
                : new OffsetModel(centering, penalty, given.timesPowerOfTwo(exponent));
    }

    /** Returns the model for a loss multiplied by 2 to the power {@code exponent}. */
    OffsetModel lossTimesPowerOfTwo(int exponent) {
        return new OffsetModel(centering, Math.scalb(penalty, exponent), given);
    }

    /** Adds what the model depends on. */
    long addTo(Fingerprint fingerprint) {
        fingerprint.add(centering.label().hashCode());
        if (penalty > 0) {
            fingerprint.add(Double.doubleToLongBits(penalty));
        }
        if (given != null) {
            for (double offset : columns(given.columns().length)) {
                fingerprint.add(Double.doubleToLongBits(offset));
            }
        }
        return fingerprint.value();
    }
}
