package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.network.twolayer.polar.ReluProblem;

import java.util.Arrays;

/**
 * max { F(Z·c, S·w) : ‖c‖ ≤ 1, ‖w‖ ≤ 1 } of a {@link PairForm} as the polar of a two-layer network.
 *
 * <p>Let κ ≥ ‖Z‖₂², ‖S‖₂², and α_n = a_n² + b_n², β_n = c_n² + d_n² at most 1. With u = a·r⁺ + c·r⁻
 * and v = b·r⁺ + d·r⁻, 2F = Σ (u + t⁺)² + (v + t⁻)² − u² − v² − t² and u² + v² = α(r⁺)² + β(r⁻)²,
 * because one of r⁺ and r⁻ is 0. So
 *
 * <pre>2F + κ‖c‖² + κ‖w‖² = ‖y(c, w)‖²,
 * y = (u + t⁺, v + t⁻, √(1 − α)·r⁺ + √(1 − β)·r⁻, C·c, D·w), CᵀC = κI − ZᵀZ, DᵀD = κI − SᵀS.</pre>
 *
 * <p>All of y are rectified linear functions of (c, w), or linear, as differences of two such. F is
 * of degree 1 in c and in w, so its maximum is that of 2F for ‖c‖² + ‖w‖² = 1, which is ρ² − κ if ρ
 * is the largest ‖y‖ there. Rounding errors are included.
 */
final class RectifiedPairs {
    /** κ of rows that are scaled to norms of at most 1. */
    private static final double KAPPA = 1 + 0x1p-20;

    /** Covers the roundings of 1 − α, its root and the scaled form, relative to Σ‖z_n‖‖s_n‖. */
    private static final double FORM_ERROR = 0x1p-46;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel left;
    private final Panel right;
    private final Panel leftRoot;
    private final Panel rightRoot;
    private final double formSize;
    private final int exponent;
    private final double error;

    /**
     * Takes the rows; only those count where both are not 0.
     *
     * @param dual Z, N×q
     * @param inputs S, N×d
     * @param formSize an upper bound of √α and √β of all forms, at least 1
     */
    RectifiedPairs(Panel dual, Panel inputs, double formSize, Runnable checkpoint) {
        this.formSize = formSize;
        this.left = Panels.copy(dual);
        this.right = Panels.copy(inputs);
        balance();
        Scratch scratch = new Scratch();
        this.exponent =
                normalize(left, scratch, checkpoint) + normalize(right, scratch, checkpoint);
        this.leftRoot = root(left, scratch, checkpoint);
        this.rightRoot = root(right, scratch, checkpoint);
        double mass = 0;
        for (int n = 0; n < left.rows(); n++) {
            mass += norm(left, n) * norm(right, n);
        }
        double roots = Math.max(rootError(left, leftRoot), rootError(right, rightRoot));
        this.error = Rounding.up(roots + FORM_ERROR * (1 + mass));
    }

    /** Rows of Z and S halfway to being of the same length, by powers of two. */
    private void balance() {
        for (int n = 0; n < left.rows(); n++) {
            double z = norm(left, n);
            double s = norm(right, n);
            boolean counts = z > 0 && s > 0;
            int shift = counts ? Math.getExponent(Math.sqrt(s / z)) : 0;
            scaleRow(left, n, counts ? Math.scalb(1.0, shift) : 0);
            scaleRow(right, n, counts ? Math.scalb(1.0, -shift) : 0);
        }
    }

    private static void scaleRow(Panel a, int n, double factor) {
        KERNELS.scale(factor, a.data(), n * a.stride(), a.columns());
    }

    private static double norm(Panel a, int n) {
        int at = n * a.stride();
        return Math.sqrt(KERNELS.dot(a.data(), at, a.data(), at, a.columns()));
    }

    /** A ← 2^−e·A of norm at most 1; returns e. */
    private static int normalize(Panel a, Scratch scratch, Runnable checkpoint) {
        double norm = SpectralNorm.upper(a, scratch, checkpoint);
        int exponent = norm > 0 ? Math.getExponent(norm) + 1 : 0;
        KERNELS.scale(Math.scalb(1.0, -exponent), a.data(), 0, a.data().length);
        return exponent;
    }

