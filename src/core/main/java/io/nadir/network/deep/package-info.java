/**
 * Parallel networks of any depth, X = Σ_i φ(S; w_i¹, …, w_i^K): the architecture ({@link
 * io.nadir.network.deep.Subnetwork}), the map, and path norms. The layers are in {@code layer}, the
 * polar in {@code polar}.
 */
@NullMarked
package io.nadir.network.deep;

import org.jspecify.annotations.NullMarked;
