package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Offsets;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Nonnegative factors with offsets of both signs: what is found is what is reported, and projected
 * gradient steps from many starts find nothing below the lower bound.
 */
class OffsetNonNegativeTest {
    private static final int M = 6;
    private static final int N = 5;
    private static final int RANK = 3;
    private static final int STARTS = 6;
    private static final int STEPS = 1500;

    static Stream<Loss> losses() {
        return Stream.of(new SquaredLoss(), new HuberLoss(0.5), new LogisticLoss());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void nothingIsBelowTheLowerBound(Loss loss) {
        for (double penalty : new double[] {0, 2}) {
            for (Centering centering : new Centering[] {Centering.BOTH, Centering.COLUMNS}) {
                double[] y = data(loss instanceof LogisticLoss);
                Problem problem =
                        new Problem(
                                        DenseMatrix.copyOf(M, N, y),
                                        loss,
                                        SquaredNorms.nonNegative(),
                                        0.4)
                                .withCentering(centering, penalty);
                SolverOptions options =
                        SolverOptions.defaults()
                                .withRelativeGap(1e-3)
                                .withMaxRank(8)
                                .withEvidence(Evidence.PROVED);
                Solution solution = Nadir.solve(problem, options);
                Certificate certificate = solution.certificate();
                Offsets offsets = Objects.requireNonNull(solution.model().offsets());
                String what = loss.name() + ", " + centering + ", " + penalty + ": " + certificate;
                assertThat(Arrays.stream(solution.u()).min().orElse(0)).as(what).isNotNegative();
                assertThat(solution.rank()).as(what).isPositive();
                Attempt best = new Attempt(loss, y, centering, penalty, solution, offsets);
                assertThat(best.objective())
                        .as(what)
                        .isCloseTo(certificate.objective(), within(1e-9 * best.objective()));
                Random random = new Random(7);
                for (int start = 0; start < STARTS; start++) {
                    Attempt attempt = new Attempt(loss, y, centering, penalty, random);
                    attempt.descend(STEPS);
                    assertThat(attempt.objective())
                            .as(what)
                            .isGreaterThanOrEqualTo(certificate.lowerBound() * (1 - 1e-12));
                }
            }
        }
    }

    private static double[] data(boolean labels) {
        Random random = new Random(3);
        double[] y = new double[M * N];
        for (int e = 0; e < y.length; e++) {
            double parts = (e / N % 2) * (e % N % 2) * 3 + (e / N % 3 == 0 ? 1.5 * (e % N) : 0);
            double value = parts - 2 + 0.3 * (e % N) + random.nextGaussian();
            y[e] = labels ? Math.signum(value) : value;
        }
        return y;
    }

    /** A point of the nonnegative problem, with μ in a. */
    private static final class Attempt {
        private final Loss loss;
        private final double[] y;
        private final Centering centering;
        private final double penalty;
        private final int rank;
        private final double[] u;
        private final double[] v;
        private final double[] a;
        private final double[] b;
        private double mean;

        Attempt(
                Loss loss,
                double[] y,
                Centering centering,
                double penalty,
                Solution solution,
                Offsets offsets) {
            this.loss = loss;
            this.y = y;
            this.centering = centering;
            this.penalty = penalty;
            this.rank = solution.rank();
            this.u = solution.u();
            this.v = solution.v();
            this.a = offsets.rows();
            this.b = offsets.columns();
            this.mean = offsets.mean();
        }

        Attempt(Loss loss, double[] y, Centering centering, double penalty, Random random) {
            this.loss = loss;
            this.y = y;
            this.centering = centering;
            this.penalty = penalty;
            this.rank = RANK;
            this.u = random.doubles((long) M * RANK).toArray();
            this.v = random.doubles((long) N * RANK).toArray();
            this.a = new double[M];
            this.b = new double[N];
        }

        private double output(int i, int j) {
            double x = mean + a[i] + b[j];
            for (int c = 0; c < rank; c++) {
                x += u[i * rank + c] * v[j * rank + c];
            }
            return x;
        }

        double objective() {
            double sum =
                    0.2 * (squares(u) + squares(v)) + 0.5 * penalty * (squares(a) + squares(b));
            for (int e = 0; e < y.length; e++) {
                sum += loss.value(y[e], output(e / N, e % N));
            }
            return sum;
        }

        private static double squares(double[] numbers) {
            return Arrays.stream(numbers).map(x -> x * x).sum();
        }

        void descend(int steps) {
            double length = 0.02;
            for (int step = 0; step < steps; step++) {
                step(length);
            }
        }

        private void step(double length) {
            double[] g = new double[y.length];
            for (int e = 0; e < g.length; e++) {
                g[e] = length * loss.derivative(y[e], output(e / N, e % N));
            }
            double[] oldU = u.clone();
            double[] oldV = v.clone();
            shrink(u, length * 0.4);
            shrink(v, length * 0.4);
            shrink(a, length * penalty);
            shrink(b, length * penalty);
            for (int e = 0; e < g.length; e++) {
                int i = e / N;
                int j = e % N;
                mean -= g[e] / N;
                a[i] -= centering.hasRows() ? g[e] : 0;
                b[j] -= g[e];
                for (int c = 0; c < rank; c++) {
                    u[i * rank + c] -= g[e] * oldV[j * rank + c];
                    v[j * rank + c] -= g[e] * oldU[i * rank + c];
                }
            }
            clip(u);
            clip(v);
        }

        private static void shrink(double[] numbers, double share) {
            Arrays.setAll(numbers, i -> numbers[i] * (1 - share));
        }

        private static void clip(double[] numbers) {
            Arrays.setAll(numbers, i -> Math.max(0, numbers[i]));
        }
    }
}
