package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.BlockKrylov;
import io.nadir.certify.bound.ChebyshevBound;
import io.nadir.certify.bound.KuczynskiWozniakowski;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.Proof;
import io.nadir.model.ProofMemory;
import io.nadir.model.Regularizer;
import io.nadir.model.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The polar of a matrix product under θ = ½(‖u‖² + ‖v‖²) or ‖u‖‖v‖ at one point: σ_max(Z), with a
 * singular pair as witness (Vidal, Zhu &amp; Haeffele, eq. 1.42).
 *
 * <p>The upper bound is PROBABLE: deflate the factors, run block Lanczos on the rest from a random
 * start of its own, and bound what the run may have missed. Rounding errors are accounted for by
 * probabilistic bounds; the lower bound's by worst-case ones.
 */
public final class SpectralOracle implements PolarOracle {
    /** Columns of a Krylov block: about as many as cost no more than reading the data. */
    private static final int BLOCK = 8;

    /** Basis vectors after which no further step is made. */
    private static final int LARGEST_BASIS = 1024;

    /** Share of the columns up to which a basis may grow where there are other ways. */
    private static final int BASIS_SHARE = 16;

    /**
     * Let n be the shorter side. n³ divided by this many times the number of entries is the number
     * of steps that cost as much as the Gram matrix and its factorization.
     */
    private static final double GRAM_COST = 300;

    /**
     * Where the interval of the Chebyshev polynomials ends, from the largest Ritz value after few
     * steps, which is too small, to what the largest singular value may be.
     */
    private static final double INSIDE = 0.7;

    /** How many more steps are made than the estimate. */
    private static final double SURPLUS = 1.05;

    /** Steps that are always made before. */
    private static final int FEW_STEPS = 8;

    /** Times that converged directions are moved into the deflation. */
    private static final int MOST_RESTARTS = 3;

    /** Relative residual below which a Ritz pair has converged well enough to be deflated. */
    private static final double DEFLATABLE = 1e-4;

    /** Ritz pairs with a singular value below this share of the largest are not deflated. */
    private static final double WORTH_DEFLATING = 0.9;

    /** Residual of what is only the start of many steps, in relation to σ² − λ². */
    private static final double ROUGH = 0.1;

    /** Share of the slack enough − 1 that rounding in the fast Gram product may take. */
    private static final double ROUNDING_SHARE = 0.01;

    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products = new PanelProducts();
    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final Regularizer theta;
    private final double lambda;
    private final Factors w;
    private final RandomGenerator random;
    private final PointValue point;

    private final PointRounding rounding;

    /** The magnitude to which {@link #rounding} refers. */
    private final double magnitude;

    /** ℓ(Y, X). */
    private double value;

    private Deflation deflation;
    private BlockKrylov krylov;
    private SmallDense.@Nullable Eigen ritz;
    private int ritzDimension;
    private boolean accurate;

    /** What the polar may be without refuting the point. */
    private double tolerated = 1;

    /** The least upper bound found, whatever came of it. */
    private double upperSoFar = Double.POSITIVE_INFINITY;

    /** Looks at Ritz values of this run: each may decide when it ends. */
    private int looks;

    /** The dual point that gave the gap, if it is not the gradient here. */
    private @Nullable RaisedDualBound nearby;

    private int passes;
    private int krylovSteps;

    /** Whether the bound for crowding singular values has been tried. */
    private boolean crowded;

