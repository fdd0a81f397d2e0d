/**
 * CP decomposition (sums of outer products), X = Σ_i w_i¹ ∘ … ∘ w_i^K: the data, dense or with
 * missing entries, and their maps. The polars are in {@code polar}.
 */
@NullMarked
package io.nadir.tensor;

import org.jspecify.annotations.NullMarked;
