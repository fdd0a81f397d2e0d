package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * y(w) = L·w + Σ z_g·σ(s_g·w) with one row for each line that rows of S lie on: repeated inputs
 * with different residuals, whose kinks would be bounded apart although they may cancel.
 *
 * <p>For s_i = c·s_g, z_iσ(s_i·w) = c·z_iσ(s_g·w) if c ≥ 0; if not, σ(−t) = σ(t) − (1 + a)t gives
 * |c|·z_iσ(s_g·w) − (1 + a)|c|·z_i(s_g·w). Rows that are off their line by e_i cost ‖z_i‖‖e_i‖,
 * because σ is Lipschitz with constant 1: any rows may be merged if that is paid for.
 *
 * @param rows s_g and z_g, at most N
 * @param linear L, q×r, row-major
 * @param error bound of ‖y(w) − Zᵀσ(S·w)‖ for ‖w‖ ≤ 1, the rounding of z_g and L included
 */
record CollinearRows(ReluFunction rows, double[] linear, double error) {
    /** The share of its length by which rounding may move a row off its line. */
    private static final double SAME = 0x1p-46;

    /** Coordinates of directions are looked up to this many parts. */
    private static final double GRID = 0x1p36;

    /** Shares of their length by which rows may be off a line, the largest and its successors. */
    private static final double COARSEST = 0x1p-5;

    private static final double FINER = 0x1p-3;

    /** Rows times lines beyond which rows that are merely near a line are not looked for. */
    private static final long MOST_PAIRS = 1L << 22;

    private static final DenseKernels KERNELS = Kernels.get();

    /** Merges rows that are on one line up to rounding, in O(N·(r + q)). */
    static CollinearRows of(ReluFunction f) {
        Builder builder = new Builder(f, SAME);
        for (int i = 0; i < f.rows(); i++) {
            builder.add(i);
        }
        return builder.result();
    }

    /**
     * Returns levels from few lines with large errors to those of {@link #of}, each with fewer rows
     * than the next. Costs O(N·r·lines) for each share tried.
     *
     * @param largestError the largest error of all levels but the last
     */
    static List<CollinearRows> levels(ReluFunction f, double largestError) {
        List<CollinearRows> levels = new ArrayList<>();
        CollinearRows finest = of(f);
        double share = (long) f.rows() * finest.rows.rows() > MOST_PAIRS ? 0 : COARSEST;
        for (; share > SAME; share *= FINER) {
            CollinearRows level = near(f, share);
            int fewest = levels.isEmpty() ? 0 : levels.getLast().rows.rows();
            if (level.rows.rows() == finest.rows.rows()) {
                break;
            }
            if (level.rows.rows() > fewest && level.error <= largestError) {
                levels.add(level);
            }
        }
        levels.add(finest);
        return levels;
    }

    /** Counts each row to the first line that is near enough. */
    private static CollinearRows near(ReluFunction f, double share) {
        Builder builder = new Builder(f, share);
        for (int i = 0; i < f.rows(); i++) {
            builder.addToAny(i);
        }
        return builder.result();
    }

    private static final class Builder {
        private final ReluFunction f;
        private final int r;
        private final int q;
        private final double share;
        private final Map<List<Long>, Integer> lines = new HashMap<>();
        private final List<double[]> inputs = new ArrayList<>();
        private final List<double[]> duals = new ArrayList<>();
        private final double[] linear;
        private double off;

        Builder(ReluFunction f, double share) {
            this.f = f;
            this.share = share;
            this.r = f.dimension();
            this.q = f.outputs();
            this.linear = new double[q * r];
        }

        void add(int i) {
            double[] s = row(f.inputs(), i);
            List<Long> key = key(s);
            Integer line = lines.putIfAbsent(key, inputs.size());
            if (line == null || !merge(i, s, line)) {
                addLine(i, s);
            }
        }

        void addToAny(int i) {
            double[] s = row(f.inputs(), i);
            int line = 0;
            while (line < inputs.size() && !merge(i, s, line)) {
                line++;
            }
            if (line == inputs.size()) {
                addLine(i, s);
            }
        }

        private void addLine(int i, double[] s) {
            inputs.add(s);
            duals.add(row(f.dual(), i));
        }

        private boolean merge(int i, double[] s, int line) {
            double[] base = inputs.get(line);
            double c = KERNELS.dot(s, 0, base, 0, r) / KERNELS.dot(base, 0, base, 0, r);
            double[] rest = s.clone();
            KERNELS.axpy(-c, base, 0, rest, 0, r);
            // With what squares that underflow may have lost.
            double distance = Math.sqrt(KERNELS.dot(rest, 0, rest, 0, r) + r * Double.MIN_NORMAL);
            if (!(distance <= share * f.inputNorms()[i])) {
                return false;
            }
            off += f.dualNorms()[i] * distance;
            double[] z = row(f.dual(), i);
            KERNELS.axpy(Math.abs(c), z, 0, duals.get(line), 0, q);
            for (int j = 0; j < q && c < 0; j++) {
                KERNELS.axpy((1 + f.slope()) * c * z[j], base, 0, linear, j * r, r);
            }
            return true;
        }

        /** Each merged row is off by γ_{r+8}‖s_i‖ in the remainder and γ_{N+8} in the sums. */
        CollinearRows result() {
            double rounding = Rounding.gamma(3.0 * f.rows() + r + 32) * f.mass() * 3;
            ReluFunction rows = new ReluFunction(panel(inputs, r), panel(duals, q), f.slope());
            double underflow = f.rows() * (double) r * q * Double.MIN_NORMAL;
            double error =
                    inputs.size() == f.rows() ? 0 : Rounding.up(2 * off + rounding) + underflow;
            return new CollinearRows(rows, linear, error);
        }

        /** The direction without its sign, on a grid. */
        private List<Long> key(double[] s) {
            double[] unit = ReluFunction.unit(s);
            int pivot = 0;
            for (int j = 1; j < r; j++) {
                pivot = Math.abs(unit[j]) > Math.abs(unit[pivot]) + 1 / GRID ? j : pivot;
            }
            List<Long> key = new ArrayList<>(r);
            for (double x : unit) {
                key.add(Math.round(Math.copySign(1, unit[pivot]) * x * GRID));
            }
            return key;
        }

        private static double[] row(Panel a, int i) {
            double[] row = new double[a.columns()];
            System.arraycopy(a.data(), i * a.stride(), row, 0, row.length);
            return row;
        }

        private static Panel panel(List<double[]> rows, int columns) {
            Panel panel = Panel.wrap(new double[rows.size() * columns], rows.size(), columns, 0);
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(rows.get(i), 0, panel.data(), i * columns, columns);
            }
            return panel;
        }
    }
}
