package io.nadir.matrix;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;

/**
 * The gradient G = F·Hᵀ + S of a weighted sparse matrix at one point, F = AU, H = BV and S = (w −
 * ab)·x − w·y at the listed entries. Warm calls on one thread allocate nothing.
 */
final class WeightedGradient {
    private static final DenseKernels DENSE = Kernels.get();
    private static final SparseKernels KERNELS = Kernels.sparse();

    /** Rows of a Gram matrix between two looks at the interrupt flag. */
    private static final int GRAM_ROWS = 256;

    private final WeightedSparseMatrix data;
    private final SparseEntries y;
    private final Workers workers;
    private final PanelProducts products;
    private final double[] base;
    private final double[] shifts;
    private final double[] s;
    private final double[] sByColumn;
    private final SparseProducts rowProducts;
    private final SparseProducts columnProducts;
    private final ListedPass listedPass = new ListedPass();
    private final TransposePass transposePass = new TransposePass();
    private final double[] values;
    private final Panel noLeft;
    private final Panel noRight;

    /** The point, where it is known. */
    private final Factors point;

    private Panel left = Panel.zeros(0, 0);
    private Panel right = left;
    private Panel gramLeft = left;
    private Panel gramRight = left;
    private Panel coefficients = left;
    private double listed;
    private boolean known;

    /** Whether {@code sByColumn} has the same numbers as {@code s}. */
    private boolean transposed;

    WeightedGradient(WeightedSparseMatrix data, Workers workers, PanelProducts products) {
        this.data = data;
        this.y = data.entries();
        this.workers = workers;
        this.products = products;
        this.base = data.weightsIfUnlisted();
        this.shifts = ShiftedRegressions.differences(data.weights(), base);
        this.s = new double[y.count()];
        this.sByColumn = new double[y.count()];
        this.rowProducts = new SparseProducts(y.byRow(), workers);
        this.columnProducts = new SparseProducts(y.byColumn(), workers);
        this.values = new double[rowProducts.plan().size()];
        this.noLeft = Panel.zeros(y.rows(), 0);
        this.noRight = Panel.zeros(y.columns(), 0);
        this.point = Factors.empty(y.rows(), y.columns());
    }

    /** ab at the listed entries. */
    double[] base() {
        return base;
    }

    /** w − ab at the listed entries. */
    double[] shifts() {
        return shifts;
    }

    /** F. */
    Panel left() {
        return left;
    }

    /** H. */
    Panel right() {
        return right;
    }

    /** S. */
    double[] sparse() {
        return s;
    }

    /**
     * Moves to a point, in one pass that also computes S·B; nothing is known of it from before.
     *
     * @param sb receives S·B, m×b
     */
    void moveTo(Factors w, Panel b, Panel sb) {
        known = false;
        transposed = false;
        listedPass.execute(w, b, sb);
        left = weighted(w.block(0), data.rowWeights(), left);
        right = weighted(w.block(1), data.columnWeights(), right);
        point.set(w);
        known = true;
    }

    /** Moves to a point unless it is this one. */
    void moveTo(Factors w) {
        if (!known || !point.equalsExactly(w)) {
            moveTo(w, noRight, noLeft);
        }
    }

    /** ℓ at the point. */
    double value() {
        return Math.max(0, listed + 0.5 * squares());
    }

    /** ⟨UᵀAU, VᵀBV⟩. */
    double squares() {
        int r = point.rank();
        gramLeft = Panels.fit(gramLeft, r, r);
        gramRight = Panels.fit(gramRight, r, r);
        products.transposeMultiplyInto(left, point.block(0), gramLeft);
        products.transposeMultiplyInto(right, point.block(1), gramRight);
        return Panels.inner(gramLeft, gramRight);
    }

    /** The inner products of the outputs of columns under the weights. */
    OutputGram outputGram() {
        squares();
        return new OutputGram(point, gramLeft, gramRight).add(y.byRow(), shifts);
    }

    /** T = G·B. */
    void multiply(Panel b, Panel t) {
        rowProducts.multiply(s, b, t);
        addLowRank(b, t);
    }

    /** T ← T + F·(HᵀB). */
    void addLowRank(Panel b, Panel t) {
        addLowRank(left, right, b, t);
    }

    /** T = Gᵀ·C. */
    void multiplyTransposed(Panel c, Panel t) {
        columnProducts.multiply(sByColumn(), c, t);
        addLowRank(right, left, c, t);
    }

    private void addLowRank(Panel f, Panel h, Panel b, Panel t) {
        coefficients = Panels.fit(coefficients, h.columns(), b.columns());
        products.transposeMultiplyInto(h, b, coefficients);
        DENSE.multiplyAdd(f, 0, f.rows(), coefficients, t, products.scratch());
    }

    /** diag(weights)·F, in the memory of {@code old} where it fits. */
    static Panel weighted(Panel f, double[] weights, Panel old) {
        Panel out = Panels.fit(old, f.rows(), f.columns());
        Panels.copyInto(f, out);
        for (int i = 0; i < f.rows(); i++) {
            DENSE.scale(weights[i], out.data(), i * out.stride(), f.columns());
        }
        return out;
    }

