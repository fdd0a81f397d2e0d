package io.nadir.regularizer;

import java.util.Arrays;

/**
 * The proximal map of weight·TV(x) + threshold·‖x‖₁ on a grid, for all x or for x ≥ 0, where TV is
 * the sum of |x_p − x_q| over all pairs of horizontal or vertical neighbours. It is exact up to
 * rounding.
 *
 * <p>Let f be a flow along the edges of the grid, at most {@code weight} in each. It leaves r = y −
 * (outflow) + (inflow). If f is full on every edge from a pixel to one of less r, x = r is the
 * proximal point of the total variation. So for a level a, the largest flow from pixels with r &gt;
 * a to pixels with r &lt; a tells which pixels have x ≥ a and which x ≤ a: those from which no
 * pixel with r &lt; a can be reached along edges that are not full, and the others. The edges
 * between them are full, and stay so. The first levels are ±threshold; then each part is cut at its
 * mean until it has r = mean throughout (Hochbaum, Journal of the ACM 48, 2001; Chambolle &amp;
 * Darbon, International Journal of Computer Vision 84, 2009). What lies between the thresholds is
 * 0, and is not cut any further. Flows of later levels start from those of earlier ones.
 *
 * <p>A largest flow is found by shortest paths (Dinic). Capacities are real numbers: each path
 * makes one of them exactly 0, so that the number of paths is limited as for integers.
 */
final class GridVariation {
    /** Differences below this share of the largest magnitude are rounding. */
    private static final double ROUNDING = 0x1p-46;

    private static final int OUTSIDE = -1;
    private static final int UNREACHED = Integer.MAX_VALUE;

    /** Neighbours: right, left, below, above; the opposite of k is k ^ 1. */
    private static final int DIRECTIONS = 4;

    private final int height;
    private final int width;

    /** Of the grid with a border around it. */
    private final int stride;

    private final int[] steps;
    private final double[] r;

    /** What the edge from p in direction k can still take, at 4p + k. */
    private final double[] capacity;

    private final int[] part;
    private final int[] pixels;
    private final int[] reordered;
    private final int[] distance;
    private final int[] queue;
    private final int[] nextDirection;
    private final int[] path;
    private final int[] pending;
    private int parts;
    private double tolerance;

    private GridVariation(int height, int width) {
        this.height = height;
        this.width = width;
        this.stride = width + 2;
        this.steps = new int[] {1, -1, stride, -stride};
        int n = height * width;
        int padded = (height + 2) * stride;
        this.r = new double[padded];
        this.capacity = new double[DIRECTIONS * padded];
        this.part = new int[padded];
        this.distance = new int[padded];
        this.nextDirection = new int[padded];
        this.pixels = new int[n];
        this.reordered = new int[n];
        this.queue = new int[n];
        this.path = new int[n];
        this.pending = new int[2 * n + 2];
    }

    /**
     * Replaces y by the proximal point.
     *
     * @param y row by row
     */
    static void prox(
            int height,
            int width,
            double weight,
            double threshold,
            boolean nonNegative,
            double[] y) {
        double sum = 0;
        for (double element : y) {
            sum += Math.abs(element);
        }
        // No flow can exceed the sum.
        double limit = Math.min(weight, sum);
        new GridVariation(height, width).solve(limit, threshold, nonNegative, y);
    }

    private void solve(double weight, double threshold, boolean nonNegative, double[] y) {
        fill(weight, y);
        int n = pixels.length;
        int positive = cut(0, n, threshold);
        finish(0, positive, threshold, y);
        int negative = nonNegative ? n : positive + cut(positive, n, -threshold);
        set(positive, negative, 0, y);
        finish(negative, n, -threshold, y);
    }

    private void fill(double weight, double[] y) {
        Arrays.fill(part, OUTSIDE);
        double largest = 0;
        for (int i = 0, at = 0; i < height; i++) {
            for (int j = 0; j < width; j++, at++) {
                int p = (i + 1) * stride + j + 1;
                pixels[at] = p;
                part[p] = 0;
                r[p] = y[at];
                largest = Math.max(largest, Math.abs(y[at]));
                capacity[DIRECTIONS * p] = j + 1 < width ? weight : 0;
                capacity[DIRECTIONS * p + 1] = j > 0 ? weight : 0;
                capacity[DIRECTIONS * p + 2] = i + 1 < height ? weight : 0;
                capacity[DIRECTIONS * p + 3] = i > 0 ? weight : 0;
            }
        }
        tolerance = ROUNDING * largest;
    }

