package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.model.Gauge;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lower bounds of a polar by alternating maximization from many starts at once: u ← the maximizer
 * of ⟨Zv, u⟩ over g₁(u) ≤ 1, v ← that of ⟨Zᵀu, v⟩ over g₂(v) ≤ 1. Values never fall. Each round
 * costs a product with Z and one with Zᵀ for each start.
 */
public final class AlternatingAscent {
    /** Rounds, at most. */
    static final int MOST_ROUNDS = 60;

    /** Ends when no value rises by more than this share of the largest. */
    private static final double SETTLED = 1e-9;

    /** The same, where values are clear. */
    private static final double ROUGHLY_SETTLED = 0.01;

    /** Products with Z and Zᵀ. */
    interface Operator {
        /** Z·V. */
        Panel multiply(Panel v);

        /** Zᵀ·U. */
        Panel transposeMultiply(Panel u);
    }

    private final Operator z;
    private final Gauge left;
    private final Gauge right;

    AlternatingAscent(Operator z, Gauge left, Gauge right) {
        this.z = z;
        this.left = left;
        this.right = right;
    }

    /** The gauge of v. */
    Gauge right() {
        return right;
    }

    /** Ascends from the columns of {@code starts}, n×q, which is not changed. */
    List<SingularCandidate> run(Panel starts, Runnable checkpoint) {
        return run(starts, MOST_ROUNDS, checkpoint);
    }

    /** Ascends with at most the given number of rounds. */
    List<SingularCandidate> run(Panel starts, int rounds, Runnable checkpoint) {
        return run(starts, rounds, Double.POSITIVE_INFINITY, checkpoint);
    }

    /**
     * Ascends until no value rises any more or, where one of them is above {@code clear}, until
     * none rises by more than a hundredth of it.
     */
    List<SingularCandidate> run(Panel starts, double clear, Runnable checkpoint) {
        return run(starts, MOST_ROUNDS, clear, checkpoint);
    }

    private List<SingularCandidate> run(
            Panel starts, int rounds, double clear, Runnable checkpoint) {
        Panel v = starts;
        Panel u = Panel.zeros(0, 0);
        double[] values = new double[starts.columns()];
        for (int round = 0; round < rounds; round++) {
            checkpoint.run();
            u = z.multiply(v);
            polarize(left, u);
            v = z.transposeMultiply(u);
            double[] next = polarize(right, v);
            boolean settled = settled(values, next, clear);
            values = next;
            if (settled) {
                break;
            }
        }
        return pairs(u, v, values);
    }

    /** Starts of Gaussian columns. */
    public static void fillGaussian(Panel starts, int firstColumn, RandomGenerator random) {
        for (int i = 0; i < starts.rows(); i++) {
            for (int j = firstColumn; j < starts.columns(); j++) {
                starts.set(i, j, random.nextGaussian());
            }
        }
    }

    private static double[] polarize(Gauge gauge, Panel panel) {
        double[] values = new double[panel.columns()];
        for (int j = 0; j < values.length; j++) {
            values[j] = gauge.polarize(panel.data(), j, panel.stride(), panel.rows());
        }
        return values;
    }

    private static boolean settled(double[] before, double[] after, double clear) {
        double largest = 0;
        double rise = 0;
        for (int j = 0; j < after.length; j++) {
            largest = Math.max(largest, after[j]);
            rise = Math.max(rise, after[j] - before[j]);
        }
        return rise <= (largest > clear ? ROUGHLY_SETTLED : SETTLED) * largest;
    }

    private static List<SingularCandidate> pairs(Panel u, Panel v, double[] values) {
        List<SingularCandidate> pairs = new ArrayList<>();
        for (int j = 0; j < values.length; j++) {
            if (values[j] > 0) {
                pairs.add(new SingularCandidate(column(u, j), column(v, j), values[j]));
            }
        }
        return pairs;
    }

    private static double[] column(Panel panel, int j) {
        double[] out = new double[panel.rows()];
        for (int i = 0; i < out.length; i++) {
            out[i] = panel.get(i, j);
        }
        return out;
    }
}
