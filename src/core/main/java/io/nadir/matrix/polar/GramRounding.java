package io.nadir.matrix.polar;

import io.nadir.kernel.Rounding;

/**
 * What rounding does to a product with DᵀD, where D is what a {@link Deflation} leaves of Z.
 *
 * <p>Let q be of norm 1 outside the directions Q. The product is formed in three steps, in units of
 * λ: t = Zq, s = Zᵀt, and s ← s − K(Kᵀq) with K = ZᵀP. Then its part outside Q is DᵀDq. Outside Q,
 * Z is [B; D], which has a norm of at most ‖B‖ + ‖D‖.
 *
 * <p>A product of Z or Zᵀ with a vector x is off by at most g‖x‖, whether entries of Z are formed
 * or not. So
 *
 * <ul>
 *   <li>t = Zq + e₁ with ‖e₁‖ ≤ g, and s = Zᵀt + e₂ with ‖e₂‖ ≤ g(‖Zq‖ + g). What this adds outside
 *       Q is at most 2g(‖B‖ + ‖D‖) + g². It is not magnified by ‖Y‖, because t is formed before it
 *       is multiplied by Zᵀ.
 *   <li>K is off by an E with ‖E‖ ≤ g√c. Outside Q, it is Bᵀ, and Kᵀq = Bq. So KKᵀq is off by at
 *       most g√c(2‖B‖ + g√c) there.
 *   <li>Kᵀq and K times that round relative to ‖K‖_F ≤ ‖Z‖_F, as products with Z do: they are off
 *       by g and g(‖B‖ + g√c + g), of which the first is multiplied by ‖B‖ + g√c.
 *   <li>‖B‖ as computed is off by at most 2g√c.
 * </ul>
 *
 * <p>With b = ‖B‖ as computed + 3g√c, all that is at most g(2‖D‖ + g + 2b(√c + 2)).
 */
final class GramRounding {
    private GramRounding() {}

    /**
     * Returns the bound.
     *
     * @param g how far products of Z or Zᵀ with a vector of norm 1 may be off
     * @param normB ‖B‖ as computed
     * @param columns c, such that K is off by at most g√c, as c columns would be that are off by g
     *     each; 0 if P is empty
     * @param normD ‖D‖
     */
    static double bound(double g, double normB, double columns, double normD) {
        double root = Math.sqrt(columns);
        double b = columns == 0 ? 0 : normB + 3 * g * root;
        return Rounding.up(g * (2 * normD + g + 2 * b * (root + 2)));
    }
}