    /** S by columns, made when it is first asked for. */
    private double[] sByColumn() {
        if (!transposed) {
            workers.run(columnProducts.plan().size(), transposePass);
            transposed = true;
        }
        return sByColumn;
    }

    /**
     * The lower triangle of GᵀG if {@code gram} is n×n, otherwise of GGᵀ, with anything above the
     * diagonal.
     */
    void gram(Panel gram) {
        gram(left, right, s, sByColumn(), gram);
    }

    /**
     * Forms the same for a dual point G + C·Qᵀ at the point.
     *
     * @param c C, with as many columns as {@code q}
     * @param gram receives the Gram matrix
     */
    ShiftedDual dual(Panel c, Panel q, Panel gram) {
        Panel f = Panels.concatenate(left, c);
        Panel h = Panels.concatenate(right, q);
        double[] sparse = s.clone();
        ShiftedDual sums = new WeightedDual(data, base, f, h, sparse).sums(products);
        gram(f, h, sparse, SparseEntries.take(sparse, y.numbers()), gram);
        return sums;
    }

    private void gram(Panel f, Panel h, double[] byRow, double[] byColumn, Panel gram) {
        if (gram.rows() != y.columns()) {
            EntryPlan plan = rowProducts.plan();
            SparseGram.of(y.byRow(), plan, byRow, y.byColumn(), byColumn, gram, workers);
            addLowRankGram(f, h, rowProducts, byRow, gram);
        } else {
            EntryPlan plan = columnProducts.plan();
            SparseGram.of(y.byColumn(), plan, byColumn, y.byRow(), byRow, gram, workers);
            addLowRankGram(h, f, columnProducts, byColumn, gram);
        }
    }

    /**
     * M ← M + (H·K + T)·Hᵀ + H·Tᵀ with K = FᵀF and T = S·F: what G = H·Fᵀ + S has in GGᵀ besides
     * SSᵀ.
     */
    private void addLowRankGram(
            Panel h, Panel f, SparseProducts sparse, double[] entries, Panel gram) {
        Panel t = Panel.zeros(h.rows(), f.columns());
        sparse.multiply(entries, f, t);
        Panel n = Panels.copy(t);
        Panel k = products.transposeMultiply(f, f);
        DENSE.multiplyAdd(h, 0, h.rows(), k, n, products.scratch());
        Panel leftSides = Panels.concatenate(n, h);
        Panel rightSides = Panels.transposed(Panels.concatenate(h, t));
        for (int i = 0; i < h.rows(); i += GRAM_ROWS) {
            workers.checkCancelled();
            int end = Math.min(h.rows(), i + GRAM_ROWS);
            DENSE.multiplyAdd(leftSides, i, end, rightSides, gram, products.scratch());
        }
    }

    /** Returns x at the listed entries of the point. */
    double[] outputs() {
        double[] x = new double[y.count()];
        CompressedRows rows = y.byRow();
        KERNELS.sampledProduct(rows, 0, rows.rows(), point.block(0), point.block(1), x);
        return x;
    }

    /** S by rows, S·B, and ½ Σ (w·(y − x)² − ab·x²). */
    private final class ListedPass implements Workers.Task, ElementwiseLoss {
        private Factors w = Factors.empty(1, 1);
        private Panel b = Panel.zeros(0, 0);
        private Panel sb = b;

        void execute(Factors at, Panel with, Panel product) {
            w = at;
            b = with;
            sb = product;
            workers.run(values.length, this);
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            listed = sum;
        }

        @Override
        public void run(int chunk, Workers.Context context) {
            EntryPlan plan = rowProducts.plan();
            int from = plan.from(chunk);
            int to = plan.to(chunk);
            Panel u = w.block(0);
            Panel v = w.block(1);
            values[chunk] =
                    KERNELS.residualGradient(this, y.byRow(), y.values(), from, to, u, v, b, s, sb);
        }

        @Override
        public double gradientInPlace(
                double[] targets, int offset, double[] x, int xOffset, int length) {
            double[] weights = data.weights();
            double sum = 0;
            for (int k = 0; k < length; k++) {
                int e = offset + k;
                double at = x[xOffset + k];
                double r = targets[e] - at;
                sum += weights[e] * r * r - base[e] * at * at;
                x[xOffset + k] = shifts[e] * at - weights[e] * targets[e];
            }
            return 0.5 * sum;
        }
    }

    /** S by columns. */
    private final class TransposePass implements Workers.Task {
        @Override
        public void run(int chunk, Workers.Context context) {
            EntryPlan plan = columnProducts.plan();
            int[] starts = y.byColumn().starts();
            int[] numbers = y.numbers();
            int end = starts[plan.to(chunk)];
            for (int e = starts[plan.from(chunk)]; e < end; e++) {
                sByColumn[e] = s[numbers[e]];
            }
        }
    }
}
