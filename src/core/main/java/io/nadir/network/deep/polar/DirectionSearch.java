package io.nadir.network.deep.polar;

import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluTightening;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Bounds of max { zᵀσ(g) : g ∈ K } for one output z of a chain of rectifiers, see {@link
 * Majorants}: the γ with the lowest bound by a proximal level method over cuts, each a point w at
 * which a leaf is large; then branching on the signs of single g_n, which closes what a majorant
 * leaves open. Any γ gives a valid bound.
 */
final class DirectionSearch {
    /** Steps for all signs and for a cell with fixed signs, at most. */
    private static final int ROOT_STEPS = 120;

    private static final int CELL_STEPS = 40;

    /** The best points of each leaf that become cuts. */
    private static final int POINTS = 3;

    /** Known points that become the first cuts of a cell, the last ones. */
    private static final int INHERITED = 40;

    /** Points beyond this number are forgotten, the first ones. */
    private static final int MOST_KNOWN = 4000;

    /** Ends where model and bound differ by this share. */
    private static final double SETTLED = 1e-6;

    /** The same where the target is out of reach. */
    private static final double HOPELESS = 0.02;

    /** Where the level is between the model's lower bound and the best bound. */
    private static final double LEVEL = 0.3;

    /** Rounds of an ascent, and points of a segment that it tries. */
    private static final int MOST_ROUNDS = 12;

    private static final int DIVISIONS = 32;

    /** Cells kept, at most. */
    private static final int MOST_CELLS = 4000;

    /** Shares of the budget for the first round of searches below each leaf. */
    private static final double FIRST_SHARE = 1.0 / 32;

    private final ChainEnd end;
    private final RectifierChain chain;
    private final double[] direction;
    private final double[] z;
    private final double slope;
    private final List<double[]> known = new ArrayList<>();
    private final PriorityQueue<Cell> cells =
            new PriorityQueue<>(Comparator.comparingDouble(cell -> -cell.upper));
    private double upper = Double.POSITIVE_INFINITY;
    private double finished;
    private double lower;
    private @Nullable Mean best;
    private double charged;

    /**
     * Prepares the search.
     *
     * @param direction c
     * @param z Zc
     */
    DirectionSearch(ChainEnd end, RectifierChain chain, double[] direction, double[] z) {
        this.direction = direction;
        this.end = end;
        this.chain = chain;
        this.z = z;
        this.slope = chain.slopes().getLast();
    }

    /** The direction c of the outputs. */
    double[] direction() {
        return direction;
    }

    /** The upper bound. */
    double upper() {
        return upper;
    }

    /** The best value of a member of K, which a network of sufficient width attains. */
    double lower() {
        return lower;
    }

    /** The member that attains that, if any is above 0. */
    @Nullable Mean best() {
        return best;
    }

    /** Bounds without a search: γ at both ends and in the middle of its interval. */
    double loose() {
        return atFixed(false);
    }

    /** The same with a search for points. */
    double quick() {
        return atFixed(true);
    }

    private double atFixed(boolean searched) {
        Cell root = new Cell();
        double[] x = new double[root.least.length];
        for (double share : new double[] {0, 0.5, 1}) {
            for (int i = 0; i < x.length; i++) {
                x[i] = root.least[i] + share * (root.most[i] - root.least[i]);
            }
            if (searched) {
                root.evaluate(x);
            } else {
                root.evaluateLoosely(x);
            }
        }
        upper = Math.min(upper, root.upper);
        return upper;
    }

    /** Seeks the best γ for all signs, with {@link #run} to follow. */
    void prepare(double target, double floor, RelaxationBudget budget) {
        if (cells.isEmpty() && finished == 0) {
            Cell root = new Cell();
            root.solve(Math.max(target, floor * (1 + SETTLED)), ROOT_STEPS, budget);
            upper = Math.min(upper, root.upper);
            cells.add(root);
        }
    }

    /**
     * Goes on until the upper bound is at most {@code target}, or {@code floor}, beneath which it
     * need not go, or the budget is spent.
     */
    void run(double target, double floor, RelaxationBudget budget) {
        prepare(target, floor, budget);
        if (!end.isExact() && upper > target) {
            cells.element().tighten(target, budget);
            upper = Math.min(upper, cells.element().upper);
        }
        while (end.isExact()
                && !budget.isSpent()
                && !cells.isEmpty()
                && cells.size() < MOST_CELLS) {
            double wanted = Math.max(target, Math.max(floor, lower) * (1 + SETTLED));
            if (upper <= wanted || cells.element().upper <= wanted) {
                break;
            }
            // Removed only when its children are known: the thread may be interrupted.
            Cell cell = cells.element();
            int row = cell.branch();
            List<Cell> children =
                    row < 0
                            ? List.of()
                            : List.of(
                                    cell.with(row, true, wanted, budget),
                                    cell.with(row, false, wanted, budget));
            cells.remove();
            cells.addAll(children);
            finished = row < 0 ? Math.max(finished, cell.upper) : finished;
            double open = cells.isEmpty() ? 0 : cells.element().upper;
            upper = Math.min(upper, Math.max(finished, open));
        }
    }

