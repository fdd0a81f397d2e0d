package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Block Lanczos for the largest eigenvalues of S = DᵀD, D m×n, with full reorthogonalization: the
 * rounding errors of a step are those of applying S once, not those of a lost orthogonality.
 *
 * <p>Keeps the basis Q (n×k), H = QᵀSQ, and the products D·Q (m×k) as long as they are not too
 * large; afterwards those that are asked for are computed anew. Starts from a block of independent
 * Gaussian columns in the orthogonal complement of given directions, and stays there.
 */
public final class BlockKrylov {
    /** A new direction below this, relative to the largest image seen, is rounding noise. */
    static final double NEGLIGIBLE = 1e-13;

    /** S restricted to the complement of the excluded directions. */
    public interface Operator {
        /** t = D·q and s = Dᵀ·t up to components in the excluded directions. */
        void apply(Panel q, Panel t, Panel s);
    }

    private final PanelProducts panelProducts;
    private final Operator operator;
    private final Panel excluded;
    private final int startColumns;

    /** R of the start X = Q₁·R. */
    private final Panel startTriangle;

    private final ThinQr qr;

    private final GrowingPanel basis;

    /** The first column of each block in the basis. */
    private final List<Integer> blocks = new ArrayList<>();

    /** D·Q; null once it would be too large. */
    private @Nullable GrowingPanel products;

    private final int m;
    private final long largestProducts;
    private Panel projected = Panel.zeros(0, 0);

    /** The newest block of the basis, and room for its images; what is not in use, QR works in. */
    private Panel block;

    private Panel image;
    private Panel product = Panel.zeros(0, 0);
    private Panel link = Panel.zeros(0, 0);
    private double largestImage;
    private int steps;
    private boolean ended;

    /**
     * Draws the start block.
     *
     * @param m rows of D
     * @param excluded n×j with orthonormal columns
     * @param columns of the start block, at most; fewer where the complement is smaller
     */
    public BlockKrylov(
            Operator operator,
            int m,
            Panel excluded,
            int columns,
            RandomGenerator random,
            PanelProducts panelProducts) {
        this(operator, m, excluded, columns, random, panelProducts, Long.MAX_VALUE);
    }

    /**
     * Draws the start block.
     *
     * @param m rows of D
     * @param excluded n×j with orthonormal columns
     * @param columns of the start block, at most; fewer where the complement is smaller
     * @param largestProducts the number of elements up to which D·Q is kept
     */
    public BlockKrylov(
            Operator operator,
            int m,
            Panel excluded,
            int columns,
            RandomGenerator random,
            PanelProducts panelProducts,
            long largestProducts) {
        int n = excluded.rows();
        this.panelProducts = panelProducts;
        this.qr = new ThinQr(panelProducts);
        this.operator = operator;
        this.excluded = excluded;
        this.startColumns = Math.min(columns, n - excluded.columns());
        int rank = m == 0 ? n : m; // 0 says that images are not formed
        int dimension = (int) Math.min(fullDimension(), (long) startColumns + rank);
        this.basis = new GrowingPanel(n, dimension);
        this.products = new GrowingPanel(m, dimension);
        this.m = m;
        this.largestProducts = largestProducts;
        this.block = gaussian(n, startColumns, random);
        orthogonalize(block);
        this.image = Panel.zeros(n, startColumns);
        this.startTriangle = Panels.copy(qr.factor(block, image));
        ThinQr.dropZeroColumns(block);
        ended = block.columns() == 0;
    }

    /** Applications of S so far. */
    public int steps() {
        return steps;
    }

    /** Columns of the start block. */
    public int startColumns() {
        return startColumns;
    }

    /** Columns of Q. */
    public int dimension() {
        return basis.panel().columns();
    }

    /** Dimension of the space that S is restricted to. */
    public int fullDimension() {
        return excluded.rows() - excluded.columns();
    }

    /** The first column of each block in Q, and {@link #dimension}. */
    int[] offsets() {
        int[] offsets = new int[blocks.size() + 1];
        for (int i = 0; i < blocks.size(); i++) {
            offsets[i] = blocks.get(i);
        }
        offsets[blocks.size()] = dimension();
        return offsets;
    }

    /** R, b×b, of the start X = Q₁·R, whose columns are Gaussian up to excluded directions. */
    Panel startTriangle() {
        return startTriangle;
    }

    /** H. */
    Panel projected() {
        return projected;
    }

    /** L with SQ = QH + N·L·Eᵀ, where N is the next block and E selects the last one of Q. */
    Panel link() {
        return link;
    }

    /** The norm of the largest column of an image. */
    double largestImage() {
        return largestImage;
    }

    /**
     * Returns a bound of ‖F‖_F relative to {@link #largestImage}, where SQ = QT + NLEᵀ + F, besides
     * errors of S: what is dropped, and rounding. An element of Qᵀs for an image s is off by γ‖s‖
     * for n products, whatever their signs, so that Qᵀs is off by √d·γ‖s‖, and so is what the
     * second orthogonalization removes again; Q(Qᵀs) rounds to √d·γ‖s‖ for d products. QᵀQ differs
     * from I by no more than this.
     */
    double algebraError() {
        return algebraError(block.rows(), Math.max(1, dimension()));
    }

    /** Returns the same for {@code d} vectors of {@code n} elements. */
    public static double algebraError(double n, double d) {
        return 4 * NEGLIGIBLE * Math.sqrt(d) + 3 * d * Rounding.gamma(n + 2 * d);
    }

