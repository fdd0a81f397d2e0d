package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralSource;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.model.Regularizer;

/**
 * One point W of a matrix product, evaluated: its value, products with Z = −∇ℓ/λ, and bounds of
 * their rounding errors.
 */
final class SpectralPoint implements SpectralSource {
    /** Share of the columns up to which a basis may grow where products cost little. */
    private static final int BASIS_SHARE = 16;

    /**
     * Let n be the shorter side. n³ divided by this many times the number of entries is the number
     * of steps that cost as much as the Gram matrix and its factorization.
     */
    private static final double GRAM_COST = 300;

    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products;
    private final Objective<MatrixMap> objective;
    private final Factors w;
    private final PointRounding rounding;

    /** What products with Z round in the pass of the evaluation, or wherever entries are formed. */
    private final double imageError;

    private final PointValue value;
    private final DeflatedRest settled;

    /** The number of passes that the evaluation took. */
    private final int passes;

    /**
     * Evaluates a point: one pass over the data, or none at rank 0 if ℓ(Y, 0) = ½‖Y‖².
     *
     * @param count of the largest singular values of X that are looked at for settled pairs
     */
    SpectralPoint(Objective<MatrixMap> objective, Factors w, int count) {
        MatrixMap map = objective.map();
        this.objective = objective;
        this.products = map.threadedProducts();
        this.w = w;
        Directions bases =
                Directions.withoutImages(
                        products.orthonormalBasis(w.block(0)),
                        products.orthonormalBasis(w.block(1)));
        this.passes = w.rank() == 0 && map.hasFastGram() ? 0 : 1;
        double loss = passes == 0 ? map.valueAtZero() : fill(bases);
        double lambda = objective.lambda();
        Factors outputs = map.outputs(w);
        double norms = map.sizeOfTerms(w);
        this.rounding =
                PointRounding.of(
                        map,
                        lambda,
                        loss,
                        norms,
                        w.sumOfNormProducts(),
                        outputs.rank() + 2.0,
                        depth());
        this.imageError = map.formsEntries() ? rounding.ofFormed() : rounding.ofProducts();
        Panel coordinatesU = products.transposeMultiply(bases.left(), w.block(0));
        Panel coordinatesV = products.transposeMultiply(bases.right(), w.block(1));
        this.value = value(loss, bases, coordinatesU, coordinatesV);
        Panel middle = Panels.multiplyTransposed(coordinatesU, coordinatesV);
        this.settled = split(bases.settledPairs(middle, count, products), !map.hasFastGram());
    }

    /** The number of passes over the data that the evaluation took. */
    int passes() {
        return passes;
    }

    PointValue value() {
        return value;
    }

    @Override
    public DeflatedRest settled() {
        return settled;
    }

    /**
     * Z split along other directions: one pass.
     *
     * @param formed whether products are with entries of Z
     */
    DeflatedRest split(Panel left, Panel right, boolean formed) {
        Directions directions =
                Directions.withoutImages(
                        products.orthonormalBasis(left), products.orthonormalBasis(right));
        fill(directions);
        return split(directions, formed);
    }

    private DeflatedRest split(Directions directions, boolean formed) {
        Deflation deflation =
                new Deflation(
                        directions, objective.lambda(), products, objective.map()::checkCancelled);
        return new DeflatedRest(this, deflation, formed);
    }

    /** t = λD·q and s = λDᵀ·t for the rest D that the deflation leaves of Z: one pass. */
    void applyGram(Deflation deflation, boolean formed, Panel q, Panel t, Panel s) {
        if (formed) {
            objective.map().residualGram(w, q, t, s);
        } else {
            objective.map().gram(w, q, t, s);
        }
        deflation.removeCoimage(q, s);
    }

    /**
     * Returns a bound of the rounding error of {@link #applyGram} over λ², see {@link
     * GramRounding}.
     */
    double operatorError(Deflation deflation, boolean formed, double root) {
        double products = combined(deflation.left().columns());
        return GramRounding.bound(productError(formed), deflation.normB(), products, root);
    }

