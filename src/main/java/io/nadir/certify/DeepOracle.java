package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.model.DeepMap;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.model.Subnetwork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * The polar of a deep network at one point, max { ⟨Z, φ(w)⟩ : θ(w) ≤ 1 } (Haeffele &amp; Vidal 2017,
 * eq. 26): below by {@link DeepAscent}, above by {@link DeepBound}, which is loose. So a point is
 * rarely certified but where λ is large; its gap holds all the same.
 */
final class DeepOracle implements PolarOracle {
    /** Columns appended at once, at most. */
    private static final int MOST_WITNESSES = 8;

    /** Witnesses exceed 1 by at least this share of the largest excess. */
    private static final double WORTH_APPENDING = 0.1;

    /** Cosine of two outputs beyond which the second adds too little. */
    private static final double ALIKE = 0.9;

    private static final DenseKernels KERNELS = Kernels.get();

    private final DeepMap map;
    private final double lambda;
    private final Factors w;
    private final long seed;
    private final DeepConstraint constraint;
    private final DeepBound bound;

    /** R̂ = −∇ℓ = λZ, as computed. */
    private final Panel dual;

    private final PointRounding rounding;
    private final PointValue point;
    private @Nullable DeepAscent found;
    private double enough = 1;
    private int passes = 2;

    /**
     * Evaluates a point: three passes over the data.
     *
     * @throws IllegalArgumentException if no bound is known for {@code theta} with the map
     */
    DeepOracle(DeepMap map, Regularizer theta, double lambda, Factors w, long seed) {
        this.map = map;
        this.lambda = lambda;
        this.w = w;
        this.seed = seed;
        this.constraint = new DeepConstraint(map, theta);
        Panel inputs = map.data().inputs().whole();
        Subnetwork network = map.data().subnetwork();
        this.bound = new DeepBound(network, theta, constraint, inputs, map::checkCancelled);
        double sizes = sizes(network, w, inputs);
        Factors gradient = w.copy();
        double value = map.evaluate(w, gradient);
        this.rounding =
                new PointRounding(
                        lambda,
                        map.curvature(),
                        PointRounding.magnitude(map, lambda, sizes, value),
                        sizes,
                        forming(),
                        depth());
        this.dual = map.outputGradient(w);
        KERNELS.scale(-1, dual.data(), 0, dual.data().length);
        double[] pairings = map.pairings(dual, w, gradient);
        this.point = PointValue.of(map, theta, w, value, pairings, rounding);
    }

    @Override
    public PointValue point() {
        return point;
    }

    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        estimate();
        return boundsSoFar(delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        double lower = lower();
        double upper = Rounding.up(bound.upper(dual) / lambda + polarError());
        int best = best();
        return new PolarBounds(
                lower,
                Math.max(lower, upper),
                Evidence.PROBABLE,
                delta,
                best < 0 ? null : column(best));
    }

    @Override
    public double estimate() {
        if (found == null) {
            DeepAscent ascent =
                    new DeepAscent(
                            map,
                            constraint,
                            dual,
                            w,
                            RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            passes += ascent.run();
            found = ascent;
        }
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
        Factors candidates = candidates();
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
        double[] values = new double[chosen.size()];
        for (int a = 0; a < values.length; a++) {
            added.append(candidates.blocks(), chosen.get(a), 1);
            values[a] = ranked().get(chosen.get(a)).value();
            for (int b = 0; b < values.length; b++) {
                inner.set(a, b, gram.get(chosen.get(a), chosen.get(b)));
            }
        }
        double spread = values.length == 0 ? 1 : SmallDense.symmetricEigen(inner).values()[0];
        return new Witnesses(added.blocks(), values, spread > 0 ? spread * (1 + 1e-9) : 1);
    }

    @Override
    public boolean canProve() {
        return false;
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
        DeepAscent ascent = found;
        if (ascent == null) {
            return List.of();
        }
        double least = 1 + WORTH_APPENDING * (lower() - 1);
        return IntStream.range(0, ascent.values().length)
                .mapToObj(j -> new Ranked(j, ascent.values()[j] / lambda))
                .filter(r -> r.value() > 1 && r.value() >= least)
                .sorted(Comparator.comparingDouble(Ranked::value).reversed())
                .toList();
    }

    private Factors candidates() {
        Factors out = Factors.empty(map.dimensions());
        for (Ranked ranked : ranked()) {
            out.append(found.columns().blocks(), ranked.column(), 1);
        }
        return out;
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
        return best < 0 ? 0 : found.values()[best] / lambda;
    }

    /** The column with the largest value, −1 if none is above 0. */
    private int best() {
        int best = -1;
        for (int j = 0; found != null && j < found.values().length; j++) {
            if (found.values()[j] > (best < 0 ? 0 : found.values()[best])) {
                best = j;
            }
        }
        return best;
    }

    private List<double[]> column(int j) {
        List<double[]> vectors = new ArrayList<>();
        for (Panel block : found.columns().blocks()) {
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
        double norm = bound.outputNorm();
        double pairing = Rounding.gamma(forming() + depth()) * Panels.frobenius(dual) / lambda;
        return norm * (Rounding.gamma(forming()) * rounding.magnitude() + pairing);
    }

    /**
     * Roundings that an element of X goes through: as many as could throw it as far as the bound on
     * the errors of all layers, for bounds that take them to be random.
     */
    private double forming() {
        double unit = map.data().subnetwork().error() / Rounding.UNIT;
        return Math.max(unit, unit * unit / 64) + w.rank() + 2 * dualColumns() + 16.0;
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
