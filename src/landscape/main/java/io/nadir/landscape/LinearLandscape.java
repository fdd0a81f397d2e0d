package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The landscape of the mean squared error of linear networks of any depth and widths,
 *
 * <pre>    R(W) = E‖y − W_L·…·W_1·x‖² = trace(Σ_yy − 2Σ_yx·Zᵀ + Z·Σ_xx·Zᵀ),   Z = W_L·…·W_1</pre>
 *
 * <p>(Vidal, Zhu &amp; Haeffele, "Optimization landscape of neural networks", section 1.3;
 * equations 1.13, 1.29; for samples 1.14, 1.30). With Σ = Σ_yx·Σ_xx⁺·Σ_xy = Q·Λ·Qᵀ, λ_1 ≥ λ_2 ≥ …:
 *
 * <ul>
 *   <li>The global value is trace(Σ_yy) − λ_1 − … − λ_k, k the least of all widths (1.25; for deep
 *       networks, whose product may be any matrix of rank k, by the same token).
 *   <li>Critical values are trace(Σ_yy) − Σ_(j∈J) λ_j (1.24, with 1.20 and lemma 1.1 (iii)).
 *   <li>Every local minimum is global (theorems 1.3 and 1.4 (i)). With one hidden layer every other
 *       critical point is a strict saddle (theorem 1.2). Theorem 1.3 says so for invertible Σ_xx;
 *       it holds for singular ones too, because R depends on W_1 only through W_1·H, Σ_xx = H·Hᵀ,
 *       and W_1·H can be any matrix: that is the problem with Σ_xx = I.
 *   <li>With more hidden layers a saddle is strict if W_(L−1)·…·W_2 has the rank of the narrowest
 *       hidden layer, and otherwise perhaps not (theorem 1.4).
 * </ul>
 *
 * <p>Risks, eigenvalues and derivatives are in the units of the data. Data are scaled by powers of
 * two inside, so magnitudes from 1e-150 to 1e150 do no harm. Immutable and thread-safe.
 */
public final class LinearLandscape {
    /** What counts as zero beside the size of the data, unless the caller says otherwise. */
    public static final double DEFAULT_TOLERANCE = 1e-7;

    private final Covariances moments;
    private final Whitening whitening;

    private LinearLandscape(Covariances moments) {
        this.moments = moments;
        this.whitening = new Whitening(moments);
    }

    /** Of second moments. Cost: singular value decompositions of (n₀ + n₂) × n₀ and n₂ × n₀. */
    public static LinearLandscape of(Covariances moments) {
        Objects.requireNonNull(moments, "moments");

        return new LinearLandscape(moments);
    }

    /**
     * Of samples, m × n₀ and m × n₂, one a row.
     *
     * @throws IllegalArgumentException as {@link Covariances#of}
     */
    public static LinearLandscape of(DenseMatrix x, DenseMatrix y) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");

