package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.BlockKrylov;
import io.nadir.certify.bound.SplitRest;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The rest D that a {@link Deflation} leaves of Z at a point; products are with λ²DᵀD. */
final class DeflatedRest implements SplitRest {
    /**
     * Products with the basis are kept while they are this share of the entries, or fewer than
     * {@link #ALWAYS_KEPT}: others would take more memory than data of float32 that are much longer
     * than wide. What is needed of them later is computed anew.
     */
    private static final int KEPT_SHARE = 32;

    private static final long ALWAYS_KEPT = 1 << 21;

    /**
     * Columns of a step where entries are few: their indices are read anyway, but every column
     * costs as much as the first. And where data are small: see {@link #SMALL}.
     */
    private static final int NARROW = 8;

    /**
     * Columns of a step over dense data. 7, 5 and 4 steps of 8, 16 and 24 columns tell about the
     * same of a spectrum. More columns take more flops in all, fewer take more steps.
     */
    private static final int WIDE = 16;

    /** The same at rank 0, where many columns are likely to be appended. */
    private static final int WIDEST = 24;

    /**
     * Elements of dense data that stay in the second-level cache (2 MB): passes over them cost no
     * more than the algebra of a step, which grows with the square of its columns.
     */
    private static final double SMALL = 1 << 18;

    /** The share of the tolerance of pairs within which they are as good as descent makes them. */
    private static final double COMPLETE_SHARE = 1.0 / 64;

    private final SpectralPoint point;
    private final MatrixMap map;
    private final double lambda;
    private final Deflation deflation;
    private final boolean formed;

    /**
     * Takes a deflation.
     *
     * @param formed whether products are with entries of Z, formed anew for each, and not with Y
     *     and the factors
     */
    DeflatedRest(SpectralPoint point, Deflation deflation, boolean formed) {
        this.formed = formed;
        this.point = point;
        this.map = point.objective().map();
        this.lambda = point.objective().lambda();
        this.deflation = deflation;
    }

    Deflation deflation() {
        return deflation;
    }

    @Override
    public void apply(Panel q, Panel t, Panel s) {
        point.applyGram(deflation, formed, q, t, s);
    }

    @Override
    public int imageRows() {
        return map.rows();
    }

    @Override
    public long keptImages() {
        return Math.max(ALWAYS_KEPT, map.entries() / KEPT_SHARE);
    }

    @Override
    public int blockColumns() {
        double elements = (double) map.rows() * map.columns();
        boolean few = map.entries() < elements || map.productOperations() < 2 * elements;
        if (few || elements <= SMALL) {
            return NARROW;
        }
        return point.w().rank() == 0 ? WIDEST : WIDE;
    }

    @Override
    public Panel directions() {
        return deflation.right();
    }

    @Override
    public PanelProducts products() {
        return point.products();
    }

    @Override
    public double scale() {
        return lambda;
    }

    @Override
    public double productError() {
        return point.productError(formed);
    }

    @Override
    public double attainedError(double value, int vectors) {
        return point.attainedError(deflation, formed, value, vectors);
    }

    @Override
    public @Nullable SplitRest finer() {
        return formed || !map.formsEntries() ? null : new DeflatedRest(point, deflation, true);
    }

    @Override
    public double operatorError(double root) {
        return point.operatorError(deflation, formed, root);
    }

    @Override
    public double combine(double normD) {
        return deflation.combine(normD);
    }

    @Override
    public double upper(double normD) {
        return point.upper(deflation, normD);
    }

    @Override
    public double largestRest(double enough) {
        return deflation.largestRest(enough);
    }

    @Override
    public double gain(double sigma) {
        return 0.5 * (sigma - lambda) * (sigma - lambda) / map.density();
    }

    @Override
    public Attained inside() {
        return new Witness(deflation.leadingRight(), deflation.leadingImage(), 1);
    }

    @Override
    public Attained outside(BlockKrylov krylov, SmallDense.Eigen ritz) {
        return new Witness(krylov.vectors(ritz, 1), krylov.products(ritz, 1), lambda);
    }

    @Override
    public Witnesses witnesses(
            BlockKrylov krylov, SmallDense.Eigen ritz, int count, double tolerance) {
        PanelProducts products = point.products();
        Panel left = krylov.products(ritz, count);
        Panel right = krylov.vectors(ritz, count);
        SmallDense.Svd svd = SmallDense.svd(ThinQr.factor(left, products));
        double[] polar = svd.values().clone();
        for (int i = 0; i < polar.length; i++) {
            polar[i] /= lambda;
        }
        return new Witnesses(
                List.of(products.multiply(left, svd.u()), products.multiply(right, svd.v())),
                polar,
                1,
                false,
                isComplete(krylov, ritz, count, tolerance));
    }

    /**
     * Whether thresholding these pairs gives the minimum under ½‖Y − X‖² up to what a certificate
     * can see. At rank 0 they are pairs of Y, with YQ = PΣ and YᵀP = QΣ + E, where ‖e_i‖ is the
     * residual of pair i over σ_i. At P(Σ − λ)Qᵀ that leaves PᵀZQ = I, (I − PPᵀ)ZQ = 0 and PᵀZ(I −
     * QQᵀ) = Eᵀ/λ, so that the polar exceeds 1 by about ‖E/λ‖² at most.
     */
    private boolean isComplete(
            BlockKrylov krylov, SmallDense.Eigen ritz, int count, double tolerance) {
        if (point.w().rank() > 0 || !map.hasFastGram()) {
            return false;
        }
        double square = 0;
        for (int i = 0; i < count; i++) {
            double residual = krylov.residual(ritz, i);
            square += residual * residual / ritz.values()[i];
        }
        return Math.sqrt(square) <= COMPLETE_SHARE * tolerance * lambda;
    }

    @Override
    public SplitRest without(BlockKrylov krylov, SmallDense.Eigen ritz, int count) {
        return point.split(
                Panels.concatenate(deflation.left(), krylov.products(ritz, count)),
                Panels.concatenate(deflation.right(), krylov.vectors(ritz, count)),
                formed);
    }

    @Override
    public void checkCancelled() {
        map.checkCancelled();
    }

    /** Right vector and its image under Z·{@code scale}, each one column or none. */
    private record Witness(Panel right, Panel image, double scale) implements Attained {
        /** ‖Zv‖/‖v‖. */
        @Override
        public double value() {
            if (right.columns() == 0) {
                return 0;
            }
            return Panels.frobenius(image) / Panels.frobenius(right) / scale;
        }

        @Override
        public @Nullable List<double[]> vectors() {
            return value() > 0 ? List.of(unit(image), unit(right)) : null;
        }

        private static double[] unit(Panel column) {
            double norm = Panels.frobenius(column);
            double[] out = new double[column.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = column.get(i, 0) / norm;
            }
            return out;
        }
    }
}
