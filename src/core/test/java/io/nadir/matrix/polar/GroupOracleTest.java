package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.GaugeContract;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Norms of groups, against power iteration on each part and against what ascent finds. */
class GroupOracleTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 6;
    private static final List<int[]> LEFT =
            List.of(new int[] {6, 0, 3}, new int[] {1, 2}, new int[] {4, 5});
    private static final List<int[]> RIGHT =
            List.of(new int[] {0, 3}, new int[] {1, 2, 5}, new int[] {4});

    private final SolverOptions options = SolverOptions.defaults();
    private final double[] values = new Random(3).doubles(ROWS * COLUMNS, -2, 2).toArray();
    private final DenseMatrix y = DenseMatrix.copyOf(ROWS, COLUMNS, values);

    @Test
    void atZeroItIsTheLargestOfTheParts() {
        List<int[]> all = List.of(new int[] {0, 1, 2, 3, 4, 5, 6});
        Problem right = problem(EuclideanPlusL1.EUCLIDEAN, new Groups(RIGHT, RIGHT), 1);
        double expected = largest(all, RIGHT, false);
        assertThat(Nadir.lambdaMax(right, options)).isCloseTo(expected, within(1e-12 * expected));
        Problem both = problem(new Groups(LEFT, LEFT), new Groups(RIGHT, RIGHT), 1);
        expected = largest(LEFT, RIGHT, true);
        assertThat(Nadir.lambdaMax(both, options)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void theBoundsAreBetweenThoseThatKnowNoGroups() {
        Factors w = Factors.copyOfPair(ROWS, COLUMNS, 1, new double[ROWS], new double[COLUMNS]);
        w.block(0).set(1, 0, 0.3);
        w.block(1).set(4, 0, 0.2);
        Certificate exact =
                Nadir.certify(problem(norm(true, LEFT), norm(true, RIGHT), 0.5), w, options);
        Certificate loose =
                Nadir.certify(problem(norm(false, LEFT), norm(false, RIGHT), 0.5), w, options);
        assertThat(exact.polar().lower())
                .isGreaterThan(loose.polar().lower() * (1 - 1e-9))
                .isLessThanOrEqualTo(loose.polar().upper());
        assertThat(exact.polar().upper()).isLessThan(exact.polar().lower() * (1 + 1e-9));
        assertThat(exact.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void solvesAreCertifiedAtTheObjectiveOfThoseThatKnowNoGroups(boolean euclidean) {
        Gauge left = euclidean ? EuclideanPlusL1.EUCLIDEAN : norm(true, LEFT);
        Gauge leftLoose = euclidean ? EuclideanPlusL1.EUCLIDEAN : norm(false, LEFT);
        for (double lambda : new double[] {0.4, 1.3}) {
            Problem problem = problem(left, norm(true, RIGHT), lambda).withLoss(new HuberLoss(1));
            Solution exact = Nadir.solve(problem, options);
            assertThat(exact.stopReason()).isEqualTo(StopReason.CERTIFIED);
            assertThat(exact.certificate().polar().evidence()).isEqualTo(Evidence.PROBABLE);
            Problem open = problem(leftLoose, norm(false, RIGHT), lambda);
            Solution loose = Nadir.solve(open.withLoss(new HuberLoss(1)), options);
            assertThat(exact.certificate().lowerBound()).isLessThanOrEqualTo(loose.objective());
            assertThat(loose.certificate().lowerBound()).isLessThanOrEqualTo(exact.objective());
            assertThat(exact.objective())
                    .isCloseTo(loose.objective(), within(1e-4 * loose.objective()));
        }
    }

    @Test
    void wrongGroupsAreRefused() {
        requireRefused(List.of(new int[] {0, 3}, new int[] {1, 2, 5}), "5 elements, must be all 6");
        requireRefused(List.of(new int[] {0, 3}, new int[] {3, 2, 5}), "the element 3, allowed");
        requireRefused(List.of(new int[] {0, 6}), "the element 6, allowed is each of 0 to 5 once");
        requireRefused(List.of(new int[0]), "an empty group");
        requireRefused(
                List.of(new int[] {0, 1, 2}, new int[] {3, 4, 5}),
                "must be the sum over its groups");
    }

    private static void requireRefused(List<int[]> claimed, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaugeContract.require(new Groups(RIGHT, claimed), COLUMNS))
                .withMessageStartingWith("gauge = groups breaks its contract: ")
                .withMessageContaining(message);
    }

    private static Gauge norm(boolean telling, List<int[]> groups) {
        return new Groups(groups, telling ? groups : null);
    }

    private Problem problem(Gauge left, Gauge right, double lambda) {
        return new Problem(y, new SquaredLoss(), new GaugeProduct(left, right), lambda);
    }

    /** max of σ_max(Y_GH)/(c_G·c_H), c = √|G| where the gauge is a norm of groups. */
    private double largest(List<int[]> rows, List<int[]> columns, boolean weighted) {
        double largest = 0;
        for (int[] g : rows) {
            for (int[] h : columns) {
                double weight = Math.sqrt(h.length) * (weighted ? Math.sqrt(g.length) : 1);
                largest = Math.max(largest, sigma(g, h) / weight);
            }
        }
        return largest;
    }

    /** By power iteration. */
    private double sigma(int[] rows, int[] columns) {
        double[] v = new Random(1).doubles(columns.length, 0.5, 1).toArray();
        double size = 0;
        for (int step = 0; step < 20_000; step++) {
            double[] next = new double[v.length];
            for (int i : rows) {
                double row = 0;
                for (int j = 0; j < v.length; j++) {
                    row += values[i * COLUMNS + columns[j]] * v[j];
                }
                for (int j = 0; j < v.length; j++) {
                    next[j] += values[i * COLUMNS + columns[j]] * row;
                }
            }
            size = 0;
            for (double x : next) {
                size += x * x;
            }
            size = Math.sqrt(size);
            for (int j = 0; j < v.length; j++) {
                v[j] = next[j] / size;
            }
        }
        return Math.sqrt(size);
    }

    /**
     * Σ √|G|·‖x_G‖₂.
     *
     * @param told what it says its groups are
     */
    private record Groups(List<int[]> groups, @Nullable List<int[]> told) implements Gauge {
        @Override
        public String name() {
            return "groups";
        }

        @Override
        public double value(double[] x, int offset, int stride, int length) {
            double sum = 0;
            for (int[] group : groups) {
                sum += Math.sqrt(group.length) * norm(x, offset, stride, group);
            }
            return sum;
        }

        @Override
        public void prox(double weight, double[] x, int offset, int stride, int length) {
            for (int[] group : groups) {
                double norm = norm(x, offset, stride, group);
                double less = weight * Math.sqrt(group.length);
                scale(norm > less ? 1 - less / norm : 0, x, offset, stride, group);
            }
        }

        @Override
        public double polarize(double[] z, int offset, int stride, int length) {
            double largest = 0;
            int best = 0;
            for (int g = 0; g < groups.size(); g++) {
                int[] group = groups.get(g);
                double dual = norm(z, offset, stride, group) / Math.sqrt(group.length);
                best = dual > largest ? g : best;
                largest = Math.max(largest, dual);
            }
            for (int g = 0; g < groups.size(); g++) {
                int[] group = groups.get(g);
                boolean chosen = g == best && largest > 0;
                scale(chosen ? 1 / (group.length * largest) : 0, z, offset, stride, group);
            }
            return largest;
        }

        @Override
        public @Nullable List<int[]> groups(int length) {
            return told;
        }

        @Override
        public double lowerConstant() {
            return 1;
        }

        private static double norm(double[] x, int offset, int stride, int[] group) {
            double sum = 0;
            for (int i : group) {
                sum += x[offset + i * stride] * x[offset + i * stride];
            }
            return Math.sqrt(sum);
        }

        private static void scale(double factor, double[] x, int offset, int stride, int[] group) {
            for (int i : group) {
                x[offset + i * stride] *= factor;
            }
        }
    }
}
