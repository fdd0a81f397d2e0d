package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.ProofMemory;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Bounds of the polar for gauges a·‖·‖₂ + b·‖·‖₁ with or without signs, from Z with all its
 * entries: below by alternating maximization, above by {@link SpectralSplit}. So for nonnegative
 * factorization ρ ≤ min over N ≥ 0 of σ_max(Z + N), then the sharper {@link SignedSpectrum}, and
 * for ‖u‖₂(‖v‖₂ + γ‖v‖₁) ρ ≤ min over Z = A + B of max(σ_max(A), max_j ‖B_{:j}‖₂/γ). {@link
 * #tighten} goes on with relaxations for fixed ratios of the two norms. These polars are NP-hard:
 * the bounds need not meet.
 *
 * <p>Where u ≥ 0 alone, and both norms are Euclidean, ρ(Z)² = max { uᵀZZᵀu : u ≥ 0, ‖u‖ ≤ 1 },
 * which for a positive semidefinite matrix is the polar of ZZᵀ with signs on both sides. With other
 * norms {@link #bounds} leaves a sign on one side out, and {@link #tighten} does not.
 */
public final class NormSumOracle extends GaugeOracle {
    /** Where between the lower bound and what is wanted a split is looked for. */
    private static final double AIM = 0.4;

    /** Where it is good enough: proving it takes a little more. */
    private static final double ENOUGH = 0.9;

    /** Iterations for the bound at a refuted point. */
    private static final int FEW_ITERATIONS = 20;

    /** Flops that the bound at a refuted point may cost. */
    private static final double CHEAP = 5e9;

    /** Iterations for a split where there is a sharper bound. */
    private static final int FIRST_ITERATIONS = 100;

    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products = new PanelProducts();
    private final RandomGenerator random;
    private final DenseResidual residual;
    private final BlockPenalty left;
    private final BlockPenalty right;
    private @Nullable SpectralSplit split;
    private @Nullable SignedSpectrum spectrum;
    private @Nullable NormSumRelaxation relaxation;
    private double known = Double.POSITIVE_INFINITY;

    /** Evaluates a point: two passes over the data. */
    public NormSumOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
        this.residual = new DenseResidual(objective, w);
        this.left = form(gauge(0));
        this.right = form(gauge(1));
    }

    /** Whether both gauges are such norms, and Z small enough to be formed. */
    public static boolean applies(MatrixMap map, Regularizer theta) {
        return isMixed(theta.gauge(0)) && isMixed(theta.gauge(1)) && DenseResidual.fits(map);
    }

    /**
     * Searches from rows of Z with a large positive part, from columns of the point, and from
     * random starts.
     */
    @Override
    List<SingularCandidate> search() {
        AlternatingAscent ascent = new AlternatingAscent(new Entries(), gauge(0), gauge(1));
        return ascent.run(
                StartVectors.of(residual.entries(), w().block(1), gauge(1), random),
                map()::checkCancelled);
    }

    @Override
    double upper(double lower, double wanted, double delta) {
        if (isOneSided() && !squareFits()) {
            return spectralUpper(wanted, delta);
        }
        SpectralSplit plain = newSplit();
        split = plain;
        boolean sharper = isTwoSided() && SignedSpectrum.applies(map().rows(), map().columns());
        int affordable = plain.affordable();
        plain.search(
                level(between(lower, wanted, AIM)),
                level(between(lower, wanted, ENOUGH)),
                sharper ? Math.min(FIRST_ITERATIONS, affordable) : affordable);
        known = bound(plain.proved());
        if (known > wanted && sharper) {
            known = Math.min(known, sharperBound(plain, level(between(lower, wanted, ENOUGH))));
        }
        return known;
    }

    private double sharperBound(SpectralSplit plain, double level) {
        Panel start = plain.remainder();
        boolean turned = map().rows() < map().columns();
        spectrum =
                new SignedSpectrum(
                        residual.entries(),
                        turned ? transposed(start) : start,
                        map()::checkCancelled);
        spectrum.search(level * scale());
        return bound(spectrum.proved() / scale());
    }

    @Override
    public boolean hasRelaxation() {
        return NormSumRelaxation.applies(left, right);
    }

    @Override
    public PolarBounds tighten(double wanted, double delta, RelaxationBudget budget) {
        double least = between(lower(), wanted, AIM);
        NormSumRelaxation open = relaxation;
        if (open == null) {
            Panel r = residual.entries();
            double level = residualLevel(least);
            open = new NormSumRelaxation(r, left, right, level, budget, map()::checkCancelled);
            relaxation = open;
        }
        open.run(
                residualLevel(between(lower(), wanted, ENOUGH)),
                lower() * lambda(),
                budget,
                this::climb,
                () -> budget.improved(relaxedUpper()));
        return tightened(wanted, Math.min(relaxedUpper(), upperSoFar()), delta);
    }

    private double relaxedUpper() {
        if (relaxation != null) {
            double bound = Rounding.up(relaxation.bound() / lambda() + formingError());
            known = Math.min(known, Rounding.up(bound));
        }
        return known;
    }

    private double climb(Panel vectors) {
        boolean turned = relaxation != null && relaxation.isTurned();
        Panel v = turned ? products.transposeMultiply(residual.entries(), vectors) : vectors;
        AlternatingAscent ascent = new AlternatingAscent(new Entries(), gauge(0), gauge(1));
        Panel starts = isSigned(0) || isSigned(1) ? Panels.concatenate(v, negative(v)) : v;
        return lambda() * offer(ascent.run(starts, map()::checkCancelled));
    }

    private static Panel negative(Panel v) {
        Panel out = Panels.copy(v);
        KERNELS.scale(-1, out.data(), 0, out.data().length);
        return out;
    }

    @Override
    double upperSoFar() {
        return Math.min(known, super.upperSoFar());
    }

    @Override
    double refutedUpper() {
        double shortSide = Math.min(map().rows(), map().columns());
        double flops = shortSide * map().rows() * map().columns();
        if (isOneSided() || flops > CHEAP) {
            return super.refutedUpper();
        }
        SpectralSplit first = newSplit();
        first.search(level(1), level(1), flops > CHEAP / FEW_ITERATIONS ? 0 : FEW_ITERATIONS);
        return Math.min(bound(first.proved()), super.refutedUpper());
    }

    private static double between(double lower, double wanted, double share) {
        return lower + share * Math.max(0, wanted - lower);
    }

    private SpectralSplit newSplit() {
        return isOneSided() ? squaredSplit() : plainSplit();
    }

    /** What the split has to come to for the polar to be at most {@code wanted}. */
    private double level(double wanted) {
        double level = residualLevel(wanted);
        return isOneSided() ? level * level : level;
    }

    /** What the polar of R has to be for that of Z to be at most {@code wanted}. */
    private double residualLevel(double wanted) {
        return Math.max(wanted - formingError(), 0.5 * wanted) * lambda();
    }

    private double bound(double proved) {
        return Rounding.up(Rounding.up(polar(proved)) / lambda() + formingError());
    }

    private boolean isTwoSided() {
        return isSigned(0) && isSigned(1) && left.one() == 0 && right.one() == 0;
    }

    /** The product of the weights of the Euclidean norms. */
    private double scale() {
        return left.euclidean() * right.euclidean();
    }

    @Override
    public @Nullable String noProof() {
        return ProvedGap.obstacle(map().loss());
    }

    @Override
    public void requireProofMemory() {
        proofMemory().require();
    }

    /** The Gram matrix of a split and that which is factored. */
    ProofMemory proofMemory() {
        if (isOneSided() && !squareFits()) {
            return ProofMemory.NONE;
        }
        double side =
                isOneSided()
                        ? map().dimensions().get(isSigned(0) ? 0 : 1)
                        : Math.min(map().rows(), map().columns());
        return new ProofMemory(2, side * side);
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = residual.proved(point());
        double frobenius = SpectralNorm.frobenius(residual.entries()) / constant();
        double polar = split == null ? frobenius : Math.min(frobenius, polar(split.proved()));
        if (spectrum != null) {
            polar = Math.min(polar, Rounding.up(spectrum.proved() / scale()));
        }
        int factorizations = split == null ? 0 : 1;
        if (relaxation != null) {
            polar = Math.min(polar, relaxation.bound());
            factorizations += relaxation.factorizations();
        }
        double error = Rounding.up(proved.formingError() / constant());
        double upper = Rounding.up((Rounding.up(polar) + error) / lambda());
        double gap = proved.gapAt(Rounding.up(polar));
        return new Proof(upper, proved.objective(), gap, factorizations);
    }

    @Override
    public boolean mayStayOpen() {
        return true;
    }

    /** The bound of the polar of R from that of the matrix that was split. */
    private double polar(double bound) {
        if (!isOneSided()) {
            return bound;
        }
        // |fl(RRᵀ) − RRᵀ| ≤ γ|R||R|ᵀ.
        double norm = Panels.frobenius(residual.entries());
        double depth = Rounding.gamma(2.0 * (map().rows() + map().columns()) + 8);
        double error = Rounding.up(depth * norm * norm / scale() / scale());
        return Rounding.up(Math.sqrt(Rounding.up(bound + error)));
    }

    private SpectralSplit plainSplit() {
        boolean wide = map().rows() < map().columns();
        Panel r = residual.entries();
        BlockPenalty first = wide ? right : left;
        BlockPenalty second = wide ? left : right;
        List<SplitPart> parts = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        add(SplitPart.COLUMNS, first.euclidean() * second.one(), parts, weights);
        add(SplitPart.ROWS, first.one() * second.euclidean(), parts, weights);
        add(SplitPart.ENTRIES, first.one() * second.one(), parts, weights);
        if (isSigned(0) && isSigned(1)) {
            parts.add(SplitPart.NEGATIVE);
            weights.add(0.0);
        }
        return new SpectralSplit(
                wide ? transposed(r) : r,
                scale(),
                parts,
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                map()::checkCancelled,
                random,
                products);
    }

    /** RRᵀ or RᵀR, on the side that has signs. */
    private SpectralSplit squaredSplit() {
        Panel r = isSigned(0) ? transposed(residual.entries()) : residual.entries();
        int n = r.columns();
        Panel gram = Panel.wrap(new double[n * n], n, n, 0);
        KERNELS.gramLower(r, 0, r.rows(), gram, products.scratch());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                gram.set(j, i, gram.get(i, j));
            }
        }
        return new SpectralSplit(
                gram,
                scale() * scale(),
                List.of(SplitPart.NEGATIVE),
                new double[] {0},
                map()::checkCancelled,
                random,
                products);
    }

    private static void add(
            SplitPart part, double weight, List<SplitPart> parts, List<Double> weights) {
        if (weight > 0) {
            parts.add(part);
            weights.add(weight);
        }
    }

    private boolean isOneSided() {
        return isSigned(0) != isSigned(1) && left.one() == 0 && right.one() == 0;
    }

    private boolean squareFits() {
        long side = isSigned(0) ? map().rows() : map().columns();
        return side * side <= DenseResidual.LARGEST;
    }

    private boolean isSigned(int k) {
        return (k == 0 ? left : right).nonNegative();
    }

    /** Without padding, as R is. */
    private static Panel transposed(Panel r) {
        int elements = r.rows() * r.columns();
        Panel out = Panel.wrap(new double[elements], r.columns(), r.rows(), 0);
        Panels.transposeInto(r, out);
        return out;
    }

    private static boolean isMixed(Gauge gauge) {
        BlockPenalty form = gauge.blockPenalty();
        return form != null && form.euclidean() > 0;
    }

    private static BlockPenalty form(Gauge gauge) {
        return Objects.requireNonNull(gauge.blockPenalty());
    }

    /** Z from the entries of R. */
    private final class Entries implements AlternatingAscent.Operator {
        @Override
        public Panel multiply(Panel v) {
            return scaled(products.multiply(residual.entries(), v));
        }

        @Override
        public Panel transposeMultiply(Panel u) {
            return scaled(products.transposeMultiply(residual.entries(), u));
        }

        private Panel scaled(Panel image) {
            KERNELS.scale(1 / lambda(), image.data(), 0, image.data().length);
            return image;
        }
    }
}
