package io.nadir.spark.ml;

import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution.StopReason;

import java.util.List;
import java.util.Objects;

/**
 * What a fit has found out: the certificate of the model's factors, and how they were found. It is
 * saved with the model, without the witness of the certificate. An immutable value.
 *
 * @param certificate of the factors: the bounds of the minimum
 * @param stopReason why the solve ended; {@link StopReason#CERTIFIED} if the certificate has the
 *     gap and the evidence that were asked for
 * @param lambda λ of the problem
 * @param lambdaMaxLower a lower bound of λ_max, the least λ whose solution is 0
 * @param lambdaMaxUpper an upper bound of λ_max, with the evidence of the certificate; infinite if
 *     none is known
 * @param rank the number of columns of U and V
 * @param rows the number of rows of the matrix
 * @param columns the number of columns of the matrix
 * @param entries the number of entries that carry a loss
 * @param iterations the number of descent steps
 * @param appends the number of columns appended
 * @param seconds the wall-clock time of the solve
 * @param kernels what the executors computed with, one line for each kind
 */
public record FactorizationSummary(
        Certificate certificate,
        StopReason stopReason,
        double lambda,
        double lambdaMaxLower,
        double lambdaMaxUpper,
        int rank,
        long rows,
        int columns,
        long entries,
        int iterations,
        int appends,
        double seconds,
        List<String> kernels) {
    /** Rejects null. */
    public FactorizationSummary {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(stopReason, "stopReason");
        kernels = List.copyOf(Objects.requireNonNull(kernels, "kernels"));
    }

    /** Returns the verdict of the certificate. */
    public Verdict verdict() {
        return certificate.verdict();
    }

    /** Returns the evidence of the certificate. */
    public Evidence evidence() {
        return certificate.polar().evidence();
    }

    /** Returns f at the factors. */
    public double objective() {
        return certificate.objective();
    }

    /** Returns an upper bound of f minus its minimum. */
    public double gap() {
        return certificate.gap();
    }

    /** Returns the gap as a share of f. */
    public double relativeGap() {
        return certificate.relativeGap();
    }

    /** Says it in a few lines. */
    @Override
    public String toString() {
        String max =
                lambdaMaxUpper == Double.POSITIVE_INFINITY
                        ? "at least " + lambdaMaxLower
                        : lambdaMaxLower + " to " + lambdaMaxUpper;
        return """
        verdict       %s (%s), solve ended: %s
        objective     %s, at most %s above the minimum (a share of %s)
        matrix        %d x %d, %d entries, rank %d
        lambda        %s, the solution is 0 from %s on
        solve         %d steps, %d columns appended, %.3f seconds
        kernels       %s\
        """
                .formatted(
                        verdict(),
                        evidence(),
                        stopReason,
                        objective(),
                        gap(),
                        relativeGap(),
                        rows,
                        columns,
                        entries,
                        rank,
                        lambda,
                        max,
                        iterations,
                        appends,
                        seconds,
                        String.join("; ", kernels));
    }
}
