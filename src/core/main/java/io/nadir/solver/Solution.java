package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;

import java.util.Objects;

/**
 * The result of a solve: the best point found, its certificate, and why the solve ended.
 *
 * {@snippet file="embedder/Examples.java" region="solution"}
 *
 * @param model the point as a trained model, which can be saved and applied without the data
 * @param certificate the certificate of this very point
 * @param stopReason why the solve ended
 * @param iterations the number of descent steps
 * @param appends the number of columns appended
 * @param nextColumn how much f falls at least if another column is appended, 0 if no such column is
 *     known; known where the number of columns ended the solve, and 0 otherwise
 * @param seconds the wall-clock time by phase
 */
public record Solution(
        TrainedModel model,
        Certificate certificate,
        StopReason stopReason,
        int iterations,
        int appends,
        double nextColumn,
        Seconds seconds) {
    /** Rejects null. */
    public Solution {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(seconds, "seconds");
    }

    /**
     * Returns the factors of the point. They are not copied: a caller that changes them changes
     * this solution.
     */
    public Factors factors() {
        return model.factors();
    }

    /**
     * Returns a copy of one block of the factors, rows×rank row-major: {@code "U"} or {@code "V"}
     * of a matrix, {@code "W1"}, {@code "W2"}, … of a tensor or a network.
     *
     * @throws IllegalArgumentException if there is no block of this name; the message lists the
     *     names
     */
    public double[] factor(String name) {
        Objects.requireNonNull(name, "name");

        return model.factor(name);
    }

    /** Returns the objective f at the point, as computed. */
    public double objective() {
        return certificate.objective();
    }

    /** Returns the number of columns. */
    public int rank() {
        return factors().rank();
    }

    /** Returns a copy of the first block, for a matrix U, m×r row-major. */
    public double[] u() {
        return factors().toArray(0);
    }

    /** Returns a copy of the second block, for a matrix V, n×r row-major. */
    public double[] v() {
        return factors().toArray(1);
    }

    /**
     * Returns entries of X at given positions, for matrices and tensors; see {@link
     * TrainedModel#entries}.
     *
     * @param indices for a matrix the rows and the columns of all positions, for a tensor the
     *     indices in each mode; from 0
     * @throws IllegalArgumentException if there is not one array for each mode, or their lengths
     *     differ
     * @throws IndexOutOfBoundsException if X has no such entry
     * @throws UnsupportedOperationException if the model is a network
     */
    public double[] predict(int[]... indices) {
        Objects.requireNonNull(indices, "indices");

        return model.entries(indices);
    }

    /**
     * Returns the outputs for new samples, for networks; see {@link TrainedModel#outputs}.
     *
     * @param samples the samples, one row after the other
     * @throws IllegalArgumentException if the length is not a multiple of the size of a sample, or
     *     a number is NaN or infinite
     * @throws UnsupportedOperationException if the model is not a network
     */
    public double[] predict(double[] samples) {
        Objects.requireNonNull(samples, "samples");

        return model.outputs(samples);
    }

    /**
     * The wall-clock time of a solve by phase, in seconds.
     *
     * @param descent the time of descent steps
     * @param certify the time of certificates
     * @param append the time of finding and appending columns
     * @param total the time of the whole solve
     */
    public record Seconds(double descent, double certify, double append, double total) {}

    /**
     * The reason why a solve ended. Only {@link #CERTIFIED} means that the requested certificate
     * was obtained; in all other cases the solution has the best point found and a valid, larger
     * gap.
     */
    public enum StopReason {
        /** The certificate has the requested gap and evidence. */
        CERTIFIED,
        /** Another column was needed, but the rank has reached {@link SolverOptions#maxRank}. */
        MAX_RANK,
        /**
         * Descent has converged at the number of columns that {@link SolverOptions#withRank} asks
         * for. The point is not certified as a global minimum over any number of columns.
         */
        FIXED_RANK,
        /** The time limit has passed. */
        TIME_LIMIT,
        /** A listener returned false. */
        CANCELLED,
        /** The thread was interrupted; its interrupt flag is set. */
        INTERRUPTED,
        /** A certificate ran out of memory; the solution has the bounds found until then. */
        OUT_OF_MEMORY,
        /**
         * The point is a first-order point, up to rounding, but the polar is so hard to solve that
         * its bounds neither confirm nor refute it: their distance alone exceeds the requested gap.
         * Every point under an {@link io.nadir.regularizer.UncertifiedRegularizer} ends like this,
         * because its polar has no bounds.
         */
        UNDECIDED,
        /**
         * The remaining decrease of the objective is, to first order, smaller than its rounding
         * errors, so that no step can tell whether it makes progress. Descent cannot reach a
         * smaller gap in float64. Where λ is next to nothing beside the weights of the data, many
         * steps together may gain more than that: the gap says how much at most.
         */
        ROUNDING,
        /** The solve reached its limit of 1000 certificates. */
        ATTEMPT_LIMIT,
        /**
         * Neither a descent step nor other sizes of the columns lower the objective, although it
         * could still fall by more than rounding errors explain. Another descent method or another
         * starting point may do better.
         */
        STALLED
    }
}
