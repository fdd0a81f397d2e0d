package io.nadir.tensor.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.model.RelaxationBudget;
import io.nadir.reference.TensorTruth;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bounds of relaxations beside what exhaustive search attains. */
class TensorTighteningTest {
    private static final int[][] SHAPES = {
        {2, 2, 2},
        {2, 3, 2},
        {3, 3, 3},
        {2, 2, 2, 2},
        {1, 3, 4},
        {3, 3, 4},
        {2, 1, 3, 2},
        {2, 3, 2, 3},
        {2, 2, 2, 2, 2}
    };

    /** Operations that a bound may take, so few that some searches end early. */
    private static final double BUDGET = 1e7;

    private int closed;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void noBoundIsBelowAValueAttained(int signs) {
        compare(signs, 0, 132);
        // What is left are spent budgets, and sign constraints that the relaxation lacks.
        assertThat(closed).isGreaterThan(new int[] {110, 70, 80}[signs]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("long")
    void noBoundOfManyIsBelowAValueAttained(int signs) {
        compare(signs, 132, 1232);
        assertThat(closed).isGreaterThan(new int[] {900, 500, 650}[signs]);
    }

    private void compare(int signs, int from, int to) {
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            int[] shape = SHAPES[seed % SHAPES.length];
            boolean[] nonNegative = new boolean[shape.length];
            for (int k = 0; k < shape.length; k++) {
                nonNegative[k] = signs == 1 || (signs == 2 && random.nextBoolean());
            }
            double[] values = entries(shape, random);
            double truth = new TensorTruth(shape, values, nonNegative).norm(25, random);
            double bound = bound(shape, values, nonNegative, truth * (1 + 1e-6), BUDGET);
            String what =
                    "seed %d, %s %s"
                            .formatted(seed, Arrays.toString(shape), Arrays.toString(nonNegative));
            assertThat(bound).as(what).isGreaterThanOrEqualTo(truth * (1 - 1e-13));
            closed += bound <= truth * (1 + 1e-5) + 1e-300 ? 1 : 0;
        }
    }

    /** Gaussian, or with few elements, or of one sign nearly everywhere, or of low rank. */
    private static double[] entries(int[] shape, Random random) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double[] values = new double[size];
        int kind = random.nextInt(4);
        for (int at = 0; at < size; at++) {
            double x = random.nextGaussian();
            values[at] =
                    switch (kind) {
                        case 0 -> x;
                        case 1 -> random.nextInt(3) == 0 ? x : 0;
                        case 2 -> 0.3 * x - 1;
                        default -> Math.rint(2 * x);
                    };
        }
        return values;
    }

    /** The bound after a search for {@code wanted}. */
    private static double bound(
            int[] shape, double[] values, boolean[] nonNegative, double wanted, double budget) {
        TensorTightening tightening =
                new TensorTightening(
                        new TensorResidual(shape, values.clone()), nonNegative, () -> {});
        tightening.run(wanted, wanted, new RelaxationBudget(budget, upper -> true), new Ignored());
        return tightening.bound();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-100, 1e-30, 1, 1e30, 1e100})
    void scalesMakeNoDifference(double scale) {
        int[] shape = {3, 3, 3};
        double[] values = entries(shape, new Random(4));
        double truth = new TensorTruth(shape, values, false).norm(40, new Random(5));
        double[] scaled = Arrays.stream(values).map(x -> scale * x).toArray();
        double bound = bound(shape, scaled, new boolean[3], scale * truth * (1 + 1e-6), BUDGET);
        assertThat(bound / scale).isBetween(truth * (1 - 1e-13), truth * (1 + 1e-5));
    }

    @Test
    void zeroTensorsHaveNoNorm() {
        for (boolean signed : new boolean[] {false, true}) {
            boolean[] nonNegative = {signed, signed, signed};
            double bound = bound(new int[] {2, 3, 2}, new double[12], nonNegative, 0, BUDGET);
            assertThat(bound).isBetween(0.0, 1e-150);
        }
    }

    /** −1 everywhere but for one element: vectors ≥ 0 attain that element, others far more. */
    @Test
    void signsCountWhereTheNormIsFarAboveThePolar() {
        int[] shape = {3, 4, 3};
        double[] values = new double[36];
        Arrays.fill(values, -1);
        values[17] = 0.5;
        boolean[] all = {true, true, true};
        assertThat(new TensorTruth(shape, values, false).norm(10, new Random(1))).isGreaterThan(5);
        double bound = bound(shape, values, all, 0.5 * (1 + 1e-6), 1e9);
        assertThat(bound).isBetween(0.5, 0.5 * (1 + 1e-5));
    }

    /** Matrices: the norm of vectors ≥ 0 is that of no unfolding. */
    @Test
    void matricesWithSignsClose() {
        int[] shape = {4, 5};
        double[] values = entries(shape, new Random(0x9E3779B97F4A7C15L));
        boolean[] both = {true, true};
        double truth = new TensorTruth(shape, values, both).norm(60, new Random(2));
        double bound = bound(shape, values, both, truth * (1 + 1e-6), 1e9);
        assertThat(bound).isBetween(truth * (1 - 1e-13), truth * (1 + 1e-5));
    }

    /** No core is looked for that costs more than the budget. */
    @Test
    void budgetsAreNotExceeded() {
        int[] shape = {16, 16, 16};
        double[] values = new Random(7).doubles(16 * 16 * 16).toArray();
        RelaxationBudget budget = new RelaxationBudget(1e6, upper -> true);
        TensorTightening tightening =
                new TensorTightening(new TensorResidual(shape, values), new boolean[3], () -> {});
        tightening.run(1, 1, budget, new Ignored());
        assertThat(budget.spent()).isLessThanOrEqualTo(1e6);
    }

    /**
     * The last relaxation has a matrix of order 36³, too many elements for an array; that of a core
     * does with what fits.
     */
    @Test
    void coresOfTensorsWhoseLastRelaxationDoesNotFitAreBounded() {
        int[] shape = {36, 36, 36, 36};
        Random random = new Random(1);
        double[][] vectors = new double[4][];
        for (int k = 0; k < 4; k++) {
            double[] vector = random.doubles(36, -1, 1).toArray();
            double norm = Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
            vectors[k] = Arrays.stream(vector).map(x -> x / norm).toArray();
        }
        double[] values = new double[36 * 36 * 36 * 36];
        for (int at = 0; at < values.length; at++) {
            values[at] = 1e-9 * random.nextGaussian();
            values[at] +=
                    vectors[0][at / 46656]
                            * vectors[1][at / 1296 % 36]
                            * vectors[2][at / 36 % 36]
                            * vectors[3][at % 36];
        }
        double truth = new TensorTruth(shape, values, false).value(vectors);
        double bound = bound(shape, values, new boolean[4], 0.9, 4e9);
        assertThat(bound).isBetween(truth * (1 - 1e-13), truth + 1e-3);
    }

    private static final class Ignored implements TensorTightening.Listener {
        @Override
        public boolean onBound() {
            return true;
        }

        @Override
        public void onStarts(List<List<double[]>> starts) {}
    }
}
