package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of a sparse matrix whose unlisted entries are zeros, under the squared loss. With X = UVᵀ
 * neither X nor G = X − Y is formed: ℓ = ½‖Y‖² − ⟨Y, X⟩ + ½⟨UᵀU, VᵀV⟩ and G·B = U(VᵀB) − Y·B. Each
 * pass costs O(entries + (m + n)·r) for each column of B. Warm calls on one thread allocate
 * nothing.
 */
final class SparseMatrixMap extends MatrixMap {
    private static final DenseKernels DENSE = Kernels.get();

    private final SparseEntries y;
    private final double[] byColumn;
    private final SparseProducts rowProducts;
    private final SparseProducts columnProducts;
    private Panel gramU = Panel.zeros(0, 0);
    private Panel gramV = gramU;
    private Panel yv = gramU;
    private Panel coefficients = gramU;

    SparseMatrixMap(SparseMatrix data, Loss loss, int threads, @Nullable Executor executor) {
        super(data, data.rows(), data.columns(), loss, 1, threads, executor);
        this.y = data.entries();
        this.byColumn = y.valuesByColumn();
        this.rowProducts = new SparseProducts(y.byRow(), workers());
        this.columnProducts = new SparseProducts(y.byColumn(), workers());
    }

    @Override
    protected double computeValueAtZero() {
        return 0.5 * y.frobenius() * y.frobenius();
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        negativeProduct(w, b, gb);
        DENSE.scale(-1, gb.data(), 0, gb.data().length);
        negativeTransposedProduct(w, c, gc);
        DENSE.scale(-1, gc.data(), 0, gc.data().length);
        return value(w);
    }

    @Override
    public double productOperations() {
        return 2.0 * byColumn.length;
    }

    @Override
    public boolean hasFastGram() {
        return true;
    }

    @Override
    public void multiplyData(Panel b, Panel c, Panel yb, Panel yc) {
        rowProducts.multiply(y.values(), b, yb);
        columnProducts.multiply(byColumn, c, yc);
    }

    @Override
    public void gram(Factors w, Panel b, Panel t, Panel s) {
        negativeProduct(w, b, t);
        negativeTransposedProduct(w, t, s);
    }

    /** Computes {@link #gram}, which forms T before it multiplies by Gᵀ. */
    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        gram(w, b, t, s);
    }

    /** All m·n entries: zeros count. */
    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        y.visitAll(w, transposed, this::checkCancelled, visitor);
    }

    /** Returns (‖Y‖ + ‖U‖‖V‖)², the size of the terms that cancel in ℓ. */
    @Override
    public double cancellation(Factors w) {
        double norms = Panels.frobenius(w.block(0)) * Panels.frobenius(w.block(1));
        double size = y.frobenius() + norms;
        return size * size;
    }

    /** s⟨Y − X, Y⟩ − ½s²‖Y − X‖². */
    @Override
    public double dualValue(Factors w, double s) {
        double square = y.frobenius() * y.frobenius();
        return s * (square - inner(w)) - s * s * value(w);
    }

    private double value(Factors w) {
        PanelProducts products = products();
        gramU = Panels.fit(gramU, w.rank(), w.rank());
        gramV = Panels.fit(gramV, w.rank(), w.rank());
        products.transposeMultiplyInto(w.block(0), w.block(0), gramU);
        products.transposeMultiplyInto(w.block(1), w.block(1), gramV);
        double value = valueAtZero() - inner(w) + 0.5 * Panels.inner(gramU, gramV);
        return Math.max(0, value);
    }

    /** ⟨Y, U·Vᵀ⟩. */
    private double inner(Factors w) {
        yv = Panels.fit(yv, rows(), w.rank());
        rowProducts.multiply(y.values(), w.block(1), yv);
        return Panels.inner(yv, w.block(0));
    }

    /** T = Y·B − U(VᵀB). */
    private void negativeProduct(Factors w, Panel b, Panel t) {
        rowProducts.multiply(y.values(), b, t);
        subtractProjection(w.block(0), w.block(1), b, t);
    }

    /** S = Yᵀ·C − V(UᵀC). */
    private void negativeTransposedProduct(Factors w, Panel c, Panel s) {
        columnProducts.multiply(byColumn, c, s);
        subtractProjection(w.block(1), w.block(0), c, s);
    }

    /** T ← T − F(HᵀB). */
    private void subtractProjection(Panel f, Panel h, Panel b, Panel t) {
        coefficients = Panels.fit(coefficients, h.columns(), b.columns());
        products().transposeMultiplyInto(h, b, coefficients);
        products().subtractProduct(f, coefficients, t);
    }
}
