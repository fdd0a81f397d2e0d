package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.model.RelaxationBudget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Upper bounds of the polar of fully connected networks with two rectifiers or more, for Euclidean
 * norms: max { ‖Zᵀσ(g)‖ : g ∈ K }, whatever the widths, where K is the convex hull of ±σ'(t), t in
 * such a hull itself or S·w, ‖w‖ ≤ 1. A unit of the last hidden layer is σ(g) with g in ‖W‖‖w‖·K,
 * and units with Σ‖w_j‖‖v_j‖ ≤ 1 are worth no more than the best one alone.
 *
 * <p>For one output z, the bounds are those of {@link DirectionSearch} for z and −z. For two or
 * three, h(c) = max (Zc)ᵀσ(g) is convex and homogeneous in c. So its maximum over the unit sphere
 * in a cone of vertices c_i of norm 1 is at most max h(c_i) times the largest Σμ_i with ‖Σμ_i·c_i‖
 * = 1; cones are divided where that is largest. All rounding errors are included. Not thread-safe.
 */
final class ChainBound {
    /** Outputs for which directions are divided. */
    static final int MOST_OUTPUTS = 3;

    /** Rectifiers for which a tree of majorants is made, at most. */
    static final int MOST_DEPTH = 4;

    private static final int MOST_CONES = 4096;

    /** What the more promising sign of a single output may take first. */
    private static final double FIRST_SHARE = 0.75;

    private static final double MARGIN = OutputCone.MARGIN;

    private static final DenseKernels KERNELS = Kernels.get();

    private final RectifierChain chain;
    private final Panel dual;
    private final int exponent;
    private final ChainEnd end;
    private final double forming;
    private final Map<List<Double>, DirectionSearch> searches = new HashMap<>();
    private final List<DirectionSearch> directions = new ArrayList<>();
    private final PriorityQueue<Bounded> cones =
            new PriorityQueue<>(Comparator.comparingDouble(cone -> -cone.bound()));
    private DoubleConsumer improved = u -> {};
    private double upper = Double.POSITIVE_INFINITY;

    /**
     * Prepares the search.
     *
     * @param inputs S, N×d; copied
     * @param dual Z, N×q; copied
     */
    ChainBound(RectifierChain chain, Panel inputs, Panel dual, long seed, Runnable checkpoint) {
        this.chain = chain;
        Panel scaledInputs = Panels.copy(inputs);
        this.dual = Panels.copy(dual);
        this.exponent = normalize(scaledInputs) + normalize(this.dual);
        this.end = new ChainEnd(scaledInputs, seed, checkpoint);
        double sum = 0;
        for (int n = 0; n < dual.rows(); n++) {
            sum += rowNorm(this.dual, n) * rowNorm(scaledInputs, n);
        }
        int q = dual.columns();
        // The elements of Zc: exact for one output.
        this.forming = q == 1 ? 0 : Rounding.up(Rounding.gamma(q + 4.0) * MARGIN * sum);
    }

    /** Whether there are bounds for the chain and as many outputs. */
    static boolean applies(RectifierChain chain, int outputs) {
        return chain.depth() >= 2 && chain.depth() <= MOST_DEPTH && outputs <= MOST_OUTPUTS;
    }

    /** Tells someone of better upper bounds from now on. */
    void tell(DoubleConsumer listener) {
        improved = listener;
    }

    /** The upper bound so far. */
    double upper() {
        return unscaled(upper);
    }

    /** A value that a wide enough network attains. */
    double lower() {
        return Math.scalb(floor(), exponent);
    }

    /** Bounds for one output at fixed majorants, without a search; infinite for several. */
    double loose() {
        return atFixed(DirectionSearch::loose);
    }

    /** Bounds for one output at fixed majorants; infinite for several. */
    double quick() {
        return atFixed(DirectionSearch::quick);
    }

    private double atFixed(ToDoubleFunction<DirectionSearch> bound) {
        if (dual.columns() > 1) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (double c : new double[] {1, -1}) {
            largest = Math.max(largest, bound.applyAsDouble(direction(new double[] {c})));
        }
        upper = Math.min(upper, largest);
        return upper();
    }

    /** Seeks the best majorants for one output, which yields members of K with large values. */
    void prepare(double enough, RelaxationBudget budget) {
        double target = target(enough);
        for (double c : new double[] {1, -1}) {
            if (dual.columns() == 1) {
                direction(new double[] {c}).prepare(target, 0, budget);
            }
        }
    }

    /** The bound of scaled numbers that gives {@code enough}. */
    private double target(double enough) {
        return Math.max(0, Rounding.down(Math.scalb(enough, -exponent)) * (2 - MARGIN));
    }

