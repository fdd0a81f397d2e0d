package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The directions w for which some rows, the fixed ones, have given signs, g_k = ±s_k·w ≥ 0, and the
 * output is on given sides, c·y(w) ≥ 0. There y(w) = M·w + ½(1 − a)·Σ z_n·|s_n·w| with a sum over
 * the other rows, the free ones, since σ(t) = ½((1 + a)t + (1 − a)|t|). With α_n = |s_n·w| this is
 * linear in (α, w): y(w) = H·(α, w).
 */
final class SignCell {
    private static final DenseKernels KERNELS = Kernels.get();

    private final BalancedRows balanced;
    private final List<OutputSide> sides;
    private final int[] fixed;
    private final int[] free;
    private final Panel rows;
    private final Panel map;
    private final Panel forms;

    /**
     * Makes the cell.
     *
     * @param sides of the output
     * @param fixed n + 1 for a row n with s_n·w ≥ 0, −n − 1 for one with s_n·w ≤ 0; not copied
     */
    SignCell(BalancedRows balanced, List<OutputSide> sides, int... fixed) {
        this.balanced = balanced;
        this.sides = List.copyOf(sides);
        this.fixed = fixed;
        this.free = free(balanced.rows().rows(), fixed);
        this.rows = Panel.zeros(free.length + fixed.length, balanced.rows().dimension());
        this.map = Panel.zeros(balanced.rows().outputs(), order());
        this.forms = Panel.zeros(this.sides.size(), order());
        fillRows();
        fillMap();
        fillForms();
    }

    private static int[] free(int count, int[] fixed) {
        boolean[] isFixed = new boolean[count];
        for (int code : fixed) {
            isFixed[row(code)] = true;
        }
        int[] free = new int[count - fixed.length];
        for (int i = 0, at = 0; i < count; i++) {
            if (!isFixed[i]) {
                free[at++] = i;
            }
        }
        return free;
    }

    private static int row(int code) {
        return Math.abs(code) - 1;
    }

    /** The cell in which one more row is fixed, counted among the free ones. */
    SignCell with(int freeRow, boolean positive) {
        int[] more = Arrays.copyOf(fixed, fixed.length + 1);
        more[fixed.length] = positive ? free[freeRow] + 1 : -free[freeRow] - 1;
        return new SignCell(balanced, sides, more);
    }

    /** The cell whose output is on one more side. */
    SignCell with(OutputSide side) {
        List<OutputSide> more = new ArrayList<>(sides);
        more.add(side);
        return new SignCell(balanced, more, fixed);
    }

    /** The function and its rows. */
    BalancedRows balanced() {
        return balanced;
    }

    /** Number of free rows. */
    int free() {
        return free.length;
    }

    /** Number of fixed rows. */
    int fixed() {
        return fixed.length;
    }

    /** The sides that the output is on. */
    List<OutputSide> sides() {
        return sides;
    }

    /** The number of elements of x, see {@link SignProducts}. */
    int parts() {
        return 2 * free.length + fixed.length + sides.size();
    }

    /** d. */
    int dimension() {
        return rows.columns();
    }

    /** The number of elements of (α, w). */
    int order() {
        return free.length + balanced.rows().dimension();
    }

    /** The free rows s_n, then the fixed rows with their signs, ±s_k. */
    Panel rows() {
        return rows;
    }

    /** H as computed; see {@link #mapError}. */
    Panel map() {
        return map;
    }

    /** The rows cᵀĤ as computed, one for each side; see {@link #formError}. */
    Panel forms() {
        return forms;
    }

    /** Upper bound of |c·y(w) − ĉ·(α, w)| for ‖w‖ ≤ 1 and a row ĉ of {@link #forms}. */
    double formError() {
        double rounding = Rounding.gamma(map.rows() + 2.0) * mapNorm();
        return Rounding.up((mapError() + rounding) * (1 + OutputSide.ROUNDING));
    }

    /** Upper bound of Σ|ĉ_i||y_i| for ‖w‖ ≤ 1, y = (α, w), a row ĉ of {@link #forms}. */
    double formNorm() {
        double growth = (1 + OutputSide.ROUNDING) * (1 + Rounding.gamma(map.rows() + 2.0));
        return Rounding.up(growth * mapNorm());
    }

    /** ‖s_n‖ from above, for a row of {@link #rows}. */
    double norm(int row) {
        int n = row < free.length ? free[row] : row(fixed[row - free.length]);
        return balanced.rows().inputNorms()[n];
    }

    /** ‖z_n‖ from above, for a free row. */
    double dualNorm(int freeRow) {
        return balanced.rows().dualNorms()[free[freeRow]];
    }

    /**
     * Upper bound of ‖H·(α, w) − Ĥ·(α, w)‖ for ‖w‖ ≤ 1, Ĥ as computed: an element of M is a sum of
     * N + 1 terms with two factors and a slope, which is rounded once.
     */
    double mapError() {
        int count = balanced.rows().rows();
        return Rounding.up(Rounding.gamma(count + 6.0) * 2 * balanced.mass());
    }

    /** Upper bound of Σ‖ĥ_n‖|α_n| + ‖M̂‖_F for ‖w‖ ≤ 1. */
    double mapNorm() {
        return Rounding.up(2 * balanced.mass() + SpectralNorm.frobenius(map));
    }

    private void fillRows() {
        Panel inputs = balanced.rows().inputs();
        for (int k = 0; k < rows.rows(); k++) {
            boolean isFree = k < free.length;
            int n = isFree ? free[k] : row(fixed[k - free.length]);
            int at = k * rows.stride();
            System.arraycopy(inputs.data(), n * inputs.stride(), rows.data(), at, dimension());
            if (!isFree && fixed[k - free.length] < 0) {
                KERNELS.scale(-1, rows.data(), at, dimension());
            }
        }
    }

    private void fillMap() {
        double slope = balanced.rows().slope();
        int q = map.rows();
        Panel linear = balanced.linear();
        for (int j = 0; j < q; j++) {
            int from = j * linear.stride();
            int at = j * map.stride() + free.length;
            System.arraycopy(linear.data(), from, map.data(), at, dimension());
        }
        for (int k = 0; k < free.length; k++) {
            addLinear(free[k], 0.5 * (1 + slope));
            for (int j = 0; j < q; j++) {
                map.set(j, k, 0.5 * (1 - slope) * balanced.rows().dual().get(free[k], j));
            }
        }
        for (int code : fixed) {
            addLinear(row(code), code > 0 ? 1 : slope);
        }
    }

    private void fillForms() {
        for (int k = 0; k < sides.size(); k++) {
            for (int j = 0; j < map.rows(); j++) {
                KERNELS.axpy(
                        sides.get(k).normal()[j],
                        map.data(),
                        j * map.stride(),
                        forms.data(),
                        k * forms.stride(),
                        order());
            }
        }
    }

    /** M += slope·z_n·s_nᵀ. */
    private void addLinear(int n, double slope) {
        Panel inputs = balanced.rows().inputs();
        for (int j = 0; j < map.rows(); j++) {
            KERNELS.axpy(
                    slope * balanced.rows().dual().get(n, j),
                    inputs.data(),
                    n * inputs.stride(),
                    map.data(),
                    j * map.stride() + free.length,
                    dimension());
        }
    }
}