    /**
     * Evaluates a point: one pass over the data.
     *
     * @param seed of the random start, which must be independent of {@code w}
     */
    public SpectralOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        this(objective, w, seed, w.rank());
    }

    /**
     * The same, where only the largest singular values of X are known to be near a first-order
     * point.
     *
     * @param settled how many
     */
    public SpectralOracle(Objective<MatrixMap> objective, Factors w, long seed, int settled) {
        this.objective = objective;
        this.map = objective.map();
        this.theta = objective.regularizer();
        this.lambda = objective.lambda();
        this.w = w;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double norms = Panels.frobenius(w.block(0)) * Panels.frobenius(w.block(1));
        Directions bases =
                images(
                        products.orthonormalBasis(w.block(0)),
                        products.orthonormalBasis(w.block(1)));
        this.rounding =
                new PointRounding(
                        lambda,
                        map.curvature(),
                        PointRounding.magnitude(map, lambda, norms, value),
                        sizes(),
                        w.rank() + 2.0,
                        depth());
        this.magnitude = rounding.magnitude();
        Panel coordinatesU = products.transposeMultiply(bases.left(), w.block(0));
        Panel coordinatesV = products.transposeMultiply(bases.right(), w.block(1));
        this.point = value(bases, coordinatesU, coordinatesV);
        Panel middle = Panels.multiplyTransposed(coordinatesU, coordinatesV);
        this.accurate = !map.hasFastGram();
        this.deflation =
                new Deflation(
                        bases.settledPairs(middle, settled, products),
                        lambda,
                        products,
                        map::checkCancelled);
        this.krylov = newKrylov();
    }

    @Override
    public PointValue point() {
        return point;
    }

    @Override
    public int passes() {
        return passes;
    }

    @Override
    public int krylovSteps() {
        return krylovSteps;
    }

    @Override
    public PolarBounds quickBounds(double enough, double delta) {
        tolerate(enough);
        double upper = iterate(enough, delta, FEW_STEPS * BLOCK);
        return bounded(Math.min(upper, gradientNormBound()), delta);
    }

    @Override
    public PolarBounds bounds(double enough, double delta) {
        tolerate(enough);
        double upper = gradientNormBound();
        double share = delta;
        for (int restart = 0; ; restart++) {
            share /= 2;
            upper = Math.min(upper, iterateOrFactorize(enough, share));
            if (upper <= enough || isRefuted() || restart == MOST_RESTARTS || !deflateConverged()) {
                break;
            }
        }
        return bounded(upper, delta);
    }

    /** Sets what the polar may be. */
    private void tolerate(double enough) {
        tolerated = Math.max(1, enough);
        double slack = Math.max(enough - 1, 1e-12);
        accurate = !map.hasFastGram() || probableError() * magnitude > ROUNDING_SHARE * slack;
    }

    private PolarBounds bounded(double upper, double delta) {
        Witness best = leading();
        return PolarBounds.probable(best.value(), probableError(), upper, delta, best.pair());
    }

    @Override
    public boolean hasNearbyDual() {
        return RaisedPoint.applies(map) && w.rank() > 0;
    }

    @Override
    public double gapToNearbyDual(double target, double delta) {
        if (leading().value() > RaisedDualBound.largestPolar(point, target)) {
            return Double.POSITIVE_INFINITY;
        }
        RaisedDualBound dual = new RaisedDualBound(objective, w, point, target);
        if (leading().value() > dual.largestPolar()) {
            return Double.POSITIVE_INFINITY;
        }
        double gap = dual.gap(delta, random.nextLong());
        passes += dual.passes();
        nearby = gap <= target ? dual : null;
        return gap;
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        Witness best = ritz != null && ritzDimension == krylov.dimension() ? leading() : inside();
        double upper = Math.min(upperSoFar, gradientNormBound());
        return PolarBounds.probable(best.value(), probableError(), upper, delta, best.pair());
    }

    @Override
    public double dualError(double dualValue) {
        return rounding.ofDual(value, dualValue);
    }

    @Override
    public double estimate() {
        while (canStep() && !(ritzDue() && leadingConverged())) {
            step();
        }
        return leading().value();
    }

    @Override
    public boolean isRefuted() {
        return leading().value() - polarError() > tolerated;
    }

    /**
     * Singular triplets of Z outside the deflated directions with values above 1, all of them if
     * the iteration converges; both sides orthonormal.
     */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        while (canStep() && !converged(tolerance, negligible, share)) {
            step();
        }
        SmallDense.Eigen pairs = currentRitz();
        int count = 0;
        while (count < pairs.values().length && pairs.values()[count] > lambda * lambda) {
            count++;
        }
        Panel left = krylov.products(pairs, count);
        Panel right = krylov.vectors(pairs, count);
        SmallDense.Svd svd = SmallDense.svd(ThinQr.factor(left, products));
        double[] polar = svd.values().clone();
        for (int i = 0; i < polar.length; i++) {
            polar[i] /= lambda;
        }
        return new Witnesses(
                List.of(products.multiply(left, svd.u()), products.multiply(right, svd.v())),
                polar,
                1);
    }

    @Override
    public @Nullable String noProof() {
        return ProvedBound.obstacle(map);
    }

    @Override
    public ProofMemory proofMemory() {
        return ProvedBound.memory(map);
    }

    @Override
    public Proof prove(double target) {
        passes++;
        return nearby == null
                ? ProvedBound.of(map, theta, point, w).prove(target)
                : nearby.prove(w);
    }

    /** The polar is a spectral norm: steps can always bring the bounds together. */
    @Override
    public boolean mayStayOpen() {
        return false;
    }

    /** How far rounding may throw a value of the polar, by a worst-case bound. */
    double polarError() {
        return Rounding.gamma(depth()) * magnitude;
    }

    /** Returns the same error in the probabilistic model of rounding. */
    double probableError() {
        return probable() * magnitude;
    }

    /** What rounding errors in Z are relative to, in the Frobenius norm. */
    double magnitude() {
        return magnitude;
    }

    /** ‖Z‖_F ≥ σ_max(Z), from ‖∇ℓ‖² ≤ 2Lℓ for a loss of curvature L and infimum 0. */
    double gradientNormBound() {
        double square = 2 * map.curvature() * (point.value() + point.rounding());
        return Rounding.up(Math.sqrt(square) / lambda);
    }

    /** An upper bound from all of the Gram matrix, not much above {@code wanted}. */
    private double gramUpper(double wanted) {
        double error = probableError();
        double bound = new GradientGramBound(map, w).attempt((wanted - 2 * error) * lambda);
        return Rounding.up(bound / lambda + error);
    }

    /**
     * Does the same as {@link #iterate}, but without a basis, or switches to the Gram matrix as
     * soon as that is cheaper than more steps, which is the case if singular values cluster just
     * below the requested bound.
     */
    private double iterateOrFactorize(double enough, double delta) {
        if (!map.hasGradientGram() || crowded) {
            return iterate(enough, delta, LARGEST_BASIS);
        }
        double share = delta / 2;
        int most = Math.max(FEW_STEPS * BLOCK, map.columns() / BASIS_SHARE);
        double upper = iterate(enough, share, FEW_STEPS * BLOCK);
        while (upper > enough
                && canStep()
                && krylov.dimension() < most
                && isInReach(enough, share)) {
            upper = Math.min(upper, iterate(enough, share, krylov.dimension() + BLOCK));
        }
        if (upper <= enough || deflation.combine(leadingRitz()) > enough) {
            return upper;
        }
        crowded = true;
        upper = Math.min(upper, crowdedUpper(enough, share));
        return upper <= enough ? upper : Math.min(upper, iterate(enough, share, LARGEST_BASIS));
    }

    /** Whether a basis of bearable size will do. */
    private boolean isInReach(double enough, double delta) {
        double ratio = leadingRitz() / largestRest(enough);
        double needed =
                KuczynskiWozniakowski.steps(
                        1 - ratio * ratio,
                        krylov.fullDimension(),
                        krylov.startColumns(),
                        delta / (looks + 1.0) / (looks + 2.0));
        return needed * BLOCK <= map.columns() / (double) BASIS_SHARE;
    }

    /** An upper bound by Chebyshev polynomials if few steps should do, else by the Gram matrix. */
    private double crowdedUpper(double enough, double delta) {
        boolean factorize = GradientGramBound.applies(map);
        double side = Math.min(map.rows(), map.columns());
        double most =
                factorize
                        ? side * side * side / (GRAM_COST * map.data().observed())
                        : LARGEST_BASIS;
        double rest = largestRest(enough);
        double inside = leadingRitz() + INSIDE * (rest - leadingRitz());
        double steps =
                ChebyshevBound.steps(
                        inside * inside, rest * rest, krylov.fullDimension(), BLOCK, delta);
        double upper = Double.POSITIVE_INFINITY;
        if (SURPLUS * steps <= most) {
            upper = chebyshevUpper(inside, (int) (SURPLUS * steps) + 1, delta);
        }
        return upper > enough && factorize ? Math.min(upper, gramUpper(enough)) : upper;
    }

    /** The largest ‖D‖, nearly, that leaves the polar at {@code enough}. */
    private double largestRest(double enough) {
        return deflation.largestRest(enough - 2 * probableError());
    }

    /** The upper bound without a basis. */
    private double chebyshevUpper(double inside, int steps, double delta) {
        double square = lambda * lambda;
        ChebyshevBound chebyshev =
                new ChebyshevBound(
                        this::applyGram,
                        map.rows(),
                        deflation.right(),
                        BLOCK,
                        random,
                        products,
                        square * operatorError(inside));
        passes += steps;
        krylovSteps += steps;
        double bound = chebyshev.bound(square * inside * inside, steps, delta);
        double normD = Rounding.up(Math.sqrt(bound) / lambda);
        return Rounding.up(deflation.combine(normD) + probableError());
    }

    /** Iterates until the bound is good enough or cannot improve; returns the bound. */
    private double iterate(double enough, double delta, int largestBasis) {
        double upper = upper(delta);
        while (upper > enough && canStep() && krylov.dimension() < largestBasis) {
            step();
            if (!ritzDue()) {
                continue;
            }
            upper = Math.min(upper, upper(delta));
            if (cannotSuffice(upper, enough)) {
                return upper;
            }
        }
        return Math.min(upper, upper(delta));
    }

    /**
     * Whether what has been found is above {@code enough} already, and either there is something to
     * append, or more steps cannot halve the excess of {@code upper} over 1.
     */
    private boolean cannotSuffice(double upper, double enough) {
        double attainable = deflation.combine(leadingRitz());
        if (attainable <= enough) {
            return false;
        }
        boolean appendable = leadingRitz() > enough && isRefuted();
        return appendable || (upper - 1 <= 2 * (attainable - 1) && leadingConverged());
    }

    /** An upper bound of σ_max(Z); that after the k-th look at Ritz values uses up δ/(k(k + 1)). */
    private double upper(double delta) {
        double normD = 0;
        if (krylov.fullDimension() > 0) {
            normD = Math.sqrt(largestSquare(delta));
        }
        double upper = Rounding.up(deflation.combine(normD) + probableError());
        upperSoFar = Math.min(upperSoFar, upper);
        return upper;
    }

    /** Upper bound on ‖D‖², from the Ritz value and what the run may have missed. */
    private double largestSquare(double delta) {
        if (krylov.steps() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double root = leadingRitz();
        double theta = Rounding.up(root * root + operatorError(root));
        if (krylov.dimension() == krylov.fullDimension()) {
            return theta;
        }
        double share = delta / looks / (looks + 1.0);
        double epsilon =
                KuczynskiWozniakowski.epsilon(
                        krylov.steps(), krylov.fullDimension(), krylov.startColumns(), share);
        double missed = Rounding.up(theta / (1 - epsilon));
        if (krylov.ended()) {
            double invariant = theta + krylov.missedByInvariance(share) / lambda / lambda;
            missed = Math.min(missed, Rounding.up(invariant));
        }
        return missed;
    }

    /** What rounding may do to DᵀD/λ² where ‖D‖ is about {@code root}·λ. */
    private double operatorError(double root) {
        return accurate
                ? probableError() * (2 * root + probableError())
                : probableError() * magnitude;
    }

    /** Largest Ritz value as a singular value of Z. */
    private double leadingRitz() {
        double[] values = currentRitz().values();
        return values.length == 0 ? 0 : Math.sqrt(Math.max(0, values[0])) / lambda;
    }

    private boolean leadingConverged() {
        SmallDense.Eigen pairs = currentRitz();
        return pairs.values().length > 0
                && krylov.residual(pairs, 0) <= DEFLATABLE * pairs.values()[0];
    }

    private boolean converged(double tolerance, double negligible, double share) {
        if (!ritzDue()) {
            return false;
        }
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        double least = negligible;
        for (int i = 0; i < values.length && values[i] > lambda * lambda; i++) {
            double sigma = Math.sqrt(values[i]);
            double gain = 0.5 * (sigma - lambda) * (sigma - lambda) / map.density();
            least = Math.max(least, share * gain);
            double allowed = tolerance * lambda * sigma;
            if (share > 0) {
                allowed = Math.max(allowed, ROUGH * (values[i] - lambda * lambda));
            }
            if (gain >= least && krylov.residual(pairs, i) > allowed) {
                return false;
            }
        }
        return true;
    }

    private boolean canStep() {
        return !krylov.ended() && krylov.dimension() < LARGEST_BASIS;
    }

    private void step() {
        krylov.step();
        krylovSteps++;
        passes++;
    }

    /** Ritz values cost the cube of the dimension: look again only when it has grown by a fifth. */
    private boolean ritzDue() {
        return !canStep() || krylov.dimension() >= ritzDimension + Math.max(1, ritzDimension / 5);
    }

    private SmallDense.Eigen currentRitz() {
        if (ritz == null || ritzDimension != krylov.dimension()) {
            map.checkCancelled();
            ritz = krylov.ritz();
            looks++;
            ritzDimension = krylov.dimension();
        }
        return ritz;
    }

    /** Moves converged Ritz directions into the deflation; false if there is none. */
    private boolean deflateConverged() {
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        int count = 0;
        while (count < values.length
                && values[count] > WORTH_DEFLATING * WORTH_DEFLATING * values[0]
                && krylov.residual(pairs, count) <= DEFLATABLE * values[count]) {
            count++;
        }
        if (count == 0) {
            return false;
        }
        Panel left = Panels.concatenate(deflation.left(), krylov.products(pairs, count));
        Panel right = Panels.concatenate(deflation.right(), krylov.vectors(pairs, count));
        Directions larger =
                images(products.orthonormalBasis(left), products.orthonormalBasis(right));
        deflation = new Deflation(larger, lambda, products, map::checkCancelled);
        krylov = newKrylov();
        return true;
    }

    /** Images of orthonormal directions under Z and Zᵀ, and ℓ(Y, X): one pass. */
    private Directions images(Panel left, Panel right) {
        Panel image = Panel.zeros(left.rows(), right.columns());
        Panel coimage = Panel.zeros(right.rows(), left.columns());
        value = map.residual(w, right, left, image, coimage);
        passes++;
        KERNELS.scale(-1 / lambda, image.data(), 0, image.data().length);
        KERNELS.scale(-1 / lambda, coimage.data(), 0, coimage.data().length);
        return new Directions(left, right, image, coimage);
    }

    private BlockKrylov newKrylov() {
        ritz = null;
        ritzDimension = 0;
        looks = 0;
        return new BlockKrylov(
                this::applyGram, map.rows(), deflation.right(), BLOCK, random, products);
    }

    private void applyGram(Panel q, Panel t, Panel s) {
        if (accurate) {
            map.residualGram(w, q, t, s);
        } else {
            map.gram(w, q, t, s);
        }
        deflation.removeCoimage(q, s);
    }

    /** The better of the two lower bounds at hand: in the deflated directions, and outside. */
    private Witness leading() {
        Witness inside = inside();
        if (krylov.dimension() == 0) {
            return inside;
        }
        SmallDense.Eigen pairs = currentRitz();
        Witness outside = new Witness(krylov.vectors(pairs, 1), krylov.products(pairs, 1), lambda);
        return outside.value() > inside.value() ? outside : inside;
    }

    private Witness inside() {
        return new Witness(deflation.leadingRight(), deflation.leadingImage(), 1);
    }

    /** The point's value; ⟨Z, u_i·v_iᵀ⟩ in the coordinates of u_i and v_i in the bases. */
    private PointValue value(Directions bases, Panel coordinatesU, Panel coordinatesV) {
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
        return new PointValue(
                map.loss(),
                value,
                total,
                lambda * pairing,
                lambda,
                PointValue.relative(pairing, total),
                worst,
                rounding.ofPoint(value, total, map.cancellation(w))
                        + PointRounding.underflow(map, lambda, w),
                rounding.ofObjective(value, total, map.cancellation(w))
                        + PointRounding.underflow(map, lambda, w));
    }

    /** Σ‖u_i‖‖v_i‖. */
    private double sizes() {
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += Panels.columnNorm(w.block(0), i) * Panels.columnNorm(w.block(1), i);
        }
        return sum;
    }

    private double probable() {
        return rounding.probable();
    }

    /** Roundings that an element of a product with Z goes through, at most. */
    private double depth() {
        return (double) map.rows() + map.columns() + w.rank() + 4;
    }

    /** Right vector and its image under Z·{@code scale}, each one column or none. */
    private record Witness(Panel right, Panel image, double scale) {
        /** ‖Zv‖/‖v‖. */
        double value() {
            if (right.columns() == 0) {
                return 0;
            }
            return Panels.frobenius(image) / Panels.frobenius(right) / scale;
        }

        @Nullable List<double[]> pair() {
            if (!(value() > 0)) {
                return null;
            }
            return List.of(unit(image), unit(right));
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
