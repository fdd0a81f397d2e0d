package io.nadir.network.deep.polar;

import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Members of the hull K of a chain of rectifiers, see {@link ChainBound}, that one output z is
 * worth much at: means of cuts, and what they lead to by Frank and Wolfe's method.
 */
final class HullAscent {
    /** Rounds of an ascent, and points of a segment that it tries. */
    private static final int MOST_ROUNDS = 12;

    private static final int DIVISIONS = 32;

    private final ChainEnd end;
    private final RectifierChain chain;
    private final double[] z;
    private final double slope;
    private final Majorants majorants;
    private double lower;
    private @Nullable Mean best;

    HullAscent(ChainEnd end, RectifierChain chain, double[] z) {
        this.end = end;
        this.chain = chain;
        this.z = z;
        this.slope = chain.slopes().getLast();
        this.majorants = new Majorants(chain, z);
    }

    /** The best value of a member of K, which a network of sufficient width attains. */
    double lower() {
        return lower;
    }

    /** The member that attains that, if any is above 0. */
    @Nullable Mean best() {
        return best;
    }

    /** Keeps a mean if it is the best so far. */
    void offer(Mean mean) {
        double value = value(mean.sum());
        if (value > lower) {
            lower = value;
            best = mean;
        }
    }

    /** The same for a member alone. */
    void offer(CutModel.Cut cut) {
        if (value(cut.member()) > lower) {
            offer(new Mean(cut.member(), List.of(new Mean.Term(1, cut))));
        }
    }

    /**
     * Climbs from a mean of members: towards the maximizer of the linearized value, as far as is
     * best. For two rectifiers, where the maximizer is that of one of them.
     */
    void climb(Mean start, RelaxationBudget budget) {
        Mean mean = start;
        double[] a = new double[z.length];
        double[] b = new double[z.length];
        for (int round = 0; round < MOST_ROUNDS && chain.depth() == 2; round++) {
            for (int n = 0; n < z.length; n++) {
                a[n] = mean.sum()[n] > 0 ? z[n] : slope * z[n];
                b[n] = -chain.slopes().getFirst() * a[n];
            }
            List<double[]> points = ChainEnd.points(end.quick(a, b), 1);
            end.charge(budget, 0);
            Mean next = points.isEmpty() ? mean : step(mean, a, points.getFirst());
            if (value(next.sum()) <= value(mean.sum()) * (1 + LevelMethod.SETTLED)) {
                break;
            }
            mean = next;
        }
        offer(mean);
    }

    /** The best point between a mean and the member of a point w that a linear function prefers. */
    private Mean step(Mean mean, double[] a, double[] w) {
        double[] t = end.products(w);
        double[] plus = majorants.member(majorants.firstLeaf(), t);
        double[] minus = majorants.member(majorants.firstLeaf() + 1, t);
        boolean positive = inner(a, plus) >= inner(a, minus);
        int leaf = majorants.firstLeaf() + (positive ? 0 : 1);
        CutModel.Cut cut = CutModel.Cut.of(positive ? plus : minus, leaf, w);
        Mean found = mean;
        for (int k = 1; k <= DIVISIONS; k++) {
            Mean trial = mean.towards(cut, (double) k / DIVISIONS);
            if (value(trial.sum()) > value(found.sum())) {
                found = trial;
            }
        }
        return found;
    }

    private static double inner(double[] a, double[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += a[n] * b[n];
        }
        return sum;
    }

    private double value(double[] g) {
        double sum = 0;
        for (int n = 0; n < z.length; n++) {
            sum += z[n] * Math.max(g[n], slope * g[n]);
        }
        return sum;
    }
}
