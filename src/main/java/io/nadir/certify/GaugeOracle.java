package io.nadir.certify;

import io.nadir.kernel.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The polar of a matrix product under any regularizer, max { ⟨Z, u·vᵀ⟩ : g₁(u) ≤ 1, g₂(v) ≤ 1 }
 * with the gauges of its blocks, at one point.
 *
 * <p>What subclasses have in common: the point's value and the spectral bound, from the {@link
 * SpectralOracle}, and the choice among pairs that were found.
 */
abstract class GaugeOracle implements PolarOracle {
    /** Pairs appended at once, at most, unless they are orthogonal. */
    private static final int MOST_WITNESSES = 8;

    /** Inner product of two unit rank-one matrices beyond which the second adds too little. */
    private static final double ALIKE = 0.5;

    /** The same with a column of the point beyond which the pair is taken for that column. */
    private static final double SAME = 0.95;

    /** Witnesses exceed 1 by at least this share of the largest excess. */
    private static final double WORTH_APPENDING = 0.1;

    private final MatrixMap map;
    private final Regularizer theta;
    private final double lambda;
    private final Factors w;
    private final SpectralOracle spectral;
    private List<Pair> pairs = List.of();
    private double enough = 1;

    /** Evaluates a point: one pass over the data. */
    GaugeOracle(MatrixMap map, Regularizer theta, double lambda, Factors w, long seed) {
        this.map = map;
        this.theta = theta;
        this.lambda = lambda;
        this.w = w;
        this.spectral = new SpectralOracle(map, theta, lambda, w, seed);
    }

    /** Pairs with values as large as could be found, in any order. */
    abstract List<Pair> search();

    /**
     * An upper bound of the polar, where nothing above {@code wanted} was found.
     *
     * @param lower the largest value found
     */
    abstract double upper(double lower, double wanted, double delta);

