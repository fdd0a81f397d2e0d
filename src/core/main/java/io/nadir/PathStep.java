package io.nadir;

/**
 * One solve of a regularization path.
 *
 * @param index the index of λ in the path, from 0; the largest λ comes first
 * @param count the number of values of λ in the path
 * @param lambda the value of λ
 * @param again true if this λ was solved before without obtaining a certificate, and is now solved
 *     again, starting from the solution of the next smaller λ
 */
public record PathStep(int index, int count, double lambda, boolean again) {}
