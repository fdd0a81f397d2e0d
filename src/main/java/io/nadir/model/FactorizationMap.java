package io.nadir.model;

import java.util.List;

/**
 * The map Φ_r(W) = Σ_i φ(W_i) together with data and loss, because only the map knows how to fuse
 * them: evaluating a point is one pass over the data. Descent sees nothing else of a model.
 */
public interface FactorizationMap {
    /** Rows of each block of W. */
    List<Integer> dimensions();

    /** Degree of homogeneity of φ. */
    int degree();

    /** The loss. */
    Loss loss();

    /** A Lipschitz constant of ∇ℓ with respect to X, weights of entries included. */
    double curvature();

    /** ℓ(Y, 0), the objective at rank 0. */
    double valueAtZero();

    /**
     * ℓ(Y, Φ(W)), and in {@code gradient} ∇ℓ with respect to every block of W, in one pass.
     *
     * @param gradient gets the rank of {@code w}; distinct from it
     */
    double evaluate(Factors w, Factors gradient);

    /** A Lipschitz constant of block k of the gradient while the other blocks stay. */
    double lipschitz(Factors w, int k);

    /** From now on passes are cancelled, as by an interruption, once {@code nanos} have passed. */
    void cancelAfter(long nanos);

    /**
     * For long work outside the passes.
     *
     * @throws io.nadir.kernel.WorkInterruptedException if the thread was interrupted or the time
     *     has passed
     */
    void checkCancelled();
}
