package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.network.deep.DeepMap;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Lower bounds of a deep network's polar by gradient ascent on θ(w) = 1 from many starts at once: a
 * step goes from w towards the maximizer of the linearized value in each block, and back to θ = 1;
 * it is taken if the value rises, else its length is cut. For Euclidean norms that is projected
 * gradient ascent on a product of spheres. A round costs one pass with all starts for columns.
 */
final class DeepAscent {
    private static final int MOST_ROUNDS = 60;

    /** Columns of the point that are starts, the last ones. */
    private static final int KNOWN_STARTS = 16;

    /** Random starts, as many as a round of that many products of a weight and a sample allows. */
    private static final int LEAST_STARTS = 8;

    private static final int MOST_STARTS = 64;
    private static final double CHEAP = 1 << 22;

    /** A start is given up once its step is shorter. */
    private static final double SHORTEST = 1e-6;

    private static final double CUT = 0.25;

    /** Ends when no value rises by more than this share of the largest. */
    private static final double SETTLED = 1e-9;

    private final DeepMap map;
    private final DeepConstraint constraint;
    private final Panel dual;

    /** Columns with θ = 1, their values and the maximizers of their gradients. */
    private final Factors best;

    private final double[] values;
    private final Factors targets;
    private final double[] lengths;

    /**
     * Prepares the starts.
     *
     * @param dual Z, N×q
     * @param w columns from which to start
     * @param random for random starts beside these; null for none
     */
    DeepAscent(
            DeepMap map,
            DeepConstraint constraint,
            Panel dual,
            Factors w,
            @Nullable RandomGenerator random) {
        this.map = map;
        this.constraint = constraint;
        this.dual = dual;
        this.best = starts(w, random);
        this.targets = Factors.empty(map.dimensions());
        this.values = new double[best.rank()];
        this.lengths = new double[best.rank()];
        Arrays.fill(values, Double.NEGATIVE_INFINITY);
        Arrays.fill(lengths, 1);
    }

    /** Climbs until nothing rises; returns how many passes it took. */
    int run() {
        if (best.rank() == 0) {
            return 0;
        }
        Factors trial = best.copy();
        Factors gradient = Factors.empty(map.dimensions());
        int idle = 0;
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            double[] found = map.pairings(dual, trial, gradient);
            double rise = accept(trial, gradient, found);
            idle = rise > SETTLED * Math.abs(largest()) ? 0 : idle + 1;
            if (idle == blocksInTurn() || !advance(trial, round)) {
                return round;
            }
        }
        return MOST_ROUNDS;
    }

    /** Columns with θ = 1. */
    Factors columns() {
        return best;
    }

    /** ⟨Z, φ⟩ of each. */
    double[] values() {
        return values;
    }

    private double largest() {
        return Arrays.stream(values).max().orElse(0);
    }

    /** Keeps what has risen; returns by how much at most, infinite while lengths are being cut. */
    private double accept(Factors trial, Factors gradient, double[] found) {
        double rise = 0;
        targets.setRank(best.rank());
        for (int j = 0; j < found.length; j++) {
            if (found[j] > values[j]) {
                rise = Math.max(rise, found[j] - values[j]);
                values[j] = found[j];
                lengths[j] = Math.min(1, 2 * lengths[j]);
                copyColumn(trial, best, j);
                constraint.polarize(trial, gradient, j);
                copyColumn(gradient, targets, j);
            } else if (lengths[j] >= SHORTEST) {
                lengths[j] *= CUT;
                rise = Double.POSITIVE_INFINITY;
            }
        }
        return rise;
    }

    /** 1 if a round changes all blocks: the maximizer of one must not depend on the others. */
    private int blocksInTurn() {
        return constraint.isPath() ? best.order() : 1;
    }

    /** The next trial; false if all starts have been given up. */
    private boolean advance(Factors trial, int round) {
        boolean any = false;
        for (int j = 0; j < lengths.length; j++) {
            any |= lengths[j] >= SHORTEST;
            for (int k = 0; k < trial.order(); k++) {
                boolean turn = (round + k) % blocksInTurn() == 0;
                double length = turn ? lengths[j] : 0;
                mix(best.block(k), targets.block(k), trial.block(k), j, length);
            }
            if (!constraint.normalize(trial, j)) {
                copyColumn(best, trial, j);
            }
        }
        return any;
    }

    private static void mix(Panel from, Panel to, Panel into, int j, double share) {
        for (int i = 0; i < into.rows(); i++) {
            into.set(i, j, (1 - share) * from.get(i, j) + share * to.get(i, j));
        }
    }

    /** The last columns of the point, and random ones that satisfy the constraints. */
    private Factors starts(Factors w, @Nullable RandomGenerator random) {
        Factors starts = Factors.empty(map.dimensions());
        if (random != null) {
            starts = map.data().subnetwork().randomWeights(randomStarts(), random.nextLong());
        }
        for (int j = 0; j < starts.rank() && !constraint.isPath(); j++) {
            constraint.polarize(starts, starts, j);
        }
        for (int i = Math.max(0, w.rank() - KNOWN_STARTS); i < w.rank(); i++) {
            starts.append(w.blocks(), i, 1);
        }
        Factors kept = Factors.empty(map.dimensions());
        for (int j = 0; j < starts.rank(); j++) {
            if (constraint.normalize(starts, j)) {
                kept.append(starts.blocks(), j, 1);
            }
        }
        return kept;
    }

    private int randomStarts() {
        double weights = map.dimensions().stream().mapToDouble(Integer::doubleValue).sum();
        double affordable = CHEAP / (weights * map.data().inputs().rows());
        return (int) Math.clamp(affordable, LEAST_STARTS, MOST_STARTS);
    }

    private static void copyColumn(Factors from, Factors to, int j) {
        for (int k = 0; k < from.order(); k++) {
            Panel source = from.block(k);
            Panel sink = to.block(k);
            for (int i = 0; i < source.rows(); i++) {
                sink.set(i, j, source.get(i, j));
            }
        }
    }
}
