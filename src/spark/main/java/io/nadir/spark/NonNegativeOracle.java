package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.bound.KrylovRun;
import io.nadir.certify.bound.WitnessCandidate;
import io.nadir.certify.bound.WitnessSelection;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The polar of distributed rows with nonnegative factors, max { uᵀZv : u, v ≥ 0 of norm 1 } = max_v
 * ‖(Zv)₊‖, which is NP-hard: the bounds need not meet.
 *
 * <p>Below: v ← (Zᵀ(Zv)₊)₊, normalized, from the columns of the point, singular vectors of Z and
 * random starts; a pass for all of them. Above: without signs it is σ_max(Z), by block Lanczos; and
 * with v ≥ 0 alone it is that of ZᵀZ, which the core's relaxations bound on the driver, if there
 * are few columns.
 */
final class NonNegativeOracle implements PolarOracle {
    /** Random starts, and columns of the point that are started from. */
    private static final int STARTS = 8;

    private static final int MOST_ROUNDS = 40;

    /** A round that raises no value by more than this share is the last. */
    private static final double SETTLED = 1e-7;

    /** The same at a point that is refuted: its columns descend after they are appended. */
    private static final double ROUGH = 1e-2;

    /** How far above the largest Ritz value a bound of σ_max(Z) may stay. */
    private static final double CLOSE = 1e-3;

    private final RowsPoint point;
    private final Factors w;
    private final RandomGenerator random;
    private final KrylovRun run;
    private final long seed;
    private List<WitnessCandidate> found = List.of();
    private double enough = 1;
    private double upperSoFar = Double.POSITIVE_INFINITY;
    private int rounds;

    /** Evaluates a point. */
    NonNegativeOracle(Objective<RowsMap> objective, Factors w, long seed) {
        this.point = new RowsPoint(objective, w);
        this.w = w.copy();
        this.seed = seed;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Panel nothing = Panel.zeros(point.v().rows(), 0);
        GramSplit whole = new GramSplit(nothing, nothing, point.products());
        this.run = new KrylovRun(new GramRest(point, whole), random);
    }

    @Override
    public PointValue point() {
        return point.value();
    }

    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = Math.max(1, wanted);
        estimate();
        double upper = point.gradientNormBound();
        if (!isRefuted()) {
            upper = Math.min(upper, spectral(wanted, delta / 2));
            if (upper > wanted) {
                climb(signedParts(run.leading().vectors()));
            }
            if (upper > wanted && !isRefuted()) {
                upper = Math.min(upper, relaxed(wanted, delta / 2, upper));
            }
        }
        upperSoFar = Math.min(upperSoFar, upper);
        return bounded(upper, delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        return bounded(Math.min(upperSoFar, point.gradientNormBound()), delta);
    }

    private PolarBounds bounded(double upper, double delta) {
        return PolarBounds.probable(
                lower(),
                point.polarError(),
                upper,
                delta,
                found.isEmpty() ? null : found.getFirst().vectors());
    }

    /** An upper bound of σ_max(Z). */
    private double spectral(double wanted, double delta) {
        while (run.canStep()) {
            run.step();
            if (run.ritzDue()) {
                double upper = run.upper(delta);
                upperSoFar = Math.min(upperSoFar, upper);
                if (upper <= wanted || upper <= (1 + CLOSE) * run.leadingRitz()) {
                    break;
                }
            }
        }
        double upper = run.upper(delta);
        upperSoFar = Math.min(upperSoFar, upper);
        return upper;
    }

    private double relaxed(double wanted, double delta, double spectral) {
        OneSidedBound bound = OneSidedBound.of(point, spectral);
        return bound == null ? Double.POSITIVE_INFINITY : bound.upper(wanted, delta, seed);
    }

    private double lower() {
        return found.isEmpty() ? 0 : found.getFirst().value();
    }

    @Override
    public double dualError(double dualValue) {
        return point.dualError(dualValue);
    }

