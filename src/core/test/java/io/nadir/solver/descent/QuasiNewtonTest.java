package io.nadir.solver.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** What a quasi-Newton step says that it has gained. */
class QuasiNewtonTest {
    private static final int M = 30;
    private static final int N = 20;
    private static final double LAMBDA = 2;

    /**
     * As measured where f shows it. Beyond that the model's prediction, which is about what is left
     * to be gained: half the square of the gradient over a curvature between λ and that of the
     * largest column, once the step has the length of Newton's.
     */
    @Test
    void theDecreaseIsMeasuredOrPredicted() {
        SquaredNorms theta = new SquaredNorms();
        Random random = new Random(6);
        double[] y = random.doubles((long) M * N, -2, 4).toArray();
        MatrixMap map = DenseMatrix.wrap(M, N, y).bind(new HuberLoss(0.7), 1, null);
        QuasiNewton descent = new QuasiNewton(new Objective<>(map, theta, LAMBDA));
        Factors w =
                Factors.copyOfPair(
                        M,
                        N,
                        1,
                        random.doubles(M, 0.1, 1).toArray(),
                        random.doubles(N, 0.1, 1).toArray());
        Factors gradient = w.copy();
        double before = descent.step(w);
        int measured = 0;
        int predicted = 0;
        for (int step = 0; step < 60; step++) {
            map.evaluate(w, gradient);
            theta.addGradient(w, LAMBDA, gradient);
            double square = gradient.inner(gradient);
            double curvature = w.inner(w) + LAMBDA;
            double after = descent.step(w);
            double decrease = descent.decrease(before, after);
            if (before - after > 1e-9 * after) {
                assertThat(decrease).isCloseTo(before - after, within(1e-12 * after));
                measured++;
            } else if (before - after < 1e-14 * after && square > 1e-24 * after) {
                assertThat(decrease).isGreaterThan(0.1 * square / curvature);
                predicted++;
            }
            before = after;
        }
        assertThat(measured).isPositive();
        assertThat(predicted).isPositive();
    }
}
