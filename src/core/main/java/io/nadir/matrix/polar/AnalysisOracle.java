package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.ProofMemory;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.AnalysisPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Bounds of the polar where a gauge is a·‖x‖₂ + ‖Hx‖₁ with a sparse matrix H ({@link
 * Gauge#analysis}), as the total variation: below by alternating maximization, whose values are
 * attained; above by σ_max(Z)/(c₁c₂), and by {@link AnalysisBound} in {@link #tighten}. If both
 * gauges are of this form, only that of v is used in full. No bound depends on proximal maps.
 */
public final class AnalysisOracle extends GaugeOracle {
    /** Where it is good enough: proving it takes a little more. */
    private static final double ENOUGH = 0.9;

    /** Starts of each kind; maximizers of such gauges may take milliseconds. */
    private static final int STARTS = 6;

    /** Rounds with all starts, and pairs with which the maximization goes on. */
    private static final int FIRST_ROUNDS = 4;

    private static final int KEPT = 8;

    private final PanelProducts products;
    private final RandomGenerator random;
    private final DenseResidual residual;
    private final ResidualOperator entries;

    /** The block whose gauge is used in full. */
    private final int side;

    private final AnalysisPenalty penalty;

    /** Whether v ≥ 0. */
    private final boolean hasSign;

    private @Nullable AnalysisBound relaxation;
    private double known = Double.POSITIVE_INFINITY;

    /** Evaluates a point: two passes over the data. */
    public AnalysisOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.products = objective.map().threadedProducts();
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
        this.residual = new DenseResidual(objective, w);
        this.entries = new ResidualOperator(residual.entries(), objective.lambda(), products);
        this.side = form(1) == null ? 0 : 1;
        this.penalty = Objects.requireNonNull(form(side));
        double[] negative = new double[map().columns()];
        Arrays.fill(negative, -1);
        this.hasSign = gauge(1).value(negative, 0, 1, negative.length) == Double.POSITIVE_INFINITY;
    }

    /** Whether a gauge has this form, and Z is small enough to be formed. */
    public static boolean applies(MatrixMap map, Regularizer theta) {
        boolean has =
                theta.gauge(0).analysis(map.rows()) != null
                        || theta.gauge(1).analysis(map.columns()) != null;
        return has && DenseResidual.fits(map);
    }

    private @Nullable AnalysisPenalty form(int k) {
        return gauge(k).analysis(map().dimensions().get(k));
    }

    /**
     * Searches from rows of Z of large norm, or with a large positive part if v ≥ 0, from columns
     * of the point, and from random starts. Each start is first made the maximizer along it: for a
     * row with a positive value, the search then begins with at least that value.
     */
    @Override
    List<SingularCandidate> search() {
        Panel starts =
                StartVectors.of(residual.entries(), w().block(1), this::size, STARTS, random);
        for (int j = 0; j < starts.columns(); j++) {
            gauge(1).polarize(starts.data(), j, starts.stride(), starts.rows());
        }
        AlternatingAscent ascent = new AlternatingAscent(entries, gauge(0), gauge(1));
        List<SingularCandidate> first = ascent.run(starts, FIRST_ROUNDS, map()::checkCancelled);
        List<double[]> best =
                first.stream()
                        .sorted(Comparator.comparingDouble(SingularCandidate::value).reversed())
                        .limit(KEPT)
                        .map(SingularCandidate::v)
                        .toList();
        return ascent.run(columns(best), map()::checkCancelled);
    }

    private double size(double[] row) {
        for (int i = 0; i < row.length && hasSign; i++) {
            row[i] = Math.max(0, row[i]);
        }
        return GramMatrix.norm(row);
    }

    private Panel columns(List<double[]> vectors) {
        Panel out = Panel.zeros(map().columns(), vectors.size());
        for (int j = 0; j < vectors.size(); j++) {
            for (int i = 0; i < out.rows(); i++) {
                out.set(i, j, vectors.get(j)[i]);
            }
        }
        return out;
    }

    @Override
    double upper(double lower, double wanted, double delta) {
        known = spectralUpper(wanted, delta);
        return known;
    }

    @Override
    public boolean hasRelaxation() {
        return true;
    }

    @Override
    public PolarBounds tighten(double wanted, double delta, RelaxationBudget budget) {
        AnalysisBound open = relaxation;
        if (open == null) {
            double other = gauge(1 - side).lowerConstant();
            boolean turned = side == 0;
            open =
                    new AnalysisBound(
                            residual.entries(),
                            penalty,
                            other,
                            turned,
                            budget,
                            map()::checkCancelled);
            relaxation = open;
        }
        double enough = lower() + ENOUGH * Math.max(0, wanted - lower());
        open.run(
                residualLevel(enough),
                lower() * lambda(),
                budget,
                this::climb,
                () -> budget.improved(relaxedUpper()));
        return tightened(wanted, Math.min(relaxedUpper(), upperSoFar()), delta);
    }

    /** What the polar of R has to be for that of Z to be at most {@code wanted}. */
    private double residualLevel(double wanted) {
        return Math.max(wanted - formingError(), 0.5 * wanted) * lambda();
    }

    private double relaxedUpper() {
        if (relaxation != null) {
            double bound = Rounding.up(relaxation.bound() / lambda() + formingError());
            known = Math.min(known, Rounding.up(bound));
        }
        return known;
    }

    private double climb(Panel vectors) {
        Panel v = side == 0 ? entries.transposeMultiply(vectors) : vectors;
        AlternatingAscent ascent = new AlternatingAscent(entries, gauge(0), gauge(1));
        Panel starts = StartVectors.withNegatives(v);
        return lambda() * offer(ascent.run(starts, map()::checkCancelled));
    }

    @Override
    double upperSoFar() {
        return Math.min(known, super.upperSoFar());
    }

    @Override
    public @Nullable String noProof() {
        return ProvedGap.obstacle(map().loss());
    }

    @Override
    public void requireProofMemory() {
        double n = penalty.length();
        new ProofMemory(2, n * n).require();
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = residual.proved(point());
        double polar = SpectralNorm.frobenius(residual.entries()) / constant();
        int factorizations = 0;
        if (relaxation != null) {
            polar = Math.min(polar, relaxation.bound());
            factorizations = relaxation.factorizations();
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
}