    /**
     * Goes on until the upper bound is at most {@code enough} or meets what a wide enough network
     * attains, or the budget is spent.
     */
    void run(double enough, RelaxationBudget budget) {
        double target = target(enough);
        if (dual.columns() == 1) {
            single(target, budget);
            return;
        }
        if (cones.isEmpty()) {
            orthants(target, budget);
        }
        while (!budget.isSpent() && cones.size() < MOST_CONES) {
            Bounded largest = cones.element();
            if (largest.bound() <= Math.max(target, floor() * (1 + 1e-4))) {
                break;
            }
            // Removed only when its halves are known: the thread may be interrupted.
            List<Bounded> halves = new ArrayList<>();
            for (OutputCone half : largest.cone().halves()) {
                halves.add(bounded(half, target, budget));
            }
            cones.remove();
            cones.addAll(halves);
            take(cones.element().bound());
        }
    }

    private void single(double target, RelaxationBudget budget) {
        DirectionSearch plus = direction(new double[] {1});
        DirectionSearch minus = direction(new double[] {-1});
        plus.quick();
        minus.quick();
        DirectionSearch larger = plus.upper() >= minus.upper() ? plus : minus;
        DirectionSearch smaller = larger == plus ? minus : plus;
        RelaxationBudget part = new RelaxationBudget(FIRST_SHARE * budget.left(), u -> true);
        larger.run(target, smaller.lower(), part);
        budget.spend(part.spent());
        take(Math.max(plus.upper(), minus.upper()));
        smaller.run(target, larger.lower(), budget);
        take(Math.max(plus.upper(), minus.upper()));
        if (!budget.isSpent()) {
            larger.run(target, smaller.lower(), budget);
            take(Math.max(plus.upper(), minus.upper()));
        }
    }

    private void take(double bound) {
        if (bound < upper) {
            upper = bound;
            improved.accept(upper());
        }
    }

    private double unscaled(double bound) {
        return Rounding.up(Math.scalb(bound, exponent));
    }

    private double floor() {
        return directions.stream().mapToDouble(DirectionSearch::lower).max().orElse(0);
    }

    private DirectionSearch direction(double[] c) {
        List<Double> key = new ArrayList<>();
        for (double x : c) {
            key.add(x);
        }
        return searches.computeIfAbsent(
                key,
                k -> {
                    DirectionSearch search = new DirectionSearch(end, chain, c, combined(c));
                    directions.add(search);
                    return search;
                });
    }

    private double[] combined(double[] c) {
        double[] z = new double[dual.rows()];
        for (int n = 0; n < z.length; n++) {
            for (int j = 0; j < c.length; j++) {
                z[n] += dual.get(n, j) * c[j];
            }
        }
        return z;
    }

    private void orthants(double target, RelaxationBudget budget) {
        List<Bounded> all = new ArrayList<>();
        for (OutputCone cone : OutputCone.orthants(dual.columns())) {
            all.add(bounded(cone, target, budget));
        }
        cones.addAll(all);
        take(cones.element().bound());
    }

    private Bounded bounded(OutputCone cone, double target, RelaxationBudget budget) {
        double largest = 0;
        for (double[] vertex : cone.vertices()) {
            DirectionSearch search = direction(vertex);
            if (search.upper() == Double.POSITIVE_INFINITY) {
                // Even a spent budget gives some bound.
                search.quick();
            }
            RelaxationBudget part = new RelaxationBudget(budget.left() / 16, u -> true);
            search.run(0.999 * target, floor(), part);
            budget.spend(part.spent());
            largest = Math.max(largest, search.upper());
        }
        return new Bounded(cone, cone.bound(largest + forming));
    }

    /** Units whose mean with signs is the best g of each direction, the best direction first. */
    List<DirectionSearch> directions() {
        return directions.stream()
                .sorted(Comparator.comparingDouble(DirectionSearch::lower).reversed())
                .toList();
    }

    private record Bounded(OutputCone cone, double bound) {}

    private static double rowNorm(Panel a, int i) {
        return Math.sqrt(
                KERNELS.dot(a.data(), i * a.stride(), a.data(), i * a.stride(), a.columns()));
    }

    /** A ← 2^−e·A with its largest magnitude in [½, 1); returns e. */
    private static int normalize(Panel a) {
        double largest = KERNELS.maxAbs(a.data(), 0, a.data().length);
        if (largest == 0) {
            return 0;
        }
        int exponent = Math.getExponent(largest) + 1;
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = Math.scalb(a.data()[i], -exponent);
        }
        return exponent;
    }
}
