package io.nadir.solver;

import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;

import java.io.DataInput;
import java.io.DataOutput;

/**
 * Exact alternating least squares: U = YV(VᵀV + λI)⁻¹, then V = YᵀU(UᵀU + λI)⁻¹, for the squared
 * loss. Both come out of one pass, since YᵀU = (YᵀYV)(VᵀV + λI)⁻¹.
 */
final class AlternatingLeastSquares implements DescentMethod {
    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final double lambda;
    private final double halfSquare;
    private final Factors none;

    AlternatingLeastSquares(MatrixMap map, double lambda) {
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
        Panel yv = Panel.zeros(map.rows(), v.columns());
        Panel yyv = Panel.zeros(v.rows(), v.columns());
        map.gram(none, v, yv, yyv);
        Panel solveU = inverseShifted(products.transposeMultiply(v, v));
        Panel u = products.multiply(yv, solveU);
        Panel yu = products.multiply(yyv, solveU);
        Panel gramU = products.transposeMultiply(u, u);
        Factors next = Factors.zeros(w.rank(), u.rows(), v.rows());
        copy(u, next.block(0));
        copy(products.multiply(yu, inverseShifted(gramU)), next.block(1));
        w.set(next);
        return objective(w.block(1), yu, gramU);
    }

    /** ½‖Y‖² − ⟨YᵀU, V⟩ + ½⟨UᵀU, VᵀV⟩ + (λ/2)(‖U‖² + ‖V‖²). */
    private double objective(Panel v, Panel yu, Panel gramU) {
        Panel gramV = products.transposeMultiply(v, v);
        double trace = 0;
        for (int i = 0; i < gramU.rows(); i++) {
            trace += gramU.get(i, i) + gramV.get(i, i);
        }
        return halfSquare
                - Panels.inner(yu, v)
                + 0.5 * Panels.inner(gramU, gramV)
                + 0.5 * lambda * trace;
    }

    private Panel inverseShifted(Panel gram) {
        return ShiftedInverse.of(1, gram, lambda, products);
    }

    private static void copy(Panel from, Panel to) {
        System.arraycopy(from.data(), 0, to.data(), 0, from.data().length);
    }
}
