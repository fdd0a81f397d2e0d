package io.nadir.model;

/**
 * What has been proved of a point, every rounding error included.
 *
 * @param upper upper bound of the polar
 * @param gap upper bound on f(W) − f*
 * @param factorizations Cholesky factorizations made
 */
public record Proof(double upper, double gap, int factorizations) {}
