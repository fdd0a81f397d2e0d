package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Penalty;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Demonstrates what happens to an objective ℓ(Y, Φ(W)) + λΘ(W) if the degrees of θ and φ differ
 * (Haeffele &amp; Vidal 2017, section 8). Evaluates it along the ray from the origin through a
 * point, and at points in which each column is replaced by m equal ones with the same total output.
 *
 * <p>If deg θ &lt; deg φ, the objective rises at the origin along every ray, however far it falls
 * later, so that the origin is a spurious local minimum (proposition 2). If deg θ &gt; deg φ, the
 * penalty falls as m grows, so that nothing controls the size (equation 24). If the degrees are
 * equal, neither happens at a point whose objective is below that of the origin. An immutable
 * value.
 *
 * @param atOrigin ℓ(Y, 0)
 * @param ray the points αW, in ascending order of α
 * @param splits the points with 1, 2, 4, … columns in place of each column
 */
public record DegreeDemonstration(double atOrigin, List<RayPoint> ray, List<Split> splits) {
    /**
     * The number of points nearest to the origin that decide whether it is a minimum along the ray.
     */
    private static final int NEAREST = 4;

    private static final int MOST_HALVINGS = 40;

    /** The number of points of the ray per halving of α. */
    private static final int STEPS = 4;

    /**
     * Relative differences below this count as equality; it exceeds the rounding of X many times.
     */
    private static final double ROUNDING = 1e-9;

    /**
     * A point αW of the ray.
     *
     * @param scale α
     * @param objective f(αW)
     * @param rise a lower bound of f(αW) − f(0) that is accurate even where that difference is lost
     *     in rounding: λΘ + ⟨∇ℓ(Y, X), X⟩ − L‖X‖² with X = Φ(αW), which holds because ℓ is convex
     *     with an L-Lipschitz gradient
     */
    public record RayPoint(double scale, double objective, double rise) {}

    /**
     * A point with several columns in place of each column.
     *
     * @param copies the number of columns in place of each
     * @param loss ℓ, which is the same for all
     * @param penalty λΘ
     */
    public record Split(int copies, double loss, double penalty) {}

    /** Copies both lists. */
    public DegreeDemonstration {
        Objects.requireNonNull(ray, "ray");
        Objects.requireNonNull(splits, "splits");

        ray = List.copyOf(ray);
        splits = List.copyOf(splits);
    }

    /**
     * Evaluates 161 points of the ray, α = 2^−40 to 1, and the requested splits.
     *
     * @param map the map φ with data and loss
     * @param theta the penalty θ
     * @param lambda λ, positive
     * @param w the point; not modified. A point whose objective is below that of the origin shows
     *     most
     * @param doublings how often the number of columns is doubled, from 0 to 10
     * @throws IllegalArgumentException if a number is out of range
     */
    public static DegreeDemonstration of(
            FactorizationMap map, Penalty theta, double lambda, Factors w, int doublings) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(w, "w");

        Checks.positiveFinite("lambda", lambda);
        if (doublings < 0 || doublings > 10) {
            throw new IllegalArgumentException(
                    "doublings = " + doublings + ", allowed are 0 to 10");
        }
        Factors gradient = Factors.empty(w.dimensions());
        List<RayPoint> ray = new ArrayList<>();
        double size = map.curvature() * squaredOutput(map, w);
        for (int e = -MOST_HALVINGS * STEPS; e <= 0; e++) {
            double scale = Math.pow(2, (double) e / STEPS);
            Factors point = w.copy();
            point.scale(scale);
            double penalty = lambda * theta.value(point);
            double objective = map.evaluate(point, gradient) + penalty;
            // Euler: ⟨∇, W⟩ = p·⟨∇ℓ, X⟩.
            double pairing = gradient.inner(point) / map.degree();
            double square = Math.pow(scale, 2 * map.degree()) * size;
            ray.add(new RayPoint(scale, objective, penalty + pairing - square));
        }
        List<Split> splits = new ArrayList<>();
        for (int copies = 1; copies <= 1 << doublings; copies *= 2) {
            Factors many = split(w, copies, map.degree());
            double loss = map.evaluate(many, gradient);
            splits.add(new Split(copies, loss, lambda * theta.value(many)));
        }
        return new DegreeDemonstration(map.valueAtZero(), ray, splits);
    }

    /**
     * Returns whether the objective rises at the origin along the ray and falls below its value
     * there later.
     */
    public boolean isOriginSpurious() {
        boolean rises = ray.stream().limit(NEAREST).allMatch(p -> p.rise() > 0);
        return rises && ray.stream().anyMatch(p -> p.objective() < atOrigin * (1 - ROUNDING));
    }

    /** Returns whether more columns have a smaller penalty for the same output. */
    public boolean isSizeUncontrolled() {
        for (int m = 1; m < splits.size(); m++) {
            if (!(splits.get(m).penalty() < splits.get(m - 1).penalty() * (1 - ROUNDING))) {
                return false;
            }
        }
        return splits.size() > 1 && splits.getFirst().penalty() > 0;
    }

    /** Returns ‖Φ(W)‖². */
    private static double squaredOutput(FactorizationMap map, Factors w) {
        Panel units = map.units(w);
        double sum = 0;
        for (int e = 0; e < units.columns(); e++) {
            double output = 0;
            for (int i = 0; i < w.rank(); i++) {
                output += units.get(i, e);
            }
            sum += output * output;
        }
        return sum;
    }

    private static Factors split(Factors w, int copies, int degree) {
        double scale = Math.pow(copies, -1.0 / degree);
        Factors many = Factors.empty(w.dimensions());
        for (int i = 0; i < w.rank(); i++) {
            for (int m = 0; m < copies; m++) {
                many.append(w.blocks(), i, scale);
            }
        }
        return many;
    }
}
