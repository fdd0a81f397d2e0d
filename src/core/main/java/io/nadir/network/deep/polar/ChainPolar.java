package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Factors;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluRequest;
import io.nadir.network.twolayer.polar.ReluTightening;

import org.jspecify.annotations.Nullable;

import java.util.function.DoubleConsumer;

/**
 * The polar of fully connected networks with rectifiers at one point: that of {@link ReluPolar} for
 * one rectifier or none, {@link ChainBound} and {@link LooseChainBound} for more; and subnetworks
 * that are worth much, as starts of an ascent. Not thread-safe.
 */
final class ChainPolar {
    /** Cones that branch and bound may look at where there is one hidden unit to be found. */
    private static final long CONES = 50_000;

    /** The product of samples, inputs and outputs to which there are quick bounds. */
    private static final double QUICK = 1e6;

    /** Upper and lower bounds that differ by less need no more search. */
    private static final double GAP = 1e-9;

    /** Directions whose best members become starts. */
    private static final int DIRECTIONS = 4;

    private final DeepMap map;
    private final RectifierChain chain;
    private final DeepBound bound;
    private final Panel dual;
    private final long seed;
    private final double size;
    private ReluPolar.@Nullable Result units;
    private ReluPolar.@Nullable Result first;
    private @Nullable ReluTightening tightening;
    private @Nullable ChainBound search;

    /**
     * Takes the problem.
     *
     * @param dual Z, not copied
     */
    ChainPolar(DeepMap map, RectifierChain chain, DeepBound bound, Panel dual, long seed) {
        this.map = map;
        this.chain = chain;
        this.bound = bound;
        this.dual = dual;
        this.seed = seed;
        Panel inputs = map.data().inputs().whole();
        this.size = (double) inputs.rows() * inputs.columns() * dual.columns();
    }

    /**
     * An upper bound without a relaxation.
     *
     * @param enough one of this size needs no improvement
     * @param search whether cones may be searched; otherwise this only finds single units
     */
    double quick(double enough, boolean search) {
        boolean single = chain.depth() <= 1;
        if (!single && size > QUICK) {
            return Double.POSITIVE_INFINITY;
        }
        units =
                ReluPolar.bounds(
                        bound.ofUnits(chain, dual), request(enough, single && search ? CONES : 0));
        if (single || !search) {
            return single ? units.bounds().upper() : Double.POSITIVE_INFINITY;
        }
        double upper = bound.ofChain(chain, dual, first().bounds().upper());
        if (upper > enough && isDivisible()) {
            upper = Math.min(upper, chainBound(u -> {}).quick());
        }
        return upper;
    }

    /** Whether there is a rectifier; otherwise the quick bound is exact. */
    boolean hasRelaxation() {
        return chain.depth() > 0;
    }

    /** A better upper bound, with the budget, of which {@code improved} is told. */
    double tighten(double enough, RelaxationBudget budget, DoubleConsumer improved) {
        double upper = Double.POSITIVE_INFINITY;
        if (chain.depth() > 1 && isDivisible()) {
            ChainBound found = chainBound(improved);
            found.run(enough, budget);
            upper = found.upper();
        }
        if (chain.depth() <= 1 || !isDivisible()) {
            ReluTightening relaxed = tightening;
            if (relaxed == null) {
                relaxed =
                        new ReluTightening(
                                bound.ofFirst(chain, dual), first(), GAP, map::checkCancelled);
                tightening = relaxed;
            }
            double reach = chain.depth() > 1 ? 0 : enough;
            first = relaxed.run(reach, Double.POSITIVE_INFINITY, budget, result -> {});
            upper = bound.ofChain(chain, dual, first.bounds().upper());
            improved.accept(upper);
        }
        return upper;
    }

    private boolean isDivisible() {
        return ChainBound.applies(chain, dual.columns());
    }

    private ChainBound chainBound(DoubleConsumer improved) {
        ChainBound known = search;
        if (known == null) {
            Panel inputs = map.data().inputs().whole();
            known = new ChainBound(chain, inputs, dual, seed, map::checkCancelled);
            search = known;
        }
        known.tell(improved);
        return known;
    }

    /** Bounds for the first rectifier alone. */
    private ReluPolar.Result first() {
        ReluPolar.Result known = first;
        if (known == null) {
            known = ReluPolar.bounds(bound.ofFirst(chain, dual), request(0, CONES / 10));
            first = known;
        }
        return known;
    }

    private ReluRequest request(double enough, long cones) {
        return new ReluRequest(enough, GAP, cones, seed, map::checkCancelled);
    }

    /** Appends subnetworks with large values. */
    void appendStarts(Factors starts) {
        if (units != null) {
            units.pairs().forEach(pair -> appendUnit(starts, pair));
        }
        if (first != null && chain.depth() <= 1) {
            first.pairs().forEach(pair -> appendUnit(starts, pair));
        }
        ChainBound known = search;
        if (known != null && starts.order() == chain.depth() + 1) {
            known.directions().stream()
                    .limit(DIRECTIONS)
                    .forEach(direction -> appendMean(starts, direction));
        }
    }

    /** A subnetwork of whose hidden units all but the first of each layer are 0. */
    private void appendUnit(Factors starts, SingularCandidate pair) {
        int column = starts.rank();
        starts.setRank(column + 1);
        setColumn(starts, column, 0, pair.u(), 1);
        for (int k = 1; k < starts.order() - 1; k++) {
            starts.block(k).set(0, column, 1);
        }
        setOutputs(starts, column, pair.v());
    }

    /**
     * A subnetwork whose last hidden unit has the mean of the members for an argument: one unit for
     * each in all layers before, as far as there are any.
     */
    private void appendMean(Factors starts, DirectionSearch direction) {
        Mean mean = direction.best();
        if (mean == null) {
            return;
        }
        int column = starts.rank();
        starts.setRank(column + 1);
        int last = starts.order() - 2;
        int width = Integer.MAX_VALUE;
        for (int k = 0; k < last; k++) {
            width = Math.min(width, weightColumns(k));
        }
        int unit = 0;
        for (Mean.Term term : mean.largest(width)) {
            double root = Math.sqrt(term.share());
            setColumn(starts, column, unit, term.cut().point(), root);
            for (int k = 1; k <= last; k++) {
                double sign = (term.cut().leaf() >> (k - 1) & 1) == 0 ? 1 : -1;
                int to = k == last ? 0 : unit;
                double size = k == last ? root : 1;
                starts.block(k).set(unit * weightColumns(k) + to, column, sign * size);
            }
            unit++;
        }
        setOutputs(starts, column, direction.direction());
    }

    private void setColumn(Factors w, int column, int unit, double[] weights, double scale) {
        for (int j = 0; j < weights.length; j++) {
            w.block(0).set(j * weightColumns(0) + unit, column, scale * weights[j]);
        }
    }

    private static void setOutputs(Factors w, int column, double[] weights) {
        for (int j = 0; j < weights.length; j++) {
            w.block(w.order() - 1).set(j, column, weights[j]);
        }
    }

    private int weightColumns(int k) {
        return map.data().subnetwork().weightColumns(k);
    }
}
