package io.nadir.matrix.polar;

import io.nadir.certify.bound.SpectralBounds;
import io.nadir.certify.bound.WitnessSelection;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The polar of a matrix product under any regularizer, max { ⟨Z, u·vᵀ⟩ : g₁(u) ≤ 1, g₂(v) ≤ 1 }
 * with the gauges of its blocks, at one point.
 *
 * <p>What subclasses have in common: the point's value and the spectral bound, from {@link
 * SpectralBounds}, and the choice among pairs that were found.
 */
public abstract class GaugeOracle implements PolarOracle {
    /** Pairs that are kept to choose witnesses from. */
    private static final int MOST_PAIRS = 100;

    /** More starts for each column of the point, and at most. */
    private static final int SURPLUS = 2;

    private static final int MOST_MORE = 256;

    /** Rounds of an ascent to a pair that need not be quite a maximum. */
    static final int FEW_ROUNDS = 15;

    private final Objective<MatrixMap> objective;
    private final Factors w;
    private final SpectralPoint evaluated;
    private final SpectralBounds spectral;
    private List<SingularCandidate> pairs = List.of();
    private int mostPairs = MOST_PAIRS;
    private double enough = 1;

    /** Evaluates a point: one pass over the data. */
    GaugeOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        this.objective = objective;
        this.w = w;
        this.evaluated = new SpectralPoint(objective, w, w.rank());
        this.spectral = new SpectralBounds(evaluated, seed);
    }

    /** Pairs with values as large as could be found, in any order. */
    abstract List<SingularCandidate> search();

    /** The same, where values far above {@code wanted} need not have converged. */
    List<SingularCandidate> roughSearch(double wanted) {
        return search();
    }

    /**
     * An upper bound of the polar, where nothing above {@code wanted} was found. It may {@link
     * #offer} pairs that are found on the way.
     *
     * @param lower the largest value found
     */
    abstract double upper(double lower, double wanted, double delta);

    @Override
    public final PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        double lower = take(roughSearch(wanted));
        double upper = isRefuted() ? refutedUpper() : upper(lower, wanted, delta);
        return probable(lower(), upper, delta);
    }

    @Override
    public final PolarBounds boundsSoFar(double delta) {
        return probable(lower(), upperSoFar(), delta);
    }

    /** Takes pairs that were found after {@link #bounds}; returns the largest value of all. */
    final double offer(List<SingularCandidate> found) {
        List<SingularCandidate> all = new ArrayList<>(pairs);
        all.addAll(found);
        all.sort(Comparator.comparingDouble(SingularCandidate::value).reversed());
        pairs = all.size() > mostPairs ? new ArrayList<>(all.subList(0, mostPairs)) : all;
        return pairs.isEmpty() ? 0 : pairs.getFirst().value();
    }

    /** The largest value found. */
    final double lower() {
        SingularCandidate best = leading();
        return best == null ? 0 : best.value();
    }

    /** The bounds after a relaxation. */
    final PolarBounds tightened(double wanted, double upper, double delta) {
        enough = wanted;
        return probable(lower(), upper, delta);
    }

    private PolarBounds probable(double lower, double upper, double delta) {
        double error = lowerError();
        return PolarBounds.probable(lower, error, upper, delta, vectors(leading()));
    }

    /** The error of the value of a pair, a sum over the rows of an image. */
    private double lowerError() {
        return evaluated.pairError() / constant();
    }

    @Override
    public final double estimate() {
        return take(search());
    }

    /** Takes pairs in place of all others; returns the largest value. */
    final double take(List<SingularCandidate> found) {
        pairs = new ArrayList<>(found);
        pairs.sort(Comparator.comparingDouble(SingularCandidate::value).reversed());
        return lower();
    }

    /** The pairs known, the largest value first. */
    final List<SingularCandidate> pairs() {
        return pairs;
    }

    /** The upper bound that is known without work, because a refuted point needs no good one. */
    double refutedUpper() {
        return upperSoFar();
    }

    /** The upper bound that is known when a search is given up. */
    double upperSoFar() {
        return evaluated.gradientNormBound() / constant();
    }

    /** σ_max(Z)/(c₁c₂), with the gauges' lower constants. */
    final double spectralUpper(double wanted, double delta) {
        return spectral.bounds(wanted * constant(), delta).upper() / constant();
    }

    /** How far rounding in forming Z can throw the polar. */
    final double formingError() {
        return evaluated.formingError() / constant();
    }

    /** c₁c₂ with g₁(u) ≥ c₁‖u‖ and g₂(v) ≥ c₂‖v‖. */
    final double constant() {
        return gauge(0).lowerConstant() * gauge(1).lowerConstant();
    }

    final Gauge gauge(int k) {
        return theta().gauge(k);
    }

    final Objective<MatrixMap> objective() {
        return objective;
    }

    final MatrixMap map() {
        return objective.map();
    }

    final Regularizer theta() {
        return objective.regularizer();
    }

    final double lambda() {
        return objective.lambda();
    }

    final Factors w() {
        return w;
    }

    @Override
    public final PointValue point() {
        return evaluated.value();
    }

    @Override
    public final double dualError(double dualValue) {
        return evaluated.dualError(dualValue);
    }

    /** Excesses within the tolerance are those of columns that have not converged. */
    @Override
    public final boolean isRefuted() {
        SingularCandidate best = leading();
        return best != null && best.value() - lowerError() > enough;
    }

    /**
     * {@inheritDoc} Where the search has found as many as are appended at once, there are more: the
     * larger the point, the more are looked for.
     */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        Witnesses found = choose();
        if (found.values().length < WitnessSelection.MOST_WITNESSES
                || w.rank() < WitnessSelection.MOST_WITNESSES) {
            return found;
        }
        int starts = Math.min(MOST_MORE, SURPLUS * w.rank());
        mostPairs = MOST_PAIRS + starts;
        offer(searchMore(starts));
        return choose();
    }

    private Witnesses choose() {
        return new WitnessSelection(w)
                .choose(pairs.stream().map(SingularCandidate::component).toList());
    }

    /** Pairs beside those of {@link #search}, from so many random starts, none by default. */
    List<SingularCandidate> searchMore(int starts) {
        return List.of();
    }

    @Override
    public int passes() {
        return evaluated.passes() + spectral.passes();
    }

    @Override
    public int krylovSteps() {
        return spectral.krylovSteps();
    }

    private @Nullable SingularCandidate leading() {
        return pairs.isEmpty() ? null : pairs.getFirst();
    }

    private static @Nullable List<double[]> vectors(@Nullable SingularCandidate pair) {
        return pair != null && pair.value() > 0 ? List.of(pair.u(), pair.v()) : null;
    }
}
