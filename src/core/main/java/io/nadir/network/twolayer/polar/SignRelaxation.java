package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.relaxation.Relaxation;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

/**
 * max ‖H·(α, w)‖² over a {@link SignCell}. The products of the elements of x = (p, m, g, o), see
 * {@link SignProducts}, are not negative, and p_n·m_n = 0. So a multiplier T is symmetric, and T ≥
 * 0 but at the places of p_n·m_n, where it is free.
 *
 * <p>‖w‖² equals ε‖α‖² + wᵀ(I − ε·SᵀS)w, which is positive definite. With I − ε·SᵀS = L·Lᵀ, the
 * coordinates k = (√ε·α, Lᵀw) have ‖k‖ = ‖w‖. Multipliers of this class are for √ε·(p, m, g), and
 * for forms o times the scale of their side.
 *
 * <p>Everything here is approximate and need not be more: {@link SignProof} proves what a
 * multiplier is worth.
 */
final class SignRelaxation implements Relaxation {
    /** The square of the norm of a form; without forms, ‖A‖² is at least ½. */
    private static final double FORM_SQUARE = 0.05;

    private static final DenseKernels KERNELS = Kernels.get();

    private final SignCell cell;
    private final int free;
    private final int d;
    private final int n;
    private final SignProducts products;
    private final Panel triangle;
    private final double[] objective;
    private final double[] diagonal;
    private final double norm;

    /** √ε. */
    private final double root;

    /** Prepares the relaxation: O(N·d² + n²q). */
    SignRelaxation(SignCell cell) {
        Scratch scratch = new Scratch();
        this.cell = cell;
        this.free = cell.free();
        this.d = cell.dimension();
        this.n = cell.order();
        this.triangle = triangle(cell, scratch);
        this.root = Math.sqrt(cell.balanced().metric());
        Panel rows = whitened(cell.rows(), 0);
        KERNELS.scale(root, rows.data(), 0, rows.data().length);
        Panel forms = inCoordinates(cell.forms());
        for (int k = 0; k < forms.rows(); k++) {
            KERNELS.scale(cell.sides().get(k).scale(), forms.data(), k * forms.stride(), n);
        }
        this.products = new SignProducts(rows, free, forms);
        this.objective = objective(inCoordinates(cell.map()), scratch);
        this.diagonal = new double[free];
        this.norm = norm(rows, scratch) + norm(forms);
    }

    @Override
    public int order() {
        return n;
    }

    @Override
    public double[] objective() {
        return objective;
    }

    @Override
    public int multiplierLength() {
        return products.size() * products.size();
    }

    @Override
    public void lift(double[] k, double[] y) {
        products.lift(k, y);
    }

    @Override
    public void lift(double[] k, Panel directions, double[] weights, double[] y) {
        products.lift(directions, weights, y);
    }

    /** 0, since nothing rests on the bounds of the search. */
    @Override
    public double adjointError(double[] t, double size) {
        return 0;
    }

    @Override
    public double operations() {
        return products.operations();
    }

    @Override
    public void addAdjoint(double[] t, double[] h) {
        products.addAdjoint(t, h);
    }

    @Override
    public double norm() {
        return norm;
    }

    @Override
    public void proximal(double[] t, double step) {
        int size = products.size();
        for (int i = 0; i < free; i++) {
            diagonal[i] = t[i * size + free + i];
        }
        KERNELS.rectify(0, t, t, t.length);
        for (int i = 0; i < free; i++) {
            t[i * size + free + i] = diagonal[i];
            t[(free + i) * size + i] = diagonal[i];
        }
    }

    /** k of (α, w). */
    double[] coordinates(double[] point) {
        double[] k = point.clone();
        KERNELS.scale(root, k, 0, free);
        for (int i = 0; i < d; i++) {
            double sum = 0;
            for (int j = i; j < d; j++) {
                sum += triangle.get(j, i) * point[free + j];
            }
            k[free + i] = sum;
        }
        return k;
    }

