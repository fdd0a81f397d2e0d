package io.nadir.solver;

import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;

import java.io.DataInput;
import java.io.DataOutput;

/** Alternating exact least squares row by row. */
final class RowLeastSquares implements DescentMethod {
    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final double lambda;

    RowLeastSquares(MatrixMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
    }

    @Override
    public double worthAppending() {
        return 0.25;
    }

    @Override
    public void save(DataOutput out) {
        // Nothing is remembered.
    }

    @Override
    public void load(DataInput in) {
        // Nothing is remembered.
    }

    @Override
    public void restart() {
        // Nothing is remembered.
    }

    @Override
    public double step(Factors w) {
        Factors next = w.copy();
        map.minimizeBlock(next, 0, lambda);
        balance(next);
        double value = map.minimizeBlock(next, 1, lambda);
        double normU = Panels.frobenius(next.block(0));
        double normV = Panels.frobenius(next.block(1));
        double nuclear = balance(next);
        w.set(next);
        return value - 0.5 * lambda * normV * normV + lambda * nuclear;
    }

    /** X stays, columns become orthogonal with equal norms; returns the nuclear norm. */
    private double balance(Factors w) {
        Panel u = w.block(0);
        Panel v = w.block(1);
        Panel ru = ThinQr.factor(u, products);
        Panel rv = ThinQr.factor(v, products);
        SmallDense.Svd svd = SmallDense.svd(Panels.multiplyTransposed(ru, rv));
        double sum = 0;
        double[] roots = new double[w.rank()];
        for (int i = 0; i < roots.length; i++) {
            sum += svd.values()[i];
            roots[i] = Math.sqrt(svd.values()[i]);
        }
        Panels.scaleColumns(svd.u(), roots);
        Panels.scaleColumns(svd.v(), roots);
        copy(products.multiply(u, svd.u()), u);
        copy(products.multiply(v, svd.v()), v);
        return sum;
    }

    private static void copy(Panel from, Panel to) {
        for (int i = 0; i < from.rows(); i++) {
            System.arraycopy(
                    from.data(), i * from.stride(), to.data(), i * to.stride(), from.columns());
        }
    }
}
