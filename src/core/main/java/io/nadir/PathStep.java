package io.nadir;

/**
 * One of the solves of a regularization path.
 *
 * @param index of λ in the path, from 0, the largest λ first
 * @param count how many λ the path has
 * @param lambda λ
 * @param again whether this λ was solved before, without a certificate, and is now solved from the
 *     solution of the next smaller one
 */
public record PathStep(int index, int count, double lambda, boolean again) {}
