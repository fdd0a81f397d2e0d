/**
 * Matrix factorization, X = U·Vᵀ: the data (dense, weighted, sparse, or some entries observed) and
 * their maps. Polars are in {@code polar}, methods of descent in {@code descent}, and {@code
 * family} says which of them goes with what. To add a kind of data, implement {@link
 * io.nadir.matrix.MatrixData} with a {@link io.nadir.matrix.MatrixMap}.
 */
@NullMarked
package io.nadir.matrix;

import org.jspecify.annotations.NullMarked;
