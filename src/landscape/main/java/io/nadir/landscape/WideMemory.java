package io.nadir.landscape;

import java.util.List;

/** Whether a path fits into memory: widths grow with (n + 1)^l, and layers with their products. */
final class WideMemory {
    /** Times that a path and its check keep a layer: five for each network, and four at work. */
    private static final double COPIES = 14;

    /** Times that a path and its check keep the units of all samples. */
    private static final double PASSES = 6;

    private WideMemory() {}

    /**
     * Throws if the path would not fit into the heap.
     *
     * @param widths p_0 to p_{l+1}
     * @throws IllegalArgumentException saying how much it needs, and how much there is
     */
    static void require(WideProblem problem, List<Integer> widths) {
        double needed = bytes(problem.samples(), widths);
        double available = Runtime.getRuntime().maxMemory();
        if (needed > available) {
            throw new IllegalArgumentException(
                    String.format(
                            "memory for a path through widths %s = %.0f MiB, allowed are up to"
                                    + " the heap's %.0f MiB",
                            widths, Math.scalb(needed, -20), Math.scalb(available, -20)));
        }
    }

    /** About what a path takes. */
    static double bytes(int samples, List<Integer> widths) {
        double numbers = 0;
        for (int j = 0; j + 1 < widths.size(); j++) {
            numbers += COPIES * widths.get(j) * widths.get(j + 1);
            numbers += PASSES * widths.get(j + 1) * samples;
        }
        return Double.BYTES * numbers;
    }
}
