package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;





import java.util.Objects;

/**
 * The end of a solve: the best point and what is known of it.
 *
 * @param model the point as a model that can be saved, and applied without the data
 * @param certificate of that very point
 * @param stopReason why the solve ended
 * @param iterations descent steps
 * @param appends columns appended
 * @param seconds wall-clock time by phase
 */
public record Solution(
        TrainedModel model,
        Certificate certificate,
        StopReason stopReason,
        int iterations,
        int appends,
        Seconds seconds) {
    /** Refuses null. */
    public Solution {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(seconds, "seconds");
    }

    /** The point; belongs to the caller. */
    public Factors factors() {
        return model.factors();
    }

    /**
     * A block of the factors by its name, rows×rank row-major, a new array: U and V of a matrix,
     * W1, W2, … of tensors and networks.
     *
     * @throws IllegalArgumentException naming those that there are, if this is none of them
     */
    public double[] factor(String name) {
        return model.factor(name);
    }

    /** f at the point. */
    public double objective() {
        return certificate.objective();
    }

    /** Number of columns. */
    public int rank() {
        return factors().rank();
    }

    /** U, m×r row-major, a new array. */
    public double[] u() {
        return factors().toArray(0);
    }

    /** V, n×r row-major, a new array. */
    public double[] v() {
        return factors().toArray(1);
    }

    /**
     * Entries of X at given positions, for matrices and tensors; see {@link TrainedModel#entries}.
     *
     * @param indices rows and columns of a matrix, or the indices in each mode of a tensor, 0-based
     */
    public double[] predict(int[]... indices) {
        return model.entries(indices);
    }

    /**
     * Outputs for new samples, for networks; see {@link TrainedModel#outputs}.
     *
     * @param samples one row after the other
     */
    public double[] predict(double[] samples) {
        return model.outputs(samples);
    }

    /**
     * Wall-clock seconds by phase.
     *
     * @param descent in descent steps
     * @param certify in certificates
     * @param append in searching and appending columns
     * @param total all of it
     */
    public record Seconds(double descent, double certify, double append, double total) {}
}
