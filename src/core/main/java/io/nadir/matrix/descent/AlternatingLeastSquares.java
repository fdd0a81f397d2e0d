package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ShiftedInverse;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;

import java.io.DataInput;
import java.io.DataOutput;

/**
 * Exact alternating least squares: U = YV(VᵀV + λI)⁻¹, then V = YᵀU(UᵀU + λI)⁻¹, for the squared
 * loss. Both come out of one pass, since YᵀU = (YᵀYV)(VᵀV + λI)⁻¹. A step allocates O(r²), for two
 * eigendecompositions.
 */
public final class AlternatingLeastSquares implements DescentMethod {
    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final double lambda;
    private final double halfSquare;
    private final Factors none;
    private Panel yv = Panel.zeros(0, 0);
    private Panel yyv = yv;
    private Panel u = yv;
    private Panel yu = yv;
    private Panel gramU = yv;
    private Panel gramV = yv;

    public AlternatingLeastSquares(MatrixMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
        this.halfSquare = map.valueAtZero();
        this.none = Factors.empty(map.rows(), map.columns());
    }

    @Override
    public void restart() {
        // Nothing is remembered.
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
    public double step(Factors w) {
        Panel v = w.block(1);
        shape(w.rank());
        map.gram(none, v, yv, yyv);
        products.transposeMultiplyInto(v, v, gramV);
        Panel solveU = inverseShifted(gramV);
        products.multiplyInto(yv, solveU, u);
        products.multiplyInto(yyv, solveU, yu);
        products.transposeMultiplyInto(u, u, gramU);
        Panel solveV = inverseShifted(gramU);
        Panels.copyInto(u, w.block(0));
        products.multiplyInto(yu, solveV, v);
        products.transposeMultiplyInto(v, v, gramV);
        return objective(v);
    }

    private void shape(int rank) {
        yv = Panels.fit(yv, map.rows(), rank);
        yyv = Panels.fit(yyv, map.columns(), rank);
        u = Panels.fit(u, map.rows(), rank);
        yu = Panels.fit(yu, map.columns(), rank);
        gramU = Panels.fit(gramU, rank, rank);
        gramV = Panels.fit(gramV, rank, rank);
    }

    /**
     * ½‖Y‖² − ⟨YᵀU, V⟩ + ½⟨UᵀU, VᵀV⟩ + (λ/2)(‖U‖² + ‖V‖²). Where Y is met nearly, rounding errors
     * of what cancels exceed the loss, which is 0 or more.
     */
    private double objective(Panel v) {
        double trace = 0;
        for (int i = 0; i < gramU.rows(); i++) {
            trace += gramU.get(i, i) + gramV.get(i, i);
        }
        double loss = halfSquare - Panels.inner(yu, v) + 0.5 * Panels.inner(gramU, gramV);
        return Math.max(0, loss) + 0.5 * lambda * trace;
    }

    private Panel inverseShifted(Panel gram) {
        return ShiftedInverse.of(1, gram, lambda, products);
    }
}
