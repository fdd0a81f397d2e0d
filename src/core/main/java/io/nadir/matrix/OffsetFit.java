package io.nadir.matrix;

import io.nadir.model.Factors;

/**
 * Finds the offsets p_i + q_j that minimize ℓ(Y, U·Vᵀ + p·1ᵀ + 1·qᵀ) for given factors. The result
 * depends on the factors alone, not on earlier calls. Not thread-safe.
 */
interface OffsetFit {
    /**
     * Finds the offsets.
     *
     * @param w U and V; not modified
     * @param p receives an offset for each row: the same for all rows under GLOBAL, 0 under COLUMNS
     * @param q receives an offset for each column; 0 under GLOBAL and ROWS
     */
    void fit(Factors w, double[] p, double[] q);

    /**
     * Finds offsets that are good to about 1e-9, which costs less and is enough while the factors
     * change; ℓ at them is larger by the square of that only. The default is {@link #fit}.
     */
    default void approximate(Factors w, double[] p, double[] q) {
        fit(w, p, q);
    }
}
