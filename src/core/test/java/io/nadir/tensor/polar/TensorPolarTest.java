package io.nadir.tensor.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.Regularizer;
import io.nadir.reference.TensorTruth;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;
import io.nadir.tensor.TensorData;
import io.nadir.tensor.map.TensorMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Bounds of the polar of small tensors against exhaustive search. */
class TensorPolarTest {
    private static final int[][] SHAPES = {
        {2, 2, 2}, {2, 3, 2}, {3, 3, 3}, {2, 2, 2, 2}, {1, 3, 4}, {4, 1, 1}, {5, 2}, {2, 5, 4}
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Execution(CONCURRENT)
    void boundsEnclose(boolean nonNegative) {
        checkBounds(nonNegative, 0, 6 * SHAPES.length);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Execution(CONCURRENT)
    void boundsOfManyEnclose(boolean nonNegative) {
        checkBounds(nonNegative, 6 * SHAPES.length, 40 * SHAPES.length);
    }

    private static void checkBounds(boolean nonNegative, int from, int to) {
        int closed = 0;
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            int[] shape = SHAPES[seed % SHAPES.length];
            double[] values = gaussian(shape, random);
            double truth = new TensorTruth(shape, values, nonNegative).norm(60, random);
            Regularizer theta = new NormPowers(shape.length, nonNegative);
            try (TensorMap map = map(DenseTensor.wrap(shape, values), new SquaredLoss())) {
                // No vectors ≥ 0 may have a value above 0.
                double expected = truth > 0 ? 1 : 0;
                TensorOracle oracle = oracle(map, theta, truth > 0 ? truth : 1);
                PolarBounds bounds = oracle.bounds(1 + 1e-4, 1e-10);
                String what = "seed %d, %s".formatted(seed, Arrays.toString(shape));
                assertThat(bounds.upper()).as(what).isGreaterThanOrEqualTo(expected - 1e-12);
                assertThat(bounds.lower()).as(what).isCloseTo(expected, within(1e-7));
                if (truth > 0) {
                    assertWitness(shape, values, truth, bounds, nonNegative, what);
                }
                closed += bounds.upper() <= 1 + 1e-4 ? 1 : 0;
                double proved = oracle.prove(1e-4 * oracle.point().objective()).upper();
                assertThat(proved).as(what).isGreaterThanOrEqualTo(expected - 1e-12);
            }
        }
        assertThat(closed).isGreaterThan((to - from) * (nonNegative ? 78 : 93) / 100);
    }

    /** At other points than 0, with other losses and gauges and missing entries. */
    @Test
    @Execution(CONCURRENT)
    void boundsEncloseAtAnyPoint() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int[] shape = SHAPES[seed % SHAPES.length];
            double[] values = gaussian(shape, random);
            Loss loss = seed % 3 == 0 ? new HuberLoss(1) : new SquaredLoss();
            TensorData data = DenseTensor.wrap(shape, values);
            if (seed % 2 == 0) {
                values[random.nextInt(values.length)] = Double.NaN;
                data = ObservedTensor.copyOfNonNaN(shape, values);
            }
            Factors w = Factors.zeros(1 + random.nextInt(3), shape);
            for (int k = 0; k < shape.length; k++) {
                for (int i = 0; i < shape[k]; i++) {
                    for (int j = 0; j < w.rank(); j++) {
                        w.block(k).set(i, j, random.nextGaussian());
                    }
                }
            }
            Regularizer theta =
                    seed % 5 == 0
                            ? new GaugeProduct(sparse(shape.length))
                            : new NormPowers(shape.length, false);
            try (TensorMap map = map(data, loss)) {
                double[] z = map.gradientEntries(w);
                double truth = new TensorTruth(shape, z, false).norm(40, random);
                double constant = seed % 5 == 0 ? Math.pow(1.5, shape.length) : 1;
                PolarBounds bounds =
                        new TensorOracle(new Objective<TensorMap>(map, theta, truth), w, seed)
                                .bounds(1 + 1e-3, 1e-10);
                assertThat(bounds.lower()).isLessThanOrEqualTo(bounds.upper());
                // Vectors of norm 1/1.5 need not have a sparse gauge of at most 1: no lower bound.
                assertThat(bounds.upper() * constant).isGreaterThanOrEqualTo(1 - 1e-12);
                assertThat(bounds.lower()).isLessThanOrEqualTo(1 + 1e-9);
            }
        }
    }

    /** Where all modes but two have size 1 the tensor is a matrix: the bounds meet. */
    @Test
    void matricesInDisguiseAreSolved() {
        Random random = new Random(3);
        for (int[] shape : List.of(new int[] {12, 1, 17}, new int[] {1, 40, 1, 9, 1})) {
            double[] values = gaussian(shape, random);
            try (TensorMap map = map(DenseTensor.wrap(shape, values), new SquaredLoss())) {
                TensorOracle oracle = oracle(map, new NormPowers(shape.length, false), 1);
                PolarBounds bounds = oracle.bounds(1 + 1e-9, 1e-10);
                PolarBounds tight =
                        new TensorOracle(
                                        new Objective<TensorMap>(
                                                map,
                                                new NormPowers(shape.length, false),
                                                bounds.lower()),
                                        Factors.empty(shape),
                                        7)
                                .bounds(1 + 1e-8, 1e-10);
                assertThat(tight.upper()).isLessThanOrEqualTo(1 + 1e-8);
                assertThat(oracle.mayStayOpen()).isFalse();
            }
        }
    }

    /** Modes of size 1 have no part in bipartitions, or there would be 2²⁹ of a matrix. */
    @Test
    void modesOfSizeOneCostNothing() {
        int[] shape = new int[30];
        Arrays.fill(shape, 1);
        shape[3] = 2;
        shape[29] = 3;
        double[] values = gaussian(shape, new Random(4));
        try (TensorMap map = map(DenseTensor.wrap(shape, values), new SquaredLoss())) {
            PolarBounds bounds = oracle(map, new NormPowers(30, false), 1).bounds(1 + 1e-9, 1e-10);
            assertThat(bounds.upper()).isLessThanOrEqualTo(bounds.lower() * (1 + 1e-3));
        }
        int[] longer = new int[31];
        Arrays.fill(longer, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseTensor.wrap(longer, new double[1]))
                .withMessage("order = 31, allowed are 2 to 30 modes");
    }

    /** A rank-one tensor has its norm for polar, whatever its size. */
    @Test
    void rankOneIsExact() {
        int[] shape = {30, 20, 25};
        double[] values = new double[30 * 20 * 25];
        Random random = new Random(1);
        double[][] vectors = new double[3][];
        for (int k = 0; k < 3; k++) {
            vectors[k] = random.doubles(shape[k]).map(x -> random.nextGaussian()).toArray();
        }
        for (int at = 0; at < values.length; at++) {
            values[at] = vectors[0][at / 500] * vectors[1][at / 25 % 20] * vectors[2][at % 25];
        }
        try (TensorMap map = map(DenseTensor.wrap(shape, values), new SquaredLoss())) {
            double norm = map.data().frobenius();
            PolarBounds bounds =
                    oracle(map, new NormPowers(3, false), norm).bounds(1 + 1e-9, 1e-10);
            assertThat(bounds.lower()).isCloseTo(1, within(1e-12));
            assertThat(bounds.upper()).isLessThanOrEqualTo(1 + 1e-9);
        }
    }

    private static void assertWitness(
            int[] shape,
            double[] values,
            double lambda,
            PolarBounds bounds,
            boolean nonNegative,
            String what) {
        double[][] vectors = Objects.requireNonNull(bounds.witness()).toArray(new double[0][]);
        for (double[] vector : vectors) {
            assertThat(Arrays.stream(vector).map(x -> x * x).sum())
                    .as(what)
                    .isCloseTo(1, within(1e-12));
            if (nonNegative) {
                assertThat(Arrays.stream(vector).min().orElseThrow()).isNotNegative();
            }
        }
        double value = new TensorTruth(shape, values, nonNegative).value(vectors);
        assertThat(bounds.lower()).as(what).isCloseTo(value / lambda, within(1e-12));
    }

    private static List<Gauge> sparse(int order) {
        return Collections.nCopies(order, EuclideanPlusL1.sparse(0.5));
    }

    private static TensorMap map(TensorData data, Loss loss) {
        return data.bind(loss, 1, null);
    }

    private static TensorOracle oracle(TensorMap map, Regularizer theta, double lambda) {
        return new TensorOracle(
                new Objective<TensorMap>(map, theta, lambda), Factors.empty(map.dimensions()), 5);
    }

    private static double[] gaussian(int[] shape, Random random) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return random.doubles(size).map(x -> random.nextGaussian()).toArray();
    }
}
