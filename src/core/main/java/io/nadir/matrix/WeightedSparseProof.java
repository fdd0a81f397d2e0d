package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.ImplicitSums;
import io.nadir.model.Factors;

/**
 * Sums over all entries of a weighted sparse matrix, from those that are listed and from Gram
 * matrices of the factors, with bounds of every rounding error. The weight of an entry that is not
 * listed is the float64 number nearest to a·b.
 *
 * <p>At a listed entry let x̂ be u·v as computed: |x − x̂| ≤ e = γ_r‖u‖‖v‖. Then 2ℓ = Σ ab·x² over
 * all entries, plus Σ (w·(y − x)² − ab·x²) over the listed ones. The first sum is ⟨UᵀAU, VᵀBV⟩, off
 * by γ·tr(UᵀAU)·tr(VᵀBV); the terms of the second are bounded one by one. The gradient is that of Ĝ
 * = F·Hᵀ + S with F = fl(AU), H = fl(BV) and S = fl((w − ab)·x̂ − w·y), up to 8u‖F‖‖H‖ and, at
 * listed entries, |w − ab|·e and the roundings of S.
 */
final class WeightedSparseProof {
    private static final DenseKernels DENSE = Kernels.get();

    /** What is lost where a product underflows, in each of its roundings. */
    private static final double LOST_PRODUCT = Double.MIN_VALUE;

    /** Roundings of a term before it is added up, and a margin. */
    private static final double OWN = 16;

    private final WeightedSparseMatrix data;
    private final double[] base;
    private final Factors w;
    private final double[] x;
    private final double[] s;

    /** γ for sums over rows and columns. */
    private final double gamma;

    private double squares;
    private double unlisted;
    private double pairing;
    private double pairingSize;
    private double pairingError;
    private double errorSquares;
    private double sparseSquares;
    private double largest;

    /**
     * Goes over the listed entries.
     *
     * @param base a·b of the listed entries
     * @param x u·v of the listed entries, as computed
     * @param s S
     */
    WeightedSparseProof(
            WeightedSparseMatrix data, double[] base, Factors w, double[] x, double[] s) {
        this.data = data;
        this.base = base;
        this.w = w;
        this.x = x;
        this.s = s;
        this.gamma = Rounding.gamma((double) data.rows() + data.columns() + OWN);
        double[] left = norms(w.block(0));
        double[] right = norms(w.block(1));
        double gammaX = Rounding.gamma(w.rank() + 2.0);
        for (int i = 0; i < left.length; i++) {
            addRow(i, gammaX * left[i], right);
        }
    }

    /** ‖f_i‖ of each row from above. */
    static double[] norms(Panel f) {
        double[] norms = new double[f.rows()];
        double margin = 1 + Rounding.gamma(f.columns() + 4.0);
        for (int i = 0; i < norms.length; i++) {
            int at = i * f.stride();
            double square = DENSE.dot(f.data(), at, f.data(), at, f.columns());
            norms[i] = Rounding.up(Math.sqrt(square) * margin + f.columns() * 0x1p-500);
        }
        return norms;
    }

    private void addRow(int i, double leftError, double[] rightNorms) {
        CompressedRows places = data.entries().byRow();
        Row row = new Row();
        for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
            double error = leftError * rightNorms[places.indices()[e]] + Double.MIN_NORMAL;
            row.add(data.entries().values()[e], data.weights()[e], base[e], x[e], s[e], error);
        }
        squares += row.squares;
        unlisted += row.unlisted;
        pairing += row.pairing;
        pairingSize += row.pairingSize;
        pairingError += row.pairingError;
        errorSquares += row.errorSquares;
        sparseSquares += row.sparseSquares;
        largest = Math.max(largest, row.largest);
    }

    /** The same sums over one row. */
    private static final class Row {
        private double squares;
        private double unlisted;
        private double pairing;
        private double pairingSize;
        private double pairingError;
        private double errorSquares;
        private double sparseSquares;
        private double largest;

        void add(double y, double weight, double base, double x, double s, double error) {
            double residual = Math.abs(y - x) + error;
            double inside = Math.max(0, Math.abs(x) - error);
            double shift = Math.abs(weight - base);
            double off =
                    shift * error
                            + 8 * Rounding.UNIT * (shift * Math.abs(x) + weight * Math.abs(y));
            squares += weight * residual * residual;
            unlisted += base * inside * inside;
            pairing += weight * (y - x) * y;
            pairingSize += weight * residual * Math.abs(y);
            pairingError += weight * error * Math.abs(y);
            errorSquares += off * off;
            sparseSquares += s * s;
            largest = Math.max(largest, Math.max(weight, base) * (1 + Math.abs(y)) + residual);
        }
    }

    /**
     * Returns the sums.
     *
     * @param all ⟨UᵀAU, VᵀBV⟩ as computed
     * @param leftTrace tr(UᵀAU) as computed
     * @param rightTrace tr(VᵀBV) as computed
     * @param left F
     * @param right H
     */
    ImplicitSums sums(double all, double leftTrace, double rightTrace, Panel left, Panel right) {
        double r = w.rank();
        double up = 1 + 2 * gamma;
        double sides = (double) data.rows() + data.columns();
        double leftNorm = norm(left);
        double rightNorm = norm(right);
        double lowRank = Rounding.up(leftNorm * rightNorm * up);
        double terms = (x.length + sides) * (1 + r);
        double lost = terms * (1 + largest + lowRank) * 0x1p-900;
        // A product of one factor underflows before the other, which may be large, multiplies it.
        double product = OWN * terms * LOST_PRODUCT;
        double lostTraces = product * (1 + leftTrace + rightTrace);
        double lostFactors = product * (1 + leftNorm + rightNorm);
        double lostSquares = product * (1 + leftNorm * leftNorm + rightNorm * rightNorm);
        double gammaAll = Rounding.gamma(sides + r * (r + 8) + OWN);
        double error =
                2 * gammaAll * leftTrace * rightTrace
                        + 2 * gamma * (squares + unlisted)
                        + OWN * Rounding.UNIT * (Math.abs(all) + squares + unlisted)
                        + lost
                        + lostTraces;
        double twice = Math.max(0, all + squares - unlisted + Rounding.up(error));
        double pairingOff = Rounding.up((pairingError + 2 * gamma * pairingSize) * up + lost);
        double gradientOff =
                Math.sqrt(errorSquares * up) + 8 * Rounding.UNIT * lowRank + lost + lostFactors;
        double root = Rounding.up(lowRank + Math.sqrt(sparseSquares * up) + lost);
        return new ImplicitSums(
                Rounding.up(0.5 * twice),
                Rounding.down(pairing - pairingOff),
                Rounding.up(gradientOff),
                (int) Math.min(Integer.MAX_VALUE, sides + 4 * r + OWN),
                Rounding.up(root * root + lostSquares / Rounding.UNIT));
    }

    private static double norm(Panel f) {
        double square = 0;
        for (double norm : norms(f)) {
            square += norm * norm;
        }
        return Math.sqrt(square);
    }
}
