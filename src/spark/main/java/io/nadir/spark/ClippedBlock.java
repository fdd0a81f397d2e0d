package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.map.ImplicitSums;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;

/**
 * What the rows of a block contribute to a {@link RowsClipping}: their part of a dual point A =
 * G·(I + Q·diag(shares)·Qᵀ), whose sums and Gram matrix are added up over the blocks. All sums are
 * bounds with rounding errors included, but for those of adding them up.
 */
final class ClippedBlock {
    /** Positions in the sums of {@link #clipped}: ℓ from above. */
    static final int VALUE = 0;

    /** −⟨A, Y⟩ from below. */
    static final int PAIRING = 1;

    /** The magnitude of the number before, for the rounding errors of its sum. */
    static final int PAIRING_SIZE = 2;

    /** ‖∇ℓ − G‖_F from above, as are all that follow. */
    static final int GRADIENT_ERROR = 3;

    /** Σ a²/w. */
    static final int SQUARES = 4;

    /** The Frobenius norm of the difference between the dual point and A. */
    static final int DISTANCE = 5;

    /** The spectral norm of the error of AᵀA, and of what adding it to others contributes. */
    static final int GRAM_ERROR = 6;

    /** ‖G·Q·diag(shares)‖_F². */
    static final int MOVED = 7;

    static final int SUMS = 8;

    private ClippedBlock() {}

    /** Whether the weights of the data allow such dual points. */
    static boolean applies(MatrixData data) {
        try (MatrixMap map = data.bind(new SquaredLoss(), 1, null)) {
            return map.hasShiftedDual();
        }
    }

    /** The lower triangle of GᵀG. */
    static Partial gram(BlockWork work, Point point) {
        MatrixMap map = work.map();
        Panel gram = Panel.zeros(map.columns(), map.columns());
        Panel none = Panel.zeros(map.rows(), 0);
        map.shiftedDual(work.at(point), none, Panel.zeros(map.columns(), 0), gram);
        return new Partial(new double[0], packed(gram), new int[0], 0, new double[0]);
    }

    /**
     * The sums, and the lower triangle of AᵀA.
     *
     * @param units Q, n×k row after row
     * @param partitions the number of blocks
     */
    static Partial clipped(
            BlockWork work, Point point, double[] units, double[] shares, int partitions) {
        MatrixMap map = work.map();
        Factors w = work.at(point);
        int k = shares.length;
        Panel q = Partial.padded(units, map.columns(), k);
        Panel c = Panel.zeros(map.rows(), k);
        Panel none = Panel.zeros(map.rows(), 0);
        map.residual(w, q, none, c, Panel.zeros(map.columns(), 0));
        Panels.scaleColumns(c, shares);
        double moved = Panels.frobenius(c);
        balance(c, q, Panels.frobenius(w.block(1)));
        Panel gram = Panel.zeros(map.columns(), map.columns());
        ShiftedDual dual = map.shiftedDual(w, c, q, gram);
        ImplicitSums value = map.implicitSums(w, null);
        double[] sums = new double[SUMS];
        sums[VALUE] = value.valueUp();
        sums[PAIRING] = dual.pairingDown();
        sums[PAIRING_SIZE] = Math.abs(dual.pairingDown());
        sums[GRADIENT_ERROR] = value.gradientErrorUp();
        sums[SQUARES] = dual.squaresUp();
        sums[DISTANCE] = dual.distanceUp();
        sums[GRAM_ERROR] = dual.gramErrorUp(partitions);
        sums[MOVED] = Rounding.up(moved * moved * (1 + 2 * Rounding.gamma(map.rows() * (k + 1.0))));
        return new Partial(sums, packed(gram), new int[0], 0, new double[0]);
    }

    /**
     * Multiplies Q by the power of two that gives it about the norm of V, and C by its inverse:
     * bounds of rounding errors multiply norms of C beside U by those of Q beside V.
     */
    private static void balance(Panel c, Panel q, double normV) {
        double normQ = Panels.frobenius(q);
        if (normQ > 0 && normV > 0) {
            int exponent = Math.getExponent(normV) - Math.getExponent(normQ);
            scale(q, Math.scalb(1.0, exponent));
            scale(c, Math.scalb(1.0, -exponent));
        }
    }

    private static void scale(Panel a, double factor) {
        Kernels.get().scale(factor, a.data(), 0, a.data().length);
    }

    private static double[] packed(Panel gram) {
        int n = gram.rows();
        double[] packed = new double[length(n)];
        int next = 0;
        for (int i = 0; i < n; i++) {
            System.arraycopy(gram.data(), i * gram.stride(), packed, next, i + 1);
            next += i + 1;
        }
        return packed;
    }

    /** The elements of a lower triangle. */
    static int length(int n) {
        return Math.toIntExact((long) n * (n + 1) / 2);
    }

    /** A lower triangle in a matrix; zeros if no block has contributed. */
    static Panel unpacked(double[] packed, int n) {
        Panel gram = Panel.zeros(n, n);
        int next = 0;
        for (int i = 0; i < n && next < packed.length; i++) {
            System.arraycopy(packed, next, gram.data(), i * gram.stride(), i + 1);
            next += i + 1;
        }
        return gram;
    }
}