    private void charge(RelaxationBudget budget, double others) {
        budget.spend(end.operations() - charged + others);
        charged = end.operations();
    }

    /** The best mean of members of K so far. */
    private void offer(Mean mean) {
        double value = value(mean.sum());
        if (value > lower) {
            lower = value;
            best = mean;
        }
    }

    private void offerAlone(CutModel.Cut cut) {
        if (value(cut.member()) > lower) {
            offer(new Mean(cut.member(), List.of(new Mean.Term(1, cut))));
        }
    }

    /**
     * Climbs from a mean of members: towards the maximizer of the linearized value, as far as is
     * best (Frank and Wolfe). For two rectifiers, where the maximizer is that of one of them.
     */
    private void climb(Mean start, RelaxationBudget budget) {
        Mean mean = start;
        Majorants majorants = new Majorants(chain, z);
        double[] a = new double[z.length];
        double[] b = new double[z.length];
        for (int round = 0; round < MOST_ROUNDS && chain.depth() == 2; round++) {
            for (int n = 0; n < z.length; n++) {
                a[n] = mean.sum()[n] > 0 ? z[n] : slope * z[n];
                b[n] = -chain.slopes().getFirst() * a[n];
            }
            List<double[]> points = ChainEnd.points(end.quick(a, b), 1);
            charge(budget, 0);
            Mean next = points.isEmpty() ? mean : step(mean, majorants, a, points.getFirst());
            if (value(next.sum()) <= value(mean.sum()) * (1 + SETTLED)) {
                break;
            }
            mean = next;
        }
        offer(mean);
    }

