package io.nadir.landscape;

import java.util.List;
import java.util.Objects;

/**
 * A critical value of the risk of a linear network: trace(Σ_yy) − Σ_{j∈J} λ_j for an index set J.
 * An immutable value.
 *
 * @param value the mean squared error per sample (Vidal, Zhu &amp; Haeffele, equation 1.14)
 * @param indices J in ascending order; eigenvalues are numbered from 1, the largest first (theorem
 *     1.2 there)
 */
public record CriticalValue(double value, List<Integer> indices) {
    /** Makes the list immutable. */
    public CriticalValue {
        Objects.requireNonNull(indices, "indices");

        indices = List.copyOf(indices);
    }
}
