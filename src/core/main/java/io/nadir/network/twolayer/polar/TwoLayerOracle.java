package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.Loss;
import io.nadir.matrix.polar.EntrySums;
import io.nadir.matrix.polar.GradientDistance;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.TwoLayerMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The polar of a two-layer network at one point, max ‖Zᵀσ(S·w)‖₂ over ‖w‖₂ ≤ 1, for θ = ½(‖w¹‖² +
 * ‖w²‖²) or ‖w¹‖‖w²‖ (Haeffele &amp; Vidal 2017, eq. 26): {@link ReluPolar} of the gradient as
 * computed, with what rounding can have done to it.
 */
public final class TwoLayerOracle implements PolarOracle {
    /** Cones that branch and bound may look at. */
    private static final long CONES = 200_000;

    /** The share of the lower bound within which the upper one needs no improvement. */
    private static final double GAP = 1e-9;

    /** Witnesses exceed 1 by at least this share of the largest excess. */
    private static final double WORTH_APPENDING = 0.1;

    /** Work that bounds are stopped short of, for the roundings on their way back to λ. */
    private static final double WITHIN = 1 - 0x1p-40;

    /** The same for relaxations, which leave room for the errors that a proof finds. */
    private static final double TIGHTER = 1 - 1e-9;

    /**
     * A bound that any polar of numbers at scale meets: the search for a lower one stops at that.
     */
    private static final double LARGEST = 0x1p200;

    /** The least number times any number of inputs and samples. */
    private static final double UNDERFLOW = 0x1p-1000;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Objective<TwoLayerMap> objective;
    private final TwoLayerMap map;
    private final Factors w;
    private final long seed;
    private final Panel inputs;
    private final double inputNorm;

    /** R̂ = −∇ℓ = λZ, as computed. */
    private final Panel dual;

    /** ‖S‖_F·Σ_i ‖w_i¹‖‖w_i²‖, which bounds ‖X‖. */
    private final double sizes;

    private final PointRounding rounding;

    private final PointValue point;
    private ReluPolar.@Nullable Result found;
    private double enough = 1;
    private boolean budgetSpent;
    private @Nullable ReluTightening tightening;

    /**
     * Evaluates a point: two passes over the data.
     *
     * @throws IllegalArgumentException if the gauges of {@code theta} are not Euclidean norms
     */
    public TwoLayerOracle(Objective<TwoLayerMap> objective, Factors w, long seed) {
        this.objective = objective;
        requireEuclidean(objective.regularizer());
        this.map = objective.map();
        this.w = w;
        this.seed = seed;
        this.inputs = map.data().inputs().whole();
        this.inputNorm = map.data().inputs().frobenius();
        this.sizes = inputNorm * sizes(w);
        Factors gradient = w.copy();
        double value = map.evaluate(w, gradient);
        this.rounding = PointRounding.of(map, objective.lambda(), value, sizes, forming(), depth());
        this.point = PointValue.of(map, objective.regularizer(), w, value, gradient, 1, rounding);
        this.dual = map.outputGradient(w);
        KERNELS.scale(-1, dual.data(), 0, dual.data().length);
    }

    private static void requireEuclidean(Regularizer penalty) {
        for (int k = 0; k < 2; k++) {
            if (!penalty.gauge(k).isEuclidean()) {
                throw new IllegalArgumentException(
                        "regularizer = "
                                + penalty.name()
                                + ", allowed for two-layer networks are those of Euclidean norms:"
                                + " squared-norms and product:l2,l2");
            }
        }
    }