    /** Sets x for pixels on one side of the thresholds, by cuts at the means of parts. */
    private void finish(int first, int end, double threshold, double[] x) {
        int open = 0;
        pending[open++] = first;
        pending[open++] = end;
        while (open > 0) {
            int to = pending[--open];
            int from = pending[--open];
            double mean = mean(from, to);
            int above = isConstant(from, to, mean) ? 0 : cut(from, to, mean);
            if (above == 0 || above == to - from || !hasExcess(from, from + above, mean)) {
                double value = mean - threshold;
                set(from, to, value * threshold < 0 ? 0 : value, x);
            } else {
                pending[open++] = from;
                pending[open++] = from + above;
                pending[open++] = from + above;
                pending[open++] = to;
            }
        }
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += r[pixels[i]];
        }
        return to == from ? 0 : sum / (to - from);
    }

    private boolean isConstant(int from, int to, double mean) {
        for (int i = from; i < to; i++) {
            if (Math.abs(r[pixels[i]] - mean) > tolerance) {
                return false;
            }
        }
        return true;
    }

    private boolean hasExcess(int from, int to, double level) {
        for (int i = from; i < to; i++) {
            if (r[pixels[i]] > level + tolerance) {
                return true;
            }
        }
        return false;
    }

    private void set(int from, int to, double value, double[] x) {
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            x[(p / stride - 1) * width + p % stride - 1] = value;
        }
    }

    /**
     * Makes the largest flow between the pixels of a part, from those above a level to those below
     * it, and moves those with x ≥ level to its front; returns how many they are.
     */
    private int cut(int from, int to, double level) {
        parts++;
        for (int i = from; i < to; i++) {
            part[pixels[i]] = parts;
        }
        while (measure(from, to, level)) {
            for (int i = from; i < to; i++) {
                int p = pixels[i];
                if (r[p] > level + tolerance && distance[p] != UNREACHED) {
                    drain(p, level);
                }
            }
        }
        return partition(from, to);
    }

    /** Finds the distance of each pixel to one below the level; whether there is a path. */
    private boolean measure(int from, int to, double level) {
        int end = 0;
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            nextDirection[p] = 0;
            distance[p] = r[p] < level - tolerance ? 0 : UNREACHED;
            if (distance[p] == 0) {
                queue[end++] = p;
            }
        }
        boolean found = false;
        for (int at = 0; at < end; at++) {
            int q = queue[at];
            for (int k = 0; k < DIRECTIONS; k++) {
                int p = q + steps[k];
                if (part[p] == parts
                        && distance[p] == UNREACHED
                        && capacity[DIRECTIONS * p + (k ^ 1)] > 0) {
                    distance[p] = distance[q] + 1;
                    queue[end++] = p;
                    found |= r[p] > level + tolerance;
                }
            }
        }
        return found;
    }

    /** Sends what a pixel has above the level along shortest paths. */
    private void drain(int source, double level) {
        int length = 0;
        int p = source;
        while (r[source] > level) {
            if (distance[p] == 0 && r[p] < level) {
                length = send(source, p, length, level);
                p = path[length];
            } else if (advances(p)) {
                path[length++] = p;
                p += steps[nextDirection[p]];
            } else if (length == 0) {
                return;
            } else {
                p = path[--length];
                nextDirection[p]++;
            }
        }
    }

    /** Looks for the next edge of a shortest path. */
    private boolean advances(int p) {
        int k = nextDirection[p];
        while (k < DIRECTIONS
                && !(capacity[DIRECTIONS * p + k] > 0
                        && part[p + steps[k]] == parts
                        && distance[p + steps[k]] == distance[p] - 1)) {
            k++;
        }
        nextDirection[p] = k;
        return k < DIRECTIONS;
    }

    /** Sends along the path; returns the length of what remains of it. */
    private int send(int source, int sink, int length, double level) {
        double amount = Math.min(r[source] - level, level - r[sink]);
        for (int i = 0; i < length; i++) {
            int p = path[i];
            amount = Math.min(amount, capacity[DIRECTIONS * p + nextDirection[p]]);
        }
        int remains = length;
        for (int i = length - 1; i >= 0; i--) {
            int p = path[i];
            int k = nextDirection[p];
            capacity[DIRECTIONS * p + k] -= amount;
            capacity[DIRECTIONS * (p + steps[k]) + (k ^ 1)] += amount;
            remains = capacity[DIRECTIONS * p + k] > 0 ? remains : i;
        }
        // What is left is 0, not what subtracting leaves.
        boolean drained = amount == r[source] - level;
        boolean filled = amount == level - r[sink];
        r[source] = drained ? level : r[source] - amount;
        r[sink] = filled ? level : r[sink] + amount;
        return Math.min(remains, length - 1);
    }

    /** Moves the pixels that reach none below the level to the front, in order. */
    private int partition(int from, int to) {
        int above = from;
        int rest = 0;
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            if (distance[p] == UNREACHED) {
                pixels[above++] = p;
            } else {
                reordered[rest++] = p;
            }
        }
        System.arraycopy(reordered, 0, pixels, above, rest);
        return above - from;
    }
}
