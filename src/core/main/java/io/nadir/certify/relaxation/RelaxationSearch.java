package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SmallDense;

import java.util.Arrays;

/**
 * Looks for the multiplier of a {@link Relaxation} with the smallest bound, by the primal-dual
 * method of Chambolle and Pock (2011, Algorithm 1): K is projected on the matrices K ⪰ 0 of trace
 * at most 1, and the multiplier by {@link Relaxation#proximal}. Not thread-safe.
 */
public final class RelaxationSearch {
    /** Iterations between two looks at the bound. */
    private static final int PERIOD = 10;

    /** A search ends if the bound is this close to the best one, in relation to what is missing. */
    private static final double CLOSE = 0.02;

    private static final DenseKernels KERNELS = Kernels.get();

    /** Why a search ended. */
    public enum Outcome {
        /** The bound is at most the target. */
        REACHED,
        /** The relaxation itself has a value above the target: no multiplier reaches it. */
        UNREACHABLE,
        /** All iterations have been made. */
        ITERATIONS
    }

    private final Relaxation relaxation;
    private final Runnable checkpoint;
    private final int n;
    private final double scale;
    private final double norm;
    private final double[] t;
    private final double[] k;
    private final double[] y;
    private final double[] best;
    private final double[] extrapolated;
    private final Panel matrix;
    private double step = 1;
    private double bestBound = Double.POSITIVE_INFINITY;
    private double primal;
    private Panel directions;
    private double[] weights = new double[0];

    /**
     * Prepares a search from t = 0 and K = I/n.
     *
     * @param checkpoint called at every iteration; may throw to cancel the search, which leaves the
     *     best multiplier so far available
     */
    public RelaxationSearch(Relaxation relaxation, Runnable checkpoint) {
        this.relaxation = relaxation;
        this.checkpoint = checkpoint;
        this.n = relaxation.order();
        this.t = new double[relaxation.multiplierLength()];
        this.y = new double[t.length];
        this.best = new double[t.length];
        this.k = new double[n * n];
        this.extrapolated = new double[n * n];
        this.matrix = Panel.wrap(new double[n * n], n, n, 0);
        this.directions = Panel.zeros(n, 0);
        this.norm = relaxation.norm();
        for (int i = 0; i < n; i++) {
            k[i * n + i] = 1.0 / n;
        }
        this.scale = Math.max(Double.MIN_NORMAL, largest());
    }

    /** Sets the ratio of the steps of multiplier and K, for C and 𝒜 of norm 1; 1 by default. */
    public void setStep(double ratio) {
        this.step = ratio;
    }

    /**
     * Starts from where another search ended.
     *
     * @param multiplier copied
     * @param primalMatrix K, n×n, copied
     */
    public void start(double[] multiplier, double[] primalMatrix) {
        for (int i = 0; i < t.length; i++) {
            t[i] = multiplier[i] * norm / scale;
        }
        System.arraycopy(primalMatrix, 0, k, 0, k.length);
        relaxation.proximal(t, 0);
    }

    /**
     * Makes up to {@code iterations} steps; may be called again to continue.
     *
     * @param target the bound that is sufficient
     */
    public Outcome run(double target, int iterations) {
        for (int i = 1; i <= iterations; i++) {
            checkpoint.run();
            step();
            if (i % PERIOD == 0 || i == iterations) {
                look();
                if (bestBound <= target) {
                    return Outcome.REACHED;
                }
                if (primal > target && bestBound - primal <= CLOSE * (primal - target)) {
                    return Outcome.UNREACHABLE;
                }
            }
        }
        return Outcome.ITERATIONS;
    }

    /** Returns an estimate of the best bound found; to be proved by a factorization. */
    public double bound() {
        return bestBound;
    }

    /** Returns an estimate of the value of the relaxation, which no multiplier goes below. */
    public double primal() {
        return primal;
    }

    /** Returns a copy of the multiplier of the best bound. */
    public double[] multiplier() {
        double[] out = best.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= scale / norm;
        }
        return out;
    }

    /** Returns a copy of K, n×n. */
    public double[] primalMatrix() {
        return k.clone();
    }

    /** Returns the eigenvectors of K with positive eigenvalues, largest first, as columns. */
    public Panel directions() {
        return directions;
    }

    /** Returns the eigenvalues of K that belong to {@link #directions}. */
    public double[] weights() {
        return weights.clone();
    }

    private void step() {
        double[] h = matrix.data();
        System.arraycopy(relaxation.objective(), 0, h, 0, h.length);
        double inverse = 1 / (step * scale);
        scaleAdjoint();
        relaxation.addAdjoint(y, h);
        for (int i = 0; i < h.length; i++) {
            double next = k[i] + inverse * h[i];
            extrapolated[i] = -k[i];
            h[i] = next;
        }
        projectOnSpectraplex();
        for (int i = 0; i < k.length; i++) {
            extrapolated[i] += 2 * k[i];
        }
        relaxation.lift(extrapolated, y);
        KERNELS.axpy(-step / norm, y, 0, t, 0, t.length);
        relaxation.proximal(t, step / norm);
    }

    /** y ← the multiplier in the units of the model. */
    private void scaleAdjoint() {
        for (int i = 0; i < t.length; i++) {
            y[i] = t[i] * scale / norm;
        }
    }

    /** K ← the nearest matrix K ⪰ 0 of trace at most 1 to {@code matrix}. */
    private void projectOnSpectraplex() {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(matrix);
        double[] values = eigen.values();
        double level = level(values);
        int count = 0;
        while (count < n && values[count] > level) {
            count++;
        }
        weights = new double[count];
        directions = Panel.zeros(n, count);
        Arrays.fill(k, 0);
        for (int c = 0; c < count; c++) {
            weights[c] = values[c] - level;
            for (int i = 0; i < n; i++) {
                directions.set(i, c, eigen.vectors().get(i, c));
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    k[i * n + j] += weights[c] * (directions.get(i, c) * directions.get(j, c));
                }
            }
        }
    }

    /** Returns max(0, t) for the t with Σ(w_i − t)₊ = 1; {@code w} is in descending order. */
    private static double level(double[] w) {
        double sum = 0;
        double level = 0;
        for (int i = 0; i < w.length && w[i] > level; i++) {
            sum += w[i];
            level = Math.max(0, (sum - 1) / (i + 1));
        }
        return level;
    }

    private void look() {
        scaleAdjoint();
        double value = largest() + relaxation.cost(y);
        if (value < bestBound) {
            bestBound = value;
            System.arraycopy(t, 0, best, 0, t.length);
        }
        primal = KERNELS.dot(relaxation.objective(), 0, k, 0, k.length);
    }

    /** λ_max(C + 𝒜*(y))₊. */
    private double largest() {
        double[] h = matrix.data();
        System.arraycopy(relaxation.objective(), 0, h, 0, h.length);
        relaxation.addAdjoint(y, h);
        return Math.max(0, SmallDense.symmetricEigen(matrix).values()[0]);
    }
}