    /**
     * Returns an upper bound of ‖Z‖ from one of ‖D‖. A and C are from an image that is off by g√c
     * as the coimage is, of which B is made. If PᵀP and QᵀQ differ from I by at most ε, that
     * changes the bound by 4ε times what it is, at most, and so do the sums over rows in A, B and
     * C. After {@link io.nadir.kernel.ThinQr}, ε is that of a Gram matrix of p columns, γ·p.
     */
    double upper(Deflation deflation, double normD) {
        int columns = deflation.left().columns();
        if (columns == 0) {
            return Rounding.up(normD);
        }
        double image = imageError * Math.sqrt(combined(columns));
        double sides = Math.max(w.block(0).rows(), w.block(1).rows());
        double epsilon = columns * Rounding.gamma(sides + 4.0 * columns);
        return Rounding.up(deflation.combine(normD, image) * (1 + 8 * epsilon));
    }

    /**
     * Returns c. The coimage of p directions is combined of those of a basis with p₀ columns, each
     * off by g: ‖E‖ ≤ g√p₀. Combining it, and the directions, adds at most γ_p₀·‖Z‖_F·√p to that
     * for each, and g is γ_k times more than ‖Z‖_F for k roundings.
     */
    private double combined(int columns) {
        if (columns == 0) {
            return 0;
        }
        double basis = Math.max(columns, w.rank());
        double more = 1 + 2 * basis / rounding.depth();
        return basis * more * more;
    }

    /** Returns a bound of the rounding error of a product of Z or Zᵀ with a vector of norm 1. */
    double productError(boolean formed) {
        return formed ? imageError : rounding.ofProducts();
    }

    /** Returns a bound of the rounding error of a value of the polar. */
    double polarError() {
        return rounding.ofProducts();
    }

    /**
     * Returns a bound of the rounding error of ‖Zx‖, where Zx is combined of images of that many
     * vectors, or of those of the directions. The norm itself is a sum over all rows.
     */
    double attainedError(Deflation deflation, boolean formed, double value, int vectors) {
        double images = Math.sqrt(vectors + combined(deflation.left().columns()));
        return Rounding.up((1 + images) * productError(formed) + dataSums() * value);
    }

    /** Returns a bound of the rounding error of uᵀ·Z·v for vectors of norm 1. */
    double pairError() {
        return Rounding.up(polarError() + dataSums() * gradientNormBound());
    }

    /** Returns a bound of the part of that error which comes from forming Z. */
    double formingError() {
        return Rounding.gamma(rounding.forming() + 2) * rounding.magnitude();
    }

    /** Returns a bound of the rounding error of a dual value of this size. */
    double dualError(double dualValue) {
        double sums = dataSums() * (2 * value.value() + Math.abs(dualValue));
        return rounding.ofDual(value.value(), dualValue) + sums;
    }

    /** Returns a bound of the relative error of a sum over all entries: of rows, then of these. */
    private double dataSums() {
        return Rounding.gamma((double) objective.map().rows() + objective.map().columns() + 8);
    }

    /** {@inheritDoc} From ‖∇ℓ‖² ≤ 2Lℓ for a loss of curvature L and infimum 0. */
    @Override
    public double gradientNormBound() {
        double square = 2 * objective.map().curvature() * (value.value() + value.rounding());
        return Rounding.up(Math.sqrt(square) / objective.lambda());
    }

    /** {@inheritDoc} Products with few entries cost little beside keeping a basis orthogonal. */
    @Override
    public int affordableBasis() {
        MatrixMap map = objective.map();
        return map.hasGradientGram() ? map.columns() / BASIS_SHARE : Integer.MAX_VALUE;
    }

    @Override
    public double gramSteps() {
        MatrixMap map = objective.map();
        if (!GradientGramBound.applies(map)) {
            return Double.POSITIVE_INFINITY;
        }
        double side = Math.min(map.rows(), map.columns());
        return side * side * side / (GRAM_COST * map.data().observed());
    }

    @Override
    public double gramUpper(double wanted) {
        double error = polarError();
        GradientGramBound gram = new GradientGramBound(objective.map(), w);
        double bound = gram.attempt((wanted - 2 * error) * objective.lambda());
        return Rounding.up(bound / objective.lambda() + error);
    }

    /** Images of the directions under Z and Zᵀ: one pass, which returns ℓ(Y, X). */
    private double fill(Directions directions) {
        Panel image = directions.image();
        Panel coimage = directions.coimage();
        double loss =
                objective.map().residual(w, directions.right(), directions.left(), image, coimage);
        KERNELS.scale(-1 / objective.lambda(), image.data(), 0, image.data().length);
        KERNELS.scale(-1 / objective.lambda(), coimage.data(), 0, coimage.data().length);
        return loss;
    }

