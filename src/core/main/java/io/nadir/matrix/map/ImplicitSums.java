package io.nadir.matrix.map;

/**
 * What is proved about a gradient ∇ℓ of weighted squares that is never formed, every rounding error
 * included. Its Gram matrix was computed from parts Ĝ = F·Hᵀ + S, with S sparse.
 *
 * @param valueUp ℓ(Y, X) from above
 * @param pairingDown −⟨∇ℓ, Y⟩ from below
 * @param gradientErrorUp a bound of ‖∇ℓ − Ĝ‖_F
 * @param chain the number of roundings that a term of the Gram matrix goes through, at most
 * @param squareUp (‖F‖·‖H‖ + ‖S‖)² from above, in Frobenius norms, and so of ‖|Ĝ|ᵀ|Ĝ|‖: the Gram
 *     matrix is off by γ_chain times that
 */
public record ImplicitSums(
        double valueUp, double pairingDown, double gradientErrorUp, int chain, double squareUp) {}
