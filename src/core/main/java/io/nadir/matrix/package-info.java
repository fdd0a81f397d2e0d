/**
 * Matrix factorization, X = U·Vᵀ: the kinds of data (dense, weighted, sparse, or with missing
 * entries) and their maps. The polars are in {@code polar}, the descent methods in {@code descent},
 * and {@code family} tells the solver which of them apply. To add a kind of data, implement {@link
 * io.nadir.matrix.MatrixData} with a {@link io.nadir.matrix.map.MatrixMap}.
 */
@NullMarked
package io.nadir.matrix;

import org.jspecify.annotations.NullMarked;
