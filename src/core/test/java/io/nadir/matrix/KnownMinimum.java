package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

/**
 * The minimum under the nuclear norm of data whose singular triplets (σ_i, u_i, v_i) with σ_i > λ
 * are known, and whose other singular values are 0: √(σ_i − λ)·u_i and √(σ_i − λ)·v_i.
 *
 * @param data the data
 * @param lambda λ
 * @param singular the σ_i
 * @param factors the minimizer
 */
public record KnownMinimum(MatrixData data, double lambda, double[] singular, Factors factors) {
    /** Element i of u_k and of v_k. */
    @FunctionalInterface
    public interface Vectors {
        /** Returns it; {@code side} is 0 for u and 1 for v. */
        double element(int side, int k, int i);
    }

    /** Makes the minimizer. */
    public static KnownMinimum of(
            MatrixData data, double lambda, Vectors vectors, double... singular) {
        Factors w = Factors.zeros(singular.length, data.rows(), data.columns());
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < w.block(side).rows(); i++) {
                for (int k = 0; k < singular.length; k++) {
                    double root = Math.sqrt(singular[k] - lambda);
                    w.block(side).set(i, k, root * vectors.element(side, k, i));
                }
            }
        }
        return new KnownMinimum(data, lambda, singular, w);
    }

    /** At the minimizer the gradient of ℓ is −λ times the factors, and ℓ is ½λ² for each pair. */
    public void requireGradient() {
        try (MatrixMap map = data.bind(new SquaredLoss(), 2, null)) {
            Factors gradient = factors.copy();
            double loss = 0.5 * lambda * lambda * singular.length;
            assertThat(map.evaluate(factors, gradient)).isCloseTo(loss, within(1e-6 * loss));
            for (int side = 0; side < 2; side++) {
                double largest = 0;
                double error = 0;
                for (int i = 0; i < factors.block(side).rows(); i++) {
                    for (int k = 0; k < singular.length; k++) {
                        double wanted = -lambda * factors.block(side).get(i, k);
                        largest = Math.max(largest, Math.abs(wanted));
                        double found = gradient.block(side).get(i, k);
                        error = Math.max(error, Math.abs(found - wanted));
                    }
                }
                assertThat(error).isLessThan(1e-7 * largest);
            }
        }
    }

    /** The minimizer is certified, and the bound is one of the minimum. */
    public void requireCertificate() {
        requireCertificate(Evidence.PROBABLE);
    }

    /** The minimizer is certified with a bound that includes every rounding error. */
    public void requireProof() {
        requireCertificate(Evidence.PROVED);
    }

    private void requireCertificate(Evidence evidence) {
        double minimum = 0;
        for (double sigma : singular) {
            minimum += lambda * sigma - 0.5 * lambda * lambda;
        }
        Certificate found =
                Nadir.certify(
                        Problem.lowRank(data, lambda),
                        factors,
                        SolverOptions.defaults().withThreads(2).withEvidence(evidence));
        assertThat(found.isGlobal()).as("%s", found).isTrue();
        assertThat(found.polar().evidence()).isEqualTo(evidence);
        assertThat(found.objective()).isCloseTo(minimum, within(1e-9 * minimum));
        assertThat(found.lowerBound()).isBetween(minimum * (1 - 1e-5), minimum * (1 + 1e-9));
    }
}
