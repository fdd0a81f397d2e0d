package io.nadir.matrix.map;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.PanelProducts;
import io.nadir.model.Factors;

/** Computes {@link MatrixMap#units} and {@link MatrixMap#bentUnits}. Used once. */
final class MatrixUnits {
    private final Factors w;
    private final Panel units;

    /** The column of the panel that comes next. */
    private int at;

    private MatrixUnits(Factors w, long entries) {
        int count = Math.toIntExact(entries);
        double[] elements = new double[Checks.arrayLength("rank * entries", w.rank(), count)];
        this.w = w;
        this.units = Panel.wrap(elements, w.rank(), count, 0);
    }

    /** Returns the outputs in coordinates of orthonormal bases of the two column spaces. */
    static Panel inBases(PanelProducts products, Factors w) {
        Panel left = coordinates(products, w.block(0));
        Panel right = coordinates(products, w.block(1));
        int length = Checks.arrayLength("rank * rank", left.rows(), right.rows());
        double[] data = new double[Checks.arrayLength("rank * length", w.rank(), length)];
        for (int c = 0, at = 0; c < w.rank(); c++) {
            for (int i = 0; i < left.rows(); i++) {
                for (int j = 0; j < right.rows(); j++) {
                    data[at++] = left.get(i, c) * right.get(j, c);
                }
            }
        }
        return Panel.wrap(data, w.rank(), length, 0);
    }

    private static Panel coordinates(PanelProducts products, Panel factor) {
        return products.transposeMultiply(products.orthonormalBasis(factor), factor);
    }

    /** Returns the entries of u_i·v_iᵀ that have a positive weight, in the order of the rows. */
    static Panel ofSeenEntries(MatrixMap map, Factors w) {
        MatrixUnits out = new MatrixUnits(w, map.data().observed());
        map.visitEntries(
                Factors.empty(map.dimensions()),
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        if (row.weight(k) > 0) {
                            out.add(row.index(), row.column(k), 1);
                        }
                    }
                });
        return out.units;
    }

    /** Returns all entries of u_i·v_iᵀ, multiplied as {@link MatrixMap#bentUnits} says. */
    static Panel bent(MatrixMap map, Factors w, double floor) {
        double least = floor * map.curvature();
        MatrixUnits out = new MatrixUnits(w, map.entries());
        map.visitEntries(
                w,
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        double weight = row.weight(k);
                        double bend = map.loss().secondDerivative(row.datum(k), row.output(k));
                        double root = weight > 0 ? Math.sqrt(Math.max(least, weight * bend)) : 0;
                        out.add(row.index(), row.column(k), root);
                    }
                });
        return out.units;
    }

    private void add(int i, int j, double factor) {
        for (int c = 0; c < w.rank(); c++) {
            units.set(c, at, factor * (w.block(0).get(i, c) * w.block(1).get(j, c)));
        }
        at++;
    }
}
