package io.nadir.network.twolayer.polar;

import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Tightens the bounds that {@link ReluPolar} gives, for any rank, by {@link SignBranchAndBound}:
 * semidefinite relaxations with branching on the signs of rows. Upper bounds are PROVED, lower ones
 * attained. Not thread-safe.
 *
 * <p>A relaxation with N rows and rank r takes about 10(N + r)³ operations for each of some hundred
 * iterations, and 32N² bytes. Of more rows than the budget allows, and of more than {@value
 * #MOST_ROWS}, those with the largest ‖z_i‖‖s_i‖ are relaxed, and the others bounded by {@link
 * LooseReluBound}: ρ(Z) ≤ ρ(Z_A) + ρ(Z_B). Nothing is tried in more than {@value #MOST_DIMENSIONS}
 * dimensions.
 */
public final class ReluTightening {
    /** Products that finding the rank of S may take. */
    private static final double MOST_REDUCTION = 1e10;

    /** Rows of a relaxation, at least and at most. */
    private static final int FEWEST_ROWS = 32;

    private static final int MOST_ROWS = 1000;

    /** Dimensions beyond which nothing is tried. */
    private static final int MOST_DIMENSIONS = 2000;

    /** Iterations of the first relaxation that the budget should allow. */
    private static final int ITERATIONS = 100;

    private static final DenseKernels KERNELS = Kernels.get();

    private final ScaledRelu scaled;
    private final RowSpace space;
    private final Runnable checkpoint;
    private final double relativeGap;
    private ReluPolar.Result known;
    private @Nullable SignBranchAndBound search;

    /**
     * Prepares the search; the work is done in {@link #run}.
     *
     * @param problem not changed
     * @param known its bounds so far
     * @param relativeGap an upper bound within this share of the lower one needs no improvement
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public ReluTightening(
            ReluProblem problem, ReluPolar.Result known, double relativeGap, Runnable checkpoint) {
        Objects.requireNonNull(problem, "problem");
        this.known = Objects.requireNonNull(known, "known");
        this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint");
        this.relativeGap = Checks.positiveFinite("relativeGap", relativeGap);
        this.scaled = ScaledRelu.of(problem);
        this.space = space(scaled.function(), checkpoint);
    }

    private static RowSpace space(ReluFunction f, Runnable checkpoint) {
        int most = Math.min(f.rows(), f.dimension());
        double products = (double) f.rows() * f.dimension() * most;
        return f.rows() == 0 || products > MOST_REDUCTION
                ? new RowSpace(f, List.of(), 1, 0)
                : RowSpace.of(f, most, checkpoint);
    }

    /**
     * Goes on until the upper bound is at most {@code enough} or meets the lower one, the lower one
     * exceeds {@code refuted}, or the budget is spent. May be called again, and continues.
     *
     * @param enough at least 0
     * @param refuted a lower bound above this is as good as an answer; infinite to go on
     * @param progress told of better bounds
     */
    public ReluPolar.Result run(
            double enough,
            double refuted,
            RelaxationBudget budget,
            Consumer<ReluPolar.Result> progress) {
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(progress, "progress");
        requireNonNegative("enough", enough);
        requireNonNegative("refuted", refuted);
        boolean tooLarge = space.reduced().dimension() > MOST_DIMENSIONS;
        if (tooLarge || known.pairs().isEmpty() || known.bounds().upper() <= enough) {
            return known;
        }
        if (budget.isSpent()) {
            return known;
        }
        SignBranchAndBound signs = search(budget.left());
        ReluMaximum maximum =
                signs.run(
                        scaled.reduced(enough, space),
                        Math.scalb(refuted, -scaled.exponent()),
                        budget,
                        found -> progress.accept(take(found)));
        return take(maximum);
    }

    private static void requireNonNegative(String name, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(name + " = " + value + ", allowed are 0 and more");
        }
    }

    /** Returns the number of relaxations so far. */
    public long cells() {
        return search == null ? 0 : search.cells();
    }

    private SignBranchAndBound search(double operations) {
        SignBranchAndBound signs = search;
        if (signs == null) {
            ReluFunction f = space.reduced();
            double order = Math.cbrt(operations / (10 * ITERATIONS));
            int rows = (int) Math.clamp(order - f.dimension(), FEWEST_ROWS, MOST_ROWS);
            signs = new SignBranchAndBound(f, peaks(f), rows, relativeGap, checkpoint);
            search = signs;
        }
        return signs;
    }

    /** The better of the bounds known before and those found. */
    private ReluPolar.Result take(ReluMaximum maximum) {
        ReluPolar.Result found = scaled.result(maximum, space);
        double upper = Math.min(known.bounds().upper(), found.bounds().upper());
        boolean better = found.bounds().lower() >= known.bounds().lower();
        known =
                new ReluPolar.Result(
                        ScaledRelu.polarBounds((better ? found : known).pairs(), upper),
                        (better ? found : known).pairs(),
                        known.rank(),
                        known.cones());
        return known;
    }

    private List<PatternAscent.Peak> peaks(ReluFunction f) {
        List<PatternAscent.Peak> peaks = new ArrayList<>();
        known.pairs().forEach(pair -> peaks.add(peak(f, pair.u())));
        peaks.sort(Comparator.comparingDouble(PatternAscent.Peak::value).reversed());
        return peaks;
    }

    private PatternAscent.Peak peak(ReluFunction f, double[] w) {
        double[] point = w;
        if (!space.basis().isEmpty()) {
            point = new double[f.dimension()];
            for (int k = 0; k < point.length; k++) {
                point[k] = KERNELS.dot(space.basis().get(k), 0, w, 0, w.length);
            }
        }
        point = ReluFunction.unit(point);
        return new PatternAscent.Peak(point, f.value(point));
    }
}
