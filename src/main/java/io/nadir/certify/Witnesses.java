package io.nadir.certify;

import io.nadir.kernel.Panel;

/**
 * Singular triplets of −∇ℓ, values not divided by λ: columns worth appending.
 *
 * @param left m×k, orthonormal columns
 * @param right n×k, orthonormal columns
 * @param values k singular values, descending
 */
public record Witnesses(Panel left, Panel right, double[] values) {}
