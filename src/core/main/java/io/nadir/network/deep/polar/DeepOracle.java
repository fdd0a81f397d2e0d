package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
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
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.Subnetwork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * The polar of a deep network at one point, max { ⟨Z, φ(w)⟩ : θ(w) ≤ 1 } (Haeffele &amp; Vidal
 * 2017, eq. 26): below by {@link DeepAscent}, above by {@link DeepBound} and, for fully connected
 * networks with rectifiers, {@link ChainPolar}.
 */
public final class DeepOracle implements PolarOracle {
    /** Columns appended at once, at most. */
    private static final int MOST_WITNESSES = 8;

    /** Columns whose outputs are compared for that. */
    private static final int MOST_CANDIDATES = 16;

    /** Witnesses exceed 1 by at least this share of the largest excess. */
    private static final double WORTH_APPENDING = 0.1;

    /** Cosine of two outputs beyond which the second adds too little. */
    private static final double ALIKE = 0.9;

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

    private final PointRounding rounding;
    private final PointValue point;

    /** What the search found: columns with θ = 1 and ⟨R̂, φ⟩ of each. */
    private Factors columns;

    private double[] values = {};
    private boolean searched;

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
        this.columns = Factors.empty(map.dimensions());
        this.constraint = new DeepConstraint(map, theta);
        Panel inputs = map.data().inputs().whole();
        Subnetwork network = map.data().subnetwork();
        this.bound = new DeepBound(network, theta, constraint, inputs, map::checkCancelled);
        double sizes = sizes(network, w, inputs);
        this.dual = map.outputs();
        double value = map.outputGradient(w, dual);
        this.rounding = PointRounding.of(map, lambda, value, sizes, forming(), depth());
        KERNELS.scale(-1, dual.data(), 0, dual.data().length);
        double[] pairings = map.pairings(dual, w, w.copy());
        this.upper = bound.bySamples(dual);
        RectifierChain rectifiers = bound.chain();
        this.chain = rectifiers == null ? null : new ChainPolar(map, rectifiers, bound, dual, seed);
        this.point = PointValue.of(map, theta, w, value, pairings, rounding);
    }

    @Override
    public PointValue point() {
        return point;
    }

    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        search(Math.max(0, WITHIN * (wanted - polarError())), true);
        upper = Math.min(upper, bound.upper(dual));
        return boundsSoFar(delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        int best = best();
        return PolarBounds.probable(
                lower(), polarError(), polar(), delta, best < 0 ? null : column(best));
    }

    @Override
    public double estimate() {
        search(LARGEST, false);
        return lower();
    }

    /**
     * The search from below, and that for an upper bound as far as {@code reach}, with cones if
     * these are to be searched.
     */
    private void search(double reach, boolean cones) {
        if (searched) {
            return;
        }
        Factors starts = w.copy();
        if (chain != null) {
            upper = Math.min(upper, chain.quick(Math.min(LARGEST, reach * lambda), cones));
            chain.appendStarts(starts);
        }
        climb(starts);
        searched = true;
    }

    private void climb(Factors starts) {
        DeepAscent ascent =
                new DeepAscent(
                        map,
                        constraint,
                        dual,
                        starts,
                        RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        passes += ascent.run();
        columns = ascent.columns();
        values = ascent.values();
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
        double reach = Math.max(0, WITHIN * (wanted - polarError()));
        double found =
                chain.tighten(
                        Math.min(LARGEST, reach * lambda),
                        budget,
                        better -> {
                            upper = Math.min(upper, better);
                            budget.improved(polar());
                        });
        upper = Math.min(upper, found);
        Factors starts = Factors.empty(map.dimensions());
        chain.appendStarts(starts);
        ranked().stream()
                .limit(MOST_WITNESSES)
                .forEach(r -> starts.append(columns.blocks(), r.column(), 1));
        int best = best();
        if (best >= 0) {
            starts.append(columns.blocks(), best, 1);
        }
        climb(starts);
        return boundsSoFar(delta);
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
        return rounding.ofDual(point.value(), dualValue);
    }

    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        List<Ranked> ranked = ranked();
        Factors candidates = Factors.empty(map.dimensions());
        ranked.forEach(r -> candidates.append(columns.blocks(), r.column(), 1));
        Panel units = map.units(candidates);
        Panel gram = Panels.multiplyTransposed(units, units);
        List<Integer> chosen = new ArrayList<>();
        for (int j = 0; j < candidates.rank() && chosen.size() < MOST_WITNESSES; j++) {
            if (isNew(gram, j, chosen)) {
                chosen.add(j);
            }
        }
        Factors added = Factors.empty(map.dimensions());
        Panel inner = Panel.zeros(chosen.size(), chosen.size());
        double[] polar = new double[chosen.size()];
        for (int a = 0; a < polar.length; a++) {
            added.append(candidates.blocks(), chosen.get(a), 1);
            polar[a] = ranked.get(chosen.get(a)).value();
            for (int b = 0; b < polar.length; b++) {
                inner.set(a, b, gram.get(chosen.get(a), chosen.get(b)));
            }
        }
        double spread = polar.length == 0 ? 1 : SmallDense.symmetricEigen(inner).values()[0];
        return new Witnesses(added.blocks(), polar, spread > 0 ? spread * (1 + 1e-9) : 1);
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

    /** A column of the ascent with ⟨Z, φ⟩. */
    private record Ranked(int column, double value) {}

    /** Those worth appending, the largest value first. */
    private List<Ranked> ranked() {
        double least = 1 + WORTH_APPENDING * (lower() - 1);
        return IntStream.range(0, values.length)
                .mapToObj(j -> new Ranked(j, values[j] / lambda))
                .filter(r -> r.value() > 1 && r.value() >= least)
                .sorted(Comparator.comparingDouble(Ranked::value).reversed())
                .limit(MOST_CANDIDATES)
                .toList();
    }

    private static boolean isNew(Panel gram, int j, List<Integer> chosen) {
        for (int other : chosen) {
            double sizes = gram.get(j, j) * gram.get(other, other);
            double inner = gram.get(j, other);
            if (inner * inner > ALIKE * ALIKE * sizes) {
                return false;
            }
        }
        return gram.get(j, j) > 0;
    }

    private double lower() {
        int best = best();
        return best < 0 ? 0 : values[best] / lambda;
    }

    /** The column with the largest value, −1 if none is above 0. */
    private int best() {
        int best = -1;
        for (int j = 0; j < values.length; j++) {
            if (values[j] > (best < 0 ? 0 : values[best])) {
                best = j;
            }
        }
        return best;
    }

    private List<double[]> column(int j) {
        List<double[]> vectors = new ArrayList<>();
        for (Panel block : columns.blocks()) {
            double[] vector = new double[block.rows()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = block.get(i, j);
            }
            vectors.add(vector);
        }
        return List.copyOf(vectors);
    }

    /** How far rounding in forming Z can throw the polar, and in pairing it with a φ. */
    private double polarError() {
        double forming = outputError() + Rounding.gamma(sums());
        double pairing = map.data().subnetwork().error() + Rounding.gamma(sums() + dual.rows());
        double norms = forming * rounding.magnitude() + pairing * Panels.frobenius(dual) / lambda;
        return bound.outputNorm() * norms;
    }

    /**
     * Roundings that an element of X goes through: as many as throw it as far as the layers may, by
     * a bound for random ones.
     */
    private double forming() {
        double layers = outputError() / Rounding.probableGamma(1);
        return layers * layers + sums();
    }

    /** What layers may do to X; nothing where there are none. */
    private double outputError() {
        return w.rank() == 0 ? 0 : map.data().subnetwork().error();
    }

    /** Roundings in sums over subnetworks and outputs. */
    private double sums() {
        return w.rank() + 2 * dualColumns() + 16.0;
    }

    /** Roundings that a term of a sum over the data goes through. */
    private double depth() {
        return forming() + map.data().y().rows() + dualColumns();
    }

    private int dualColumns() {
        return map.data().y().columns();
    }

    /** Σ_i (Σ_n b_i(‖s_n‖)²)^½, which bounds Σ‖φ(w_i)‖ and what is added up to these outputs. */
    private static double sizes(Subnetwork network, Factors w, Panel inputs) {
        double sum = 0;
        double[] norms = new double[w.order()];
        for (int i = 0; i < w.rank(); i++) {
            for (int k = 0; k < norms.length; k++) {
                norms[k] = Panels.columnNorm(w.block(k), i);
            }
            double squares = 0;
            for (int n = 0, at = 0; n < inputs.rows(); n++, at += inputs.stride()) {
                double square = KERNELS.dot(inputs.data(), at, inputs.data(), at, inputs.columns());
                double bound = network.bound(Math.sqrt(square), norms);
                squares += bound * bound;
            }
            sum += Math.sqrt(squares);
        }
        return sum;
    }
}