    /** A lower triangle L with L·Lᵀ about κI − AᵀA. */
    private static Panel root(Panel a, Scratch scratch, Runnable checkpoint) {
        int k = a.columns();
        Panel gram = Panel.zeros(k, k);
        KERNELS.gramLower(a, 0, a.rows(), gram, scratch);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                gram.set(i, j, j > i ? 0 : (i == j ? KAPPA : 0) - gram.get(i, j));
            }
        }
        if (!KERNELS.cholesky(gram, scratch, checkpoint)) {
            throw new IllegalStateException("rows are of a norm above 1");
        }
        for (int i = 0; i < k; i++) {
            for (int j = i + 1; j < k; j++) {
                gram.set(i, j, 0);
            }
        }
        return gram;
    }

    /** Upper bound of ‖κI − AᵀA − L·Lᵀ‖₂, by the elements of this matrix as computed. */
    private static double rootError(Panel a, Panel root) {
        int k = a.columns();
        double[][] residual = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double sum = i == j ? KAPPA : 0;
                for (int n = 0; n < a.rows(); n++) {
                    sum -= a.get(n, i) * a.get(n, j);
                }
                for (int l = 0; l < k; l++) {
                    sum -= root.get(i, l) * root.get(j, l);
                }
                residual[i][j] = sum;
            }
        }
        double squares = 0;
        for (double[] row : residual) {
            squares += Arrays.stream(row).map(x -> x * x).sum();
        }
        double z = SpectralNorm.frobenius(a);
        double l = SpectralNorm.frobenius(root);
        double sizes = k * KAPPA + z * z + l * l;
        double gamma = Rounding.gamma(2.0 * k + a.rows() + 8);
        return Rounding.up(Math.sqrt(squares) * (1 + 1e-9) + gamma * sizes)
                + k * (double) k * (a.rows() + k) * Double.MIN_NORMAL;
    }

    /** The two-layer network for a form. */
    ReluProblem problem(PairForm form) {
        int n = left.rows();
        int q = left.columns();
        int d = right.columns();
        int rows = 4 * n + 2 * (q + d);
        Panel inputs = Panel.zeros(rows, q + d);
        Panel dual = Panel.zeros(rows, 3 * n + q + d);
        for (int i = 0; i < n; i++) {
            double a = form.a()[i] / formSize;
            double b = form.b()[i] / formSize;
            double c = form.c()[i] / formSize;
            double e = form.d()[i] / formSize;
            copyRow(left, i, 1, inputs, 4 * i, 0);
            copyRow(left, i, -1, inputs, 4 * i + 1, 0);
            copyRow(right, i, 1, inputs, 4 * i + 2, q);
            copyRow(right, i, -1, inputs, 4 * i + 3, q);
            setOutputs(dual, 4 * i, i, a, b, Math.sqrt(Math.max(0, 1 - a * a - b * b)));
            setOutputs(dual, 4 * i + 1, i, c, e, Math.sqrt(Math.max(0, 1 - c * c - e * e)));
            setOutputs(dual, 4 * i + 2, i, 1, 0, 0);
            setOutputs(dual, 4 * i + 3, i, 0, 1, 0);
        }
        addLinear(Panels.transposed(leftRoot), inputs, dual, 4 * n, 0, 3 * n);
        addLinear(Panels.transposed(rightRoot), inputs, dual, 4 * n + 2 * q, q, 3 * n + q);
        return new ReluProblem(inputs, dual, 0);
    }

    private static void setOutputs(Panel dual, int row, int i, double u, double v, double rest) {
        dual.set(row, 3 * i, u);
        dual.set(row, 3 * i + 1, v);
        dual.set(row, 3 * i + 2, rest);
    }

    private static void copyRow(Panel from, int i, double sign, Panel to, int row, int column) {
        for (int k = 0; k < from.columns(); k++) {
            to.set(row, column + k, sign * from.get(i, k));
        }
    }

    /** One output for each row of a matrix, which is σ of it less σ of its negative. */
    private static void addLinear(
            Panel matrix, Panel inputs, Panel dual, int row, int column, int output) {
        for (int k = 0; k < matrix.rows(); k++) {
            copyRow(matrix, k, 1, inputs, row + 2 * k, column);
            copyRow(matrix, k, -1, inputs, row + 2 * k + 1, column);
            dual.set(row + 2 * k, output + k, 1);
            dual.set(row + 2 * k + 1, output + k, -1);
        }
    }

    /** An upper bound of F from one of ρ. */
    double upper(double rho) {
        double square = Rounding.up(rho * rho);
        double bound = Math.max(0, Rounding.up(Rounding.up(square - KAPPA) + error));
        return Rounding.up(Math.scalb(Rounding.up(formSize * bound), exponent));
    }

    /** A ρ for which {@link #upper} is at most {@code wanted}, if there is any. */
    double reach(double wanted) {
        double bound = Math.scalb(wanted, -exponent) / formSize - error;
        return Math.sqrt(Math.max(0, KAPPA + bound)) * (1 - 0x1p-48);
    }
}
