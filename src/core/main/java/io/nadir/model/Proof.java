package io.nadir.model;

/**
 * What has been proved about a point, every rounding error included. An immutable value.
 *
 * @param upper an upper bound of the polar
 * @param gap an upper bound of f(W) − f*
 * @param factorizations the number of Cholesky factorizations made
 */
public record Proof(double upper, double objective, double gap, int factorizations) {}
