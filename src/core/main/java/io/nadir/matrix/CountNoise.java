package io.nadir.matrix;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.model.ModelData.Noise;

import org.jspecify.annotations.Nullable;

/**
 * The noise of data whose variance follows from their mean, as that of counts does.
 *
 * <p>At the model that the data are drawn from, the entries of ∇ℓ are independent with mean 0, and
 * under Poisson's loss with the variance 1/t, t the rate. So λ must exceed the polar of such a
 * matrix, or columns fit it. The rates are not known. By Jensen's inequality the mean of 1/t is at
 * least 1 over the mean rate, which is taken for all entries: rates that differ have more noise
 * than this estimate. The largest singular value of an m×n matrix of independent entries of
 * variance σ² is about σ(√m + √n) (Bandeira and van Handel 2016, "Sharp nonasymptotic bounds on the
 * norm of random matrices with independent entries").
 */
final class CountNoise {
    private CountNoise() {}

    /** Returns the estimate for all entries with the same weight; null if the loss tells none. */
    static @Nullable Noise of(MatrixData data, ConvexLoss loss) {
        if (!(loss instanceof Loss entries) || Double.isNaN(entries.noiseVariance(1))) {
            return null;
        }
        double deviation = Math.sqrt(entries.noiseVariance(RateBaselines.mean(data, loss)));
        return new Noise(
                deviation, deviation * (Math.sqrt(data.rows()) + Math.sqrt(data.columns())));
    }
}
