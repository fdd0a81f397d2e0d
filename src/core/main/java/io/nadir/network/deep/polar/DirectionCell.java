package io.nadir.network.deep.polar;

import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Some signs of g, and the best majorants that are known for these. */
final class DirectionCell {
    /** The best points of each leaf that become cuts. */
    private static final int POINTS = 3;

    /** Known points that become the first cuts of a cell, the last ones. */
    private static final int INHERITED = 40;

    /** Points beyond this number are forgotten, the first ones. */
    private static final int MOST_KNOWN = 4000;

    private final ChainEnd end;
    private final RectifierChain chain;
    private final double[] z;
    private final double slope;
    private final HullAscent ascent;

    /** Points w of all cells of a search. */
    private final List<double[]> known;

    private final byte[] signs;
    private final Majorants majorants;
    private double[] least = {};
    private double[] most = {};
    private double[] x = {};
    private @Nullable Mean mean;
    private double upper = Double.POSITIVE_INFINITY;
    private @Nullable LeafTightening tightening;

    /** All signs. */
    DirectionCell(
            ChainEnd end,
            RectifierChain chain,
            double[] z,
            HullAscent ascent,
            List<double[]> known) {
        this.end = end;
        this.chain = chain;
        this.z = z;
        this.slope = chain.slopes().getLast();
        this.ascent = ascent;
        this.known = known;
        this.signs = new byte[z.length];
        this.majorants = new Majorants(chain, z);
        prepare();
    }

    private void prepare() {
        int variables = majorants.variables();
        least = new double[variables];
        most = new double[variables];
        x = new double[variables];
        majorants.bounds(least, most, x);
    }

    /** The upper bound. */
    double upper() {
        return upper;
    }

    /** The cell in which one more sign is given, solved. */
    DirectionCell with(
            int row, boolean positive, double target, int steps, RelaxationBudget budget) {
        DirectionCell child = new DirectionCell(end, chain, z, ascent, known);
        System.arraycopy(signs, 0, child.signs, 0, signs.length);
        child.signs[row] = (byte) (positive ? 1 : -1);
        for (int n = 0; n < signs.length; n++) {
            if (child.signs[n] != 0) {
                child.majorants.fix(n, child.signs[n] > 0);
            }
        }
        child.prepare();
        for (int i = 0; i < x.length; i++) {
            child.x[i] = Math.clamp(x[i], child.least[i], child.most[i]);
        }
        child.upper = upper;
        child.mean = mean;
        child.solve(target, steps, budget);
        return child;
    }

    /** Bounds at a share of the interval of each γ. */
    void evaluateAt(double share, boolean searched) {
        double[] values = new double[x.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = least[i] + share * (most[i] - least[i]);
        }
        if (searched) {
            evaluate(values);
        } else {
            evaluateLoosely(values);
        }
    }

    /** The bound of γ, and points where it is large. */
    private void evaluate(double[] values) {
        majorants.set(values);
        double bound = 0;
        for (int leaf = majorants.firstLeaf(); leaf < 2 * majorants.firstLeaf(); leaf++) {
            ReluPolar.Result result = end.quick(majorants.positive(leaf), majorants.negative(leaf));
            bound = Math.max(bound, result.bounds().upper());
            result.pairs().stream().limit(POINTS).map(SingularCandidate::u).forEach(known::add);
        }
        if (bound < upper) {
            upper = bound;
            x = values.clone();
        }
    }

    /** The bound of γ without a search for points. */
    private void evaluateLoosely(double[] values) {
        majorants.set(values);
        double bound = 0;
        for (int leaf = majorants.firstLeaf(); leaf < 2 * majorants.firstLeaf(); leaf++) {
            double of = end.upper(majorants.positive(leaf), majorants.negative(leaf));
            bound = Math.max(bound, of);
        }
        upper = Math.min(upper, bound);
    }

    /** Seeks the best γ, and climbs from what it leads to. */
    void solve(double target, int steps, RelaxationBudget budget) {
        descend(target, steps, budget);
        Mean start = mean;
        if (start != null && upper > target) {
            ascent.climb(start, budget);
        }
    }

    private void descend(double target, int steps, RelaxationBudget budget) {
        CutModel model = new CutModel(least, most);
        LevelMethod level = new LevelMethod(model, x);
        majorants.set(x);
        if (known.size() > MOST_KNOWN) {
            known.subList(0, known.size() - INHERITED).clear();
        }
        addCuts(model, Math.max(0, known.size() - INHERITED));
        for (int step = 0; step < steps && !budget.isSpent(); step++) {
            double before = model.operations();
            int from = known.size();
            evaluate(level.trial());
            boolean lowest = level.take(addCuts(model, from));
            if (lowest && !end.isExact()) {
                x = level.trial().clone();
            }
            boolean goesOn = upper > target && level.advance(target, () -> remember(model));
            end.charge(budget, model.operations() - before);
            if (!goesOn) {
                return;
            }
        }
    }

    private void remember(CutModel model) {
        Mean found = model.mean();
        if (found != null) {
            mean = found;
            ascent.offer(found);
        }
    }

    /** Cuts of all leaves at the last known points; returns the largest value at γ. */
    private double addCuts(CutModel model, int from) {
        double largest = 0;
        for (double[] point : known.subList(from, known.size())) {
            double[] t = end.products(point);
            for (int leaf = majorants.firstLeaf(); leaf < 2 * majorants.firstLeaf(); leaf++) {
                CutModel.Cut cut = cut(leaf, t, point);
                model.add(cut);
                ascent.offer(cut);
                largest = Math.max(largest, majorants.value(leaf, t));
            }
        }
        return largest;
    }

    private CutModel.Cut cut(int leaf, double[] t, double[] point) {
        double[] gradient = majorants.gradient(leaf, t);
        double offset = majorants.value(leaf, t);
        for (int i = 0; i < gradient.length; i++) {
            if (least[i] == most[i]) {
                gradient[i] = 0;
            }
            offset -= gradient[i] * majorants.gamma()[i];
        }
        return CutModel.Cut.of(offset, gradient, majorants.member(leaf, t), leaf, point);
    }

    /**
     * The row where the majorant, as a mean over the members of which g is the mean, is farthest
     * above the function at g; −1 if all signs are fixed.
     */
    int branch() {
        Mean at = mean;
        int row = -1;
        double farthest = -1;
        for (int n = 0; n < z.length && at != null; n++) {
            if (signs[n] != 0 || z[n] == 0) {
                continue;
            }
            double gap = -piece(z[n], -slope * z[n], at.sum()[n]);
            double a = Math.max(z[n], x[n]);
            double b = Math.max(-slope * z[n], -x[n]);
            for (Mean.Term term : at.terms()) {
                gap += term.share() * piece(a, b, term.cut().member()[n]);
            }
            if (gap > farthest) {
                farthest = gap;
                row = n;
            }
        }
        return row;
    }

    private static double piece(double a, double b, double g) {
        return g > 0 ? a * g : -b * g;
    }

    /** Bounds the leaves at the best γ by relaxations. */
    void tighten(double target, RelaxationBudget budget) {
        LeafTightening known = tightening;
        if (known == null) {
            majorants.set(x);
            known = LeafTightening.of(majorants, end);
            tightening = known;
        }
        upper = Math.min(upper, known.run(target, budget));
    }
}