    /** The best point between a mean and the member of a point w that a linear function prefers. */
    private Mean step(Mean mean, Majorants majorants, double[] a, double[] w) {
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

    /** Some signs of g, and what is known for these. */
    private final class Cell {
        final byte[] signs = new byte[z.length];
        final Majorants majorants = new Majorants(chain, z);
        double[] least = {};
        double[] most = {};
        double[] x = {};
        @Nullable Mean mean;
        double upper = Double.POSITIVE_INFINITY;

        Cell() {
            prepare();
        }

        private void prepare() {
            int variables = majorants.variables();
            least = new double[variables];
            most = new double[variables];
            x = new double[variables];
            majorants.bounds(least, most, x);
        }

        Cell with(int row, boolean positive, double target, RelaxationBudget budget) {
            Cell child = new Cell();
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
            child.solve(target, CELL_STEPS, budget);
            return child;
        }

        /** The bound of γ. */
        double evaluate(double[] values) {
            majorants.set(values);
            double bound = 0;
            for (int leaf = majorants.firstLeaf(); leaf < 2 * majorants.firstLeaf(); leaf++) {
                ReluPolar.Result result =
                        end.quick(majorants.positive(leaf), majorants.negative(leaf));
                bound = Math.max(bound, result.bounds().upper());
                result.pairs().stream().limit(POINTS).map(SingularCandidate::u).forEach(known::add);
            }
            if (bound < upper) {
                upper = bound;
                x = values.clone();
            }
            return bound;
        }

        /** The bound of γ without a search for points. */
        void evaluateLoosely(double[] values) {
            majorants.set(values);
            double bound = 0;
            for (int leaf = majorants.firstLeaf(); leaf < 2 * majorants.firstLeaf(); leaf++) {
                bound =
                        Math.max(
                                bound,
                                end.upper(majorants.positive(leaf), majorants.negative(leaf)));
            }
            upper = Math.min(upper, bound);
        }

        void solve(double target, int steps, RelaxationBudget budget) {
            descend(target, steps, budget);
            Mean start = mean;
            if (start != null && upper > target) {
                climb(start, budget);
            }
        }

        private void descend(double target, int steps, RelaxationBudget budget) {
            CutModel model = new CutModel(least, most);
            majorants.set(x);
            if (known.size() > MOST_KNOWN) {
                known.subList(0, known.size() - INHERITED).clear();
            }
            int from = Math.max(0, known.size() - INHERITED);
            double highest = 0;
            for (double[] point : known.subList(from, known.size())) {
                highest = Math.max(highest, addCuts(model, point));
            }
            double[] center = x.clone();
            double[] trial = x.clone();
            double reached = Double.POSITIVE_INFINITY;
            double low = 0;
            for (int step = 0; step < steps && !budget.isSpent(); step++) {
                double before = model.operations();
                from = known.size();
                evaluate(trial);
                double found = 0;
                for (double[] point : known.subList(from, known.size())) {
                    found = Math.max(found, addCuts(model, point));
                }
                if (found < reached) {
                    reached = found;
                    System.arraycopy(trial, 0, center, 0, trial.length);
                    if (!end.isExact()) {
                        x = center.clone();
                    }
                }
                if (upper <= target) {
                    charge(budget, model.operations() - before);
                    return;
                }
                low = next(model, center, reached, low, target, trial);
                charge(budget, model.operations() - before);
                double gap = reached - low;
                if (gap <= SETTLED * reached || (low > target && gap <= HOPELESS * reached)) {
                    return;
                }
            }
        }

        /** The next trial; returns the lower bound of the model. */
        private double next(
                CutModel model,
                double[] center,
                double reached,
                double from,
                double target,
                double[] trial) {
            double low = from;
            for (int attempt = 0; attempt < 20 && reached - low > SETTLED * reached; attempt++) {
                double level = low + LEVEL * (reached - low);
                if (low < target && target < reached) {
                    level = Math.max(level, 0.5 * (low + target));
                }
                boolean feasible = model.project(center, level, reached - level, trial);
                remember(model);
                if (feasible) {
                    break;
                }
                low = level;
            }
            return low;
        }

        private void remember(CutModel model) {
            Mean found = model.mean();
            if (found != null) {
                mean = found;
                offer(found);
            }
        }

        /** Cuts of all leaves at a point; returns the largest value at γ. */
        private double addCuts(CutModel model, double[] point) {
            double[] t = end.products(point);
            double largest = 0;
            for (int leaf = majorants.firstLeaf(); leaf < 2 * majorants.firstLeaf(); leaf++) {
                double value = majorants.value(leaf, t);
                double[] gradient = majorants.gradient(leaf, t);
                double offset = value;
                for (int i = 0; i < gradient.length; i++) {
                    if (least[i] == most[i]) {
                        gradient[i] = 0;
                    }
                    offset -= gradient[i] * majorants.gamma()[i];
                }
                double[] member = majorants.member(leaf, t);
                CutModel.Cut cut = CutModel.Cut.of(offset, gradient, member, leaf, point);
                model.add(cut);
                offerAlone(cut);
                largest = Math.max(largest, value);
            }
            return largest;
        }

        /**
         * The row where the majorant, as a mean over the members of which g is the mean, is
         * farthest above the function at g; −1 if all signs are fixed.
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

        /** Bounds the leaves at the best γ by searches of their own, the largest first. */
        void tighten(double target, RelaxationBudget budget) {
            majorants.set(x);
            int first = majorants.firstLeaf();
            List<ReluPolar.Result> results = new ArrayList<>();
            List<ReluTightening> searches = new ArrayList<>();
            for (int leaf = first; leaf < 2 * first; leaf++) {
                ReluPolar.Result quick =
                        end.quick(majorants.positive(leaf), majorants.negative(leaf));
                results.add(quick);
                searches.add(
                        end.tightening(majorants.positive(leaf), majorants.negative(leaf), quick));
            }
            double share = FIRST_SHARE * budget.left();
            while (!budget.isSpent()) {
                int worst = 0;
                for (int i = 1; i < first; i++) {
                    if (bound(results, i) > bound(results, worst)) {
                        worst = i;
                    }
                }
                double before = bound(results, worst);
                double reach =
                        results.stream().mapToDouble(r -> r.bounds().lower()).max().orElse(0);
                if (before <= Math.max(target, reach * (1 + 1e-4))) {
                    break;
                }
                RelaxationBudget part =
                        new RelaxationBudget(Math.min(share, budget.left()), b -> true);
                double enough = Math.max(target, reach);
                results.set(worst, ChainEnd.run(searches.get(worst), enough, part));
                budget.spend(Math.max(part.spent(), share / 64));
                share *= 1.5;
                double after =
                        results.stream().mapToDouble(r -> r.bounds().upper()).max().orElse(0);
                upper = Math.min(upper, after);
            }
        }

        private static double bound(List<ReluPolar.Result> results, int i) {
            return results.get(i).bounds().upper();
        }
    }
}
