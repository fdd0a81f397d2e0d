package io.nadir.network.deep.polar;

import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluTightening;

import java.util.ArrayList;
import java.util.List;

/**
 * Bounds several polars of two-layer networks, of which the largest matters, by relaxations: those
 * of the leaves of {@link Majorants}, or of two {@link PairForm}s. May go on later.
 */
final class LeafTightening {
    /** Share of the budget for the first search, unless its relaxation needs more. */
    private static final double FIRST_SHARE = 1.0 / 32;

    /** Operations for each (rows + dimensions)³ that a relaxation of all rows needs, see there. */
    private static final double RELAXATION = 1000;

    /** By how much shares grow. */
    private static final double GROWTH = 1.5;

    /** The share of a share that a search takes at least, so that all come to an end. */
    private static final double LEAST = 1.0 / 64;

    /** Bounds nearer to what is attained need no improvement. */
    private static final double NEAR = 1 + 1e-4;

    private final List<ReluPolar.Result> results;
    private final List<ReluTightening> searches;

    /** Operations of the smallest search with a relaxation of all rows. */
    private final double least;

    /**
     * Takes what is known of each leaf, and how to go on.
     *
     * @param order the number of rows and dimensions of a relaxation
     */
    LeafTightening(List<ReluPolar.Result> results, List<ReluTightening> searches, double order) {
        this.least = RELAXATION * order * order * order;
        this.results = new ArrayList<>(results);
        this.searches = List.copyOf(searches);
    }

    /** The leaves of a tree as they are now. */
    static LeafTightening of(Majorants majorants, ChainEnd end) {
        List<ReluPolar.Result> results = new ArrayList<>();
        List<ReluTightening> searches = new ArrayList<>();
        int first = majorants.firstLeaf();
        for (int leaf = first; leaf < 2 * first; leaf++) {
            double[] a = majorants.positive(leaf);
            double[] b = majorants.negative(leaf);
            ReluPolar.Result quick = end.quick(a, b);
            results.add(quick);
            searches.add(end.tightening(a, b, quick));
        }
        return new LeafTightening(results, searches, end.samples() + end.dimension());
    }

    /** Goes on until the largest is at most {@code target}; returns its bound. */
    double run(double target, RelaxationBudget budget) {
        double share = Math.max(FIRST_SHARE * budget.left(), Math.min(least, budget.left() / 2));
        while (!budget.isSpent()) {
            int worst = 0;
            double reach = 0;
            for (int i = 0; i < results.size(); i++) {
                worst = bound(i) > bound(worst) ? i : worst;
                reach = Math.max(reach, results.get(i).bounds().lower());
            }
            if (bound(worst) <= Math.max(target, reach * NEAR)) {
                break;
            }
            RelaxationBudget part = new RelaxationBudget(Math.min(share, budget.left()), b -> true);
            double enough = Math.max(target, reach);
            results.set(worst, ChainEnd.run(searches.get(worst), enough, part));
            budget.spend(Math.max(part.spent(), share * LEAST));
            share *= GROWTH;
        }
        return results.stream().mapToDouble(r -> r.bounds().upper()).max().orElse(0);
    }

    /** Points where a polar is large. */
    List<double[]> points(int i) {
        return ChainEnd.points(results.get(i), Integer.MAX_VALUE);
    }

    private double bound(int i) {
        return results.get(i).bounds().upper();
    }
}
