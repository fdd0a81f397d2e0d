package io.nadir.cli.report;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.PolarBounds;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Supplier;

/**
 * Bounds of the least λ at which the solution is zero, which it is for every larger λ too.
 *
 * @param lower bound
 * @param upper bound, with the evidence; infinite if none is known
 * @param evidence how the upper bound is known
 * @param delta the probability with which it fails
 */
public record LambdaMax(double lower, double upper, Evidence evidence, double delta) {
    /** Bounds this close are shown as one number. */
    private static final double CLOSE = 1e-5;

    /**
     * Finds the bounds, at about the cost of a certificate; null if there are none for the problem,
     * or if the thread is interrupted.
     */
    public static @Nullable LambdaMax find(Problem problem, SolverOptions options) {
        return find(() -> Nadir.lambdaMaxBounds(problem, options));
    }

    /** Does the same with fewer passes if {@code near} are factors of a solution. */
    public static @Nullable LambdaMax find(Problem problem, SolverOptions options, Factors near) {
        return find(() -> Nadir.lambdaMaxBounds(problem, options, near));
    }

    private static @Nullable LambdaMax find(Supplier<PolarBounds> search) {
        try {
            PolarBounds bounds = search.get();
            return new LambdaMax(bounds.lower(), bounds.upper(), bounds.evidence(), bounds.delta());
        } catch (IllegalArgumentException | WorkInterruptedException | OutOfMemoryError e) {
            return null; // The solve, which has ended or is to come, says what is wrong.
        }
    }

    /** Returns the bounds that follow from the certificate of rank 0 for some λ. */
    public static LambdaMax of(Certificate zero, double lambda) {
        PolarBounds polar = zero.polar();
        return new LambdaMax(
                lambda * polar.lower(), lambda * polar.upper(), polar.evidence(), polar.delta());
    }

    /** The better upper bound of two, with its evidence, and the better lower bound. */
    public static @Nullable LambdaMax better(@Nullable LambdaMax a, @Nullable LambdaMax b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        LambdaMax upper = b.upper < a.upper ? b : a;
        double lower = Math.min(upper.upper, Math.max(a.lower, b.lower));
        return new LambdaMax(lower, upper.upper, upper.evidence, upper.delta);
    }

    /** In words. */
    String words() {
        if (upper == Double.POSITIVE_INFINITY) {
            return "at least " + digits(lower, RoundingMode.FLOOR);
        }
        return upper - lower <= CLOSE * upper
                ? digits(upper, RoundingMode.CEILING)
                : "from "
                        + digits(lower, RoundingMode.FLOOR)
                        + " to "
                        + digits(upper, RoundingMode.CEILING);
    }

    /** Says from where on 0 is the solution. */
    String zeroFrom() {
        return "0 is the solution for every lambda from " + digits(upper, RoundingMode.CEILING);
    }

    private static String digits(double value, RoundingMode mode) {
        return Summary.number(new BigDecimal(value).round(new MathContext(7, mode)).doubleValue());
    }
}
