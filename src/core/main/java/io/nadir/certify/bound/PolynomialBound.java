package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

import java.util.function.DoubleUnaryOperator;

/**
 * An upper bound of the largest eigenvalue λ₁ of S from what a block Krylov space tells about S,
 * that fails with probability at most δ over its Gaussian start X (n×b).
 *
 * <p>Let v₁ be a leading eigenvector and g = Xᵀv₁. Except with probability δ, ‖g‖ &gt; t ({@link
 * GaussianStart}). If so, then for <em>every</em> polynomial p, ‖p(S)X‖₂ ≥ ‖v₁ᵀp(S)X‖ = |p(λ₁)|‖g‖
 * &gt; |p(λ₁)|·t. The event does not depend on p, so that p, its degree, and how often one looks
 * may depend on all that the space has shown. Here p is the polynomial of degree k that is
 * orthogonal to those of smaller degree under ⟨p, q⟩ = tr (p(S)X)ᵀq(S)X, which makes ‖p(S)X‖_F
 * small where the spectrum of S is, and p(λ₁) large. All its zeros τ are real, so p grows beyond
 * the largest one, and λ₁ is at most the λ with p(λ)·t = ‖p(S)X‖₂.
 *
 * <p>The columns of the space are Q and the next block N, with SQ = QT + NLEᵀ + F; T is block
 * tridiagonal and small, E selects the last block, and F is what rounding leaves. p(S)X = QC_k +
 * N·L·Eᵀ·C_(k−1), where C_j are small matrices by the recurrence α, β of the orthogonal
 * polynomials.
 *
 * <p><em>Rounding.</em> With y = v₁ᵀQ and s_j = y·C_j, λ₁y = yT + v₁ᵀN·LEᵀ + v₁ᵀF turns the
 * recurrence of C_j into β_j·s_(j+1) = (λ₁ − α_j)s_j − β_(j−1)s_(j−1) − v₁ᵀF·C_j, whatever numbers
 * α and β &gt; 0 are. So s_k = p(λ₁)g − p(λ₁)Σ_j[(λ₁ − J)⁻¹]_(1,j+1)·v₁ᵀF·C_j with the Jacobi
 * matrix J of α and β. The elements of that inverse are at most 1/(λ₁ − τ_max), and t &lt; ‖g‖ ≤
 * ‖p(S)X‖₂/p(λ₁) + k‖F‖‖X‖_F/(λ₁ − τ_max), which falls as λ₁ grows. If a product with a vector of
 * norm 1 is off by e, ‖F‖ ≤ 3e√d for a basis of d vectors, and what orthogonalization adds: each
 * column of T is made from its own product, and below the diagonal from that of the next block.
 */
final class PolynomialBound {
    /** How close to the largest zero the bound may be, relatively: nearer, rounding counts. */
    private static final double CLOSE = 1e-6;

    /** Allows for rounding in the values of the polynomial, where no zero is closer than that. */
    private static final double MARGIN = 1e-6;

    /** A polynomial that is smaller than this on the spectrum is one that annihilates S. */
    private static final double VANISHING = 1e-9;

    /** How many products an element of T may be off by. */
    private static final double PRODUCTS = 3;

    private static final int BISECTIONS = 100;

    /** Squares of numbers below this underflow, and those above its inverse overflow. */
    private static final double SMALLEST = 0x1p-400;

    private final BlockKrylov krylov;
    private final int[] offsets;

    /** The largest magnitude in T, by which all numbers are divided. */
    private final double unit;

    private final Panel t;
    private final Panel link;
    private final int columns;
    private final double startNorm;

    /** α and β of the recurrence; the last β is that of p. */
    private final double[] alpha;

    private final double[] beta;
    private int degree;

    /** ‖p(S)X‖₂ with p as the recurrence leaves it, before it is normalized. */
    private double norm;

    /** ‖F‖ but for the errors of applying S. */
    private final double smallErrors;

