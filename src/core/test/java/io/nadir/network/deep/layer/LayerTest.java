package io.nadir.network.deep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Every layer against its formula, and against differences of its outputs. */
class LayerTest {
    private static final int ROWS = 3;

    private final Random random = new Random(11);
    private final Scratch scratch = new Scratch();

    static Stream<Arguments> layers() {
        LayerShape vector = LayerShape.vector(6);
        LayerShape image = new LayerShape(5, 4, 3);
        return Stream.of(
                Arguments.of(new FullyConnected(4), vector),
                Arguments.of(new FullyConnected(2), image),
                Arguments.of(new Convolution(4, 3, 1, 0), image),
                Arguments.of(new Convolution(2, 3, 2, 1), image),
                Arguments.of(new Convolution(3, 2, 3, 1), image),
                Arguments.of(new Convolution(1, 1, 1, 0), vector),
                Arguments.of(new MeanPool(2, 2, 0), image),
                Arguments.of(new MeanPool(3, 1, 1), image),
                Arguments.of(new MaxPool(2, 2, 0), image),
                Arguments.of(new MaxPool(3, 2, 2), image),
                Arguments.of(new Maxout(3), vector),
                Arguments.of(new Maxout(3), image),
                Arguments.of(Rectifier.RELU, image),
                Arguments.of(new Rectifier(0.1), vector),
                Arguments.of(new Rectifier(1), vector),
                Arguments.of(new Normalization(0), vector),
                Arguments.of(new Normalization(0.5), image),
                Arguments.of(new Normalization(1), vector),
                Arguments.of(new Power(1), vector),
                Arguments.of(new Power(2), image),
                Arguments.of(new Power(3), vector),
                Arguments.of(new Bias(1), image),
                Arguments.of(new Bias(2), vector),
                Arguments.of(new Bias(3), image));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void derivativesAgreeWithDifferencesOfEachNumber(Layer layer, LayerShape shape) {
        for (int trial = 0; trial < 3; trial++) {
            Layer.Pass pass = layer.pass(shape, ROWS);
            Signal in = gaussian(shape);
            Panel weights = gaussianWeights(layer, shape);
            Signal out = Signal.zeros(layer.output(shape), ROWS);
            Signal g = gaussian(out.shape());
            Signal inGradient = gaussian(shape);
            Panel weightGradient = Panel.zeros(weights.rows(), weights.columns());
            pass.forward(in, weights, out, ROWS, scratch);
            pass.backward(in, weights, out, g, inGradient, weightGradient, ROWS, scratch);
            for (int i = 0; i < in.data().length; i++) {
                double difference = difference(pass, in, weights, g, in.data(), i);
                assertThat(inGradient.data()[i]).isCloseTo(difference, within(1e-6));
            }
            for (int i = 0; i < weights.rows(); i++) {
                for (int j = 0; j < weights.columns(); j++) {
                    int at = i * weights.stride() + j;
                    double difference = difference(pass, in, weights, g, weights.data(), at);
                    assertThat(weightGradient.get(i, j)).isCloseTo(difference, within(1e-6));
                }
            }
        }
    }

    /** The rows beyond a batch stay; gradients in weights are added to what is there. */
    @ParameterizedTest
    @MethodSource("layers")
    void shorterBatchesAreThoseOfTheirRows(Layer layer, LayerShape shape) {
        Layer.Pass pass = layer.pass(shape, ROWS);
        Signal in = gaussian(shape);
        Panel weights = gaussianWeights(layer, shape);
        Signal all = Signal.zeros(layer.output(shape), ROWS);
        Signal some = gaussian(all.shape());
        double last = some.data()[some.data().length - 1];
        pass.forward(in, weights, all, ROWS, scratch);
        pass.forward(in, weights, some, ROWS - 1, scratch);
        int length = (ROWS - 1) * all.shape().size();
        assertThat(Arrays.copyOf(some.data(), length))
                .containsExactly(Arrays.copyOf(all.data(), length));
        assertThat(some.data()[some.data().length - 1]).isEqualTo(last);
        Panel once = Panel.zeros(weights.rows(), weights.columns());
        Panel twice = Panel.zeros(weights.rows(), weights.columns());
        Signal back = Signal.zeros(shape, ROWS);
        pass.backward(in, weights, all, some, back, once, ROWS, scratch);
        pass.backward(in, weights, all, some, null, twice, ROWS, scratch);
        pass.backward(in, weights, all, some, null, twice, ROWS, scratch);
        for (int i = 0; i < once.data().length; i++) {
            assertThat(twice.data()[i])
                    .isCloseTo(2 * once.data()[i], within(1e-12 * (1 + Math.abs(once.data()[i]))));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void boundsHoldForSamplesOfAllSizes(Layer layer, LayerShape shape) {
        Layer.Pass pass = layer.pass(shape, ROWS);
        for (int trial = 0; trial < 100; trial++) {
            Signal in = gaussian(shape);
            Panel weights = gaussianWeights(layer, shape);
            double size = Math.pow(10, random.nextInt(-3, 4));
            for (int i = 0; i < in.data().length; i++) {
                in.data()[i] *= random.nextInt(4) == 0 ? size : 0;
            }
            Signal out = Signal.zeros(layer.output(shape), ROWS);
            pass.forward(in, weights, out, ROWS, scratch);
            double weightNorm = norm(weights.data(), 0, weights.data().length);
            for (int n = 0; n < ROWS; n++) {
                double inNorm = norm(in.data(), n * shape.size(), shape.size());
                double outNorm = norm(out.data(), n * out.shape().size(), out.shape().size());
                assertThat(outNorm)
                        .isLessThanOrEqualTo(layer.bound(shape, inNorm, weightNorm) * (1 + 1e-12));
            }
        }
    }

    @Test
    void convolutionIsTheSumOverItsWindow() {
        LayerShape shape = new LayerShape(5, 4, 3);
        for (int[] p : new int[][] {{2, 3, 1, 0}, {3, 2, 2, 1}, {1, 3, 2, 2}, {4, 1, 3, 0}}) {
            Convolution layer = new Convolution(p[0], p[1], p[2], p[3]);
            Signal in = gaussian(shape);
            Panel weights = gaussianWeights(layer, shape);
            Signal out = Signal.zeros(layer.output(shape), ROWS);
            layer.pass(shape, ROWS).forward(in, weights, out, ROWS, scratch);
            forEach(
                    out,
                    (n, y, x, c) -> {
                        double sum = 0;
                        for (int v = 0; v < p[1]; v++) {
                            for (int u = 0; u < p[1]; u++) {
                                for (int e = 0; e < 3; e++) {
                                    double pixel =
                                            at(in, n, y * p[2] - p[3] + v, x * p[2] - p[3] + u, e);
                                    double number = Double.isNaN(pixel) ? 0 : pixel;
                                    sum += weights.get((v * p[1] + u) * 3 + e, c) * number;
                                }
                            }
                        }
                        return sum;
                    });
        }
    }

    @Test
    void poolsAreMeanAndMaximumOfTheirWindow() {
        LayerShape shape = new LayerShape(5, 4, 3);
        for (int[] p : new int[][] {{2, 2, 0}, {3, 1, 1}, {3, 2, 2}, {1, 2, 0}}) {
            Signal in = gaussian(shape);
            for (boolean mean : new boolean[] {true, false}) {
                Layer layer = mean ? new MeanPool(p[0], p[1], p[2]) : new MaxPool(p[0], p[1], p[2]);
                Signal out = Signal.zeros(layer.output(shape), ROWS);
                layer.pass(shape, ROWS).forward(in, Panel.zeros(0, 0), out, ROWS, scratch);
                forEach(
                        out,
                        (n, y, x, c) -> {
                            double sum = 0;
                            double largest = Double.NEGATIVE_INFINITY;
                            for (int v = 0; v < p[0]; v++) {
                                for (int u = 0; u < p[0]; u++) {
                                    double pixel =
                                            at(in, n, y * p[1] - p[2] + v, x * p[1] - p[2] + u, c);
                                    sum += Double.isNaN(pixel) ? 0 : pixel;
                                    largest =
                                            Double.isNaN(pixel)
                                                    ? largest
                                                    : Math.max(largest, pixel);
                                }
                            }
                            return mean ? sum / (p[0] * p[0]) : largest;
                        });
            }
        }
    }

    /** Windows that overlap, whose bound is attained: each number is in as many as it says. */
    @Test
    void boundsOfWindowsAreTight() {
        LayerShape shape = new LayerShape(5, 5, 1);
        Signal in = Signal.zeros(shape, 1);
        in.data()[12] = 1;
        MaxPool pool = new MaxPool(3, 1, 0);
        Signal out = Signal.zeros(pool.output(shape), 1);
        pool.pass(shape, 1).forward(in, Panel.zeros(0, 0), out, 1, scratch);
        assertThat(norm(out.data(), 0, 9)).isEqualTo(pool.bound(shape, 1, 0));
    }

    @Test
    void normalizationOfZeroIsZero() {
        LayerShape shape = LayerShape.vector(2);
        Layer.Pass pass = new Normalization(1).pass(shape, 1);
        Signal zero = Signal.zeros(shape, 1);
        Signal out = gaussian(shape, 1);
        Signal back = gaussian(shape, 1);
        pass.forward(zero, Panel.zeros(0, 0), out, 1, scratch);
        pass.backward(
                zero,
                Panel.zeros(0, 0),
                out,
                gaussian(shape, 1),
                back,
                Panel.zeros(0, 0),
                1,
                scratch);
        assertThat(norm(out.data(), 0, 2)).isZero();
        assertThat(norm(back.data(), 0, 2)).isZero();
    }

    @Test
    void refusesWhatIsNotAllowedByName() {
        refused("outputs = 0", () -> new FullyConnected(0));
        refused("slope = -0.1", () -> new Rectifier(-0.1));
        refused("slope = NaN", () -> new Rectifier(Double.NaN));
        refused("padding = 2", () -> new Convolution(1, 2, 1, 2));
        refused("stride = 0", () -> new MaxPool(2, 0, 0));
        refused("power = 1.5", () -> new Normalization(1.5));
        refused("exponent = 0", () -> new Power(0));
        refused("power = 17", () -> new Bias(17));
        refused("group = 4", () -> new Maxout(4).output(LayerShape.vector(6)));
        refused("window of 3 pixels", () -> new MeanPool(3, 1, 0).output(new LayerShape(2, 9, 1)));
        refused("channels = 0", () -> new LayerShape(1, 1, 0));
    }

    private static void refused(String message, Runnable call) {
        assertThatIllegalArgumentException()
                .isThrownBy(call::run)
                .withMessageContaining(message)
                .withMessageMatching("(?s).*(allowed|must be).*");
    }

    /** ⟨g, out⟩ at either side of a number. */
    private double difference(
            Layer.Pass pass, Signal in, Panel weights, Signal g, double[] numbers, int at) {
        double step = 1e-6;
        double known = numbers[at];
        double[] values = new double[2];
        Signal out = Signal.zeros(g.shape(), ROWS);
        for (int side = 0; side < 2; side++) {
            numbers[at] = known + (side == 0 ? -step : step);
            pass.forward(in, weights, out, ROWS, scratch);
            for (int i = 0; i < out.data().length; i++) {
                values[side] += g.data()[i] * out.data()[i];
            }
        }
        numbers[at] = known;
        return (values[1] - values[0]) / (2 * step);
    }

    /** What a number of an output must be. */
    private interface Formula {
        double of(int n, int y, int x, int c);
    }

    private static void forEach(Signal out, Formula formula) {
        LayerShape shape = out.shape();
        for (int n = 0, at = 0; n < ROWS; n++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    for (int c = 0; c < shape.channels(); c++, at++) {
                        assertThat(out.data()[at]).isCloseTo(formula.of(n, y, x, c), within(1e-12));
                    }
                }
            }
        }
    }

    /** A number of an image, NaN beyond its edges. */
    private static double at(Signal in, int n, int y, int x, int c) {
        LayerShape s = in.shape();
        boolean inside = y >= 0 && y < s.height() && x >= 0 && x < s.width();
        return inside
                ? in.data()[((n * s.height() + y) * s.width() + x) * s.channels() + c]
                : Double.NaN;
    }

    private Signal gaussian(LayerShape shape) {
        return gaussian(shape, ROWS);
    }

    private Signal gaussian(LayerShape shape, int rows) {
        Signal signal = Signal.zeros(shape, rows);
        for (int i = 0; i < signal.data().length; i++) {
            signal.data()[i] = random.nextGaussian();
        }
        return signal;
    }

    private Panel gaussianWeights(Layer layer, LayerShape shape) {
        Panel weights = Panel.zeros(layer.weightRows(shape), layer.weightColumns(shape));
        for (int i = 0; i < weights.rows(); i++) {
            for (int j = 0; j < weights.columns(); j++) {
                weights.set(i, j, random.nextGaussian());
            }
        }
        return weights;
    }

    private static double norm(double[] x, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum);
    }
}