    @Override
    public PointValue point() {
        return point;
    }

    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        double reach = Math.max(0, WITHIN * wanted - polarError());
        ReluPolar.Result result = search(reach, CONES);
        double upper = upper(result);
        budgetSpent = upper > wanted;
        return PolarBounds.probable(lower(), polarError(), upper, delta, result.bounds().witness());
    }

    @Override
    public boolean hasRelaxation() {
        return true;
    }

    @Override
    public PolarBounds tighten(double wanted, double delta, RelaxationBudget budget) {
        enough = wanted;
        ReluTightening search = tightening;
        if (search == null) {
            ReluPolar.Result known = search(LARGEST, 0);
            search = new ReluTightening(problem(), known, GAP, map::checkCancelled);
            tightening = search;
        }
        double reach = Math.max(0, TIGHTER * wanted - polarError()) * objective.lambda();
        double refuted = Rounding.up((wanted + 2 * polarError()) * objective.lambda());
        found = search.run(reach, refuted, budget, better -> take(better, budget));
        budgetSpent = upper(found) > wanted;
        return boundsSoFar(delta);
    }

    private void take(ReluPolar.Result better, RelaxationBudget budget) {
        found = better;
        budget.improved(upper(better));
    }

    private double upper(ReluPolar.Result result) {
        return Rounding.up(result.bounds().upper() / objective.lambda() + polarError());
    }

    /** ‖Zᵀσ(S·w)‖ ≤ ‖Z‖_F‖S‖_F, and ‖∇ℓ‖² ≤ 2Lℓ. */
    @Override
    public PolarBounds boundsSoFar(double delta) {
        double square = 2 * map.curvature() * (point.value() + point.rounding());
        double upper = Rounding.up(Rounding.up(Math.sqrt(square) * inputNorm) / objective.lambda());
        if (found != null) {
            upper = Math.min(upper, upper(found));
        }
        return PolarBounds.probable(
                lower(),
                polarError(),
                upper,
                delta,
                found == null ? null : found.bounds().witness());
    }

    @Override
    public double estimate() {
        search(LARGEST, 0);
        return lower();
    }

    @Override
    public boolean isRefuted() {
        return lower() - polarError() > enough;
    }

    @Override
    public double dualError(double dualValue) {
        return rounding.ofDual(point.value(), dualValue);
    }

    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        List<SingularCandidate> chosen = new ArrayList<>();
        Factors added = Factors.empty(map.dimensions());
        for (SingularCandidate pair :
                found == null ? List.<SingularCandidate>of() : found.pairs()) {
            double excess = pair.value() / objective.lambda() - 1;
            if (excess > WORTH_APPENDING * (lower() - 1)) {
                chosen.add(pair);
                added.append(single(pair).blocks(), 0, 1);
            }
        }
        double[] values =
                chosen.stream().mapToDouble(p -> p.value() / objective.lambda()).toArray();
        Panel units = map.units(added);
        double spread =
                chosen.isEmpty()
                        ? 1
                        : SmallDense.symmetricEigen(Panels.multiplyTransposed(units, units))
                                .values()[0];
        return new Witnesses(added.blocks(), values, spread > 0 ? spread * (1 + 1e-9) : 1);
    }

    /**
     * Proofs exist for losses that are sums over single outputs and whose rounding errors are
     * known.
     */
    @Override
    public @Nullable String noProof() {
        return map.loss() instanceof Loss entries
                ? ProvedGap.obstacle(entries)
                : "proofs for two-layer networks are for losses of single outputs";
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = provedGap();
        double wanted = WITHIN * proved.largestPolar(target) / objective.lambda();
        double bound = search(wanted, CONES).bounds().upper();
        double shift = Rounding.up(provedInputNorm() * proved.formingError());
        double upper = Rounding.up(Rounding.up(bound + shift) / objective.lambda());
        return new Proof(upper, proved.objective(), proved.gapAt(bound), 0);
    }

    /**
     * Returns whether branch and bound has spent its budget at a rank above 2. For larger ranks its
     * bounds need not meet.
     */
    @Override
    public boolean mayStayOpen() {
        return budgetSpent && found != null && found.rank() > 2;
    }

    @Override
    public int passes() {
        return 2;
    }

    @Override
    public int krylovSteps() {
        return 0;
    }

    private ReluProblem problem() {
        return new ReluProblem(inputs, dual, map.data().slope());
    }

    /** Bounds of the polar of R̂; those found before if they are as good. */
    private ReluPolar.Result search(double wanted, long cones) {
        double reach = wanted * objective.lambda();
        ReluPolar.Result known = found;
        if (known != null && (known.bounds().upper() <= reach || tightening != null)) {
            return known;
        }
        ReluRequest request = new ReluRequest(reach, GAP, cones, seed, map::checkCancelled);
        ReluPolar.Result result = ReluPolar.bounds(problem(), request);
        found = result;
        return result;
    }

    /** An upper bound of ‖S‖_F, whose squares went through a row's sum and the sum of rows. */
    private double provedInputNorm() {
        double sums = (double) inputs.rows() + inputs.columns() + 2;
        return Rounding.up(inputNorm * (1 + Rounding.gamma(sums)));
    }

    private double lower() {
        return found == null ? 0 : found.bounds().lower() / objective.lambda();
    }

    private ProvedGap provedGap() {
        GradientDistance distance = new GradientDistance(dual);
        EntrySums sums =
                new EntrySums(
                        map,
                        inputs.rows(),
                        dualColumns(),
                        visitor -> map.visitEntries(w, visitor),
                        distance::add);
        double inner = SpectralNorm.frobenius(w.block(0));
        double outer = SpectralNorm.frobenius(w.block(1));
        double norm = provedInputNorm();
        double products = Rounding.up(Rounding.up(norm * inner) * outer);
        // Arguments that underflow are multiplied with outer weights.
        double outputError = Rounding.up(Rounding.gamma(forming()) * products + UNDERFLOW * outer);
        double penalty = ProvedGap.penaltyUp(objective.regularizer(), point, w, depth(), 1);
        return ProvedGap.of(sums, point, outputError, penalty, distance.up(), norm);
    }

    /** How far rounding in forming Z can throw the polar: ‖σ(S·w)‖ ≤ ‖S‖_F. */
    private double polarError() {
        return Rounding.gamma(forming()) * rounding.magnitude() * inputNorm;
    }

    private int dualColumns() {
        return map.data().y().columns();
    }

    /** Roundings that an element of Z goes through, in a sum over the outputs twice. */
    private double forming() {
        return inputs.columns() + w.rank() + 2 * dualColumns() + 16.0;
    }

    /** Roundings that a term of a sum over the data goes through. */
    private double depth() {
        return forming() + inputs.rows() + dualColumns();
    }

    private static double sizes(Factors w) {
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += Panels.columnNorm(w.block(0), i) * Panels.columnNorm(w.block(1), i);
        }
        return sum;
    }

    private static Factors single(SingularCandidate pair) {
        return Factors.copyOfPair(pair.u().length, pair.v().length, 1, pair.u(), pair.v());
    }
}