    /** Looks at a space that has made at least one step. */
    PolynomialBound(BlockKrylov krylov) {
        this.krylov = krylov;
        this.offsets = krylov.offsets();
        this.unit = largestMagnitude(krylov.projected());
        this.t = quotient(krylov.projected(), unit);
        this.link = quotient(krylov.link(), unit);
        Panel start = krylov.startTriangle();
        this.columns = start.columns();
        this.startNorm = Panels.frobenius(start);
        this.alpha = new double[krylov.steps()];
        this.beta = new double[krylov.steps()];
        this.smallErrors = smallErrors();
        if (unit >= SMALLEST && unit <= 1 / SMALLEST && offsets[1] == columns) {
            recur(start);
        }
    }

    /**
     * Returns the bound; infinite if there is none.
     *
     * @param delta the probability with which the bound, at all steps of the space together, may
     *     fail
     * @param error how far S·q may be off for a vector q of norm 1 if λ₁ is about the argument; it
     *     grows no faster than the argument
     */
    double upper(double delta, DoubleUnaryOperator error) {
        double least =
                GaussianStart.smallestComponent(krylov.startColumns(), delta)
                        - krylov.algebraError() * startNorm;
        if (!(least > 0) || degree == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double[] zeros = zeros();
        if (!(zeros[0] > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double low = zeros[0] * (1 + CLOSE);
        double high = 2 * low;
        while (!suffices(high, zeros, least, error)) {
            low = high;
            high *= 2;
            if (!(high < Double.POSITIVE_INFINITY)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        for (int i = 0; i < BISECTIONS && low * (1 + CLOSE * CLOSE) < high; i++) {
            double middle = low + (high - low) / 2;
            if (suffices(middle, zeros, least, error)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Rounding.up(high * unit);
    }

    /** Whether λ₁ cannot be above {@code lambda} if ‖g‖ exceeds {@code least}. */
    private boolean suffices(
            double lambda, double[] zeros, double least, DoubleUnaryOperator error) {
        double log = Math.log(norm * (1 + krylov.algebraError()));
        for (int i = 0; i < degree; i++) {
            log -= Math.log(lambda - zeros[i]) - (i > 0 ? Math.log(beta[i - 1]) : 0);
        }
        double products =
                PRODUCTS * Math.sqrt(t.rows()) * error.applyAsDouble(lambda * unit) / unit;
        double errors = degree * (products + smallErrors) * startNorm / (lambda - zeros[0]);
        return Math.exp(log) + errors <= least * (1 - MARGIN);
    }

    /** The zeros of p, the largest first: eigenvalues of the Jacobi matrix. */
    private double[] zeros() {
        Panel jacobi = Panel.zeros(degree, degree);
        for (int j = 0; j < degree; j++) {
            jacobi.set(j, j, alpha[j]);
            if (j > 0) {
                jacobi.set(j - 1, j, beta[j - 1]);
                jacobi.set(j, j - 1, beta[j - 1]);
            }
        }
        return SmallDense.symmetricEigen(jacobi).values();
    }

    /** Runs the recurrence on C_j, as far as it goes. */
    private void recur(Panel start) {
        Panel before = Panel.zeros(t.rows(), columns);
        Panel now = Panel.zeros(t.rows(), columns);
        copyRows(start, now);
        double scale = 0;
        for (int j = 0; j < alpha.length; j++) {
            Panel next = product(now, j);
            alpha[j] = inner(now, next) / startNorm / startNorm;
            Panels.addScaled(-alpha[j], now, next);
            if (j > 0) {
                Panels.addScaled(-beta[j - 1], before, next);
            }
            Panel beyond = j == alpha.length - 1 ? beyond(now) : Panel.zeros(0, columns);
            degree = j + 1;
            beta[j] = Math.hypot(Panels.frobenius(next), Panels.frobenius(beyond)) / startNorm;
            scale = Math.max(scale, Math.abs(alpha[j]) + beta[j]);
            if (j == alpha.length - 1 || !(beta[j] > VANISHING * scale)) {
                norm = spectralNorm(next, beyond);
                return;
            }
            before = now;
            now = next;
            scale(now, 1 / beta[j]);
        }
    }

    /** T·C, where the rows of C after block j are 0. */
    private Panel product(Panel c, int j) {
        Panel out = Panel.zeros(t.rows(), columns);
        for (int block = 0; block <= Math.min(j + 1, offsets.length - 2); block++) {
            int from = offsets[Math.max(0, block - 1)];
            int to = offsets[Math.min(offsets.length - 1, Math.min(block + 2, j + 1))];
            for (int row = offsets[block]; row < offsets[block + 1]; row++) {
                for (int k = from; k < to; k++) {
                    double element = t.get(row, k);
                    for (int i = 0; i < columns; i++) {
                        out.set(row, i, out.get(row, i) + element * c.get(k, i));
                    }
                }
            }
        }
        return out;
    }

    /** L·Eᵀ·C: what leaves the space. */
    private Panel beyond(Panel c) {
        int first = offsets[offsets.length - 2];
        Panel out = Panel.zeros(link.rows(), columns);
        for (int row = 0; row < link.rows(); row++) {
            for (int k = 0; k < link.columns(); k++) {
                for (int i = 0; i < columns; i++) {
                    out.set(row, i, out.get(row, i) + link.get(row, k) * c.get(first + k, i));
                }
            }
        }
        return out;
    }

    /** What orthogonalization, directions left out, and sums of the recurrence add to F. */
    private double smallErrors() {
        double inside = 0;
        double outside = 0;
        int widest = 0;
        for (int block = 0; block + 1 < offsets.length; block++) {
            widest = Math.max(widest, offsets[block + 1] - offsets[block]);
            int from = offsets[Math.max(0, block - 1)];
            int to = offsets[Math.min(offsets.length - 1, block + 2)];
            for (int row = offsets[block]; row < offsets[block + 1]; row++) {
                for (int k = 0; k < t.columns(); k++) {
                    double square = t.get(row, k) * t.get(row, k);
                    inside += k >= from && k < to ? square : 0;
                    outside += k >= from && k < to ? 0 : square;
                }
            }
        }
        double sums = 3 * Rounding.gamma(3.0 * widest + 8) * Math.sqrt(inside);
        double dropped = krylov.algebraError() * (krylov.largestImage() / unit);
        return Rounding.up(sums + Math.sqrt(outside) + dropped);
    }

    private double spectralNorm(Panel a, Panel b) {
        Panel gram = Panel.zeros(columns, columns);
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                gram.set(i, j, Panels.columnDot(a, i, a, j) + Panels.columnDot(b, i, b, j));
            }
        }
        double square = Math.max(0, SmallDense.symmetricEigen(gram).values()[0]);
        return Math.sqrt(square) * (1 + MARGIN / 16);
    }

    private static double inner(Panel a, Panel b) {
        double sum = 0;
        for (int i = 0; i < a.columns(); i++) {
            sum += Panels.columnDot(a, i, b, i);
        }
        return sum;
    }

    private static double largestMagnitude(Panel a) {
        double largest = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                largest = Math.max(largest, Math.abs(a.get(i, k)));
            }
        }
        return largest;
    }

    private static Panel quotient(Panel a, double unit) {
        Panel out = Panel.zeros(a.rows(), a.columns());
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                out.set(i, k, a.get(i, k) / unit);
            }
        }
        return out;
    }

    private static void scale(Panel a, double factor) {
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                a.set(i, k, factor * a.get(i, k));
            }
        }
    }

    private static void copyRows(Panel from, Panel to) {
        for (int i = 0; i < from.rows(); i++) {
            for (int k = 0; k < from.columns(); k++) {
                to.set(i, k, from.get(i, k));
            }
        }
    }
}