    @Override
    public boolean isRefuted() {
        return lower() - point.polarError() > enough;
    }

    @Override
    public double estimate() {
        if (found.isEmpty()) {
            climb(starts());
        }
        return lower();
    }

    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        estimate();
        return new WitnessSelection(w).choose(found);
    }

    @Override
    public String noProof() {
        return "the polar of nonnegative factors is bounded by random starts on distributed rows";
    }

    @Override
    public boolean mayStayOpen() {
        return true;
    }

    @Override
    public int passes() {
        return point.passes() + rounds;
    }

    @Override
    public int krylovSteps() {
        return run.steps();
    }

    private Panel starts() {
        int own = Math.min(STARTS, w.rank());
        Panel starts = Panel.zeros(point.v().rows(), own + STARTS);
        for (int j = 0; j < starts.rows(); j++) {
            for (int k = 0; k < starts.columns(); k++) {
                starts.set(j, k, k < own ? point.v().get(j, k) : Math.abs(random.nextGaussian()));
            }
        }
        return starts;
    }

    /** The positive and the negative part of a vector. */
    private Panel signedParts(@Nullable List<double[]> vectors) {
        Panel parts = Panel.zeros(point.v().rows(), vectors == null ? 0 : 2);
        for (int j = 0; vectors != null && j < parts.rows(); j++) {
            double element = vectors.getFirst()[j];
            parts.set(j, 0, Math.max(0, element));
            parts.set(j, 1, Math.max(0, -element));
        }
        return parts;
    }

    /** Climbs from nonnegative starts, and keeps what it comes to. */
    private void climb(Panel starts) {
        if (starts.columns() == 0) {
            return;
        }
        Panel at = starts;
        Panel best = normalized(at);
        double[] values = new double[starts.columns()];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            at = normalized(at);
            rounds++;
            point.objective().map().checkCancelled();
            Positive image = point.objective().map().passes().positive(point.v(), at);
            double rise = 0;
            double largest = 0;
            for (int k = 0; k < values.length; k++) {
                double value = Math.sqrt(image.squares()[k]) / point.objective().lambda();
                if (value > values[k]) {
                    rise = Math.max(rise, (value - values[k]) / value);
                    values[k] = value;
                    copyColumn(at, best, k);
                }
                largest = Math.max(largest, values[k]);
            }
            boolean refuted = largest - point.polarError() > enough;
            if (!(rise > (refuted ? ROUGH : SETTLED))) {
                break;
            }
            at = image.back();
        }
        keep(best, values);
    }

    private void keep(Panel vectors, double[] values) {
        List<WitnessCandidate> all = new ArrayList<>(found);
        for (int k = 0; k < values.length; k++) {
            if (values[k] > 0) {
                all.add(new WitnessCandidate(List.of(JointMap.column(vectors, k)), values[k]));
            }
        }
        all.sort(Comparator.comparingDouble(WitnessCandidate::value).reversed());
        found = all;
    }

    private static void copyColumn(Panel from, Panel to, int k) {
        for (int j = 0; j < from.rows(); j++) {
            to.set(j, k, from.get(j, k));
        }
    }

    /** The positive parts of the columns, of norm 1 or 0. */
    private static Panel normalized(Panel panel) {
        Panel out = Panel.zeros(panel.rows(), panel.columns());
        for (int k = 0; k < panel.columns(); k++) {
            for (int j = 0; j < panel.rows(); j++) {
                out.set(j, k, Math.max(0, panel.get(j, k)));
            }
            double norm = Math.sqrt(Panels.columnDot(out, k, out, k));
            for (int j = 0; norm > 0 && j < panel.rows(); j++) {
                out.set(j, k, out.get(j, k) / norm);
            }
        }
        return out;
    }

    /**
     * What a pass tells about v ≥ 0.
     *
     * @param squares ‖(−Gv)₊‖² for each v
     * @param back −Gᵀ(−Gv)₊
     */
    record Positive(double[] squares, Panel back) {}
}
