package io.nadir.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every implementation of the step of tensors against plain loops. */
class TensorAnswersTest {
    @ParameterizedTest
    @CsvSource({
        "nadir, 7x5, 3",
        "nadir, 9x4x6, 5",
        "nadir, 3x150x2, 17",
        "nadir, 5x3x4x6, 4",
        "jblas, 7x5, 3",
        "jblas, 9x4x6, 1",
        "jblas, 9x4x6, 5",
        "jblas, 3x150x2, 17",
        "jblas, 5x3x4x6, 4",
        "jblas, 2x3x4x2x3, 3",
        "jblas-split, 7x5, 3",
        "jblas-split, 9x4x6, 1",
        "jblas-split, 3x150x2, 17",
        "jblas-split, 5x3x4x6, 4",
        "jblas-split, 2x3x4x2x3, 3",
    })
    void lossAndGradientsAreThoseOfPlainLoops(String implementation, String shape, int r) {
        TensorBenchmark benchmark = new TensorBenchmark();
        benchmark.implementation = implementation;
        benchmark.shape = shape;
        benchmark.r = r;
        benchmark.setUp();
        Loops loops = new Loops(TensorInputs.of(shape, r));
        // Twice, because the first call may leave something behind.
        for (int call = 0; call < 2; call++) {
            double value = benchmark.gradient();
            assertThat(value).isCloseTo(loops.value, within(1e-12 * loops.value));
            for (int k = 0; k < loops.gradients.length; k++) {
                assertThat(benchmark.answers().gradient(k))
                        .containsExactly(loops.gradients[k], within(1e-10));
            }
        }
    }

    /** One entry after the other. */
    private static final class Loops {
        private final TensorInputs inputs;
        private final double[][] gradients;
        private double value;

        Loops(TensorInputs inputs) {
            this.inputs = inputs;
            this.gradients = new double[inputs.shape().length][];
            for (int k = 0; k < gradients.length; k++) {
                gradients[k] = new double[inputs.blocks()[k].length];
            }
            for (int at = 0; at < inputs.y().length; at++) {
                entry(at);
            }
        }

        private void entry(int at) {
            int[] index = new int[gradients.length];
            int rest = at;
            for (int k = index.length - 1; k >= 0; k--) {
                index[k] = rest % inputs.shape()[k];
                rest /= inputs.shape()[k];
            }
            double difference = -inputs.y()[at];
            for (int i = 0; i < inputs.rank(); i++) {
                difference += productWithout(-1, index, i);
            }
            value += 0.5 * difference * difference;
            for (int k = 0; k < index.length; k++) {
                for (int i = 0; i < inputs.rank(); i++) {
                    gradients[k][index[k] * inputs.rank() + i] +=
                            difference * productWithout(k, index, i);
                }
            }
        }

        private double productWithout(int k, int[] index, int i) {
            double product = 1;
            for (int l = 0; l < index.length; l++) {
                product *= l == k ? 1 : inputs.blocks()[l][index[l] * inputs.rank() + i];
            }
            return product;
        }
    }
}
