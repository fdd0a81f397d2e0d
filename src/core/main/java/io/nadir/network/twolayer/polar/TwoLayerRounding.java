package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.EntrySums;
import io.nadir.matrix.polar.GradientDistance;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.network.twolayer.TwoLayerMap;

/**
 * What rounding can have done to the value, the gradient and the polar of a two-layer network at
 * one point.
 */
final class TwoLayerRounding {
    /** The least number times any number of inputs and samples. */
    private static final double UNDERFLOW = 0x1p-1000;

    private final Objective<TwoLayerMap> objective;
    private final TwoLayerMap map;
    private final Factors w;
    private final int samples;
    private final int dimensions;
    private final int outputs;
    private final double inputNorm;
    private final PointRounding rounding;

    /**
     * Prepares bounds for a point.
     *
     * @param value ℓ there
     */
    TwoLayerRounding(Objective<TwoLayerMap> objective, Factors w, double value) {
        this.objective = objective;
        this.map = objective.map();
        this.w = w;
        this.samples = map.data().inputs().rows();
        this.dimensions = map.data().inputs().columns();
        this.outputs = map.data().y().columns();
        this.inputNorm = map.data().inputs().frobenius();
        double sizes = inputNorm * sizes(w);
        this.rounding = PointRounding.of(map, objective.lambda(), value, sizes, forming(), depth());
    }

    /** Σ_i ‖w_i¹‖‖w_i²‖, which with ‖S‖_F bounds ‖X‖. */
    private static double sizes(Factors w) {
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += Panels.columnNorm(w.block(0), i) * Panels.columnNorm(w.block(1), i);
        }
        return sum;
    }

    /** Errors of sums over the data. */
    PointRounding ofPoint() {
        return rounding;
    }

    /** How far rounding in forming Z can throw the polar: ‖σ(S·w)‖ ≤ ‖S‖_F. */
    double ofPolar() {
        return Rounding.gamma(forming()) * rounding.magnitude() * inputNorm;
    }

    /** An upper bound of ‖S‖_F, whose squares went through a row's sum and the sum of rows. */
    double provedInputNorm() {
        double sums = (double) samples + dimensions + 2;
        return Rounding.up(inputNorm * (1 + Rounding.gamma(sums)));
    }

    /**
     * The gap as a function of the polar of R̂, every rounding error included. Two passes.
     *
     * @param dual R̂ = −∇ℓ as computed
     */
    ProvedGap provedGap(Panel dual, PointValue point) {
        GradientDistance distance = new GradientDistance(dual);
        EntrySums sums =
                new EntrySums(
                        map,
                        samples,
                        outputs,
                        visitor -> map.visitEntries(w, visitor),
                        distance::add);
        double inner = SpectralNorm.frobenius(w.block(0));
        double outer = SpectralNorm.frobenius(w.block(1));
        double norm = provedInputNorm();
        double products = Rounding.up(Rounding.up(norm * inner) * outer);
        // Arguments that underflow are multiplied with outer weights.
        double outputError = Rounding.up(Rounding.gamma(forming()) * products + UNDERFLOW * outer);
        double penalty = ProvedGap.penaltyUp(objective.regularizer(), point, w, depth(), 1);
        return ProvedGap.of(sums, point, outputError, penalty, distance.up(), norm);
    }

    /** Roundings that an element of Z goes through, in a sum over the outputs twice. */
    private double forming() {
        return dimensions + w.rank() + 2 * outputs + 16.0;
    }

    /** Roundings that a term of a sum over the data goes through. */
    private double depth() {
        return forming() + samples + outputs;
    }
}
