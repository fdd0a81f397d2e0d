package io.nadir.solver;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Exact minimization over one column at a time, for the squared loss over all entries and every
 * regularizer: with A = YV and B = VᵀV, u_i ← prox of (λ·price_i/B_ii)·h₁ at u_i + (A_i − U·B_i)/
 * B_ii, all columns in turn, then likewise V (hierarchical alternating least squares: Cichocki
 * &amp; Phan 2009). A sweep over the columns costs 2mr² flops beside 2mnr for A, so several sweeps
 * are made for each A (Gillis &amp; Glineur, Neural Computation 24, 2012, section 4).
 *
 * <p>Steps start from an extrapolation W + β(W − W_old); β grows while f falls, and is cut when f
 * would rise, where the step is repeated from W itself (Ang &amp; Gillis, Neural Computation 31,
 * 2019). So f is monotone. A step reads the data twice, a repeated one four times.
 */
final class ColumnDescent implements DescentMethod {
    private static final DenseKernels KERNELS = Kernels.get();

    /** Sweeps for each A, at most. */
    private static final int MOST_SWEEPS = 8;

    /** Sweeps end when one changes the block by less than this share of the first one. */
    private static final double SETTLED = 0.1;

    /** β of the first extrapolation. */
    private static final double FIRST_EXTRAPOLATION = 0.5;

    /** Growth of β after a step that lowered f, and of its limit. */
    private static final double GROWTH = 1.05;

    private static final double LIMIT_GROWTH = 1.01;

    /** Cut of β after one that would not have. */
    private static final double CUT = 1.5;

    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final Regularizer theta;
    private final double lambda;
    private final double halfSquare;
    private @Nullable Factors previous;
    private double extrapolation = FIRST_EXTRAPOLATION;
    private double extrapolationLimit = 1;
    private double objective = Double.POSITIVE_INFINITY;

    ColumnDescent(MatrixMap map, Regularizer theta, double lambda) {
        this.map = map;
        this.theta = theta;
        this.lambda = lambda;
        this.halfSquare = map.valueAtZero();
    }

    @Override
    public void restart() {
        previous = null;
        objective = Double.POSITIVE_INFINITY;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(extrapolation);
        out.writeDouble(extrapolationLimit);
        out.writeDouble(objective);
        out.writeBoolean(previous != null);
        if (previous != null) {
            SolveState.write(out, previous);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        extrapolation = in.readDouble();
        extrapolationLimit = in.readDouble();
        objective = in.readDouble();
        previous = in.readBoolean() ? SolveState.readFactors(in) : null;
    }

    @Override
    public double step(Factors w) {
        Factors next = w.copy();
        double after = Double.POSITIVE_INFINITY;
        if (previous != null) {
            extrapolate(next, previous);
            after = sweep(next);
            adapt(after < objective);
        }
        if (!(after < objective)) {
            // Forgotten first: an interrupted step must begin again just here.
            previous = null;
            next.set(w);
            after = sweep(next);
        }
        if (after > objective) {
            // Rounding is all that is left: stay.
            return objective;
        }
        accept(w, next, after);
        return after;
    }

    private void accept(Factors w, Factors next, double after) {
        theta.balance(next);
        Factors old = w.copy();
        previous = next.dropVanished() ? null : old;
        objective = after;
        w.set(next);
    }

    private void adapt(boolean success) {
        if (success) {
            extrapolation = Math.min(extrapolationLimit, GROWTH * extrapolation);
            extrapolationLimit = Math.min(1, LIMIT_GROWTH * extrapolationLimit);
        } else {
            extrapolationLimit = extrapolation;
            extrapolation /= CUT;
        }
    }

    /** next ← next + β(next − old), then back into the domain of θ. */
    private void extrapolate(Factors next, Factors old) {
        for (int k = 0; k < next.order(); k++) {
            Panel block = next.block(k);
            Panel from = old.block(k);
            for (int i = 0; i < block.rows(); i++) {
                int at = i * block.stride();
                KERNELS.scale(1 + extrapolation, block.data(), at, block.columns());
                KERNELS.axpy(
                        -extrapolation,
                        from.data(),
                        i * from.stride(),
                        block.data(),
                        at,
                        block.columns());
            }
            theta.prox(next, k, 0);
        }
    }

    /** Minimizes over all columns of U, then of V; returns f. */
    private double sweep(Factors w) {
        Panel v = w.block(1);
        update(w, 0, timesData(v, Panel.zeros(map.rows(), 0)), gram(v));
        Panel u = w.block(0);
        Panel yu = timesData(Panel.zeros(map.columns(), 0), u);
        Panel gramU = gram(u);
        update(w, 1, yu, gramU);
        double fit = 0.5 * Panels.inner(gramU, gram(v)) - Panels.inner(yu, v);
        return halfSquare + fit + lambda * theta.value(w);
    }

    private Panel gram(Panel block) {
        return products.transposeMultiply(block, block);
    }

    /** YV or YᵀU, whichever factor has columns. */
    private Panel timesData(Panel v, Panel u) {
        Panel yv = Panel.zeros(map.rows(), v.columns());
        Panel yu = Panel.zeros(map.columns(), u.columns());
        map.multiplyData(v, u, yv, yu);
        return v.columns() > 0 ? yv : yu;
    }

    /** Sweeps over the columns of block k, given A and B. */
    private void update(Factors w, int k, Panel a, Panel b) {
        Panel columns = Panels.transposed(w.block(k));
        Panel target = Panels.transposed(a);
        double[] weights = new double[w.rank()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = b.get(i, i) > 0 ? lambda * theta.price(w, k, i) / b.get(i, i) : 0;
        }
        double[] column = new double[target.stride()];
        double first = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            map.checkCancelled();
            double change = 0;
            for (int i = 0; i < weights.length; i++) {
                minimize(k, i, weights[i], target, b, columns, column);
                change += replace(columns, i, column);
            }
            first = sweep == 0 ? change : first;
            if (change <= SETTLED * SETTLED * first) {
                break;
            }
        }
        transposeInto(columns, w.block(k));
    }

    /** column ← the minimizer over column i of block k; 0 where its partner is. */
    private void minimize(
            int k, int i, double weight, Panel target, Panel b, Panel columns, double[] column) {
        int length = columns.columns();
        double square = b.get(i, i);
        if (!(square > 0)) {
            Arrays.fill(column, 0);
            return;
        }
        System.arraycopy(target.data(), i * target.stride(), column, 0, length);
        for (int j = 0; j < columns.rows(); j++) {
            double coefficient = b.get(j, i);
            if (j != i && coefficient != 0) {
                KERNELS.axpy(-coefficient, columns.data(), j * columns.stride(), column, 0, length);
            }
        }
        KERNELS.scale(1 / square, column, 0, length);
        theta.prox(k, weight, column, 0, 1, length);
    }

    /** Column i ← the new one; returns the square of the distance. */
    private static double replace(Panel columns, int i, double[] column) {
        double[] data = columns.data();
        int at = i * columns.stride();
        int length = columns.columns();
        KERNELS.axpy(-1, column, 0, data, at, length);
        double change = KERNELS.dot(data, at, data, at, length);
        System.arraycopy(column, 0, data, at, length);
        return change;
    }

    private static void transposeInto(Panel columns, Panel block) {
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < block.columns(); j++) {
                block.set(i, j, columns.get(j, i));
            }
        }
    }
}
