package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;

/** Products with a matrix P·Qᵀ of low rank. They cost the rank instead of a side of the matrix. */
final class LowRankProducts implements DataProducts {
    private final PanelProducts products = new PanelProducts();
    private final Panel left;
    private final Panel right;
    private final double halfSquare;
    private Panel small = Panel.zeros(0, 0);

    /**
     * Makes products.
     *
     * @param left P, m×p
     * @param right Q, n×p
     */
    LowRankProducts(Panel left, Panel right) {
        this.left = left;
        this.right = right;
        Panel gram = products.transposeMultiply(left, left);
        double square = Panels.inner(gram, products.transposeMultiply(right, right));
        this.halfSquare = 0.5 * Math.max(0, square);
    }

    @Override
    public void multiplyInto(Panel v, Panel out) {
        multiply(left, right, v, out);
    }

    @Override
    public void transposeMultiplyInto(Panel u, Panel out) {
        multiply(right, left, u, out);
    }

    /** out ← A·Bᵀ·x. */
    private void multiply(Panel a, Panel b, Panel x, Panel out) {
        small = Panels.fit(small, b.columns(), x.columns());
        products.transposeMultiplyInto(b, x, small);
        products.multiplyInto(a, small, out);
    }

    @Override
    public double halfSquare() {
        return halfSquare;
    }

    /** {@inheritDoc} From sums all the same: it decides about nothing but where to start. */
    @Override
    public double loss(Factors w, Factors gradient) {
        Panel u = w.block(0);
        Panel v = w.block(1);
        Panel product = Panel.zeros(u.rows(), w.rank());
        multiplyInto(v, product);
        Panel grams = products.transposeMultiply(u, u);
        double square = Panels.inner(grams, products.transposeMultiply(v, v));
        return Math.max(0, halfSquare + 0.5 * square - Panels.inner(product, u));
    }
}
