package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;

import java.util.SplittableRandom;

/** The sparse products by rows, in one implementation, on operands of its own. */
abstract class SparseOperations {
    final CompressedRows s;
    final double[] y;
    final double[] x;
    final Panel u;
    final Panel v;
    final Panel t;

    SparseOperations(CompressedRows places, int r) {
        s = places;
        SplittableRandom random = new SplittableRandom(3);
        y = uniform(s.entries(), random);
        x = new double[s.entries()];
        u = PanelArrays.padded(s.rows(), r, uniform(s.rows() * r, random));
        v =
                PanelArrays.padded(
                        /* rows= */ s.columns(),
                        /* columns= */ r,
                        uniform(s.columns() * r, random));
        t = Panel.zeros(s.rows(), r);
    }

    /** The implementation of that name. */
    static SparseOperations of(String implementation, CompressedRows places, int r) {
        return switch (implementation) {
            case "nadir" -> new NadirSparse(places, r);
            case "gather" -> new GatherBound(places, r);
            default -> throw new IllegalArgumentException("implementation = " + implementation);
        };
    }

    private static double[] uniform(int length, SplittableRandom random) {
        return random.doubles(length, -1, 1).toArray();
    }

    /** T = Y·V. */
    abstract void multiply();

    /** x = u_i·v_j at each entry. */
    abstract void sampledProduct();

    /** x = u_i·v_j − y and T = X·V; returns ½‖x‖². */
    abstract double residualGradient();
}
