package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * The minimum over x ≥ 0 of ½xᵀAx − bᵀx for a positive definite A of r×r, up to rounding:
 * coordinate sweeps find most of the elements that are 0, and the active set method of Lawson &amp;
 * Hanson (Solving Least Squares Problems, 1974, chapter 23) the others. It begins at 0, so that x
 * is a function of A and b. A sweep costs 2r² flops, a step of the active set r³/3.
 *
 * <p>Not thread-safe: it has working memory.
 */
public final class NonNegativeQuadratic {
    private static final int MOST_SWEEPS = 32;

    /** A sweep that moves x by no more than this share of it, in the norm of A, is the last. */
    private static final double SETTLED = 1e-3;

    /** A slope below this share of what cancels in it is 0. */
    private static final double ROUNDING = 0x1p-48;

    private final int r;
    private final double[] a;
    private final double[] b;
    private final double[] x;
    private final double[] aim;
    private final double[] small;
    private final double[] smallB;
    private final double[] factor;
    private final double[] solved;
    private final int[] free;
    private final boolean[] isFree;

    /** Makes room for r elements. */
    public NonNegativeQuadratic(int r) {
        this.r = r;
        this.a = new double[r * r];
        this.b = new double[r];
        this.x = new double[r];
        this.aim = new double[r];
        this.small = new double[r * r];
        this.smallB = new double[r];
        this.factor = new double[r * r];
        this.solved = new double[r];
        this.free = new int[r];
        this.isFree = new boolean[r];
    }

    /** A ← shift·I, and b ← 0. */
    public void clear(double shift) {
        Arrays.fill(a, 0);
        Arrays.fill(b, 0);
        for (int k = 0; k < r; k++) {
            a[k * r + k] = shift;
        }
    }

    /** A ← A + weight·vvᵀ and b ← b + weight·y·v, for row j of a panel. */
    public void add(double weight, double y, Panel panel, int j) {
        double[] v = panel.data();
        int at = j * panel.stride();
        for (int k = 0; k < r; k++) {
            double factor = weight * v[at + k];
            for (int l = 0; l < r; l++) {
                a[k * r + l] += factor * v[at + l];
            }
            b[k] += factor * y;
        }
    }

    /** A ← scale·G + shift·I. */
    public void setMatrix(Panel g, double scale, double shift) {
        for (int k = 0; k < r; k++) {
            for (int l = 0; l < r; l++) {
                a[k * r + l] = scale * g.get(k, l) + (k == l ? shift : 0);
            }
        }
    }

    /** b, to be filled. */
    public double[] right() {
        return b;
    }

    /** Finds the minimum, and writes it to a row of a panel. */
    public void minimizeInto(Panel to, int row) {
        Arrays.fill(x, 0);
        sweep();
        for (int step = 0; step < 3 * r + 3 && improve(); step++) {
            // Each step frees an element, or makes some 0.
        }
        for (int k = 0; k < r; k++) {
            to.set(row, k, x[k]);
        }
    }

    private void sweep() {
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double moved = 0;
            double size = 0;
            for (int k = 0; k < r; k++) {
                double to = Math.max(0, x[k] + slope(k) / a[k * r + k]);
                moved += a[k * r + k] * (to - x[k]) * (to - x[k]);
                size += a[k * r + k] * to * to;
                x[k] = to;
            }
            if (moved <= SETTLED * SETTLED * size) {
                break;
            }
        }
        for (int k = 0; k < r; k++) {
            isFree[k] = x[k] > 0;
        }
    }

    /** b − A·x at k. */
    private double slope(int k) {
        double slope = b[k];
        for (int l = 0; l < r; l++) {
            slope -= a[k * r + l] * x[l];
        }
        return slope;
    }

    /** Goes towards the minimum over the free elements; returns false at the minimum over all. */
    private boolean improve() {
        solveFree();
        int first = -1;
        double length = 1;
        for (int k = 0; k < r; k++) {
            if (isFree[k] && !(aim[k] > 0)) {
                double way = x[k] - aim[k];
                double until = way > 0 ? x[k] / way : 0;
                first = first < 0 || until < length ? k : first;
                length = Math.min(length, until);
            }
        }
        for (int k = 0; k < r; k++) {
            if (isFree[k]) {
                double next = first < 0 ? aim[k] : x[k] + length * (aim[k] - x[k]);
                isFree[k] = k != first && next > 0;
                x[k] = isFree[k] ? next : 0;
            }
        }
        return first >= 0 || release();
    }

    /** Frees the element along which the value falls most; false if it falls along none. */
    private boolean release() {
        int steepest = -1;
        double most = 0;
        for (int k = 0; k < r; k++) {
            double slope = slope(k);
            if (!isFree[k] && slope > ROUNDING * magnitude(k)) {
                double gain = slope * slope / a[k * r + k];
                steepest = gain > most ? k : steepest;
                most = Math.max(most, gain);
            }
        }
        if (steepest >= 0) {
            isFree[steepest] = true;
        }
        return steepest >= 0;
    }

    private double magnitude(int k) {
        double sum = Math.abs(b[k]);
        for (int l = 0; l < r; l++) {
            sum += Math.abs(a[k * r + l] * x[l]);
        }
        return sum;
    }

    /** The minimum over the free elements, whatever their signs. */
    private void solveFree() {
        int count = 0;
        for (int k = 0; k < r; k++) {
            if (isFree[k]) {
                free[count++] = k;
            }
        }
        for (int i = 0; i < count; i++) {
            smallB[i] = b[free[i]];
            solved[i] = x[free[i]];
            for (int j = 0; j <= i; j++) {
                small[i * r + j] = a[free[i] * r + free[j]];
            }
        }
        NormalEquations.solve(small, smallB, 0, count, r, 0, factor, solved, 0);
        for (int i = 0; i < count; i++) {
            aim[free[i]] = solved[i];
        }
    }
}
