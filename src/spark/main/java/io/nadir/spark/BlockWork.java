package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.EntrySums;
import io.nadir.model.Factors;

import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The computations on the rows of a block, by the core's map of them. Keeps U and G at the last
 * point, because a certificate multiplies by G many times. Not thread-safe.
 */
final class BlockWork {
    /** Positions in the sums of {@link #evaluate}. */
    static final int LOSS = 0;

    /** Bounds of the norms of the terms that add up to X, squared. */
    static final int TERMS = 1;

    /** The size of the terms that cancel in ℓ. */
    static final int CANCELLATION = 2;

    /** The share of entries that the loss sees, times their number and the largest weight. */
    static final int SEEN = 3;

    /** (λ/2)·‖a'‖², where a' are the coordinates of the row offsets. */
    static final int ROW_PRICE = 4;

    /** Σ|ρ_i·a_i| for the row offsets a and the slopes ρ that are left of f by them. */
    static final int ROW_PAIRING = 5;

    /** Σρ_i², and Σ|ρ_i|. */
    static final int ROW_SQUARES = 6;

    static final int ROW_SLOPES = 7;

    static final int SUMS = 8;

    private final ConvexLoss loss;
    private final boolean hasOffsets;
    private final MatrixMap map;
    private final RowMinimizer minimizer;
    private final int @Nullable [] columns;
    private final PanelProducts products = new PanelProducts();
    private final Panel none;
    private final Panel noColumns;
    private Factors w;

    /** The factors whose product is X: with offsets, two more columns, or one. */
    private Factors outputs;

    private long number = -1;

    /**
     * Binds the data to the loss.
     *
     * @param known the same data if their known entries are listed
     * @param hasOffsets whether points have offsets; the data then list their entries
     */
    BlockWork(
            MatrixData data,
            BlockData.@Nullable Observed known,
            int @Nullable [] columns,
            ConvexLoss loss,
            boolean hasOffsets) {
        this.loss = loss;
        this.hasOffsets = hasOffsets;
        this.map = data.bind(loss, 1, null);
        this.minimizer = new RowMinimizer(map, known, products);
        this.columns = columns;
        this.w = Factors.empty(map.rows(), map.columns());
        this.outputs = w;
        this.none = Panel.zeros(map.columns(), 0);
        this.noColumns = Panel.zeros(map.rows(), 0);
    }

    boolean isFor(ConvexLoss other, boolean offsets) {
        return hasOffsets == offsets && loss.name().equals(other.name());
    }

    MatrixMap map() {
        return map;
    }

    /**
     * U and V at a point, where U is the best one for V; not to be modified. Row offsets, if there
     * are any, are one more column of U.
     */
    Factors at(Point point) {
        if (number != point.number()) {
            number = -1;
            OffsetTerms offsets = point.offsets();
            boolean more = offsets != null && offsets.centering().hasRows();
            Factors next = Factors.zeros(point.rank() + (more ? 1 : 0), map.rows(), map.columns());
            fill(point.elements().value(), point.rank(), next.block(1));
            if (offsets == null) {
                minimizer.minimize(next, point);
                outputs = next;
            } else {
                outputs = solveBeside(next, more ? offsets.scale(point.lambda()) : 0, point);
            }
            w = next;
            number = point.number();
        }
        return w;
    }

    /** ℓ, UᵀU, and GᵀU, with Gᵀ1 as one more column if there are offsets. */
    Partial evaluate(Point point) {
        int r = point.rank();
        Panel u = Panels.leadingColumns(at(point).block(0), r);
        boolean offsets = point.offsets() != null;
        Panel left = offsets ? withOnes(u) : u;
        Panel gu = Panel.zeros(map.columns(), left.columns());
        Panel ones = offsets ? withOnes(none) : none;
        Panel rowSums = Panel.zeros(map.rows(), ones.columns());
        double value = map.residual(outputs, ones, left, rowSums, gu);
        Panel gram = products.transposeMultiply(u, u);
        double terms = map.sizeOfTerms(outputs);
        double[] sums = new double[SUMS];
        sums[LOSS] = value;
        sums[TERMS] = terms * terms;
        sums[CANCELLATION] = map.cancellation(outputs);
        sums[SEEN] = map.density() * map.curvature() * map.rows() * map.columns();
        addRowOffsets(point, rowSums, sums);
        return new Partial(
                sums, Partial.unpadded(gram), columns, gu.columns(), Partial.unpadded(gu));
    }

    private void addRowOffsets(Point point, Panel rowSums, double[] sums) {
        OffsetTerms offsets = point.offsets();
        if (offsets == null || !offsets.centering().hasRows()) {
            return;
        }
        double scale = offsets.scale(point.lambda());
        for (int i = 0; i < map.rows(); i++) {
            double coordinate = w.block(0).get(i, point.rank());
            double offset = scale * coordinate;
            double slope = rowSums.get(i, 0) + offsets.penalty() * offset;
            sums[ROW_PRICE] += 0.5 * offsets.penalty() * offset * offset;
            sums[ROW_PAIRING] += Math.abs(slope * offset);
            sums[ROW_SQUARES] += slope * slope;
            sums[ROW_SLOPES] += Math.abs(slope);
        }
    }