    /** The point's value; ⟨Z, u_i·v_iᵀ⟩ in the coordinates of u_i and v_i in the bases. */
    private PointValue value(
            double loss, Directions bases, Panel coordinatesU, Panel coordinatesV) {
        MatrixMap map = objective.map();
        Regularizer theta = objective.regularizer();
        double lambda = objective.lambda();
        Panel core = products.transposeMultiply(bases.left(), bases.image());
        Panel aTimesV = products.multiply(core, coordinatesV);
        double total = 0;
        double pairing = 0;
        double worst = 0;
        for (int i = 0; i < w.rank(); i++) {
            double thetaI = theta.value(w, i);
            double pairingI = Panels.columnDot(coordinatesU, i, aTimesV, i);
            total += thetaI;
            pairing += pairingI;
            worst = Math.max(worst, PointValue.relative(pairingI, thetaI));
        }
        double sums =
                2 * dataSums() * (loss + lambda * total) + PointRounding.underflow(map, lambda, w);
        return new PointValue(
                map.loss(),
                loss,
                total,
                lambda * pairing,
                lambda,
                PointValue.relative(pairing, total),
                worst,
                rounding.ofPoint(loss, total, map.cancellation(w), imageError)
                        + pairingError(loss, bases, coordinatesU, coordinatesV)
                        + sums,
                rounding.ofObjective(loss, total, map.cancellation(w)) + sums,
                map.imbalance(w, loss));
    }

    /**
     * Returns a bound of the error of λ⟨Z, X⟩ beside that of {@link PointRounding#ofPoint}.
     *
     * <p>With coordinates S, T of U, V in the bases P, Q, whatever these are, Σ s_iᵀ(PᵀZQ)t_i is
     * computed, which is ⟨Z, (PS)(QT)ᵀ⟩. ZQt is off by g·‖|Q||t|‖, where g‖t‖ is allowed for
     * already. Sums over the rows of P and over columns are off by γ·√p‖Z‖_F‖s‖‖t‖, and U − PS as
     * computed by γ(1 + √p)‖U‖_F.
     */
    private double pairingError(
            double loss, Directions bases, Panel coordinatesU, Panel coordinatesV) {
        double norm = Math.sqrt(2 * objective.map().curvature() * loss);
        double u = Panels.frobenius(w.block(0));
        double v = Panels.frobenius(w.block(1));
        double root = Math.sqrt(w.rank());
        double sums = Rounding.gamma(w.block(0).rows() + 4.0 * w.rank() + 8);
        double outside =
                outside(w.block(0), bases.left(), coordinatesU) * v
                        + outside(w.block(1), bases.right(), coordinatesV) * u;
        double more = Math.max(0, spread(bases.right(), coordinatesV) - w.sumOfNormProducts());
        double images = objective.lambda() * imageError * more;
        // Not rounded up, so that it is 0 where f is 0; the factors 2 and 3 leave room.
        return images + norm * (2 * outside + 3 * sums * (1 + root) * u * v);
    }

    /** Σ‖u_i‖‖|Q||t_i|‖. */
    private double spread(Panel basis, Panel coordinates) {
        Panel sizes = products.multiply(magnitudes(basis), magnitudes(coordinates));
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += Panels.columnNorm(w.block(0), i) * Panels.columnNorm(sizes, i);
        }
        return sum;
    }

    private static Panel magnitudes(Panel a) {
        Panel out = Panels.copy(a);
        double[] data = out.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.abs(data[i]);
        }
        return out;
    }

    /** ‖F − P·S‖_F. */
    private double outside(Panel factor, Panel basis, Panel coordinates) {
        Panel rest = Panels.copy(factor);
        products.subtractProduct(basis, Panels.copy(coordinates), rest);
        return Panels.frobenius(rest);
    }

    /**
     * Returns the largest number of roundings that an element of a product with Z or Zᵀ undergoes:
     * that of U·(VᵀB) 2n + r + 2, others d + n + r + 4, where d is that of a sum over the rows.
     */
    private double depth() {
        double columns = objective.map().columns();
        return columns + Math.max(columns, objective.map().rowSumDepth()) + w.rank() + 4;
    }

    Objective<MatrixMap> objective() {
        return objective;
    }

    Factors w() {
        return w;
    }

    PanelProducts products() {
        return products;
    }
}
