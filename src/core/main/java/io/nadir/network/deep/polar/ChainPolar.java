package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Factors;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluProblem;
import io.nadir.network.twolayer.polar.ReluRequest;
import io.nadir.network.twolayer.polar.ReluTightening;

import org.jspecify.annotations.Nullable;

import java.util.function.DoubleConsumer;

/**
 * The polar of {@link FirstLayers} and fully connected layers with rectifiers at one point: that of
 * {@link ReluPolar} for one rectifier or none, {@link ChainBound} and {@link LooseChainBound} for
 * more; and subnetworks that are worth much, as starts of an ascent. Not thread-safe.
 */
final class ChainPolar {
    /** Numbers of the dual for windows, at most. */
    private static final double LARGEST = 1 << 24;

    /** Cones that branch and bound may look at where there is one hidden unit to be found. */
    private static final long CONES = 50_000;

    /** The product of samples, inputs and outputs to which there are quick bounds. */
    private static final double QUICK = 1e6;

    /** A bound of this size needs no improvement. */
    private static final double ANY = 0x1p200;

    /** Upper and lower bounds that differ by less need no more search. */
    private static final double GAP = 1e-9;

    private final DeepMap map;
    private final FirstLayers layers;
    private final RectifierChain chain;
    private final long seed;

    /** S̃ and ⊕A·Z. */
    private final Panel inputs;

    private final Panel dual;

    /** What rounding adds to bounds. */
    private final double rounding;

    private final ChainStarts starts;
    private ReluPolar.@Nullable Result units;
    private @Nullable ReluTightening tightening;
    private final @Nullable SeveralRectifiers several;

    private ChainPolar(
            DeepMap map,
            FirstLayers layers,
            RectifierChain chain,
            DeepBound bound,
            Panel dual,
            long seed) {
        this.map = map;
        this.layers = layers;
        this.chain = chain;
        this.seed = seed;
        this.inputs = bound.rows(layers);
        this.dual = layers.dual(dual);
        this.rounding = bound.rounding(layers, dual);
        this.starts = new ChainStarts(map.data().subnetwork(), layers, chain);
        this.several =
                chain.depth() <= 1
                        ? null
                        : new SeveralRectifiers(chain, inputs, dual, seed, map::checkCancelled);
    }

    /** The polar of a subnetwork; null if it has other layers, norms, or too many windows. */
    static @Nullable ChainPolar of(DeepMap map, DeepBound bound, Panel dual, long seed) {
        FirstLayers layers = bound.first();
        if (layers == null || layers.dualSize(dual.rows(), dual.columns()) > LARGEST) {
            return null;
        }
        RectifierChain chain = RectifierChain.of(layers);
        return chain == null || !bound.isBallProduct(layers)
                ? null
                : new ChainPolar(map, layers, chain, bound, dual, seed);
    }

    /** Finds single hidden units, for {@link #appendStarts}. */
    void findUnits() {
        units = ReluPolar.bounds(ofUnits(), request(ANY, 0));
    }

    /** An upper bound without a search. */
    double loose() {
        if (several != null) {
            return original(several.loose());
        }
        ReluPolar.Result known = units;
        return original(
                known == null
                        ? ReluPolar.upper(ofUnits(), map::checkCancelled)
                        : known.bounds().upper());
    }

    /**
     * An upper bound without a relaxation.
     *
     * @param enough one of this size needs no improvement
     */
    double quick(double enough) {
        if (several == null) {
            ReluPolar.Result found = ReluPolar.bounds(ofUnits(), request(reduced(enough), CONES));
            units = found;
            return original(found.bounds().upper());
        }
        double size = (double) inputs.rows() * inputs.columns() * dual.columns();
        return size > QUICK ? Double.POSITIVE_INFINITY : original(several.quick(reduced(enough)));
    }

    /** Whether there is a rectifier; otherwise the quick bound is exact. */
    boolean hasRelaxation() {
        return chain.depth() > 0;
    }

    /** What is cheap of {@link #tighten}: it may already find subnetworks that refute a point. */
    void prepare(double enough, RelaxationBudget budget) {
        if (several != null) {
            several.prepare(reduced(enough), budget);
        }
    }

    /** A better upper bound, with the budget, of which {@code improved} is told. */
    double tighten(double enough, RelaxationBudget budget, DoubleConsumer improved) {
        if (several != null) {
            return original(
                    several.tighten(
                            reduced(enough), budget, upper -> improved.accept(original(upper))));
        }
        ReluPolar.Result known = units;
        if (known == null) {
            known = ReluPolar.bounds(ofUnits(), request(ANY, 0));
        }
        ReluTightening relaxed = tightening;
        if (relaxed == null) {
            relaxed = new ReluTightening(ofUnits(), known, GAP, map::checkCancelled);
            tightening = relaxed;
        }
        ReluPolar.Result found =
                relaxed.run(
                        reduced(enough),
                        Double.POSITIVE_INFINITY,
                        budget,
                        better -> improved.accept(original(better.bounds().upper())));
        units = found;
        return original(found.bounds().upper());
    }

    /** The bound of the network from that of rows and dual as computed. */
    private double original(double upper) {
        return Rounding.up(Rounding.up(layers.stretch() * upper) + rounding);
    }

    /** The largest bound for which {@link #original} is at most {@code wanted}. */
    private double reduced(double wanted) {
        double less = Rounding.down(Rounding.down(wanted) - rounding);
        return Math.max(0, Rounding.down(less / layers.stretch()));
    }

    /** The two-layer network that a chain of single units is, whose slope is the product of all. */
    private ReluProblem ofUnits() {
        double slope = 1;
        for (double factor : chain.slopes()) {
            slope *= factor;
        }
        return new ReluProblem(inputs, dual, slope);
    }

    private ReluRequest request(double enough, long cones) {
        return new ReluRequest(enough, GAP, cones, seed, map::checkCancelled);
    }

    /** Appends subnetworks with large values. */
    void appendStarts(Factors into) {
        if (units != null) {
            for (SingularCandidate pair : units.pairs()) {
                starts.appendUnit(into, pair);
            }
        }
        if (several != null) {
            several.directions().forEach(direction -> starts.appendMean(into, direction));
        }
    }
}