    @Override
    public final PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        double lower = estimate();
        double upper = isRefuted() ? refutedUpper() : upper(lower, wanted, delta);
        return new PolarBounds(
                lower, Math.max(lower, upper), Evidence.PROBABLE, delta, vectors(leading()));
    }

    @Override
    public final PolarBounds boundsSoFar(double delta) {
        Pair best = leading();
        double lower = best == null ? 0 : best.value();
        double upper = spectral.gradientNormBound() / constant();
        return new PolarBounds(
                lower, Math.max(lower, upper), Evidence.PROBABLE, delta, vectors(best));
    }

    @Override
    public final double estimate() {
        pairs = new ArrayList<>(search());
        pairs.sort(Comparator.comparingDouble(Pair::value).reversed());
        Pair best = leading();
        return best == null ? 0 : best.value();
    }

    /** An upper bound that costs little: a refuted point needs no good one. */
    double refutedUpper() {
        return spectral.gradientNormBound() / constant();
    }

    /** σ_max(Z)/(c₁c₂), with the gauges' lower constants. */
    final double spectralUpper(double wanted, double delta) {
        return spectral.bounds(wanted * constant(), delta).upper() / constant();
    }

    /** How far rounding in forming Z can throw the polar, by a probabilistic bound. */
    final double formingError() {
        return Rounding.probableGamma(w.rank() + 4.0) * spectral.magnitude() / constant();
    }

    /** c₁c₂ with g₁(u) ≥ c₁‖u‖ and g₂(v) ≥ c₂‖v‖. */
    final double constant() {
        return gauge(0).lowerConstant() * gauge(1).lowerConstant();
    }

    final Gauge gauge(int k) {
        return theta.gauge(k);
    }

    final MatrixMap map() {
        return map;
    }

    final Regularizer theta() {
        return theta;
    }

    final double lambda() {
        return lambda;
    }

    final Factors w() {
        return w;
    }

    @Override
    public final PointValue point() {
        return spectral.point();
    }

    @Override
    public final double dualError(double dualValue) {
        return spectral.dualError(dualValue);
    }

    /** Excesses within the tolerance are those of columns that have not converged. */
    @Override
    public final boolean isRefuted() {
        Pair best = leading();
        return best != null && best.value() - spectral.polarError() / constant() > enough;
    }

    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        List<Pair> chosen = new ArrayList<>();
        for (Pair pair : pairs) {
            if (isWorthwhile(pair) && isNew(pair, chosen) && !isKnown(pair)) {
                chosen.add(pair);
            }
        }
        double[] values = chosen.stream().mapToDouble(Pair::value).toArray();
        Panel left = Panel.zeros(map.rows(), chosen.size());
        Panel right = Panel.zeros(map.columns(), chosen.size());
        for (int j = 0; j < chosen.size(); j++) {
            setColumn(left, j, chosen.get(j).u());
            setColumn(right, j, chosen.get(j).v());
        }
        return new Witnesses(List.of(left, right), values, spread(chosen));
    }

    @Override
    public int passes() {
        return spectral.passes();
    }

    @Override
    public int krylovSteps() {
        return spectral.krylovSteps();
    }

    private @Nullable Pair leading() {
        return pairs.isEmpty() ? null : pairs.getFirst();
    }

    private boolean isWorthwhile(Pair pair) {
        double excess = pair.value() - 1;
        return excess > 0 && excess >= WORTH_APPENDING * (pairs.getFirst().value() - 1);
    }

    /**
     * Whether a column of the point is nearly the same: then descent has to go on, not the rank.
     */
    private boolean isKnown(Pair pair) {
        double size = inner(pair, pair);
        for (int i = 0; i < w.rank(); i++) {
            double left = columnDot(pair.u(), 0, i);
            double right = columnDot(pair.v(), 1, i);
            double known =
                    Panels.columnDot(w.block(0), i, w.block(0), i)
                            * Panels.columnDot(w.block(1), i, w.block(1), i);
            double inner = left * right;
            if (inner > 0 && inner * inner > SAME * SAME * size * known) {
                return true;
            }
        }
        return false;
    }

    private double columnDot(double[] x, int k, int column) {
        Panel block = w.block(k);
        double sum = 0;
        for (int i = 0, at = column; i < x.length; i++, at += block.stride()) {
            sum += x[i] * block.data()[at];
        }
        return sum;
    }

    private static boolean isNew(Pair pair, List<Pair> chosen) {
        boolean orthogonal = true;
        for (Pair other : chosen) {
            double inner = inner(pair, other);
            double sizes = inner(pair, pair) * inner(other, other);
            if (inner * inner > ALIKE * ALIKE * sizes) {
                return false;
            }
            orthogonal &= inner == 0;
        }
        return orthogonal || chosen.size() < MOST_WITNESSES;
    }

    /** λ_max of the Gram matrix of the φ(w_i). */
    private static double spread(List<Pair> chosen) {
        double largest = 0;
        boolean diagonal = true;
        Panel gram = Panel.zeros(chosen.size(), chosen.size());
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double inner = inner(chosen.get(i), chosen.get(j));
                gram.set(i, j, inner);
                diagonal &= i == j || inner == 0;
                largest = i == j ? Math.max(largest, inner) : largest;
            }
        }
        if (!diagonal) {
            largest = SmallDense.symmetricEigen(gram).values()[0];
        }
        return largest > 0 ? (1 + 1e-9) * largest : 1;
    }

    /** ⟨φ(a), φ(b)⟩. */
    private static double inner(Pair a, Pair b) {
        double left = dot(a.u(), b.u());
        return left == 0 ? 0 : left * dot(a.v(), b.v());
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void setColumn(Panel panel, int j, double[] column) {
        for (int i = 0; i < column.length; i++) {
            panel.set(i, j, column[i]);
        }
    }

    private static @Nullable List<double[]> vectors(@Nullable Pair pair) {
        return pair != null && pair.value() > 0 ? List.of(pair.u(), pair.v()) : null;
    }
}