        return of(Covariances.of(x, y));
    }

    /** n₀. */
    public int inputs() {
        return moments.inputs();
    }

    /** n_L. */
    public int outputs() {
        return moments.outputs();
    }

    /** Rank of Σ_xx, as far as rounding lets it be known. */
    public int inputRank() {
        return whitening.h().columns();
    }

    /** λ_1 to λ_n of Σ = Σ_yx·Σ_xx⁺·Σ_xy, n = n_L, descending; a new array. */
    public double[] eigenvalues() {
        double[] values = new double[outputs()];
        Arrays.setAll(values, i -> whitening.unscaled(whitening.eigenvalue(i)));
        return values;
    }

    /** trace(Σ_yy), the risk of Z = 0. */
    public double variance() {
        return whitening.unscaled(whitening.variance());
    }

    /** trace(Σ_yy) − trace(Σ), the least risk of any linear map. */
    public double leastSquaresValue() {
        return whitening.unscaled(whitening.residual());
    }

    /**
     * The least risk of networks with hidden layers of these widths (VZH 1.25, theorem 1.4).
     *
     * @param hidden n_1 to n_(L−1), at least one
     * @throws IllegalArgumentException if there is none, or one is less than 1
     */
    public double globalValue(int... hidden) {
        Objects.requireNonNull(hidden, "hidden");

        return value(Math.min(narrowest(hidden), outputs()));
    }

    /** A network of that risk, with balanced weights: W_(l+1)ᵀ·W_(l+1) = W_l·W_lᵀ. */
    public LinearNetwork globalMinimum(int... hidden) {
        Objects.requireNonNull(hidden, "hidden");

        return reducedRankRegression(narrowest(hidden)).toNetwork(hidden);
    }

    /**
     * The best linear map of a rank.
     *
     * @param rank k, 1 or more
     * @throws IllegalArgumentException if {@code rank} is less than 1, or a coefficient exceeds
     *     float64
     */
    public ReducedRankRegression reducedRankRegression(int rank) {
        int k = Math.min(Checks.positive("rank", rank), Math.min(inputs(), outputs()));
        boolean[] first = new boolean[outputs()];
        Arrays.fill(first, 0, k, true);
        return ofEigenvectors(first);
    }

    /**
     * The critical values over index sets of {@code size} indices, ascending, the global value for
     * that width first. Lazy: each value takes O(n_L + log t), t values memory for t + 1 sets.
     *
     * <p>With full-rank U of n₁ columns these are all critical values for size n₁ (VZH 1.24); with
     * rank-deficient U smaller sizes occur as well.
     *
     * @param size |J|, 0 to n_L
     * @throws IllegalArgumentException if there are no such sets
     */
    public Stream<CriticalValue> criticalValues(int size) {
        if (size < 0 || size > outputs()) {
            throw new IllegalArgumentException(
                    "size = " + size + ", allowed are 0 to " + outputs());
        }
        double[] scaled = new double[outputs()];
        Arrays.setAll(scaled, whitening::eigenvalue);
        Iterable<IndexSets.Subset> subsets = () -> new IndexSets(scaled, size);
        return StreamSupport.stream(subsets.spliterator(), false).map(this::criticalValue);
    }

    /**
     * The critical point of an index set with balanced weights (VZH 1.24).
     *
     * @param indices J, from 1, distinct, at most n_L, not more than any hidden width
     * @param hidden n_1 to n_(L−1), at least one
     * @throws IllegalArgumentException if an index or width is not allowed
     */
    public LinearNetwork criticalPoint(List<Integer> indices, int... hidden) {
        Objects.requireNonNull(indices, "indices");
        Objects.requireNonNull(hidden, "hidden");

        Checks.positive("number of hidden layers", hidden.length);
        boolean[] wanted = new boolean[outputs()];
        for (int index : indices) {
            if (index < 1 || index > outputs() || wanted[index - 1]) {
                throw new IllegalArgumentException(
                        "indices = " + indices + ", allowed are distinct ones, 1 to " + outputs());
            }
            wanted[index - 1] = true;
        }
        return ofEigenvectors(wanted).toNetwork(hidden);
    }

    /**
     * R(W) (VZH 1.13, 1.29).
     *
     * @throws IllegalArgumentException if widths do not fit the data, or the sizes of the layers
     *     differ by more than float64 holds
     */
    public double risk(LinearNetwork network) {
        Objects.requireNonNull(network, "network");

        return whitening.unscaled(point(whiten(network), DEFAULT_TOLERANCE).risk());
    }

    /**
     * The gradient of R, layer by layer: −2·(W_L·…·W_(l+1))ᵀ·(Σ_yx − Z·Σ_xx)·(W_(l−1)·…·W_1)ᵀ (VZH
     * 1.16 and 1.18 for two layers).
     *
     * @throws IllegalArgumentException as {@link #risk}
     */
    public LinearNetwork gradient(LinearNetwork network) {
        Objects.requireNonNull(network, "network");

        WhitenedNetwork whitened = whiten(network);
        return whitened.gradient(point(whitened, DEFAULT_TOLERANCE));
    }

    /**
     * The second derivative of R(W + tΔ) at t = 0, which is twice the form that VZH (1.26) writes.
     *
     * @throws IllegalArgumentException as {@link #risk}
     */
    public double curvature(LinearNetwork network, LinearNetwork direction) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(direction, "direction");

        direction.requireWidths(network.widths());
        WhitenedNetwork whitened = whiten(network);
        List<Panel> steps = whitened.whiten(direction);
        RiskAlongLine line = new RiskAlongLine(point(whitened, DEFAULT_TOLERANCE), steps);
        return whitening.unscaled(2 * line.coefficient(2));
    }

    /**
     * The risk in a plane, (α, β) ↦ R(W + α·A + β·B), for pictures: each value takes no more than
     * the products of the layers, with rank(Σ_xx) inputs.
     *
     * @param network W
     * @param a A
     * @param b B
     * @return a function that is thread-safe
     * @throws IllegalArgumentException as {@link #risk}
     */
    public DoubleBinaryOperator plane(LinearNetwork network, LinearNetwork a, LinearNetwork b) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");

        a.requireWidths(network.widths());
        b.requireWidths(network.widths());
        WhitenedNetwork whitened = whiten(network);
        List<Panel> first = whitened.whiten(a);
        List<Panel> second = whitened.whiten(b);
        return (alpha, beta) -> {
            List<Panel> layers = new ArrayList<>();
            for (int l = 0; l < first.size(); l++) {
                Panel layer = Panels.copy(whitened.layers().get(l));
                SmallMatrices.add(alpha, first.get(l), layer);
                SmallMatrices.add(beta, second.get(l), layer);
                layers.add(layer);
            }
            return whitening.unscaled(whitening.risk(layers));
        };
    }

    /**
     * The t &gt; 0 at which R(W + t·Δ) is least, of 2^-60 to 2^60 and between the two powers of two
     * next to the best.
     *
     * @throws IllegalArgumentException as {@link #risk}
     */
    public double bestStep(LinearNetwork network, LinearNetwork direction) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(direction, "direction");

        direction.requireWidths(network.widths());
        WhitenedNetwork whitened = whiten(network);
        WhitenedPoint point = point(whitened, DEFAULT_TOLERANCE);
        return new RiskAlongLine(point, whitened.whiten(direction)).minimizer();
    }

    /** {@link #analyze(LinearNetwork, double)} to the default tolerance. */
    public PointAnalysis analyze(LinearNetwork network) {
        Objects.requireNonNull(network, "network");

        return analyze(network, DEFAULT_TOLERANCE);
    }

    /**
     * What a point of the landscape is. A few singular value decompositions of products of layers
     * for each pair of layers.
     *
     * @param tolerance what counts as zero: criticality; singular values of products, relative to
     *     the norms of their layers; and the excess of a global minimum, relative to trace(Σ_yy). A
     *     saddle that is that close to the minimum is taken for one.
     * @throws IllegalArgumentException as {@link #risk}, or if {@code tolerance} is not between 0
     *     and 1
     */
    public PointAnalysis analyze(LinearNetwork network, double tolerance) {
        Objects.requireNonNull(network, "network");

        Checks.fraction("tolerance", tolerance);
        WhitenedNetwork whitened = whiten(network);
        PointAnalyzer.Finding found =
                new PointAnalyzer(whitening, tolerance).analyze(whitened.layers());
        WhitenedPoint point = found.point();
        double least = whitening.tail(PointAnalyzer.largestRank(point));
        double excess = SmallMatrices.squares(point.gap()) - least;
        return new PointAnalysis(
                found.kind(),
                whitening.unscaled(point.risk()),
                whitening.unscaled(excess),
                norm(whitened.gradient(point)),
                found.criticality(),
                found.rank(),
                point.middleRank(),
                found.indices(),
                escape(whitened, found.way()));
    }

    /**
     * Descends from a point by minimising over one layer after the other, and leaves every saddle
     * on the way: along its {@link Escape} with an exact line search or, where none is known, from
     * balanced weights with the same output, from which there always is one. The risk never rises.
     *
     * @param start not changed; parts of W_1 along inputs that never occur are dropped
     * @param tolerance as for {@link #analyze(LinearNetwork, double)}
     * @param maxSteps sweeps and escapes, at most
     * @return ends in a global minimum unless {@code maxSteps} or rounding ended it before
     * @throws IllegalArgumentException as {@link #analyze(LinearNetwork, double)}, or if {@code
     *     maxSteps} is negative, or a weight exceeds float64
     */
    public Descent descend(LinearNetwork start, double tolerance, int maxSteps) {
        Objects.requireNonNull(start, "start");

        Checks.fraction("tolerance", tolerance);
        Checks.nonNegative("maxSteps", maxSteps);
        WhitenedNetwork whitened = whiten(start);
        EscapingDescent descent = new EscapingDescent(whitening, whitened.layers(), tolerance);
        LinearNetwork end = whitened.withLayers(descent.run(maxSteps)).toNetwork();
        List<Descent.Step> steps = new ArrayList<>();
        for (Descent.Step step : descent.steps()) {
            steps.add(new Descent.Step(whitening.unscaled(step.risk()), step.escapeOrder()));
        }
        return new Descent(end, analyze(end, tolerance), steps);
    }

    private int narrowest(int[] hidden) {
        Checks.positive("number of hidden layers", hidden.length);
        int narrowest = inputs();
        for (int l = 0; l < hidden.length; l++) {
            narrowest = Math.min(narrowest, Checks.positive("hidden[" + l + "]", hidden[l]));
        }
        return narrowest;
    }

    private double value(int rank) {
        return whitening.unscaled(whitening.residual() + whitening.tail(rank));
    }

    private CriticalValue criticalValue(IndexSets.Subset subset) {
        List<Integer> indices = new ArrayList<>();
        for (int position : subset.positions()) {
            indices.add(position + 1);
        }
        return new CriticalValue(whitening.unscaled(whitening.residual() + subset.rest()), indices);
    }

    /** The map of rank |J| that eigenvectors, by positions from 0, make of a minimum (VZH 1.24). */
    private ReducedRankRegression ofEigenvectors(boolean[] wanted) {
        Panel u = Panels.selectColumns(whitening.eigenvectors(), wanted);
        Panel v =
                SmallMatrices.transposedTimes(
                        whitening.hInverse(), SmallMatrices.transposedTimes(whitening.target(), u));
        double rest = 0;
        int k = u.columns();
        for (int j = wanted.length - 1; j >= 0; j--) {
            if (wanted[j]) {
                unscale(v, --k, whitening.eigenvalue(j) == 0);
            } else {
                rest += whitening.eigenvalue(j);
            }
        }
        WhitenedNetwork.requireFinite(v);
        return new ReducedRankRegression(u, v, whitening.unscaled(whitening.residual() + rest));
    }

    /** Column k of Σ_xx⁺·Σ_xy·Q in the units of the data; rounding is all it has where λ = 0. */
    private void unscale(Panel v, int k, boolean zero) {
        for (int i = 0; i < v.rows(); i++) {
            int exponent = whitening.outputExponent() - whitening.inputExponent(i);
            v.set(i, k, zero ? 0 : Math.scalb(v.get(i, k), exponent));
        }
    }

    private WhitenedNetwork whiten(LinearNetwork network) {
        int[] widths = network.widths();
        Checks.equal("inputs of the network", widths[0], "inputs", inputs());
        Checks.equal("outputs of the network", widths[widths.length - 1], "outputs", outputs());
        return WhitenedNetwork.of(whitening, network);
    }

    private WhitenedPoint point(WhitenedNetwork network, double tolerance) {
        return new WhitenedPoint(whitening, network.layers(), tolerance);
    }

    private @Nullable Escape escape(WhitenedNetwork network, EscapeSearch.@Nullable Way way) {
        if (way == null) {
            return null;
        }
        double factorial = 1;
        for (int i = 2; i <= way.order(); i++) {
            factorial *= i;
        }
        return new Escape(
                network.withLayers(way.steps()).toNetwork(),
                way.order(),
                whitening.unscaled(factorial * way.coefficient()));
    }

    private static double norm(LinearNetwork gradient) {
        double norm = 0;
        for (Panel layer : gradient.layers()) {
            double largest = SmallMatrices.maxAbs(layer);
            if (largest > 0) {
                Panel scaled = Panel.zeros(layer.rows(), layer.columns());
                SmallMatrices.add(1 / largest, layer, scaled);
                norm = Math.hypot(norm, largest * Panels.frobenius(scaled));
            }
        }
        return norm;
    }

    @Override
    public String toString() {
        return "LinearLandscape of " + moments;
    }
}
