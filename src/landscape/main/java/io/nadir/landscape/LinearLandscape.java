package io.nadir.landscape;

import io.nadir.check.Checks;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The landscape of the mean squared error of linear networks of any depth and widths,
 *
 * <pre>    R(W) = E‖y − W_L·…·W_1·x‖² = trace(Σ_yy − 2Σ_yx·Zᵀ + Z·Σ_xx·Zᵀ),   Z = W_L·…·W_1</pre>
 *
 * <p>(Vidal, Zhu &amp; Haeffele, "Optimization Landscape of Neural Networks", section 1.3,
 * equations 1.13 and 1.29; for samples 1.14 and 1.30. Equation and theorem numbers below and in the
 * methods refer to this text.) Let Σ = Σ_yx·Σ_xx⁺·Σ_xy = Q·Λ·Qᵀ with eigenvalues λ_1 ≥ λ_2 ≥ …
 *
 * <ul>
 *   <li>The global minimum is trace(Σ_yy) − λ_1 − … − λ_k, where k is the smallest of all widths
 *       (equation 1.25; the same argument applies to deep networks, whose product can be any matrix
 *       of rank k).
 *   <li>The critical values are trace(Σ_yy) − Σ_(j∈J) λ_j (equation 1.24 with 1.20 and lemma 1.1
 *       (iii)).
 *   <li>Every local minimum is global (theorems 1.3 and 1.4 (i)). With one hidden layer, every
 *       other critical point is a strict saddle (theorem 1.2). Theorem 1.3 assumes an invertible
 *       Σ_xx; it holds for a singular one as well, because R depends on W_1 only through W_1·H with
 *       Σ_xx = H·Hᵀ, and W_1·H can be any matrix, which is the problem with Σ_xx = I.
 *   <li>With more hidden layers, a saddle is strict if W_(L−1)·…·W_2 has the rank of the narrowest
 *       hidden layer, and may be degenerate otherwise (theorem 1.4).
 * </ul>
 *
 * <p>Risks, eigenvalues and derivatives are in the units of the data. Data are scaled internally by
 * powers of two, so that magnitudes from 1e-150 to 1e150 are safe. Immutable and thread-safe.
 */
public final class LinearLandscape {
    /** The default of what counts as zero relative to the size of the data. */
    public static final double DEFAULT_TOLERANCE = 1e-7;

    private final Covariances moments;
    private final Whitening whitening;
    private final LinearRisk risk;

    private LinearLandscape(Covariances moments) {
        this.moments = moments;
        this.whitening = new Whitening(moments);
        this.risk = new LinearRisk(whitening, moments);
    }

    /**
     * Creates the landscape of second moments. Costs singular value decompositions of matrices of
     * (n₀ + n₂)×n₀ and n₂×n₀.
     */
    public static LinearLandscape of(Covariances moments) {
        Objects.requireNonNull(moments, "moments");

        return new LinearLandscape(moments);
    }

    /**
     * Creates the landscape of samples.
     *
     * @param x the inputs, m×n₀, one sample per row
     * @param y the targets, m×n₂
     * @throws IllegalArgumentException as {@link Covariances#of}
     */
    public static LinearLandscape of(DenseMatrix x, DenseMatrix y) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");

