package io.nadir.reference;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bounds of max Σ z_nσ(g_n) over the convex hull of the ±σ'(t), t in such a hull itself, or S·w for
 * ‖w‖ ≤ 1 at last, as semidefinite programs. A function Σ a_n(g_n)₊ + b_n(−g_n)₊ is not increased
 * if a_n becomes A_n ≥ a_n, γ_n and b_n becomes B_n ≥ b_n, −γ_n, for any γ; it is convex then, and
 * largest at some ±σ'(t). For functions of S·w there is no relaxation: where S·w has given signs,
 * it is linear, gᵀw, and at most ρ‖w‖ if some g + Σ λ_n(±s_n), λ ≥ 0, has a norm of at most ρ.
 *
 * <p>If the signs of all g_n are given, too, and there are two rectifiers, the program is exact.
 */
public final class ChainSdp {
    private final double[][] s;
    private final double[] slopes;
    private final List<int[]> cells;
    private final SemidefiniteProgram program = new SemidefiniteProgram();
    private final int bound = program.nonNegativeVariable(1);

    /** A coefficient factor·x + constant, x a variable or 0. */
    private record Coefficient(double constant, double factor, int variable) {
        Coefficient times(double slope) {
            return new Coefficient(slope * constant, slope * factor, variable);
        }
    }

    private ChainSdp(double[][] s, double[] slopes) {
        this.s = s;
        this.slopes = slopes;
        this.cells = cells(s);
    }

    /**
     * The program.
     *
     * @param s in two or three dimensions, no two or three of them dependent
     * @param slopes of the rectifiers from the input on, two or more
     * @param signs of the g_n; 0 if not given
     */
    public static SemidefiniteProgram of(double[][] s, double[] z, double[] slopes, int[] signs) {
        ChainSdp sdp = new ChainSdp(s, slopes);
        List<@Nullable Coefficient> a = new ArrayList<>();
        List<@Nullable Coefficient> b = new ArrayList<>();
        double slope = slopes[slopes.length - 1];
        for (int n = 0; n < z.length; n++) {
            a.add(signs[n] < 0 ? null : new Coefficient(z[n], 0, 0));
            b.add(signs[n] > 0 ? null : new Coefficient(-slope * z[n], 0, 0));
        }
        sdp.majorize(a, b, slopes.length - 1);
        return sdp.program;
    }

    /** Of a function of the output of a rectifier, with so many before that. */
    private void majorize(
            List<@Nullable Coefficient> a, List<@Nullable Coefficient> b, int rectifiers) {
        List<Coefficient> upper = new ArrayList<>();
        List<Coefficient> lower = new ArrayList<>();
        for (int n = 0; n < s.length; n++) {
            int gamma = program.variable(0);
            upper.add(above(a.get(n), 1, gamma));
            lower.add(above(b.get(n), -1, gamma));
        }
        for (boolean positive : new boolean[] {true, false}) {
            List<Coefficient> first = positive ? upper : lower;
            List<Coefficient> second =
                    (positive ? lower : upper)
                            .stream().map(c -> c.times(slopes[rectifiers - 1])).toList();
            if (rectifiers > 1) {
                majorize(
                        new ArrayList<@Nullable Coefficient>(first),
                        new ArrayList<@Nullable Coefficient>(second),
                        rectifiers - 1);
            } else {
                cells.forEach(cell -> boundInCell(cell, first, second));
            }
        }
    }

    /** A new variable of at least a coefficient, if there is one, and ±γ. */
    private Coefficient above(@Nullable Coefficient least, double sign, int gamma) {
        int x = program.variable(0);
        program.atLeastZero().plus(1, x).plus(-sign, gamma);
        if (least != null) {
            SemidefiniteProgram.Affine difference = program.atLeastZero().plus(1, x);
            difference.plus(-least.constant);
            if (least.variable > 0) {
                difference.plus(-least.factor, least.variable);
            }
        }
        return new Coefficient(0, 1, x);
    }

    private void boundInCell(int[] cell, List<Coefficient> a, List<Coefficient> b) {
        int d = s[0].length;
        int block = program.matrix(d + 1);
        for (int i = 0; i <= d; i++) {
            program.element(block, i, i).plus(1, bound);
        }
        for (int n = 0; n < s.length; n++) {
            Coefficient c = cell[n] > 0 ? a.get(n) : b.get(n);
            int lambda = program.nonNegativeVariable(0);
            for (int k = 0; k < d; k++) {
                double element = cell[n] * s[n][k];
                program.element(block, k, d)
                        .plus(element * c.factor, c.variable)
                        .plus(element, lambda);
            }
        }
    }

    /**
     * The signs that S·w can have: of each cell, one is beside a line that d − 1 rows determine.
     */
    private static List<int[]> cells(double[][] s) {
        List<int[]> cells = new ArrayList<>();
        for (int i = 0; i < s.length; i++) {
            if (s[0].length == 2) {
                addAround(cells, s, new double[] {-s[i][1], s[i][0]}, i, i);
            }
            for (int j = 0; j < i && s[0].length == 3; j++) {
                addAround(cells, s, cross(s[i], s[j]), i, j);
            }
        }
        return cells;
    }

    private static void addAround(List<int[]> cells, double[][] s, double[] w, int i, int j) {
        for (int choice = 0; choice < 8; choice++) {
            int[] signs = new int[s.length];
            for (int n = 0; n < s.length; n++) {
                double t = 0;
                for (int k = 0; k < w.length; k++) {
                    t += s[n][k] * w[k];
                }
                signs[n] = t > 0 == (choice & 4) > 0 ? 1 : -1;
            }
            signs[i] = (choice & 1) > 0 ? 1 : -1;
            signs[j] = (choice & 2) > 0 ? 1 : -1;
            if (cells.stream().noneMatch(cell -> Arrays.equals(cell, signs))) {
                cells.add(signs);
            }
        }
    }

    private static double[] cross(double[] x, double[] y) {
        return new double[] {
            x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]
        };
    }
}
