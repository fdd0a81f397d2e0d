package io.nadir.landscape;

import io.nadir.kernel.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Penalty;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the degrees of map φ and penalty θ do to an objective, shown on data (Haeffele &amp; Vidal
 * 2017, section 8): the objective along one ray from the origin, and under more and more copies of
 * one column.
 *
 * <p>If deg θ &lt; deg φ the ray first rises, however far below the origin it leads later: the
 * origin is a spurious local minimum (proposition 2). If deg θ &gt; deg φ the penalty of r copies
 * of the same output tends to 0 with r (equation 24).
 *
 * @param lambda weight of the penalty
 * @param atOrigin ℓ(Y, 0)
 * @param ray objective of one column along a ray, from the origin on
 * @param copies of the ray's column of least loss
 * @param column that one; shared
 */
public record DegreeDemonstration(
        double lambda, double atOrigin, List<Step> ray, List<Copies> copies, Factors column) {
    private static final int STARTS = 20;
    private static final int ASCENTS = 100;

    /** A scale of outputs that are small beside the data. */
    private static final double NEAREST = 1e-3;

    /** Steps of the ray up to the scale of least loss, and how many there are. */
    private static final int UNIT = 100;

    private static final int STEPS = 115;
    private static final int[] COLUMNS = {1, 3, 10, 30, 100, 300, 1000};

    /** Part of what the loss can fall along the ray that the penalty takes by default. */
    private static final double SHARE = 0.5;

    /**
     * A point of the ray.
     *
     * @param scale distance from the origin, in units of that of least loss
     * @param objective ℓ + λΘ
     */
    public record Step(double scale, double objective) {}

    /**
     * Equal columns that together have one output.
     *
     * @param columns how many
     * @param loss ℓ
     * @param penalty λΘ
     */
    public record Copies(int columns, double loss, double penalty) {}

    /** Copies the lists. */
    public DegreeDemonstration {
        ray = List.copyOf(ray);
        copies = List.copyOf(copies);
    }

    /**
     * Shows a pair: some thousand evaluations of φ.
     *
     * @param map not thread-safe while this runs
     * @param lambda weight of the penalty; 0 to choose one that matters and does not rule
     * @param seed of random directions
     * @throws IllegalArgumentException if λ is negative or not finite, or no direction was found in
     *     which the loss falls
     */
    public static DegreeDemonstration of(
            FactorizationMap map, Penalty theta, double lambda, long seed) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "lambda = " + lambda + ", allowed are finite numbers from 0");
        }
        return new Rays(map, theta).show(lambda, seed);
    }

    /** Whether the ray rises before it falls below the origin: a way down with a barrier. */
    public boolean showsBarrier() {
        return ray.getFirst().objective > atOrigin && least() < atOrigin;
    }

    /** Whether more copies have a smaller penalty. */
    public boolean showsUncontrolledSize() {
        return copies.getLast().penalty < 0.5 * copies.getFirst().penalty;
    }

    /** The least objective on the ray. */
    public double least() {
        return ray.stream().mapToDouble(Step::objective).min().orElseThrow();
    }

    /** The largest objective on the ray before it is below the origin for the first time. */
    public double barrier() {
        double highest = atOrigin;
        for (Step step : ray) {
            if (step.objective < atOrigin) {
                break;
            }
            highest = Math.max(highest, step.objective);
        }
        return highest;
    }

    /** Evaluations of map and penalty. */
    private static final class Rays {
        private final FactorizationMap map;
        private final Penalty theta;
        private final Factors gradient;

        /** A scale at which outputs are small beside the data. */
        private final double near;

        Rays(FactorizationMap map, Penalty theta) {
            this.map = map;
            this.theta = theta;
            this.gradient = Factors.empty(map.dimensions());
            this.near = NEAREST * Math.pow(map.data().maxAbs(), 1.0 / map.degree());
        }

        DegreeDemonstration show(double lambda, long seed) {
            double origin = map.valueAtZero();
            Factors best = steepest(new Random(seed));
            double unit = scaleOfLeastLoss(best);
            best.scale(unit);
            double fall = origin - loss(best);
            if (!(fall > 0)) {
                throw new IllegalArgumentException(
                        "the loss of the data falls in no direction from the origin: allowed are"
                                + " data for which 0 is not the best output");
            }
            double weight = lambda > 0 ? lambda : SHARE * fall / theta.value(best);
            List<Step> ray = new ArrayList<>();
            for (int i = 1; i <= STEPS; i++) {
                double scale = (double) i / UNIT;
                Factors point = scaled(best, scale);
                ray.add(new Step(scale, loss(point) + weight * theta.value(point)));
            }
            List<Copies> copies = new ArrayList<>();
            for (int columns : COLUMNS) {
                Factors point = Factors.empty(map.dimensions());
                double share = Math.pow(columns, -1.0 / map.degree());
                for (int i = 0; i < columns; i++) {
                    point.append(best.blocks(), 0, share);
                }
                copies.add(new Copies(columns, loss(point), weight * theta.value(point)));
            }
            return new DegreeDemonstration(weight, origin, ray, copies, best);
        }

        /** A column of blocks of norm 1 along which the loss falls fast, by a power method. */
        private Factors steepest(Random random) {
            Factors best = direction(random);
            double least = Double.POSITIVE_INFINITY;
            for (int start = 0; start < STARTS; start++) {
                Factors w = direction(random);
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

        /** Blocks of the direction −∇ near the origin, each of norm 1; the old one where it is 0. */
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

        private Factors direction(Random random) {
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

        /** By doubling, then golden section: the loss is convex in scale^degree. */
        private double scaleOfLeastLoss(Factors w) {
            double far = 1;
            while (far > 1e-100 && loss(scaled(w, far)) > map.valueAtZero()) {
                far /= 2;
            }
            while (far < 1e100 && loss(scaled(w, 2 * far)) < loss(scaled(w, far))) {
                far *= 2;
            }
            double from = 0;
            double to = 2 * far;
            double ratio = (Math.sqrt(5) - 1) / 2;
            for (int i = 0; i < 80; i++) {
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
}
