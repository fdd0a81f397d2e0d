package io.nadir.landscape;

import java.util.List;
import java.util.Objects;

/**
 * A critical value of the risk of a linear network: trace(Σ_yy) − Σ λ_j over an index set J.
 *
 * @param value mean squared error per sample (VZH 1.14)
 * @param indices J, ascending; eigenvalues count from 1, the largest first, as in VZH theorem 1.2
 */
public record CriticalValue(double value, List<Integer> indices) {
    /** Makes the list immutable. */
    public CriticalValue {
        Objects.requireNonNull(indices, "indices");

        indices = List.copyOf(indices);
    }
}
