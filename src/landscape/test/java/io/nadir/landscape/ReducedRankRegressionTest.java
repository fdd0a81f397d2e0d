package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.landscape.LinearProblem.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/** VZH equation 1.25 as a regression. */
class ReducedRankRegressionTest {

    /**
     * Least squares by the pseudoinverse of another library, projected onto the leading right
     * singular vectors of its fit (Reinsel &amp; Velu 1998, theorem 2.2).
     */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void coefficientsByAnotherLibrary(Kind kind) {
        Random random = new Random(41);
        for (int instance = 0; instance < 10; instance++) {
            LinearProblem problem =
                    LinearProblem.random(
                            kind, 2 + random.nextInt(4), 2 + random.nextInt(4), random);
            Ejml x = Ejml.of(problem.m(), problem.inputs(), problem.x());
            Ejml y = Ejml.of(problem.m(), problem.outputs(), problem.y());
            Ejml fit = x.times(x.pseudoInverse().times(y));
            for (int k = 1; k <= problem.outputs(); k++) {
                ReducedRankRegression found =
                        ReducedRankRegression.fit(problem.inputMatrix(), problem.targetMatrix(), k);
                double expected = y.minus(fit.truncated(k)).norm();
                double size = problem.variance();
                assertThat(found.value())
                        .isEqualTo(expected * expected / problem.m(), within(1e-11 * size));
                Ejml z = Ejml.of(problem.outputs(), problem.inputs(), found.coefficients());
                Ejml predicted = x.times(z.transposed());
                double error = y.minus(predicted).norm();
                assertThat(error * error / problem.m())
                        .isEqualTo(found.value(), within(1e-11 * size));
                if (kind == Kind.REGULAR) {
                    assertThat(predicted.minus(fit.truncated(k)).norm())
                            .isLessThan(1e-11 * y.norm());
                }
            }
        }
    }

    @Test
    void predicts() {
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 4, 3, new Random(42));
        ReducedRankRegression fit =
                ReducedRankRegression.fit(problem.inputMatrix(), problem.targetMatrix(), 2);
        assertThat(fit.rank()).isEqualTo(2);
        double sum = 0;
        double[] x = new double[4];
        for (int i = 0; i < problem.m(); i++) {
            problem.inputMatrix().copyRow(i, x);
            double[] predicted = fit.predict(x);
            for (int k = 0; k < 3; k++) {
                double error = problem.y()[3 * i + k] - predicted[k];
                sum += error * error / problem.m();
            }
        }
        assertThat(fit.value()).isEqualTo(sum, within(1e-12 * problem.variance()));
        assertThatThrownBy(() -> fit.predict(new double[3]))
                .hasMessage("x.length = 3, must equal inputs = 4");
    }

    /** Streamed and at once the same. */
    @Test
    void streams() {
        Random random = new Random(43);
        CovarianceAccumulator sums = new CovarianceAccumulator(20, 5);
        int m = 10_000;
        double[] x = new double[m * 20];
        double[] y = new double[m * 5];
        for (int i = 0; i < m; i++) {
            double[] input = LinearProblem.gaussian(20, random);
            double[] target = LinearProblem.gaussian(5, random);
            for (int k = 0; k < 5; k++) {
                target[k] += input[k] * (k + 1) + input[k + 5];
            }
            System.arraycopy(input, 0, x, i * 20, 20);
            System.arraycopy(target, 0, y, i * 5, 5);
            sums.add(input, target);
        }
        LinearProblem problem = new LinearProblem(m, 20, 5, x, y);
        ReducedRankRegression fit = ReducedRankRegression.fit(sums.toCovariances(), 3);
        double risk = problem.risk(fit.toNetwork(3));
        assertThat(fit.value()).isEqualTo(risk, within(1e-12 * problem.variance()));
        assertThat(fit.value())
                .isEqualTo(
                        ReducedRankRegression.fit(problem.inputMatrix(), problem.targetMatrix(), 3)
                                .value());
    }
}
