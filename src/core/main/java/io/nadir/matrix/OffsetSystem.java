package io.nadir.matrix;

import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;

import java.util.Arrays;

/**
 * The linear system of a Newton step for offsets: with weights h of the entries and right-hand
 * sides r and c, H·p + h·q = r and hᵀ·p + C·q = c, where H and C are the sums of h over rows and
 * columns. For row and column offsets together it is the Laplacian of the bipartite graph of the
 * entries. The rows are eliminated, and conjugate gradients solve for the columns; the system is
 * singular but consistent on each component of the graph.
 *
 * <p>A penalty κ adds κ to the diagonals, and −κ/m to all elements of H if μ is the mean of the m
 * offsets p, which the formula of Sherman and Morrison takes care of; likewise for the columns.
 */
final class OffsetSystem {
    /** The relative residual at which the iteration ends; Newton steps correct the rest. */
    private static final double TOLERANCE = 1e-9;

    /** What bends less than this, relative to its size, is in the null space, up to rounding. */
    private static final double NULL = 1e-15;

    private final Centering centering;
    private final OffsetPenalty penalty;
    private final OffsetWeights weights;
    private final double[] rowBends;
    private final double[] columnBends;
    private final double[] residual;
    private final double[] direction;
    private final double[] image;
    private final double[] shares;
    private final Runnable checkpoint;

    /**
     * Reserves memory.
     *
     * @param weights h, which may change between solves
     * @param checkpoint called before each iteration; may throw to give up
     */
    OffsetSystem(OffsetWeights weights, OffsetPenalty penalty, Runnable checkpoint) {
        int rows = weights.rowTotals().length;
        int columns = weights.columnTotals().length;
        this.weights = weights;
        this.penalty = penalty;
        this.centering = penalty.centering();
        this.checkpoint = checkpoint;
        this.rowBends = new double[rows];
        this.columnBends = new double[columns];
        this.residual = new double[columns];
        this.direction = new double[columns];
        this.image = new double[columns];
        this.shares = new double[rows];
    }

    private void load() {
        addPenalty(weights.rowTotals(), rowBends);
        addPenalty(weights.columnTotals(), columnBends);
    }

    private void addPenalty(double[] totals, double[] diagonal) {
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = totals[i] + penalty.weight();
        }
    }

    /**
     * Solves the system for the sums of −∇ℓ.
     *
     * @param p receives the step of the row offsets
     * @param q receives the step of the column offsets
     */
    void solve(OffsetSums sums, double[] p, double[] q) {
        load();
        Arrays.fill(p, 0);
        Arrays.fill(q, 0);
        switch (centering) {
            case NONE -> {}
            case GLOBAL -> Arrays.fill(p, quotient(sums.total(), Arrays.stream(rowBends).sum()));
            case ROWS -> {
                System.arraycopy(sums.rows(), 0, p, 0, p.length);
                invert(p, rowBends, penalty.hasMeanOfRows());
            }
            case COLUMNS -> {
                System.arraycopy(sums.columns(), 0, q, 0, q.length);
                invert(q, columnBends, penalty.hasMeanOfColumns());
            }
            case BOTH -> {
                solveForColumns(sums, q);
                eliminate(sums.rows(), q, p);
            }
        }
    }

    private static double quotient(double a, double b) {
        return b > 0 ? a / b : 0;
    }

    /**
     * x ← (D − (κ/m)·11ᵀ)⁻¹·x for the diagonal D, without the second part unless there is a mean.
     */
    private void invert(double[] x, double[] diagonal, boolean hasMean) {
        double sum = 0;
        double left = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = quotient(x[i], diagonal[i]);
            sum += x[i];
            left += (diagonal[i] - penalty.weight()) / diagonal[i];
        }
        if (!hasMean) {
            return;
        }
        // 1 − (κ/m)·Σ 1/d_i, as a sum of terms of one sign; 0 if there are no entries.
        double factor = quotient(penalty.weight() * sum, left);
        for (int i = 0; i < x.length; i++) {
            x[i] += factor / diagonal[i];
        }
    }

    /** p = H⁻¹(r − h·q). */
    private void eliminate(double[] r, double[] q, double[] p) {
        System.arraycopy(r, 0, p, 0, p.length);
        weights.subtractProduct(q, p);
        invert(p, rowBends, penalty.hasMeanOfRows());
    }

    /** (C − hᵀH⁻¹h)·q = c − hᵀH⁻¹r, preconditioned by C. */
    private void solveForColumns(OffsetSums sums, double[] q) {
        int n = q.length;
        System.arraycopy(sums.columns(), 0, residual, 0, n);
        System.arraycopy(sums.rows(), 0, shares, 0, shares.length);
        subtractShares(residual);
        double square = precondition(direction, 0);
        double enough = square * TOLERANCE * TOLERANCE;
        for (int step = 0; step < 2 * n + 10 && square > enough; step++) {
            checkpoint.run();
            multiply(direction, image);
            double bend = dot(direction, image);
            if (!(bend > NULL * size(direction))) {
                return;
            }
            double length = square / bend;
            for (int j = 0; j < n; j++) {
                q[j] += length * direction[j];
                residual[j] -= length * image[j];
            }
            double before = square;
            square = dotPreconditioned();
            precondition(direction, square / before);
        }
    }

    /** direction ← C⁻¹·residual + β·direction; returns residualᵀ·C⁻¹·residual. */
    private double precondition(double[] target, double beta) {
        double sum = 0;
        for (int j = 0; j < target.length; j++) {
            double z = quotient(residual[j], columnBends[j]);
            sum += z * residual[j];
            target[j] = z + (beta == 0 ? 0 : beta * target[j]);
        }
        return sum;
    }

    private double dotPreconditioned() {
        double sum = 0;
        for (int j = 0; j < residual.length; j++) {
            sum += quotient(residual[j], columnBends[j]) * residual[j];
        }
        return sum;
    }

    /** target ← target − hᵀH⁻¹·shares. */
    private void subtractShares(double[] target) {
        invert(shares, rowBends, penalty.hasMeanOfRows());
        weights.subtractTransposedProduct(shares, target);
    }

    /** target ← (C − hᵀH⁻¹h)·x. */
    private void multiply(double[] x, double[] target) {
        for (int j = 0; j < x.length; j++) {
            target[j] = columnBends[j] * x[j];
        }
        Arrays.fill(shares, 0);
        weights.subtractProduct(x, shares);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = -shares[i];
        }
        subtractShares(target);
    }

    /**
     * directionᵀ·C·direction, which bends less on the null space of the system only by rounding.
     */
    private double size(double[] x) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += columnBends[j] * x[j] * x[j];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
