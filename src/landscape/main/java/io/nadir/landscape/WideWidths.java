package io.nadir.landscape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The test whether a network is wide enough for a path. With m outputs and n samples, layer k of l
 * needs room for two blocks of m·(n+1)^(l−k+1) units, which the proof of proposition 2 uses
 * (Lederer 2020, see {@link WideActivation}, appendix A.3). The first layer needs the most,
 * 2m(n+1)^l. Corollary 1 and theorem 1 require that of every layer, so that all widths that satisfy
 * the theorem pass, and so do some that narrow towards the outputs. An immutable value.
 *
 * @param outputs m
 * @param samples n
 * @param hidden the widths p_1 to p_l
 */
public record WideWidths(int outputs, int samples, List<Integer> hidden) {
    /** Copies the list. */
    public WideWidths {
        Objects.requireNonNull(hidden, "hidden");

        hidden = List.copyOf(hidden);
    }

    /** Returns the test of a network for a problem. */
    static WideWidths of(WideProblem problem, WideParameters theta) {
        return new WideWidths(
                problem.outputs(), problem.samples(), theta.widths().subList(1, theta.depth() + 1));
    }

    /**
     * Returns m·(n+1)^(l−k+1), the largest number of units of a block in layer k.
     *
     * @param layer k, from 1 to l
     * @return the number, or {@link Long#MAX_VALUE} if it is larger
     */
    public static long block(int outputs, int samples, int depth, int layer) {
        long units = outputs;
        for (int k = depth; k >= layer; k--) {
            if (units > Long.MAX_VALUE / (samples + 1L)) {
                return Long.MAX_VALUE;
            }
            units *= samples + 1L;
        }
        return units;
    }

    /**
     * Returns the smallest widths p_1 to p_l that pass; {@link Integer#MAX_VALUE} for any that
     * exceed it.
     */
    public static List<Integer> smallest(int outputs, int samples, int depth) {
        List<Integer> widths = new ArrayList<>();
        for (int k = 1; k <= depth; k++) {
            long block = block(outputs, samples, depth, k);
            widths.add((int) Math.min(Integer.MAX_VALUE, 2 * Math.min(block, 1L << 31)));
        }
        return widths;
    }

    /** Returns 2m(n+1)^(l−k+1), the number of units that layer k needs. */
    public long required(int layer) {
        long block = block(outputs, samples, hidden.size(), layer);
        return block > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * block;
    }

    /** Returns whether each layer has room for two blocks. */
    public boolean isSufficient() {
        return firstTooNarrow() == 0;
    }

    /** Returns whether the narrowest layer is as wide as theorem 1 requires, 2m(n+1)^l. */
    public boolean meetsTheorem() {
        return Collections.min(hidden) >= required(1);
    }

    /**
     * Throws unless {@link #isSufficient}.
     *
     * @throws IllegalArgumentException naming a layer that is too narrow, and what it needs
     */
    public void requireSufficient() {
        int layer = firstTooNarrow();
        if (layer > 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "width of layer %d = %d, allowed are 2m(n+1)^%d = %d and more for m ="
                                    + " %d outputs and n = %d samples",
                            layer,
                            hidden.get(layer - 1),
                            hidden.size() - layer + 1,
                            required(layer),
                            outputs,
                            samples));
        }
    }

    private int firstTooNarrow() {
        for (int k = 1; k <= hidden.size(); k++) {
            if (hidden.get(k - 1) < required(k)) {
                return k;
            }
        }
        return 0;
    }
}
