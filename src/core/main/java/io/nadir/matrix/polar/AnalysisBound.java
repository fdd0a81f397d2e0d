package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.model.AnalysisPenalty;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * An upper bound of max uᵀRv / (g₁(u)·g₂(v)) where g₂(v) = a‖v‖₂ + ‖Hv‖₁, with or without signs, by
 * relaxations for fixed ratios ‖Hv‖₁/‖v‖₂. Of g₁ only g₁(u) ≥ c‖u‖₂ is used.
 */
final class AnalysisBound {
    /** Power iterations, as it takes little to prove a bound that is somewhat larger. */
    private static final int POWER_STEPS = 50;

    private static final DenseKernels KERNELS = Kernels.get();

    private final @Nullable ScaledRatioSearch search;

    /**
     * Takes a matrix.
     *
     * @param r R without padding; not changed
     * @param penalty g₂
     * @param constant c
     * @param turned whether g₂ is the gauge of the left side
     * @param budget pays for the Gram matrix; nothing is searched if it cannot
     */
    AnalysisBound(
            Panel r,
            AnalysisPenalty penalty,
            double constant,
            boolean turned,
            RelaxationBudget budget,
            Runnable checkpoint) {
        AnalysisTerms terms = new AnalysisTerms(penalty);
        double largest = KERNELS.maxAbs(r.data(), 0, r.data().length);
        int exponent = largest > 0 ? Math.getExponent(largest) : 0;
        double n = penalty.length();
        double gram = n * r.data().length;
        boolean applies =
                gram <= budget.left()
                        && AnalysisRelaxation.fits(terms)
                        && n <= RatioSearch.largestOrder(Runtime.getRuntime().maxMemory());
        budget.spend(applies ? gram : 0);
        this.search =
                applies
                        ? new ScaledRatioSearch(
                                search(
                                        ScaledRatioSearch.scaled(r, turned, exponent),
                                        terms,
                                        penalty.euclidean(),
                                        constant,
                                        checkpoint),
                                exponent)
                        : null;
    }

    private static RatioSearch search(
            Panel z, AnalysisTerms terms, double weight, double constant, Runnable checkpoint) {
        RatioBoxes boxes =
                RatioBoxes.ofRange(constant, weight, terms.leastRatio(), terms.largestRatio());
        double frobenius = GramMatrix.norm(z.data());
        boxes.add(RatioLine.ofNorm(frobenius));
        Scratch scratch = new Scratch();
        GramMatrix gram = new GramMatrix(z, scratch, checkpoint);
        boxes.add(spectralLine(gram, scratch, checkpoint));
        AnalysisRelaxations source = new AnalysisRelaxations(gram, terms, constant, weight);
        return new RatioSearch(z, boxes, source, checkpoint);
    }

    /** The line of the multiplier 0, which is the best one for large ratios. */
    private static RatioLine spectralLine(GramMatrix gram, Scratch scratch, Runnable checkpoint) {
        double[] m = gram.matrix().clone();
        int n = gram.order();
        double[] vector = new double[n];
        double[] image = new double[n];
        Arrays.fill(vector, 1);
        double estimate = 0;
        for (int step = 0; step < POWER_STEPS; step++) {
            double norm = GramMatrix.norm(vector);
            for (int i = 0; i < n; i++) {
                image[i] = KERNELS.dot(m, i * n, vector, 0, n) / norm;
            }
            estimate = GramMatrix.norm(image);
            System.arraycopy(image, 0, vector, 0, n);
        }
        double largest = RatioRelaxation.largest(m, n, estimate, scratch, checkpoint);
        return RatioLine.ofSquare(Rounding.up(largest + gram.error()), 0);
    }

    /** The polar of R from above, every rounding error included. */
    double bound() {
        return search == null ? Double.POSITIVE_INFINITY : search.bound();
    }

    int factorizations() {
        return search == null ? 0 : search.search().factorizations();
    }

    /**
     * Improves the bound.
     *
     * @param target the bound that is sufficient
     * @param lower what the polar is at least
     * @param climb from vectors v as columns; returns the polar from below
     * @param improved hears of better bounds
     */
    void run(
            double target,
            double lower,
            RelaxationBudget budget,
            ToDoubleFunction<Panel> climb,
            Runnable improved) {
        if (search != null) {
            search.run(target, lower, budget, climb, improved);
        }
    }
}
