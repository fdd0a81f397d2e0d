package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Penalty;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of an objective ℓ(Y, Φ(W)) + λΘ(W) whose degrees do or do not match, shown at a
 * point (Haeffele &amp; Vidal 2017, section 8): along the ray from the origin through it, and as
 * each of its columns is replaced by m equal ones that have the same output together.
 *
 * <p>With deg θ &lt; deg φ every ray rises at the origin, however far it falls later: a spurious
 * minimum (proposition 2). With deg θ &gt; deg φ the penalty falls with m: nothing controls the
 * size (eq. 24). With equal degrees neither can happen to a point that beats the origin. Immutable.
 *
 * @param atOrigin ℓ(Y, 0)
 * @param ray points αW, α ascending
 * @param splits the point with 1, 2, 4, … columns for each of its own
 */
public record DegreeDemonstration(double atOrigin, List<RayPoint> ray, List<Split> splits) {
    /** Points of the ray nearest to the origin, by which it is told whether that is a minimum. */
    private static final int NEAREST = 4;

    private static final int MOST_HALVINGS = 40;

    /** Points of the ray for each halving. */
    private static final int STEPS = 4;

    /** Relative differences that are taken for equality: rounding of X many times over. */
    private static final double ROUNDING = 1e-9;

    /**
     * A point αW.
     *
     * @param scale α
     * @param objective f(αW)
     * @param rise a lower bound on f(αW) − f(0) that is not lost in rounding where that is: λΘ +
     *     ⟨∇ℓ(Y, X), X⟩ − L‖X‖² with X = Φ(αW), from ℓ convex with an L-Lipschitz gradient
     */
    public record RayPoint(double scale, double objective, double rise) {}

    /**
     * The point with more columns.
     *
     * @param copies columns for each of its own
     * @param loss ℓ, the same for all
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
     * Evaluates 161 points of the ray, α = 2^−40 to 1, and as many splits as are asked for.
     *
     * @param lambda λ, more than 0
     * @param w not modified; one that beats the origin tells most
     * @param doublings of the number of columns, 0 to 10
     * @throws IllegalArgumentException if a number is not allowed
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

    /** Whether the ray rises at the origin and falls below it later. */
    public boolean isOriginSpurious() {
        boolean rises = ray.stream().limit(NEAREST).allMatch(p -> p.rise() > 0);
        return rises && ray.stream().anyMatch(p -> p.objective() < atOrigin * (1 - ROUNDING));
    }

    /** Whether more columns have a smaller penalty for the same output. */
    public boolean isSizeUncontrolled() {
        for (int m = 1; m < splits.size(); m++) {
            if (!(splits.get(m).penalty() < splits.get(m - 1).penalty() * (1 - ROUNDING))) {
                return false;
            }
        }
        return splits.size() > 1 && splits.getFirst().penalty() > 0;
    }

    /** ‖Φ(W)‖². */
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
