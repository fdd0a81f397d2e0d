package io.nadir.network.twolayer.polar;

/**
 * A node of {@link ConeBranchAndBound}.
 *
 * @param vertices of the cone, r×r, a row each
 * @param decided M of the rows whose sign is constant on the cone: Σ d_i·z_i·s_iᵀ, q×r
 * @param open the other rows
 * @param level of {@link ConeLevels} whose rows these are
 * @param upper bound of f over the directions of the cone, but for the rounding that {@link
 *     ConeLevels#rounding} states
 */
record Cone(double[] vertices, double[] decided, int[] open, int level, double upper) {
    /** Bytes of memory, about. */
    long size() {
        return 8L * (vertices.length + decided.length) + 4L * open.length + 128;
    }
}
