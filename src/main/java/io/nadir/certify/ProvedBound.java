package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Scratch;
import io.nadir.model.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;

/**
 * A bound of the gap under the squared loss and the nuclear norm that includes every rounding error
 * made in computing it: {@link CholeskyBound} of the residual as computed, then {@link ProvedGap}.
 */
final class ProvedBound {
    /** Shares of the gap asked for that the choices of τ aim at, tightest first. */
    private static final double[] AIMS = {0.25, 0.98};

    /** Flops between two looks at the interrupt flag. */
    private static final long SLICE_FLOPS = 1L << 30;

    private static final DenseKernels KERNELS = Kernels.get();

    private final DenseMatrix y;
    private final Panel u;
    private final Panel v;
    private final double lambda;
    private final MatrixMap map;
    private final Panel gram;
    private final ProvedGap proved;
    private final CholeskyBound cholesky;
    private double squares;
    private double inner;
    private double gap = Double.POSITIVE_INFINITY;
    private double sigma = Double.POSITIVE_INFINITY;

    /** Forms the Gram matrix on the shorter side, n long: one pass, m·n² flops, 8·n² bytes. */
    ProvedBound(MatrixMap map, Regularizer theta, double lambda, Factors w) {
        DenseMatrix data = (DenseMatrix) map.data();
        boolean wide = data.rows() < data.columns();
        this.map = map;
        this.y = wide ? data.transposed() : data;
        this.u = w.block(wide ? 1 : 0);
        this.v = w.block(wide ? 0 : 1);
        this.lambda = lambda;
        this.gram = Panel.zeros(y.columns(), y.columns());
        accumulate();
        this.proved = new ProvedGap(map, w, lambda, theta.value(w), squares, inner);
        this.cholesky =
                new CholeskyBound(gram, y.rows(), proved.residualSquare(), map::checkCancelled);
    }

    /** Whether there is such a bound: for dense data under the squared loss. */
    static boolean applies(MatrixMap map) {
        return DenseResidual.isProvable(map);
    }

    /** Tries to prove a gap of at most {@code target}; what is proved is in the getters. */
    void prove(double target) {
        if (proved.isExactlyZero()) {
            sigma = 0;
            gap = 0;
            return;
        }
        accept(Rounding.up(Math.sqrt(proved.residualSquare())));
        for (double aim : AIMS) {
            if (gap <= target) {
                return;
            }
            accept(cholesky.attempt(proved.largestPolar(aim * target)));
        }
    }

    /** Upper bound on f(W) − f*. */
    double gap() {
        return gap;
    }

    /** Upper bound of the polar. */
    double upper() {
        return Rounding.up((sigma + proved.formingError()) / lambda);
    }

    /** What has been proved. */
    Proof proof() {
        return new Proof(upper(), gap, cholesky.factorizations());
    }

    private void accept(double bound) {
        if (bound < sigma) {
            sigma = bound;
            gap = Math.min(gap, proved.gapAt(sigma));
        }
    }

    private void accumulate() {
        int n = y.columns();
        int rows = Math.clamp(SLICE_FLOPS / n / n, 8, 256);
        Scratch scratch = new Scratch();
        double[] data = new double[Math.multiplyExact(rows, n)];
        for (Panel block : y.blocks()) {
            long end = block.firstRow() + block.rows();
            for (long from = block.firstRow(); from < end; from += rows) {
                map.checkCancelled();
                accumulate(block, from, Math.min(end, from + rows), data, scratch);
            }
        }
    }

    /** Adds the rows from:to to the Gram matrix, ‖R̂‖² and ⟨R̂, Y⟩. */
    private void accumulate(Panel block, long from, long to, double[] data, Scratch scratch) {
        int n = y.columns();
        int rows = (int) (to - from);
        Panel slab = Panel.wrap(data, rows, n, from);
        KERNELS.product(u, v, from, to, slab, scratch);
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            int yAt = block.index(from + i);
            map.loss().gradientInPlace(block.data(), yAt, data, at, n);
            squares += KERNELS.dot(data, at, data, at, n);
            inner -= KERNELS.dot(data, at, block.data(), yAt, n);
        }
        KERNELS.gramLower(slab, from, to, gram, scratch);
    }
}
