package io.nadir.network.deep.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.model.RelaxationBudget;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Bounds of chains of rectifiers for one input and bias, against an independent search of the hull
 * K on a grid of directions of w: every member of K is attained, and no upper bound may be below
 * one.
 */
class ChainBoundTest {
    private static final int DIRECTIONS = 720;
    private static final double BUDGET = 3e8;

    /** S, Z and the slopes. */
    private record Instance(double[][] s, double[][] z, List<Double> slopes) {
        Panel inputs(double scale) {
            return panel(s, scale);
        }

        Panel dual(double scale) {
            return panel(z, scale);
        }

        private static Panel panel(double[][] a, double scale) {
            Panel panel = Panel.zeros(a.length, a[0].length);
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[0].length; j++) {
                    panel.set(i, j, scale * a[i][j]);
                }
            }
            return panel;
        }
    }

    private static Instance instance(long seed, int outputs, double slope, int depth) {
        Random random = new Random(seed);
        int samples = 5 + random.nextInt(9);
        double[][] s = new double[samples][];
        double[][] z = new double[samples][outputs];
        for (int n = 0; n < samples; n++) {
            s[n] = new double[] {4 * random.nextDouble() - 2, 1};
            Arrays.setAll(z[n], j -> random.nextGaussian());
        }
        return new Instance(s, z, Collections.nCopies(depth, slope));
    }

    /** The bound of a search. */
    private static ChainBound solved(Instance of, double inputScale, double dualScale, double ops) {
        RectifierChain chain = new RectifierChain(of.slopes());
        ChainBound bound =
                new ChainBound(chain, of.inputs(inputScale), of.dual(dualScale), 1, () -> {});
        double quick = bound.quick();
        bound.run(0, new RelaxationBudget(ops, upper -> true));
        assertThat(bound.upper()).isLessThanOrEqualTo(quick);
        return bound;
    }

    /**
     * The largest ‖Zᵀσ(g)‖ for means g of members of K: single members, and from many random starts
     * towards the best member for the linearized value, as far as is best.
     */
    private static double attained(Instance of, int starts) {
        double[][] members = members(of);
        Random random = new Random(1);
        double best = 0;
        for (double[] member : members) {
            best = Math.max(best, norm(outputs(of, member)));
        }
        for (int start = 0; start < starts; start++) {
            double[] g = members[random.nextInt(members.length)].clone();
            mix(g, members[random.nextInt(members.length)], random.nextDouble());
            for (int round = 0; round < 15; round++) {
                double[] to = target(of, members, g);
                double reached = norm(outputs(of, g));
                double[] next = g;
                for (int k = 1; k <= 16; k++) {
                    double[] trial = g.clone();
                    mix(trial, to, k / 16.0);
                    double value = norm(outputs(of, trial));
                    if (value > reached) {
                        reached = value;
                        next = trial;
                    }
                }
                g = next;
                best = Math.max(best, reached);
            }
        }
        return best;
    }

    /** ±σ'(t) over the directions; for more rectifiers single chains of units, for all signs. */
    private static double[][] members(Instance of) {
        List<double[]> level = new ArrayList<>();
        for (int k = 0; k < DIRECTIONS; k++) {
            double angle = 2 * Math.PI * k / DIRECTIONS;
            double[] t = new double[of.s().length];
            Arrays.setAll(t, n -> of.s()[n][0] * Math.cos(angle) + of.s()[n][1] * Math.sin(angle));
            level.add(t);
        }
        for (double slope : of.slopes().subList(0, of.slopes().size() - 1)) {
            List<double[]> next = new ArrayList<>();
            for (double[] t : level) {
                double[] plus = Arrays.stream(t).map(x -> Math.max(x, slope * x)).toArray();
                next.add(plus);
                next.add(Arrays.stream(plus).map(x -> -x).toArray());
            }
            level = next;
        }
        return level.toArray(double[][]::new);
    }

    private static double[] target(Instance of, double[][] members, double[] g) {
        double[] c = outputs(of, g);
        double slope = of.slopes().getLast();
        double[] gradient = new double[g.length];
        for (int n = 0; n < g.length; n++) {
            for (int j = 0; j < c.length; j++) {
                gradient[n] += of.z()[n][j] * c[j] * (g[n] > 0 ? 1 : slope);
            }
        }
        double best = Double.NEGATIVE_INFINITY;
        double[] found = g;
        for (double[] member : members) {
            double value = 0;
            for (int n = 0; n < g.length; n++) {
                value += gradient[n] * member[n];
            }
            if (value > best) {
                best = value;
                found = member;
            }
        }
        return found;
    }

    private static double[] outputs(Instance of, double[] g) {
        double slope = of.slopes().getLast();
        double[] out = new double[of.z()[0].length];
        for (int n = 0; n < g.length; n++) {
            for (int j = 0; j < out.length; j++) {
                out[j] += of.z()[n][j] * Math.max(g[n], slope * g[n]);
            }
        }
        return out;
    }

    private static double norm(double[] a) {
        return Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
    }

    private static void mix(double[] g, double[] to, double share) {
        Arrays.setAll(g, n -> (1 - share) * g[n] + share * to[n]);
    }

    /** No bound is below an attained value, and most are within a thousandth of one. */
    private static void checkOneOutput(int from, int to, double closedShare) {
        int closed = 0;
        for (int seed = from; seed < to; seed++) {
            Instance instance = instance(seed, 1, 0, 2);
            ChainBound bound = solved(instance, 1, 1, BUDGET);
            double truth = attained(instance, 20);
            assertThat(bound.upper()).as("seed " + seed).isGreaterThan(truth * (1 - 1e-12));
            // What the search itself attains is as good as what this one finds.
            assertThat(bound.lower()).as("seed " + seed).isBetween(0.9 * truth, bound.upper());
            closed += bound.upper() <= truth * 1.001 ? 1 : 0;
        }
        assertThat((double) closed / (to - from)).isGreaterThanOrEqualTo(closedShare);
    }

    @Test
    void boundsOfOneOutputCloseNearlyAlways() {
        checkOneOutput(0, 30, 0.8);
    }

    @Test
    @Tag("long")
    void boundsOfOneOutputCloseNearlyAlwaysForManyInstances() {
        checkOneOutput(30, 250, 0.8);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.3, 2",
        "1, 0.9, 2",
        "1, 0, 3",
        "1, 0.2, 3",
        "1, 0, 4",
        "2, 0, 2",
        "2, 0.4, 2",
        "3, 0, 2",
        "3, 0.1, 2"
    })
    void boundsHoldForSlopesOutputsAndDepths(int outputs, double slope, int depth) {
        for (int seed = 0; seed < 3; seed++) {
            Instance instance = instance(seed, outputs, slope, depth);
            ChainBound bound = solved(instance, 1, 1, 0.1 * BUDGET);
            double truth = attained(instance, 10);
            assertThat(bound.upper()).as("seed " + seed).isGreaterThan(truth * (1 - 1e-12));
            assertThat(bound.upper()).as("seed " + seed).isLessThan(6 * truth);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({"1, 0.3, 2", "1, 0.1, 3", "2, 0, 2", "2, 0.2, 3", "3, 0, 2", "3, 0.5, 2"})
    void boundsHoldForManyInstances(int outputs, double slope, int depth) {
        for (int seed = 100; seed < 140; seed++) {
            Instance instance = instance(seed, outputs, slope, depth);
            ChainBound bound = solved(instance, 1, 1, 0.1 * BUDGET);
            double truth = attained(instance, 10);
            assertThat(bound.upper()).as("seed " + seed).isGreaterThan(truth * (1 - 1e-12));
        }
    }

    /** Powers of two change nothing else. */
    @Test
    void boundsScaleWithTheirArguments() {
        Instance instance = instance(4, 1, 0.25, 2);
        double upper = solved(instance, 1, 1, 0.01 * BUDGET).upper();
        for (int exponent : new int[] {-332, -40, 40, 332}) {
            double scale = Math.scalb(1.0, exponent);
            assertThat(solved(instance, scale, 1, 0.01 * BUDGET).upper()).isEqualTo(scale * upper);
            assertThat(solved(instance, scale, 1 / scale, 0.01 * BUDGET).upper()).isEqualTo(upper);
        }
    }

    /** Majorants of which nothing is left but what rounds products up are bounded like others. */
    @Test
    void majorantsOfTheLeastNumbersAreBounded() {
        double[][] s = {{0.4, 1}, {2.4, 1}, {2.5, 1}};
        double[][] z = {{-0.85}, {-0.5}, {-0.84}};
        Instance instance = new Instance(s, z, List.of(0.2, 0.0));
        double truth = attained(instance, 20);
        assertThat(solved(instance, 1, 1, BUDGET).upper())
                .isBetween(truth * (1 - 1e-12), truth * 1.001);
    }

    /** The loose bound for any number of outputs is no better than the search, nor below it. */
    @Test
    void looseBoundsAreNotBelowAttainedValues() {
        for (int seed = 0; seed < 60; seed++) {
            double slope = 0.1 * (seed % 5);
            Instance instance = instance(seed, 3, slope, 2 + seed % 2);
            double truth = attained(instance, 5);
            double first = firstRectifier(instance);
            double positive = positive(instance);
            assertThat(LooseChainBound.upper(instance.slopes(), first, positive))
                    .as("seed " + seed)
                    .isGreaterThan(truth);
        }
    }

    /** max ‖Zᵀσ(S·w)‖ on a grid, increased by what f changes between its points. */
    private static double firstRectifier(Instance of) {
        Instance single = new Instance(of.s(), of.z(), of.slopes().subList(0, 1));
        double best = 0;
        for (double[] member : members(single)) {
            best = Math.max(best, norm(outputs(single, member)));
        }
        return best + Math.PI / DIRECTIONS * mass(of);
    }

    /** max Σ_n (z_n·c)₊(s_n·w)₊ for any c is at most that with ‖(z_n)‖: a bound by the triangle. */
    private static double positive(Instance of) {
        double best = 0;
        for (double[] t : members(new Instance(of.s(), of.z(), of.slopes().subList(0, 1)))) {
            double sum = 0;
            for (int n = 0; n < t.length; n++) {
                sum += norm(of.z()[n]) * Math.max(t[n], 0);
            }
            best = Math.max(best, sum);
        }
        return best + Math.PI / DIRECTIONS * mass(of);
    }

    private static double mass(Instance of) {
        double sum = 0;
        for (int n = 0; n < of.s().length; n++) {
            sum += norm(of.s()[n]) * norm(of.z()[n]);
        }
        return sum;
    }
}
