package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;

import java.util.Objects;
import java.util.Random;

/**
 * Finds one column along whose ray from the origin the loss falls fast, in the size at which the
 * loss is smallest. It is a point below the origin, found without a regularizer, for {@link
 * DegreeDemonstration}. A power method from random starts finds a good direction, not necessarily
 * the best one.
 */
public final class SteepestColumn {
    private static final int STARTS = 20;
    private static final int ASCENTS = 100;

    /** A scale at which outputs are small compared with the data. */
    private static final double NEAR = 1e-3;

    /**
     * The largest number of halvings and doublings in the search for an interval, and of bisections
     * of it.
     */
    private static final double FARTHEST = 1e100;

    private static final int BISECTIONS = 60;

    private final FactorizationMap map;
    private final Factors gradient;
    private final double near;

    private SteepestColumn(FactorizationMap map) {
        this.map = map;
        this.gradient = Factors.empty(map.dimensions());
        this.near = NEAR * Math.pow(map.data().maxAbs(), 1.0 / map.degree());
    }

    /**
     * Finds the column with some thousand evaluations of φ.
     *
     * @param map the map φ with data and loss; must not be used by other threads meanwhile
     * @param seed the seed of the random directions
     * @throws IllegalArgumentException if no direction was found in which the loss falls
     */
    public static Factors of(FactorizationMap map, long seed) {
        Objects.requireNonNull(map, "map");

        SteepestColumn search = new SteepestColumn(map);
        Factors best = search.direction(new Random(seed));
        best.scale(search.scaleOfLeastLoss(best));
        if (!(search.loss(best) < map.valueAtZero())) {
            throw new IllegalArgumentException(
                    "the loss of the data falls in no direction from the origin: allowed are"
                            + " data for which 0 is not the best output");
        }
        return best;
    }

    /**
     * Returns a column with blocks of norm 1 along which the loss falls fast, by a power method.
     */
    private Factors direction(Random random) {
        Factors best = start(random);
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            Factors w = start(random);
            for (int step = 0; step < ASCENTS; step++) {
                w = downhill(w);
            }
            map.evaluate(scaled(w, near), gradient);
            double fall = gradient.inner(w);
            if (fall < least) {
                least = fall;
                best = w;
            }
        }
        return best;
    }

    /**
     * Returns the blocks of the direction −∇ near the origin, each scaled to norm 1; a block at
     * which it is 0 stays the same.
     */
    private Factors downhill(Factors w) {
        map.evaluate(scaled(w, near), gradient);
        Factors next = w.copy();
        for (int k = 0; k < w.order(); k++) {
            double norm = Panels.frobenius(gradient.block(k));
            for (int i = 0; norm > 0 && i < next.block(k).rows(); i++) {
                next.block(k).set(i, 0, -gradient.block(k).get(i, 0) / norm);
            }
        }
        return next;
    }

    private Factors start(Random random) {
        int[] rows = map.dimensions().stream().mapToInt(Integer::intValue).toArray();
        Factors w = Factors.zeros(1, rows);
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                block.set(i, 0, random.nextGaussian());
            }
            double norm = Panels.frobenius(block);
            for (int i = 0; i < block.rows(); i++) {
                block.set(i, 0, block.get(i, 0) / norm);
            }
        }
        return w;
    }

    /**
     * Returns the scale at which the slope along the ray ceases to be negative. It does so once,
     * because the loss is convex in scale^degree. The slope is more reliable than values of the
     * loss, whose differences near the origin may be lost in rounding.
     */
    private double scaleOfLeastLoss(Factors w) {
        double from = near / NEAR;
        while (from > 1 / FARTHEST && !falls(w, from)) {
            from /= 2;
        }
        while (from < FARTHEST && falls(w, 2 * from)) {
            from *= 2;
        }
        double to = 2 * from;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (from + to) / 2;
            if (falls(w, middle)) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Returns whether the loss falls along the ray at {@code scale}·w. */
    private boolean falls(Factors w, double scale) {
        map.evaluate(scaled(w, scale), gradient);
        return gradient.inner(w) < 0;
    }

    private double loss(Factors w) {
        return map.evaluate(w, gradient);
    }

    private static Factors scaled(Factors w, double scale) {
        Factors out = w.copy();
        out.scale(scale);
        return out;
    }
}
