package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.ShiftedDual;

/**
 * A dual point A = L·Rᵀ + S of weighted squares, S at the listed entries, as it is stored, and its
 * sums with bounds of every rounding error. The Fenchel conjugate of ½Σ w·(y − x)² at A is ⟨A, Y⟩ +
 * ½ Σ a²/w. The last sum is that of (l·r)²/(ab) over all entries, which is ⟨LᵀA⁻¹L, RᵀB⁻¹R⟩, plus
 * a²/w − (l·r)²/(ab) over the listed ones.
 *
 * <p>At a listed entry let t be l·r as computed, off by at most e = γ‖l‖‖r‖. Where its weight is 0,
 * the dual point must be 0: S is −t there, and the dual point differs from A by at most e.
 */
final class WeightedDual {
    /** Weights from this on; with smaller ones, what underflows might matter once divided. */
    private static final double SMALLEST_WEIGHT = 0x1p-200;

    /** What is lost by underflow in a term, with weights as above. */
    private static final double UNDERFLOW = 0x1p-600;

    /** The root of what is lost where a square underflows. */
    private static final double LOST_SQUARE = 0x1p-537;

    /**
     * What is lost where a product underflows, over the rounding of 1: an error as of γ times it.
     */
    private static final double LOST_PRODUCT = 2 * Double.MIN_NORMAL;

    /** Roundings of a term before it is added up, and a margin. */
    private static final double OWN = 16;

    private final WeightedSparseMatrix data;
    private final Panel left;
    private final Panel right;
    private final double[] s;

    /** γ for sums over rows, columns and listed entries. */
    private final double gamma;

    private double pairing;
    private double pairingError;
    private double squares;
    private double unlisted;
    private double sparseSquares;
    private double zeroErrors;
    private double largest;

    /**
     * Takes a point.
     *
     * @param base a·b of the listed entries
     * @param left L
     * @param right R
     * @param sparse S; changed where the weight is 0
     */
    WeightedDual(
            WeightedSparseMatrix data, double[] base, Panel left, Panel right, double[] sparse) {
        this.data = data;
        this.left = left;
        this.right = right;
        this.s = sparse;
        this.gamma = Rounding.gamma((double) data.rows() + data.columns() + s.length + OWN);
        CompressedRows places = data.entries().byRow();
        double[] t = new double[sparse.length];
        Kernels.sparse().sampledProduct(places, 0, places.rows(), left, right, t);
        double[] leftNorms = WeightedSparseProof.norms(left);
        double[] rightNorms = WeightedSparseProof.norms(right);
        double gammaT = Rounding.gamma(left.columns() + 2.0);
        for (int i = 0; i < places.rows(); i++) {
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                double error =
                        Rounding.up(gammaT * leftNorms[i] * rightNorms[places.indices()[e]])
                                + UNDERFLOW;
                add(e, t[e], base[e], error);
            }
        }
    }

    /** Whether the weights allow it. */
    static boolean applies(WeightedSparseMatrix data) {
        for (double weight : data.weights()) {
            if (weight > 0 && weight < SMALLEST_WEIGHT) {
                return false;
            }
        }
        return least(data.rowWeights()) >= SMALLEST_WEIGHT
                && least(data.columnWeights()) >= SMALLEST_WEIGHT;
    }

    private static double least(double[] weights) {
        double least = Double.POSITIVE_INFINITY;
        for (double weight : weights) {
            least = Math.min(least, weight);
        }
        return least;
    }

    private void add(int e, double t, double base, double error) {
        double weight = data.weights()[e];
        double inside = Math.max(0, Math.abs(t) - error);
        unlisted += inside * inside / base;
        if (weight == 0) {
            s[e] = -t;
            zeroErrors += error * error;
        } else {
            double y = data.entries().values()[e];
            double a = t + s[e];
            double off = error + 2 * Rounding.UNIT * Math.abs(a);
            double most = Math.abs(a) + off;
            pairing -= a * y;
            pairingError += (off + 2 * gamma * most) * Math.abs(y);
            squares += most * most / weight;
            largest = Math.max(largest, most * (1 + Math.abs(y)));
        }
        sparseSquares += s[e] * s[e];
        largest = Math.max(largest, Math.abs(t) + error);
    }

    /** Returns the sums. */
    ShiftedDual sums(PanelProducts products) {
        double k = left.columns();
        double sides = (double) data.rows() + data.columns();
        Panel ofRows = divided(left, data.rowWeights());
        Panel ofColumns = divided(right, data.columnWeights());
        Panel gramLeft = products.transposeMultiply(ofRows, left);
        Panel gramRight = products.transposeMultiply(ofColumns, right);
        double all = Panels.inner(gramLeft, gramRight);
        double traces = trace(gramLeft) * trace(gramRight);
        double gammaAll = Rounding.gamma(sides + k * (k + 8) + OWN);
        double up = 1 + 2 * gamma;
        double lost = (s.length + sides) * (1 + k) * (1 + largest) * UNDERFLOW;
        double terms = OWN * (s.length + sides) * (1 + k) * LOST_PRODUCT;
        double error =
                2 * gammaAll * traces
                        + 2 * gamma * (squares + unlisted)
                        + OWN * Rounding.UNIT * (Math.abs(all) + squares + unlisted)
                        + lost
                        + terms * (1 + trace(gramLeft) + trace(gramRight));
        double leftNorm = Panels.frobenius(left) * up;
        double rightNorm = Panels.frobenius(right) * up;
        double lowRank = Rounding.up(leftNorm * rightNorm);
        // Products with F underflow before they are multiplied by H, and the other way round.
        double underflow = terms * (1 + leftNorm * leftNorm + rightNorm * rightNorm);
        double root = Rounding.up(lowRank + Math.sqrt(sparseSquares * up) + lost);
        return new ShiftedDual(
                Rounding.down(pairing - Rounding.up(pairingError * up + lost)),
                Rounding.up(Math.max(0, all + squares - unlisted) + Rounding.up(error)),
                Rounding.up(Math.sqrt(zeroErrors * up) + s.length * LOST_SQUARE),
                (int) Math.min(Integer.MAX_VALUE, sides + 4 * k + OWN),
                Rounding.up(root * root + underflow));
    }

    private static Panel divided(Panel f, double[] weights) {
        Panel out = Panels.copy(f);
        for (int i = 0; i < f.rows(); i++) {
            int at = i * out.stride();
            for (int p = 0; p < f.columns(); p++) {
                out.data()[at + p] /= weights[i];
            }
        }
        return out;
    }

    private static double trace(Panel gram) {
        double trace = 0;
        for (int p = 0; p < gram.rows(); p++) {
            trace += gram.get(p, p);
        }
        return trace;
    }
}
