package io.nadir.network.deep.polar;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The largest of affine functions of x, called cuts, over a box. Finds points where it is low, by
 * coordinate ascent in the dual of a projection (Hildreth's method). Nothing depends on how exact
 * it is.
 */
final class CutModel {
    /** Passes over all cuts, at most. */
    private static final int MOST_SWEEPS = 200;

    /** Cuts beyond this number are dropped, those first that did not matter. */
    private static final int MOST_CUTS = 160;

    /** Share of the distance to the level by which a cut may exceed it. */
    private static final double SETTLED = 0.02;

    private final double[] least;
    private final double[] most;
    private final double diameter;
    private final List<Weighted> cuts = new ArrayList<>();
    private double operations;

    /**
     * A cut offset + gradient·x.
     *
     * @param square ‖gradient‖²
     * @param member the g that it stands for
     * @param leaf that of {@link Majorants} which has it, whose digits after the first are the
     *     signs
     * @param point the w of that
     */
    record Cut(
            double offset,
            double[] gradient,
            double square,
            double[] member,
            int leaf,
            double[] point) {
        static Cut of(double offset, double[] gradient, double[] member, int leaf, double[] point) {
            double square = 0;
            for (double g : gradient) {
                square += g * g;
            }
            return new Cut(offset, gradient, square, member, leaf, point);
        }

        /** A member and its point alone. */
        static Cut of(double[] member, int leaf, double[] point) {
            return new Cut(0, new double[0], 0, member, leaf, point);
        }

        double at(double[] x) {
            double sum = offset;
            for (int i = 0; i < x.length; i++) {
                sum += gradient[i] * x[i];
            }
            return sum;
        }
    }

    /** A cut and its multiplier in the last projection. */
    private static final class Weighted {
        final Cut cut;
        double multiplier;

        Weighted(Cut cut) {
            this.cut = cut;
        }
    }

    /** A box, kept by reference. */
    CutModel(double[] least, double[] most) {
        this.least = least;
        this.most = most;
        double sum = 0;
        for (int i = 0; i < least.length; i++) {
            sum += (most[i] - least[i]) * (most[i] - least[i]);
        }
        this.diameter = sum;
    }

    void add(Cut cut) {
        cuts.add(new Weighted(cut));
    }

    /** The number of floating-point operations so far. */
    double operations() {
        return operations;
    }

    /**
     * x ← about the point of the box nearest to {@code center} where no cut exceeds {@code level}.
     *
     * @return false if there is certainly none
     */
    boolean project(double[] center, double level, double reach, double[] x) {
        drop();
        double[] free = center.clone();
        for (Weighted cut : cuts) {
            cut.multiplier = 0;
        }
        System.arraycopy(center, 0, x, 0, x.length);
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double worst = 0;
            for (Weighted cut : cuts) {
                double excess = cut.cut.at(x) - level;
                if (cut.cut.square() == 0) {
                    if (excess > 0) {
                        cut.multiplier = 1;
                        return false;
                    }
                    continue;
                }
                double before = cut.multiplier;
                cut.multiplier = Math.max(0, before + excess / cut.cut.square());
                double change = cut.multiplier - before;
                worst = Math.max(worst, excess);
                if (change != 0) {
                    move(cut.cut, change, free, x);
                }
            }
            operations += 6.0 * cuts.size() * x.length;
            if (worst <= SETTLED * reach) {
                return true;
            }
            if (sweep % 8 == 7 && dual(center, level, x) > 0.5 * diameter) {
                return false;
            }
        }
        return true;
    }

    private void move(Cut cut, double change, double[] free, double[] x) {
        for (int i = 0; i < x.length; i++) {
            free[i] -= change * cut.gradient()[i];
            x[i] = Math.clamp(free[i], least[i], most[i]);
        }
    }

    /** The dual value of the projection, half the squared distance where that exists. */
    private double dual(double[] center, double level, double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += 0.5 * (x[i] - center[i]) * (x[i] - center[i]);
        }
        for (Weighted cut : cuts) {
            if (cut.multiplier > 0) {
                sum += cut.multiplier * (cut.cut.at(x) - level);
            }
        }
        return sum;
    }

    private void drop() {
        for (int i = 0; i < cuts.size() && cuts.size() > MOST_CUTS; ) {
            if (cuts.get(i).multiplier == 0) {
                cuts.remove(i);
            } else {
                i++;
            }
        }
        while (cuts.size() > 2 * MOST_CUTS) {
            cuts.removeFirst();
        }
    }

    /** Σ μ_j·member_j with the multipliers scaled to a sum of 1; null if all are 0. */
    @Nullable Mean mean() {
        double total = 0;
        for (Weighted cut : cuts) {
            total += cut.multiplier;
        }
        if (!(total > 0)) {
            return null;
        }
        double[] sum = new double[cuts.getFirst().cut.member().length];
        List<Mean.Term> terms = new ArrayList<>();
        for (Weighted cut : cuts) {
            double share = cut.multiplier / total;
            if (share > 0) {
                terms.add(new Mean.Term(share, cut.cut));
                for (int n = 0; n < sum.length; n++) {
                    sum[n] += share * cut.cut.member()[n];
                }
            }
        }
        return new Mean(sum, terms);
    }
}