    /** (α, w) of k. */
    double[] point(double[] k) {
        double[] point = k.clone();
        KERNELS.scale(1 / root, point, 0, free);
        for (int i = d - 1; i >= 0; i--) {
            double sum = point[free + i];
            for (int j = i + 1; j < d; j++) {
                sum -= triangle.get(j, i) * point[free + j];
            }
            point[free + i] = sum / triangle.get(i, i);
        }
        return point;
    }

    /** L. */
    private static Panel triangle(SignCell cell, Scratch scratch) {
        int d = cell.dimension();
        Panel gram = Panel.zeros(d, d);
        KERNELS.gramLower(cell.rows(), 0, cell.free(), gram, scratch);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                gram.set(i, j, (i == j ? 1 : 0) - cell.balanced().metric() * gram.get(i, j));
            }
        }
        if (!KERNELS.cholesky(gram, scratch, () -> {})) {
            throw new IllegalStateException("rows are not balanced: their norm exceeds 1");
        }
        return gram;
    }

    /** Rows r such that r·(α, w) of the old ones is r·k of the new ones. */
    private Panel inCoordinates(Panel rows) {
        Panel out = whitened(rows, free);
        for (int j = 0; j < out.rows(); j++) {
            KERNELS.scale(1 / root, out.data(), j * out.stride(), free);
        }
        return out;
    }

    /** Rows whose elements from column {@code from} on are multiplied by L^−1. */
    private Panel whitened(Panel rows, int from) {
        Panel out = Panels.copy(rows);
        for (int k = 0; k < out.rows(); k++) {
            int at = k * out.stride() + from;
            for (int i = 0; i < d; i++) {
                double sum = KERNELS.dot(triangle.data(), i * triangle.stride(), out.data(), at, i);
                out.data()[at + i] = (out.data()[at + i] - sum) / triangle.get(i, i);
            }
        }
        return out;
    }

    private double[] objective(Panel map, Scratch scratch) {
        Panel gram = Panel.wrap(new double[n * n], n, n, 0);
        KERNELS.gramLower(map, 0, map.rows(), gram, scratch);
        double[] c = gram.data();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                c[j * n + i] = c[i * n + j];
            }
        }
        return c;
    }

    /** T of a multiplier: a new array. */
    double[] unscaled(double[] multiplier) {
        double[] t = multiplier.clone();
        int size = products.size();
        int firstForm = size - cell.sides().size();
        KERNELS.scale(root * root, t, 0, firstForm * size);
        for (int i = 0; i < size; i++) {
            for (int j = firstForm; j < size; j++) {
                double scale = cell.sides().get(j - firstForm).scale();
                double other = i < firstForm ? root : cell.sides().get(i - firstForm).scale();
                t[i * size + j] = scale * other * multiplier[i * size + j];
                t[j * size + i] = t[i * size + j];
            }
        }
        return t;
    }

    /** The scale of a side at which its form is short in relation to A, but not negligible. */
    static double scale(SignCell cell, double[] normal) {
        SignCell bare = cell.with(new OutputSide(normal, 1));
        SignRelaxation unscaled = new SignRelaxation(bare);
        Panel form = unscaled.inCoordinates(bare.forms());
        int last = (form.rows() - 1) * form.stride();
        double square = KERNELS.dot(form.data(), last, form.data(), last, unscaled.n);
        return square > 0 ? Math.sqrt(FORM_SQUARE / square) : 1;
    }

    /** ‖O‖₂² of forms. */
    private static double norm(Panel forms) {
        if (forms.rows() == 0) {
            return 0;
        }
        Panel gram = Panels.multiplyTransposed(forms, forms);
        return SmallDense.symmetricEigen(gram).values()[0] * (1 + 1e-12);
    }

    /** ‖A‖₂², the largest of ½ and the norm of ½SᵀS + GᵀG. */
    private double norm(Panel rows, Scratch scratch) {
        Panel gram = Panel.zeros(d, d);
        KERNELS.gramLower(rows, 0, free, gram, scratch);
        KERNELS.scale(0.5, gram.data(), 0, gram.data().length);
        KERNELS.gramLower(rows, free, rows.rows(), gram, scratch);
        return Math.max(0.5, SmallDense.symmetricEigen(gram).values()[0] * (1 + 1e-12));
    }
}
