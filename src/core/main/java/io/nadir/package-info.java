/**
 * The entry point of the library: describe a {@link io.nadir.Problem}, solve it with {@link
 * io.nadir.Nadir}, for one λ or along a path, and receive a {@link io.nadir.solver.Solution} with
 * its certificate. Everything else in the library can be reached from here.
 *
 * <p>The documentation cites two texts by their authors:
 *
 * <ul>
 *   <li>B. D. Haeffele and R. Vidal, "Global Optimality in Neural Network Training", CVPR 2017.
 *   <li>R. Vidal, Z. Zhu and B. D. Haeffele, "Optimization Landscape of Neural Networks", in:
 *       Mathematical Aspects of Deep Learning, Cambridge University Press 2022.
 * </ul>
 *
 * <p>Symbols have the same meaning everywhere: Y the data, X = Φ(W) the outputs of the factors W, ℓ
 * the loss, θ the regularizer of one column and Θ its sum over all columns, λ its weight, f = ℓ +
 * λΘ the objective, f* its global minimum, r the number of columns, and Z = −∇ℓ(Y, X)/λ.
 */
@NullMarked
package io.nadir;

import org.jspecify.annotations.NullMarked;