        return of(Covariances.of(x, y));
    }

    /** Returns the number of inputs n₀. */
    public int inputs() {
        return moments.inputs();
    }

    /** Returns the number of outputs n_L. */
    public int outputs() {
        return moments.outputs();
    }

    /** Returns the rank of Σ_xx, as far as rounding allows it to be determined. */
    public int inputRank() {
        return whitening.h().columns();
    }

    /**
     * Returns the eigenvalues λ_1 … λ_n of Σ = Σ_yx·Σ_xx⁺·Σ_xy, n = n_L, in descending order in a
     * new array.
     */
    public double[] eigenvalues() {
        double[] values = new double[outputs()];
        Arrays.setAll(values, i -> whitening.unscaled(whitening.eigenvalue(i)));
        return values;
    }

    /** Returns trace(Σ_yy), the risk of Z = 0. */
    public double variance() {
        return whitening.unscaled(whitening.variance());
    }

    /** Returns trace(Σ_yy) − trace(Σ), the smallest risk of any linear map. */
    public double leastSquaresValue() {
        return whitening.unscaled(whitening.residual());
    }

    /**
     * Returns the smallest risk of networks with hidden layers of these widths (equation 1.25,
     * theorem 1.4).
     *
     * @param hidden the widths n_1 … n_(L−1), at least one
     * @throws IllegalArgumentException if there is none, or one is less than 1
     */
    public double globalValue(int... hidden) {
        Objects.requireNonNull(hidden, "hidden");

        return value(Math.min(narrowest(hidden), outputs()));
    }

    /**
     * Returns a network of the smallest risk with balanced weights, W_(l+1)ᵀ·W_(l+1) = W_l·W_lᵀ.
     *
     * @param hidden the widths n_1 … n_(L−1), at least one
     * @throws IllegalArgumentException if there is none, or one is less than 1
     */
    public LinearNetwork globalMinimum(int... hidden) {
        Objects.requireNonNull(hidden, "hidden");

        return reducedRankRegression(narrowest(hidden)).toNetwork(hidden);
    }

    /**
     * Returns the best linear map of a rank.
     *
     * @param rank k, at least 1
     * @throws IllegalArgumentException if {@code rank} is less than 1, or a coefficient exceeds
     *     float64
     */
    public ReducedRankRegression reducedRankRegression(int rank) {
        int k = Math.min(Checks.positive("rank", rank), Math.min(inputs(), outputs()));
        boolean[] first = new boolean[outputs()];
        Arrays.fill(first, 0, k, true);
        return ReducedRankRegression.ofEigenvectors(whitening, first);
    }

    /**
     * Returns the critical values of all index sets of {@code size} indices in ascending order; the
     * first is the global minimum for that width. The stream is lazy: each value takes O(n_L + log
     * t) operations, and t values take memory for t + 1 sets.
     *
     * <p>These are all critical values at which U has rank n₁ = size (equation 1.24); if U is
     * rank-deficient, smaller sizes occur as well.
     *
     * @param size |J|, from 0 to n_L
     * @throws IllegalArgumentException if {@code size} is out of range
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
     * Returns the critical point of an index set with balanced weights (equation 1.24).
     *
     * @param indices J: distinct numbers from 1 to n_L, not more than the smallest hidden width
     * @param hidden the widths n_1 … n_(L−1), at least one
     * @throws IllegalArgumentException if an index or a width is not allowed
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
        return ReducedRankRegression.ofEigenvectors(whitening, wanted).toNetwork(hidden);
    }

    /** Returns the risk R as a function of the weights, with its derivatives. */
    public LinearRisk risk() {
        return risk;
    }

    /**
     * Analyzes a point with {@link #DEFAULT_TOLERANCE}.
     *
     * @throws IllegalArgumentException as {@link LinearRisk#value}
     */
    public PointAnalysis analyze(LinearNetwork network) {
        Objects.requireNonNull(network, "network");

        return analyze(network, DEFAULT_TOLERANCE);
    }

    /**
     * Analyzes a point: whether it is critical, a minimum or a saddle, and how to leave it. Costs a
     * few singular value decompositions of products of layers for each pair of layers.
     *
     * @param network the point W
     * @param tolerance what counts as zero: the criticality; singular values of products, relative
     *     to the norms of their layers; and the excess over the global minimum, relative to
     *     trace(Σ_yy). A saddle that is this close to the minimum is taken for a minimum
     * @throws IllegalArgumentException as {@link LinearRisk#value}, or if {@code tolerance} is not
     *     between 0 and 1
     */
    public PointAnalysis analyze(LinearNetwork network, double tolerance) {
        Objects.requireNonNull(network, "network");

        Checks.fraction("tolerance", tolerance);
        WhitenedNetwork whitened = risk.whiten(network);
        PointAnalyzer.Finding found =
                new PointAnalyzer(whitening, tolerance).analyze(whitened.layers());
        WhitenedPoint point = found.point();
        double least = whitening.tail(PointAnalyzer.largestRank(point));
        double excess = SmallMatrices.squares(point.gap()) - least;
        return new PointAnalysis(
                found.kind(),
                whitening.unscaled(point.risk()),
                whitening.unscaled(excess),
                whitened.gradient(point).norm(),
                found.criticality(),
                found.rank(),
                point.middleRank(),
                found.indices(),
                escape(whitened, found.way()));
    }

    /**
     * Descends from a point by minimizing over one layer after the other, and escapes from every
     * saddle on the way: along its {@link Escape} with an exact line search or, if none is known,
     * from balanced weights with the same output, from which one always exists. The risk never
     * rises.
     *
     * @param start the starting point; not modified. Parts of W_1 that act on inputs that never
     *     occur are dropped
     * @param tolerance as for {@link #analyze(LinearNetwork, double)}
     * @param maxSteps the largest number of sweeps and escapes
     * @return the descent, which ends at a global minimum unless {@code maxSteps} or rounding stops
     *     it earlier
     * @throws IllegalArgumentException as {@link #analyze(LinearNetwork, double)}, or if {@code
     *     maxSteps} is negative, or a weight exceeds float64
     */
    public Descent descend(LinearNetwork start, double tolerance, int maxSteps) {
        Objects.requireNonNull(start, "start");

        Checks.fraction("tolerance", tolerance);
        Checks.nonNegative("maxSteps", maxSteps);
        WhitenedNetwork whitened = risk.whiten(start);
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

    @Override
    public String toString() {
        return "LinearLandscape of " + moments;
    }
}
