package io.nadir.regularizer;

import io.nadir.kernel.Strided;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Gauge;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A norm restricted to vectors x ≥ 0; it is +∞ elsewhere. The norm must be absolute, that is, have
 * the same value at x and |x|; it then never decreases when magnitudes grow. Proximal map and
 * maximizer are those of the norm at the positive part of the vector. An immutable value.
 *
 * <p>The total variation is not absolute: {@link TotalVariation#onNonNegative} restricts it.
 *
 * @param norm an absolute norm
 */
public record NonNegative(Gauge norm) implements Gauge {
    /** Rejects null. */
    public NonNegative {
        Objects.requireNonNull(norm, "norm");
    }

    @Override
    public String name() {
        return "nonnegative-" + norm.name();
    }

    @Override
    public double value(double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        return Strided.isNonNegative(x, offset, stride, length)
                ? norm.value(x, offset, stride, length)
                : Double.POSITIVE_INFINITY;
    }

    @Override
    public void prox(double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        Strided.clip(x, offset, stride, length);
        norm.prox(weight, x, offset, stride, length);
    }

    @Override
    public double polarize(double[] z, int offset, int stride, int length) {
        Objects.requireNonNull(z, "z");

        Strided.clip(z, offset, stride, length);
        return norm.polarize(z, offset, stride, length);
    }

    @Override
    public @Nullable BlockPenalty blockPenalty() {
        BlockPenalty form = norm.blockPenalty();
        return form == null ? null : form.onNonNegative();
    }

    @Override
    public double lowerConstant() {
        return norm.lowerConstant();
    }
}