    /** The offset of a row; 0 if rows have none. */
    double rowOffset(Point point, int i) {
        OffsetTerms offsets = point.offsets();
        return offsets == null || !offsets.centering().hasRows()
                ? 0
                : offsets.scale(point.lambda()) * at(point).block(0).get(i, point.rank());
    }

    /** The sum of the offsets of all rows. */
    Partial sumOfRowOffsets(Point point) {
        double[] sum = {0};
        for (int i = 0; i < map.rows(); i++) {
            sum[0] += rowOffset(point, i);
        }
        return new Partial(sum, new double[0], new int[0], 0, new double[0]);
    }

    /** Gᵀ1 at a point with offsets. */
    Partial columnSums(Point point) {
        at(point);
        Panel sums = Panel.zeros(map.columns(), 1);
        map.residual(outputs, none, withOnes(noColumns), noColumns, sums);
        return new Partial(new double[0], new double[0], columns, 1, Partial.unpadded(sums));
    }

    /** A panel with a column of ones after those that it has. */
    private static Panel withOnes(Panel panel) {
        Panel ones = Panel.zeros(panel.rows(), 1);
        for (int i = 0; i < panel.rows(); i++) {
            ones.set(i, 0, 1);
        }
        return Panels.concatenate(panel, ones);
    }

    /** GᵀG·B. */
    Partial multiplyGram(Point point, double[] elements, int width) {
        at(point);
        Panel b = Panel.zeros(map.columns(), width);
        fill(elements, width, b);
        Panel t = Panel.zeros(map.rows(), width);
        Panel s = Panel.zeros(map.columns(), width);
        map.residualGram(outputs, b, t, s);
        return new Partial(new double[0], new double[0], columns, width, Partial.unpadded(s));
    }

    /** (−G·B)₊: the squares of its columns, and its product with −Gᵀ. */
    Partial positive(Point point, double[] elements, int width) {
        at(point);
        Panel b = Panel.zeros(map.columns(), width);
        fill(elements, width, b);
        Panel t = Panel.zeros(map.rows(), width);
        map.residual(outputs, b, noColumns, t, none);
        double[] squares = new double[width];
        for (int i = 0; i < t.rows(); i++) {
            for (int k = 0; k < width; k++) {
                double positive = Math.max(0, -t.get(i, k));
                squares[k] += positive * positive;
                t.set(i, k, -positive);
            }
        }
        Panel s = Panel.zeros(map.columns(), width);
        map.residual(outputs, none, t, noColumns, s);
        return new Partial(new double[0], squares, columns, width, Partial.unpadded(s));
    }

    /** Sums over the entries, by the scalar functions of the loss. */
    Partial totals(Point point) {
        EntrySums sums = new EntrySums(map, at(point), false, (row, gradient) -> {});
        return new Partial(sums.totals().toArray(), new double[0], new int[0], 0, new double[0]);
    }

    /** −ℓ*(s·G). */
    Partial dualValue(Point point, double s) {
        at(point);
        double[] value = {map.dualValue(outputs, s)};
        return new Partial(value, new double[0], new int[0], 0, new double[0]);
    }

    /** The rows that belong to the columns of this block. */
    private void fill(double[] elements, int width, Panel target) {
        for (int i = 0; i < target.rows(); i++) {
            int from = columns == null ? i : columns[i];
            System.arraycopy(elements, from * width, target.data(), i * target.stride(), width);
        }
    }

    /**
     * U and row offsets ← argmin ℓ(Y, U·Vᵀ + a·1ᵀ + 1·qᵀ) + (λ/2)‖U‖² + (κ/2)‖a‖².
     *
     * @param scale the value of the column of V that belongs to row offsets
     * @return factors whose product is X
     */
    private Factors solveBeside(Factors next, double scale, Point point) {
        Broadcast<double[]> q = Objects.requireNonNull(point.q(), "q");
        Panel shift = Panel.zeros(map.columns(), 1);
        fill(q.value(), 1, shift);
        Panel v = next.block(1);
        for (int j = 0; scale > 0 && j < v.rows(); j++) {
            v.set(j, point.rank(), scale);
        }
        Panel ones = withOnes(noColumns);
        if (next.rank() > 0) {
            map.minimizerBeside(Factors.wrap(1, ones, shift)).minimize(next, 0, point.lambda());
        }
        Panel left = Panels.concatenate(next.block(0), ones);
        Panel right = Panels.concatenate(v, shift);
        if (scale > 0) {
            // a·1ᵀ: with a coordinate and its scale, bounds of rounding errors would be too large.
            for (int i = 0; i < left.rows(); i++) {
                left.set(i, point.rank(), scale * left.get(i, point.rank()));
            }
            for (int j = 0; j < right.rows(); j++) {
                right.set(j, point.rank(), 1);
            }
        }
        return Factors.wrap(left.columns(), left, right);
    }
}
