package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.ProofMemory;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.PanelProducts;
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

    private final PanelProducts products;
    private final DenseResidual residual;
    private final NormSumSearch search;
    private final BlockPenalty left;
    private final BlockPenalty right;
    private final NormSumSplits splits;
    private @Nullable SpectralSplit split;
    private @Nullable SignedSpectrum spectrum;
    private @Nullable NormSumRelaxation relaxation;
    private double known = Double.POSITIVE_INFINITY;

    /** Evaluates a point: two passes over the data. */
    public NormSumOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.products = objective.map().threadedProducts();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
        this.residual = new DenseResidual(objective, w);
        this.search =
                new NormSumSearch(
                        objective,
                        w,
                        new ResidualOperator(residual.entries(), objective.lambda(), products),
                        seed,
                        random);
        this.left = form(gauge(0));
        this.right = form(gauge(1));
        this.splits =
                new NormSumSplits(
                        residual.entries(), left, right, random, products, map()::checkCancelled);
    }

    /** Whether both gauges are such norms, and Z small enough to be formed. */
    public static boolean applies(MatrixMap map, Regularizer theta) {
        return isMixed(theta.gauge(0)) && isMixed(theta.gauge(1)) && DenseResidual.fits(map);
    }

    @Override
    List<SingularCandidate> search() {
        return search.pairs(Double.POSITIVE_INFINITY);
    }

    @Override
    List<SingularCandidate> roughSearch(double wanted) {
        return search.pairs(wanted);
    }

    @Override
    List<SingularCandidate> searchMore(int starts) {
        return search.more(starts);
    }

    @Override
    double upper(double lower, double wanted, double delta) {
        double upper = splitUpper(lower, wanted, delta);
        if (upper > wanted) {
            offer(search.above(wanted));
        }
        return upper;
    }

    private double splitUpper(double lower, double wanted, double delta) {
        if (splits.isOneSided() && !splits.squareFits()) {
            return spectralUpper(wanted, delta);
        }
        SpectralSplit plain = splits.newSplit();
        split = plain;
        boolean sharper =
                splits.isTwoSided() && SignedSpectrum.applies(map().rows(), map().columns());
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
                        turned ? NormSumSplits.transposed(start) : start,
                        map()::checkCancelled);
        spectrum.search(level * splits.scale());
        return bound(spectrum.proved() / splits.scale());
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
        boolean signed = splits.isSigned(0) || splits.isSigned(1);
        Panel starts = signed ? StartVectors.withNegatives(v) : v;
        return lambda() * offer(search.from(starts));
    }

    @Override
    double upperSoFar() {
        return Math.min(known, super.upperSoFar());
    }

    @Override
    public double refutedCost() {
        return splitCost() + (search.isRough() ? search.cost() : 0);
    }

    /** A Gram matrix, and as much for each iteration of a split; 0 if there is none. */
    private double splitCost() {
        double flops = flops();
        return splits.isOneSided() || flops > CHEAP ? 0 : flops * (2 + fewIterations());
    }

    @Override
    public PolarBounds refutedBounds(double delta) {
        if (search.isRough()) {
            offer(search.converged(pairs()));
        }
        if (splitCost() > 0) {
            SpectralSplit first = splits.newSplit();
            first.search(level(1), level(1), fewIterations());
            known = Math.min(known, bound(first.proved()));
        }
        return boundsSoFar(delta);
    }

    private double flops() {
        double shortSide = Math.min(map().rows(), map().columns());
        return shortSide * map().rows() * map().columns();
    }

    private int fewIterations() {
        return flops() > CHEAP / FEW_ITERATIONS ? 0 : FEW_ITERATIONS;
    }

    private static double between(double lower, double wanted, double share) {
        return lower + share * Math.max(0, wanted - lower);
    }

    /** What the split has to come to for the polar to be at most {@code wanted}. */
    private double level(double wanted) {
        double level = residualLevel(wanted);
        return splits.isOneSided() ? level * level : level;
    }

    /** What the polar of R has to be for that of Z to be at most {@code wanted}. */
    private double residualLevel(double wanted) {
        return Math.max(wanted - formingError(), 0.5 * wanted) * lambda();
    }

    private double bound(double proved) {
        return Rounding.up(Rounding.up(splits.polar(proved)) / lambda() + formingError());
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
        if (splits.isOneSided() && !splits.squareFits()) {
            return ProofMemory.NONE;
        }
        double side =
                splits.isOneSided()
                        ? map().dimensions().get(splits.isSigned(0) ? 0 : 1)
                        : Math.min(map().rows(), map().columns());
        return new ProofMemory(2, side * side);
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = residual.proved(point());
        double frobenius = SpectralNorm.frobenius(residual.entries()) / constant();
        double polar =
                split == null ? frobenius : Math.min(frobenius, splits.polar(split.proved()));
        if (spectrum != null) {
            polar = Math.min(polar, Rounding.up(spectrum.proved() / splits.scale()));
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

    private static boolean isMixed(Gauge gauge) {
        BlockPenalty form = gauge.blockPenalty();
        return form != null && form.euclidean() > 0;
    }

    private static BlockPenalty form(Gauge gauge) {
        return Objects.requireNonNull(gauge.blockPenalty());
    }
}
