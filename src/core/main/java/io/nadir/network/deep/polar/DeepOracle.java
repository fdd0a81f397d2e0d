package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.deep.DeepMap;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The polar of a deep network at one point, max { ⟨Z, φ(w)⟩ : θ(w) ≤ 1 } (Haeffele &amp; Vidal
 * 2017, eq. 26): below by {@link DeepAscent}, above by {@link DeepBound} and, for networks whose
 * first layers are linear maps and the others fully connected with rectifiers, {@link ChainPolar}.
 */
public final class DeepOracle implements PolarOracle {
    /** Work that bounds are stopped short of, for the roundings on their way back to λ. */
    private static final double WITHIN = 1 - 0x1p-40;

    /** A bound that any polar of numbers at scale meets: there is no search for a lower one. */
    private static final double LARGEST = 0x1p200;

    private static final DenseKernels KERNELS = Kernels.get();

    private final DeepMap map;
    private final double lambda;
    private final Factors w;
    private final long seed;
    private final DeepConstraint constraint;
    private final DeepBound bound;

    /** Null where layers are of other kinds, or norms. */
    private final @Nullable ChainPolar chain;

    /** R̂ = −∇ℓ = λZ, as computed. */
    private final Panel dual;

    private final DeepRounding rounding;
    private final PointValue point;
    private DeepColumns columns;
    private boolean climbed;

    /** Least known bound of the polar of R̂. */
    private double upper;

    private double enough = 1;
    private int passes = 2;

    /**
     * Evaluates a point: two passes over the data.
     *
     * @throws IllegalArgumentException if no bound is known for {@code theta} with the map
     */
    public DeepOracle(Objective<DeepMap> objective, Factors w, long seed) {
        this.map = objective.map();
        this.lambda = objective.lambda();
        Regularizer theta = objective.regularizer();
        this.w = w;
        this.seed = seed;
        this.columns = new DeepColumns(map, Factors.empty(map.dimensions()), new double[0]);
        this.constraint = new DeepConstraint(map, theta);
        Panel inputs = map.data().inputs().whole();
        this.bound = new DeepBound(map, theta, constraint, inputs);
        this.dual = map.outputs();
        double value = map.outputGradient(w, dual);
        this.rounding = new DeepRounding(map, w, lambda, value);
        KERNELS.scale(-1, dual.data(), 0, dual.data().length);
        double[] pairings = map.pairings(dual, w, w.copy());
        this.upper = bound.bySamples(dual);
        this.chain = ChainPolar.of(map, bound, dual, seed);
        this.point = PointValue.of(map, theta, w, value, pairings, rounding.point());
    }

    @Override
    public PointValue point() {
        return point;
    }

    /**
     * {@inheritDoc} Columns that refute the point make a search for a lower upper bound pointless.
     */
    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        climb();
        upper = Math.min(upper, bound.upper(dual));
        if (chain != null && isRefuted()) {
            upper = Math.min(upper, chain.loose());
        } else if (chain != null) {
            upper = Math.min(upper, chain.quick(reach(wanted)));
            climb(withUnits(columns.leading()), null);
        }
        return boundsSoFar(delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        return PolarBounds.probable(lower(), polarError(), polar(), delta, columns.witness());
    }

    @Override
    public double estimate() {
        climb();
        return lower();
    }

    /** The search from below, once: from columns of the point, random ones and hidden units. */
    private void climb() {
        if (climbed) {
            return;
        }
        if (chain != null) {
            chain.findUnits();
        }
        climb(withUnits(w.copy()), RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        climbed = true;
    }

    private Factors withUnits(Factors starts) {
        if (chain != null) {
            chain.appendStarts(starts);
        }
        return starts;
    }

    private void climb(Factors starts, @Nullable RandomGenerator random) {
        DeepAscent ascent = new DeepAscent(map, constraint, dual, starts, random);
        passes += ascent.run();
        double[] values = ascent.values();
        for (int j = 0; j < values.length; j++) {
            values[j] /= lambda;
        }
        DeepColumns found = new DeepColumns(map, ascent.columns(), values);
        if (!climbed || found.lower() >= lower()) {
            columns = found;
        }
    }

    @Override
    public boolean hasRelaxation() {
        return chain != null && chain.hasRelaxation();
    }

    @Override
    public PolarBounds tighten(double wanted, double delta, RelaxationBudget budget) {
        Objects.requireNonNull(budget, "budget");
        if (chain == null || !chain.hasRelaxation()) {
            throw new UnsupportedOperationException("no relaxation is known for this network");
        }
        enough = wanted;
        chain.prepare(reach(wanted), budget);
        climb(withUnits(columns.leading()), null);
        if (!isRefuted()) {
            double found =
                    chain.tighten(
                            reach(wanted),
                            budget,
                            better -> {
                                upper = Math.min(upper, better);
                                budget.improved(polar());
                            });
            upper = Math.min(upper, found);
            climb(withUnits(columns.leading()), null);
        }
        return boundsSoFar(delta);
    }

    /** The bound of the polar of R̂ that gives the wanted one of Z. */
    private double reach(double wanted) {
        return Math.min(LARGEST, Math.max(0, WITHIN * (wanted - polarError())) * lambda);
    }

    /** The upper bound of the polar, rounding included. */
    private double polar() {
        return Rounding.up(upper / lambda + polarError());
    }

    @Override
    public boolean isRefuted() {
        return lower() - polarError() > enough;
    }

    @Override
    public double dualError(double dualValue) {
        return rounding.point().ofDual(point.value(), dualValue);
    }

    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        return columns.witnesses();
    }

    @Override
    public String noProof() {
        return "the polar of a deep network has no bounds that include rounding";
    }

    @Override
    public Proof prove(double target) {
        throw new UnsupportedOperationException(map.loss().name());
    }

    @Override
    public boolean mayStayOpen() {
        return true;
    }

    @Override
    public int passes() {
        return passes;
    }

    @Override
    public int krylovSteps() {
        return 0;
    }

    private double lower() {
        return columns.lower();
    }

    private double polarError() {
        return rounding.ofPolar(dual, bound.outputNorm());
    }
}
