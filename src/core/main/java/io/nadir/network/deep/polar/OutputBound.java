package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluProblem;
import io.nadir.network.twolayer.polar.ReluRequest;
import io.nadir.network.twolayer.polar.ReluTightening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Upper bounds of the polar of two rectifiers for any number of outputs: the majorants of {@link
 * PairForm}, whose θ is sought by a {@link LevelMethod} over cuts, each a pair (c, w) at which one
 * of the two forms is large; and {@link RectifiedPairs} for the forms at the best θ, which find
 * more such pairs. Any θ gives a valid bound. Not thread-safe.
 */
final class OutputBound {
    /** Samples beyond which nothing is tried. */
    private static final int MOST_SAMPLES = 400;

    private static final int STEPS = 60;

    /** Times that θ is sought anew with the pairs that relaxations have found, at most. */
    private static final int ROUNDS = 6;

    /** The share by which a round has to lower the bound for another one. */
    private static final double WORTHWHILE = 1e-3;

    /** The share of the budget that a search for θ may take. */
    private static final double SEARCH_SHARE = 0.25;

    /** Parts of the interval at which all θ begin, at the best of them. */
    private static final double[] UNIFORM = {1, 0.85, 0.7, 0.55, 0.4, 0.2, 0};

    /** Pairs of each form that become cuts. */
    private static final int PAIRS = 4;

    private static final double GAP = 1e-6;

    /** A bound of this size needs no improvement. */
    private static final double ANY = 0x1p200;

    private static final DenseKernels KERNELS = Kernels.get();

    private final double slope;
    private final double before;
    private final Panel inputs;
    private final Panel dual;
    private final int exponent;
    private final long seed;
    private final Runnable checkpoint;
    private final RectifiedPairs pairs;
    private final CutModel model;
    private final PairAscent plus;
    private final PairAscent minus;
    private double[] theta;
    private int round;
    private double upper = Double.POSITIVE_INFINITY;

    /**
     * Prepares the search.
     *
     * @param chain two rectifiers
     * @param inputs S, N×d
     * @param dual Z, N×q
     */
    OutputBound(RectifierChain chain, Panel inputs, Panel dual, long seed, Runnable checkpoint) {
        this.before = chain.slopes().getFirst();
        this.slope = chain.slopes().getLast();
        this.inputs = Panels.copy(inputs);
        this.dual = Panels.copy(dual);
        this.exponent = normalize(this.inputs) + normalize(this.dual);
        this.seed = seed;
        this.checkpoint = checkpoint;
        double size = Math.sqrt(1 + before * before) * (1 + 0x1p-50);
        this.pairs = new RectifiedPairs(this.dual, this.inputs, size, checkpoint);
        double[] least = new double[inputs.rows()];
        double[] most = new double[inputs.rows()];
        Arrays.fill(least, slope);
        Arrays.fill(most, 1);
        this.model = new CutModel(least, most);
        this.plus = new PairAscent(this.dual, this.inputs, seed);
        this.minus = new PairAscent(this.dual, this.inputs, seed + 1);
        this.theta = most;
    }

    /** Whether there are such bounds. */
    static boolean applies(RectifierChain chain, int samples) {
        return chain.depth() == 2 && samples <= MOST_SAMPLES;
    }

    /** A ← 2^−e·A with its largest magnitude in [½, 1); returns e. */
    private static int normalize(Panel a) {
        double largest = KERNELS.maxAbs(a.data(), 0, a.data().length);
        int exponent = largest > 0 ? Math.getExponent(largest) + 1 : 0;
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = Math.scalb(a.data()[i], -exponent);
        }
        return exponent;
    }

    /** Goes on until the bound is at most {@code enough}, or the budget is spent; returns it. */
    double run(double enough, RelaxationBudget budget) {
        double target = Math.scalb(enough, -exponent);
        boolean goesOn = upper > target;
        while (goesOn && round < ROUNDS && !budget.isSpent()) {
            RelaxationBudget part = new RelaxationBudget(SEARCH_SHARE * budget.left(), u -> true);
            seekTheta(target, part);
            budget.spend(part.spent());
            round++;
            double known = upper;
            LeafTightening leaves = tightening();
            upper = Math.min(upper, pairs.upper(leaves.run(pairs.reach(target), budget)));
            leaves.points(0).forEach(plus::start);
            leaves.points(1).forEach(minus::start);
            goesOn = upper > target && upper < known * (1 - WORTHWHILE);
        }
        return Math.nextUp(Math.scalb(upper, exponent));
    }

    private PairForm form(boolean positive, double[] values) {
        return PairForm.of(positive, slope, before, values);
    }

    /** θ ← one for which the larger form, as far as it is known, is least. */
    private void seekTheta(double target, RelaxationBudget budget) {
        double lowest = Double.POSITIVE_INFINITY;
        for (double share : round == 0 ? UNIFORM : new double[0]) {
            double[] uniform = new double[theta.length];
            Arrays.fill(uniform, slope + share * (1 - slope));
            double found = addCuts(uniform);
            if (found < lowest) {
                lowest = found;
                theta = uniform;
            }
        }
        LevelMethod level = new LevelMethod(model, theta);
        for (int step = 0; step < STEPS && !budget.isSpent(); step++) {
            checkpoint.run();
            double operations = model.operations();
            if (level.take(addCuts(level.trial()))) {
                theta = level.trial().clone();
            }
            boolean goesOn = level.advance(target, () -> {});
            budget.spend(2 * plus.operations() + model.operations() - operations);
            if (!goesOn) {
                break;
            }
        }
    }

    private double addCuts(double[] values) {
        return Math.max(addCuts(values, true, plus), addCuts(values, false, minus));
    }

    private double addCuts(double[] values, boolean positive, PairAscent ascent) {
        List<PairAscent.Peak> peaks = ascent.search(form(positive, values));
        for (PairAscent.Peak peak : peaks.subList(0, Math.min(PAIRS, peaks.size()))) {
            double[] gradient = new double[values.length];
            double offset = peak.value();
            for (int n = 0; n < gradient.length; n++) {
                double t = peak.t()[n] > 0 ? peak.t()[n] : before * peak.t()[n];
                double share = Math.max(-peak.r()[n], 0) * t;
                gradient[n] = positive ? -share : share;
                offset -= gradient[n] * values[n];
            }
            model.add(CutModel.Cut.of(offset, gradient, new double[0], 0, new double[0]));
        }
        return peaks.getFirst().value();
    }

    private LeafTightening tightening() {
        List<ReluPolar.Result> results = new ArrayList<>();
        List<ReluTightening> searches = new ArrayList<>();
        for (boolean positive : new boolean[] {true, false}) {
            ReluProblem problem = pairs.problem(form(positive, theta));
            ReluPolar.Result quick =
                    ReluPolar.bounds(problem, new ReluRequest(ANY, GAP, 0, seed, checkpoint));
            results.add(quick);
            searches.add(new ReluTightening(problem, quick, GAP, checkpoint));
        }
        double order = 2.0 * inputs.rows() + inputs.columns() + dual.columns();
        return new LeafTightening(results, searches, order);
    }
}
