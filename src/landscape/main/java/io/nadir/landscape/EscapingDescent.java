package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.landscape.PointAnalysis.PointKind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Local search that escapes from saddles. A sweep minimizes the risk over each layer in turn while
 * the others are fixed, with the smallest change that does so: W_l += left(l)⁺·D·right(l)⁺
 * (equations 1.17 and 1.19 of Vidal, Zhu &amp; Haeffele are the case of two layers). Sweeps end at
 * critical points, including saddles, from which a step along the escape with an exact line search
 * leads on.
 */
final class EscapingDescent {
    /**
     * Singular values of products below this much of the norms of their layers are not inverted:
     * near a saddle that would make weights huge, and an escape does better.
     */
    private static final double INVERTED = 1e-6;

    /** The same limit if sweeps have stalled and there is no saddle to escape from. */
    private static final double LEAST_INVERTED = 1e-10;

    /** A sweep that removes less than this of what is left is slow. */
    private static final double SLOW = 1e-2;

    /** How near a critical point an escape from it is tried. */
    private static final double NEAR = 1e-3;

    private final Whitening whitening;
    private final double tolerance;
    private final List<Descent.Step> steps = new ArrayList<>();
    private List<Panel> layers;
    private double inverted = INVERTED;

    EscapingDescent(Whitening whitening, List<Panel> start, double tolerance) {
        this.whitening = whitening;
        this.tolerance = tolerance;
        this.layers = start;
    }

    /** Risks on the way, scaled. */
    List<Descent.Step> steps() {
        return steps;
    }

    /** Descends, for at most so many steps; returns the layers it ended with. */
    List<Panel> run(int maxSteps) {
        steps.add(new Descent.Step(whitening.risk(layers), 0));
        double nearest = Double.POSITIVE_INFINITY;
        while (steps.size() <= maxSteps) {
            double before = steps.getLast().risk();
            sweep();
            double after = whitening.risk(layers);
            steps.add(new Descent.Step(after, 0));
            double least = whitening.residual() + whitening.tail(rank());
            if (before - after < SLOW * (after - least) || after - least <= noise()) {
                PointAnalyzer.Finding found =
                        new PointAnalyzer(whitening, tolerance).analyze(layers);
                if (found.kind() == PointKind.GLOBAL_MINIMUM) {
                    break;
                }
                if (leave(found.kind().isSaddle() ? tolerance : Math.max(tolerance, NEAR))) {
                    nearest = Double.POSITIVE_INFINITY;
                    inverted = INVERTED;
                } else if (before - after <= noise() && !(found.criticality() < nearest)) {
                    if (inverted <= LEAST_INVERTED) {
                        break;
                    }
                    inverted *= 0.1;
                } else {
                    nearest = found.criticality();
                }
            }
        }
        return layers;
    }

    /** Differences of risks up to this are rounding. */
    private double noise() {
        return 1e-15 * whitening.variance();
    }

    private int rank() {
        return PointAnalyzer.largestRank(current());
    }

    private WhitenedPoint current() {
        return new WhitenedPoint(whitening, layers, tolerance);
    }

    private void sweep() {
        for (int l = layers.size(); l >= 1; l--) {
            WhitenedPoint point = current();
            Panel step = point.gap();
            if (l < layers.size()) {
                double least = point.leftThreshold(l) / tolerance * inverted;
                step = SmallMatrices.times(SmallMatrices.pseudoInverse(point.left(l), least), step);
            }
            if (l > 1) {
                double least = point.rightThreshold(l) / tolerance * inverted;
                step =
                        SmallMatrices.times(
                                step, SmallMatrices.pseudoInverse(point.right(l), least));
            }
            List<Panel> moved = new ArrayList<>(layers);
            Panel layer = Panels.copy(moved.get(l - 1));
            SmallMatrices.add(1, step, layer);
            moved.set(l - 1, layer);
            List<Panel> before = layers;
            layers = moved;
            if (!(whitening.risk(layers) <= point.risk() + noise())) {
                layers = before;
            }
        }
    }

    /** Leaves the critical point that is near, if it is a saddle; whether the risk fell. */
    private boolean leave(double near) {
        PointAnalyzer analyzer = new PointAnalyzer(whitening, near);
        PointAnalyzer.Finding found = analyzer.analyze(layers);
        if (found.kind() == PointKind.DEGENERATE_SADDLE && found.way() == null) {
            layers = rebalanced();
            found = analyzer.analyze(layers);
        }
        EscapeSearch.Way way = found.way();
        if (way == null) {
            return false;
        }
        RiskAlongLine line = new RiskAlongLine(found.point(), way.steps());
        double t = line.minimizer();
        if (!(line.change(t) < -noise())) {
            return false;
        }
        List<Panel> moved = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            Panel layer = Panels.copy(layers.get(l));
            SmallMatrices.add(t, way.steps().get(l), layer);
            moved.add(layer);
        }
        layers = moved;
        steps.add(new Descent.Step(whitening.risk(layers), way.order()));
        return true;
    }

    /** Other layers with the same product, whose units beyond its rank are unused. */
    private List<Panel> rebalanced() {
        WhitenedPoint point = current();
        int depth = layers.size();
        SmallDense.Svd svd = SmallDense.svd(point.right(depth + 1));
        int rank = SmallMatrices.rank(svd.values(), point.threshold(1, depth));
        rank = Math.min(rank, point.narrowest());
        Panel right = Panels.leadingColumns(svd.v(), rank);
        Panels.scaleColumns(right, Arrays.copyOf(svd.values(), rank));
        int[] widths = layers.stream().mapToInt(Panel::rows).toArray();
        return WhitenedNetwork.balanced(Panels.leadingColumns(svd.u(), rank), right, widths);
    }
}
