package io.nadir.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

/** Every implementation of the networks' steps against plain loops. */
class NetworkAnswersTest {
    @ParameterizedTest
    @CsvSource({
        "nadir, 5-3-2",
        "nadir, 9-4-7-3",
        "jblas, 5-3-2",
        "jblas, 9-4-7-3",
        "ejml, 9-4-7-3",
    })
    void lossAndGradientsAreThoseOfPlainLoops(String implementation, String network) {
        DeepBenchmark benchmark = new DeepBenchmark();
        benchmark.network = network;
        benchmark.samples = 33;
        benchmark.r = 3;
        benchmark.implementation = implementation;
        benchmark.setUp();
        requireAnswers(benchmark.answers(), NetworkInputs.of(network, 33, 3));
    }

    @ParameterizedTest
    @CsvSource({"nadir, 1", "nadir, 7", "nadir, 33", "jblas, 1", "jblas, 33", "ejml, 7"})
    void twoLayersAreThoseOfPlainLoops(String implementation, int r) {
        TwoLayerBenchmark benchmark = new TwoLayerBenchmark();
        benchmark.implementation = implementation;
        benchmark.samples = 333;
        benchmark.inputs = 9;
        benchmark.outputs = 4;
        benchmark.r = r;
        benchmark.setUp();
        requireAnswers(benchmark.answers(), NetworkInputs.of("9-" + r + "-4", 333, 1));
    }

    /** Of a second call, because the first may leave something behind. */
    private static void requireAnswers(NetworkGradient answers, NetworkInputs inputs) {
        answers.evaluate();
        double value = answers.evaluate();
        Loops loops = new Loops(inputs);
        assertThat(value).isCloseTo(loops.value, within(1e-12 * loops.value));
        for (int k = 0; k < inputs.layers(); k++) {
            for (int i = 0; i < inputs.rank(); i++) {
                double[] found = answers.gradient(k, i);
                assertThat(found).hasSameSizeAs(loops.gradients[k][i]);
                for (int j = 0; j < found.length; j++) {
                    assertThat(found[j]).isCloseTo(loops.gradients[k][i][j], within(1e-10));
                }
            }
        }
    }

    /** One sample after the other. */
    private static final class Loops {
        private final NetworkInputs inputs;
        private final double[][][] gradients;
        private double value;

        Loops(NetworkInputs inputs) {
            this.inputs = inputs;
            this.gradients = new double[inputs.layers()][inputs.rank()][];
            for (int k = 0; k < inputs.layers(); k++) {
                for (int i = 0; i < inputs.rank(); i++) {
                    gradients[k][i] = new double[inputs.weights()[k][i].length];
                }
            }
            for (int n = 0; n < inputs.samples(); n++) {
                sample(n);
            }
        }

        private void sample(int n) {
            int layers = inputs.layers();
            int q = inputs.widths()[layers];
            double[][][] x = new double[inputs.rank()][layers + 1][];
            double[] g = new double[q];
            for (int j = 0; j < q; j++) {
                g[j] = -inputs.targets()[n * q + j];
            }
            for (int i = 0; i < inputs.rank(); i++) {
                x[i] = forward(n, i);
                for (int j = 0; j < q; j++) {
                    g[j] += x[i][layers][j];
                }
            }
            for (double difference : g) {
                value += 0.5 * difference * difference;
            }
            for (int i = 0; i < inputs.rank(); i++) {
                backward(i, x[i], g);
            }
        }

        private double[][] forward(int n, int i) {
            int d = inputs.widths()[0];
            double[][] x = new double[inputs.layers() + 1][];
            x[0] = Arrays.copyOfRange(inputs.inputs(), n * d, (n + 1) * d);
            for (int k = 0; k < inputs.layers(); k++) {
                int width = inputs.widths()[k + 1];
                x[k + 1] = new double[width];
                for (int o = 0; o < width; o++) {
                    for (int p = 0; p < x[k].length; p++) {
                        x[k + 1][o] += x[k][p] * inputs.weights()[k][i][p * width + o];
                    }
                    if (k < inputs.layers() - 1) {
                        x[k + 1][o] = Math.max(0, x[k + 1][o]);
                    }
                }
            }
            return x;
        }

        private void backward(int i, double[][] x, double[] outputs) {
            double[] g = outputs;
            for (int k = inputs.layers() - 1; k >= 0; k--) {
                int width = inputs.widths()[k + 1];
                double[] next = new double[x[k].length];
                for (int p = 0; p < next.length; p++) {
                    for (int o = 0; o < width; o++) {
                        gradients[k][i][p * width + o] += x[k][p] * g[o];
                        next[p] += g[o] * inputs.weights()[k][i][p * width + o];
                    }
                    next[p] = x[k][p] > 0 ? next[p] : 0;
                }
                g = next;
            }
        }
    }
}
