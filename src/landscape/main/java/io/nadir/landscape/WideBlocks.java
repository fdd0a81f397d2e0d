package io.nadir.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The path of constant loss from a network to a block parameter (Lederer 2020, see {@link
 * WideActivation}, proposition 2): one in which each hidden layer uses only its first units, or
 * only its last (definition 3, figure 2).
 *
 * <p>From the outermost layer inwards, the output weights of layer k are reduced to few units by
 * {@link WideReduction}, the others are cleared, and those left move to their block. Lederer's
 * proof takes units there by a permutation, "without loss of generality" by lemma 3. That lemma
 * says that a permutation keeps spurious minima what they are; it gives no path, and the two
 * networks of a path need different permutations. So units move along a path here: a unit without
 * output weights takes the input weights of another ({@link WideStep#COPY}), then its output
 * weights ({@link WideStep#HAND_OVER}), and the other is cleared. Nothing of that changes the
 * output, nor lengthens a row: input weights are only ever scaled from 0 or to 0, which an ℓq
 * "norm" with q &lt; 1 needs.
 *
 * <p>Single use, not thread-safe.
 */
final class WideBlocks {
    private final WideProblem problem;
    private final boolean upper;
    private final WidePass pass;
    private final List<WideSegment> segments = new ArrayList<>();
    private WideParameters theta;

    private WideBlocks(WideProblem problem, WideParameters theta, boolean upper) {
        this.problem = problem;
        this.upper = upper;
        this.pass = new WidePass(problem, theta);
        this.theta = theta;
    }

    /**
     * Makes the path, all of it about the network at the start; empty if Θ is one already.
     *
     * @param upper whether layers use their first units, else their last
     */
    static List<WideSegment> path(WideProblem problem, WideParameters theta, boolean upper) {
        WideBlocks blocks = new WideBlocks(problem, theta, upper);
        int[] rows = range(0, problem.outputs());
        for (int k = problem.depth(); k >= 1; k--) {
            rows = blocks.toBlock(k, rows);
        }
        return blocks.segments;
    }

    /**
     * Lemma 2 for layer k.
     *
     * @param rows units of layer k + 1 in use
     * @return units of layer k in use afterwards
     */
    private int[] toBlock(int k, int[] rows) {
        pass.run(theta);
        WideReduction reduction = WideReduction.of(pass, theta, k, rows);
        double[] errors = WideRounding.argumentErrors(problem, pass, theta);
        double drift =
                WideRounding.propagated(problem, pass, theta, errors, k + 1, reduction.drift());
        go(WideStep.REDUCE, k, k, reduction.layer(), drift);
        boolean[] used = usedColumns(theta.data(k), theta.width(k));
        clearUnused(k, used);
        int count = count(used);
        int first = upper ? 0 : used.length - count;
        move(k, used, first, first + count);
        return range(first, first + count);
    }

    /** Moves the units in use into the block, where there are as many places as units. */
    private void move(int k, boolean[] used, int from, int to) {
        double[] inputs = theta.data(k - 1).clone();
        double[] outputs = theta.data(k).clone();
        int inputColumns = theta.width(k - 1);
        int outputColumns = theta.width(k);
        boolean[] after = new boolean[used.length];
        Arrays.fill(after, from, to, true);
        int place = from;
        for (int unit = 0; unit < used.length; unit++) {
            if (!used[unit] || after[unit]) {
                continue;
            }
            while (used[place]) {
                place++;
            }
            System.arraycopy(
                    inputs, unit * inputColumns, inputs, place * inputColumns, inputColumns);
            for (int at = 0; at < outputs.length; at += outputColumns) {
                outputs[at + place] = outputs[at + unit];
                outputs[at + unit] = 0;
            }
            place++;
        }
        go(WideStep.COPY, k, k - 1, inputs, 0);
        go(WideStep.HAND_OVER, k, k, outputs, 0);
        clearUnused(k, after);
    }

    /** Takes the input weights of the other units of layer k to 0. */
    private void clearUnused(int k, boolean[] used) {
        double[] inputs = theta.data(k - 1).clone();
        int columns = theta.width(k - 1);
        for (int unit = 0; unit < used.length; unit++) {
            if (!used[unit]) {
                Arrays.fill(inputs, unit * columns, (unit + 1) * columns, 0);
            }
        }
        go(WideStep.CLEAR, k, k - 1, inputs, 0);
    }

    /** Goes to another Θ^j, unless it is the same. */
    private void go(WideStep step, int k, int j, double[] layer, double drift) {
        if (!Arrays.equals(layer, theta.data(j))) {
            WideParameters next = theta.with(j, layer);
            segments.add(WideSegment.of(step, k, WideSegment.Origin.FIRST, theta, next, drift));
            theta = next;
        }
    }

    private static boolean[] usedColumns(double[] layer, int columns) {
        boolean[] used = new boolean[columns];
        for (int i = 0; i < layer.length; i++) {
            used[i % columns] |= layer[i] != 0;
        }
        return used;
    }

    private static int count(boolean[] used) {
        int count = 0;
        for (boolean one : used) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static int[] range(int from, int to) {
        int[] range = new int[to - from];
        Arrays.setAll(range, i -> from + i);
        return range;
    }
}
