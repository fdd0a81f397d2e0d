package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Panels;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;

/**
 * The mean squared error R(W) = E‖y − W_L·…·W_1·x‖² of a linear network as a function of its
 * weights, with derivatives (Vidal, Zhu &amp; Haeffele, "Optimization Landscape of Neural
 * Networks", section 1.3; equation numbers below refer to this text). See {@link LinearLandscape}
 * for its critical points. Immutable and thread-safe.
 */
public final class LinearRisk {
    private final Whitening whitening;
    private final Covariances moments;

    LinearRisk(Whitening whitening, Covariances moments) {
        this.whitening = whitening;
        this.moments = moments;
    }

    /**
     * Returns the risk R(W) of a network (equations 1.13 and 1.29).
     *
     * @throws IllegalArgumentException if its widths do not fit the data, or its layers differ in
     *     size by more than float64 can represent
     */
    public double value(LinearNetwork network) {
        Objects.requireNonNull(network, "network");

        return whitening.unscaled(point(whiten(network)).risk());
    }

    /**
     * Returns the gradient of R, layer by layer: −2·(W_L·…·W_(l+1))ᵀ·(Σ_yx −
     * Z·Σ_xx)·(W_(l−1)·…·W_1)ᵀ (equations 1.16 and 1.18 for two layers).
     *
     * @throws IllegalArgumentException as {@link #value}
     */
    public LinearNetwork gradient(LinearNetwork network) {
        Objects.requireNonNull(network, "network");

        WhitenedNetwork whitened = whiten(network);
        return whitened.gradient(point(whitened));
    }

    /**
     * Returns the second derivative of R(W + tΔ) at t = 0, twice the quadratic form of equation
     * 1.26.
     *
     * @param network W
     * @param direction Δ
     * @throws IllegalArgumentException as {@link #value}
     */
    public double curvature(LinearNetwork network, LinearNetwork direction) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(direction, "direction");

        direction.requireWidths(network.widths());
        WhitenedNetwork whitened = whiten(network);
        List<Panel> steps = whitened.whiten(direction);
        RiskAlongLine line = new RiskAlongLine(point(whitened), steps);
        return whitening.unscaled(2 * line.coefficient(2));
    }

    /**
     * Returns the risk in a plane, (α, β) ↦ R(W + α·A + β·B), for plots. Each value takes the
     * products of the layers only, with rank(Σ_xx) inputs.
     *
     * @param network W
     * @param a A
     * @param b B
     * @return a function that is thread-safe
     * @throws IllegalArgumentException as {@link #value}
     */
    public DoubleBinaryOperator plane(LinearNetwork network, LinearNetwork a, LinearNetwork b) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");

        a.requireWidths(network.widths());
        b.requireWidths(network.widths());
        WhitenedNetwork whitened = whiten(network);
        List<Panel> first = whitened.whiten(a);
        List<Panel> second = whitened.whiten(b);
        return (alpha, beta) -> {
            List<Panel> layers = new ArrayList<>();
            for (int l = 0; l < first.size(); l++) {
                Panel layer = Panels.copy(whitened.layers().get(l));
                SmallMatrices.add(alpha, first.get(l), layer);
                SmallMatrices.add(beta, second.get(l), layer);
                layers.add(layer);
            }
            return whitening.unscaled(whitening.risk(layers));
        };
    }

    /**
     * Returns the t &gt; 0 that minimizes R(W + t·Δ): the best power of two from 2^-60 to 2^60,
     * refined between its neighbours.
     *
     * @param network W
     * @param direction Δ
     * @throws IllegalArgumentException as {@link #value}
     */
    public double bestStep(LinearNetwork network, LinearNetwork direction) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(direction, "direction");

        direction.requireWidths(network.widths());
        WhitenedNetwork whitened = whiten(network);
        WhitenedPoint point = point(whitened);
        return new RiskAlongLine(point, whitened.whiten(direction)).minimizer();
    }

    /** Checks that the network fits the data, and expresses it in whitened inputs. */
    WhitenedNetwork whiten(LinearNetwork network) {
        int[] widths = network.widths();
        Checks.equal("inputs of the network", widths[0], "inputs", moments.inputs());
        Checks.equal(
                "outputs of the network", widths[widths.length - 1], "outputs", moments.outputs());
        return WhitenedNetwork.of(whitening, network);
    }

    private WhitenedPoint point(WhitenedNetwork network) {
        return new WhitenedPoint(whitening, network.layers(), LinearLandscape.DEFAULT_TOLERANCE);
    }
}
