package io.nadir.certify.bound;

/** Upper bounds of σ_max of a matrix as stored that include every rounding error. */
public interface NormBound {
    /** An upper bound of about {@code wanted}; infinite if that cannot be proved. */
    double attempt(double wanted);

    /** Cholesky factorizations made. */
    int factorizations();
}
