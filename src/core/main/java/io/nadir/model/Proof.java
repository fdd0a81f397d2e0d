package io.nadir.model;

/**
 * What has been proved of a point, every rounding error included.
 *
 * @param upper upper bound of the polar
 * @param objective upper bound on f(W)
 * @param gap upper bound on f(W) − f*
 * @param factorizations Cholesky factorizations made
 */
public record Proof(double upper, double objective, double gap, int factorizations) {}
