/**
 * Certified factorizations of data that Apache Spark holds.
 *
 * <p>{@link io.nadir.spark.DistributedRows} takes a {@code DataFrame} of (row, column, value[,
 * weight]) or of dense rows, and keeps it as one block of rows in each partition. {@link
 * io.nadir.spark.SparkProblem} adds λ and the loss; {@link io.nadir.spark.SparkSolver} solves it,
 * and returns a {@link io.nadir.spark.SparkSolution}: V and the certificate on the driver, U as a
 * dataset with the ids of its rows.
 *
 * <p>How it works. For a given V, each row u_i of U is the solution of a small convex problem of
 * its own: u_i(V) = argmin ℓ_i(V·u) + (λ/2)‖u‖². So f depends on V alone, and the core's loop,
 * descent and certifier work on V as on any point with one block of n rows. A pass sends V to the
 * executors, where each partition solves for its rows, and adds up ℓ, ∇_V (n×r) and UᵀU (r×r) with
 * the core's own map of its rows. The certificate is the core's too: ℓ, Θ and ⟨Z, X⟩ of (U, V), and
 * σ_max(Z) from a block Krylov iteration on B ↦ GᵀG·B, in which nothing longer than n reaches the
 * driver.
 *
 * <p>Sums of partitions are added in the order of the partitions, and a partition's part is a
 * function of its rows and V alone. So results have the same bits in every run with the same
 * partitioning, whatever is lost and computed again on the way.
 */
@NullMarked
package io.nadir.spark;

import org.jspecify.annotations.NullMarked;