    /** Whether the space is invariant, to rounding, so that no step can add to it. */
    public boolean ended() {
        return ended;
    }

    /**
     * Returns by how much λ₁ can exceed the largest Ritz value, except with probability {@code
     * delta}, once the space is invariant up to rounding. With v₁ the leading eigenvector, v₁ᵀ(SQ −
     * QH) is at most the norm of what was dropped, and so is (λ₁ − θ₁)‖v₁ᵀQ‖. And ‖v₁ᵀQ‖ is at
     * least the component of v₁ in each of the b independent start directions, with P[|v₁ᵀx| ≤ t] ≤
     * t√(2n/π).
     */
    public double missedByInvariance(double delta) {
        double component =
                Math.pow(delta, 1.0 / startColumns) * Math.sqrt(Math.PI / 2 / fullDimension());
        return algebraError() * largestImage * Math.sqrt(startColumns) / component;
    }

    /** One application of S to the newest block. */
    public void step() {
        product = Panels.fit(product, m, block.columns());
        image = Panels.fit(image, block.rows(), block.columns());
        Panel t = product;
        Panel s = image;
        operator.apply(block, t, s);
        steps++;
        blocks.add(dimension());
        basis.append(block);
        keep(t);
        largestImage = Math.max(largestImage, largestColumn(s));
        panelProducts.removeComponents(excluded, s);
        Panel columns = panelProducts.transposeMultiply(basis.panel(), s);
        project(columns);
        panelProducts.subtractProduct(basis.panel(), columns, s);
        next(s);
    }

    /** Eigenpairs of H, largest first. */
    public SmallDense.Eigen ritz() {
        return SmallDense.symmetricEigen(projected);
    }

    /** ‖S·x − θ·x‖ for the Ritz pair {@code index}. */
    public double residual(SmallDense.Eigen ritz, int index) {
        int first = dimension() - link.columns();
        double sum = 0;
        for (int i = 0; i < link.rows(); i++) {
            double element = 0;
            for (int j = 0; j < link.columns(); j++) {
                element += link.get(i, j) * ritz.vectors().get(first + j, index);
            }
            sum += element * element;
        }
        return Math.sqrt(sum);
    }

    /** The first {@code count} Ritz vectors, n×count, orthonormal. */
    public Panel vectors(SmallDense.Eigen ritz, int count) {
        return combine(basis.panel(), ritz, count);
    }

    private void keep(Panel t) {
        if (products != null && (long) m * dimension() > largestProducts) {
            products = null;
        }
        if (products != null) {
            products.append(t);
        }
    }

    /** Whether {@link #products} takes no application of S. */
    public boolean hasProducts() {
        return products != null;
    }

    /** D times the first {@code count} Ritz vectors, m×count; may take an application of S. */
    public Panel products(SmallDense.Eigen ritz, int count) {
        if (products != null) {
            return combine(products.panel(), ritz, count);
        }
        Panel vectors = vectors(ritz, count);
        Panel t = Panel.zeros(m, count);
        operator.apply(vectors, t, Panel.zeros(vectors.rows(), count));
        return t;
    }

    private Panel combine(Panel columns, SmallDense.Eigen ritz, int count) {
        return panelProducts.multiply(columns, Panels.leadingColumns(ritz.vectors(), count));
    }

    /** Extends H by the columns Qᵀ·s, and by their transpose. */
    private void project(Panel columns) {
        int k = columns.rows();
        int first = k - columns.columns();
        Panel h = Panel.zeros(k, k);
        for (int i = 0; i < first; i++) {
            for (int j = 0; j < first; j++) {
                h.set(i, j, projected.get(i, j));
            }
        }
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < columns.columns(); j++) {
                h.set(i, first + j, columns.get(i, j));
                h.set(first + j, i, columns.get(i, j));
            }
        }
        projected = h;
    }

    /** s ← (I − QQᵀ)(I − EEᵀ)s with E the excluded directions. */
    private void orthogonalize(Panel s) {
        panelProducts.removeComponents(excluded, s);
        panelProducts.removeComponents(basis.panel(), s);
    }

    /**
     * Forms the next block from the remainder of an image: its principal directions, without those
     * that are rounding noise and without those that exceed the dimension of the space. Without
     * that limit, noise would be taken for new directions forever.
     */
    private void next(Panel s) {
        SmallDense.Svd svd = SmallDense.svd(qr.factor(s, block));
        int limit = Math.min(svd.values().length, fullDimension() - dimension());
        int count = 0;
        while (count < limit && svd.values()[count] > NEGLIGIBLE * largestImage) {
            count++;
        }
        block = Panels.fit(block, s.rows(), count);
        panelProducts.multiplyInto(s, Panels.leadingColumns(svd.u(), count), block);
        link = Panels.transposed(Panels.leadingColumns(svd.v(), count));
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < link.columns(); k++) {
                link.set(i, k, svd.values()[i] * link.get(i, k));
            }
        }
        // Once more, and after the factorization, which may turn a column back towards the basis.
        orthogonalize(block);
        qr.factor(block, s);
        ThinQr.dropZeroColumns(block);
        ended = block.columns() == 0;
    }

    private static double largestColumn(Panel s) {
        double[] norms = new double[s.columns()];
        Panels.columnNorms(s, norms);
        return Arrays.stream(norms).max().orElse(0);
    }

    /** Independent standard normal elements. */
    static Panel gaussian(int n, int columns, RandomGenerator random) {
        Panel panel = Panel.zeros(n, columns);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < columns; j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        return panel;
    }
}
