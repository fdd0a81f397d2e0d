package io.nadir.certify.bound;

/** A point whose polar is σ_max(Z), evaluated: what {@link SpectralBounds} asks of it. */
public interface SpectralSource {
    /** Z split along the singular pairs of X that it nearly maps to each other. */
    SplitRest settled();

    /** ‖Z‖_F ≥ σ_max(Z), from the loss alone. */
    double gradientNormBound();

    /**
     * The number of basis vectors beyond which bounds without a basis are preferred; at least
     * {@link KrylovRun#LARGEST_BASIS} if they are not wanted.
     */
    int affordableBasis();

    /**
     * The number of steps that cost as much as {@link #gramUpper}; infinite if there is no such
     * bound.
     */
    double gramSteps();

    /** An upper bound of σ_max(Z) from all of its Gram matrix, not much above {@code wanted}. */
    double gramUpper(double wanted);
}
