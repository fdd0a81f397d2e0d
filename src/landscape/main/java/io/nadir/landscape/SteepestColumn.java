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
     * The largest number of halvings and doublings in the search for an interval, and of golden
     * sections of it.
     */
    private static final double FARTHEST = 1e100;

    private static final int SECTIONS = 80;

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
     * Returns the scale of the smallest loss, by doubling and then by golden section; the loss is
     * convex in scale^degree.
     */
    private double scaleOfLeastLoss(Factors w) {
        double far = 1;
        while (far > 1 / FARTHEST && loss(scaled(w, far)) > map.valueAtZero()) {
            far /= 2;
        }
        while (far < FARTHEST && loss(scaled(w, 2 * far)) < loss(scaled(w, far))) {
            far *= 2;
        }
        double from = 0;
        double to = 2 * far;
        double ratio = (Math.sqrt(5) - 1) / 2;
        for (int i = 0; i < SECTIONS; i++) {
            double left = to - ratio * (to - from);
            double right = from + ratio * (to - from);
            if (loss(scaled(w, left)) < loss(scaled(w, right))) {
                to = right;
            } else {
                from = left;
            }
        }
        return (from + to) / 2;
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
