package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.Panels;

import java.util.Objects;
import java.util.Random;

/**
 * Checks the contract of a layer at a few random numbers. Certificates rely on its degree and its
 * bound, and descent relies on its derivatives, so a layer that violates its contract is refused
 * with a message that names it.
 */
public final class LayerContract {
    private static final int SAMPLES = 3;

    private static final double[] SCALES = {0.5, 3, 7};

    /** Tolerance for relative rounding errors, also in differences of powers. */
    private static final double ROUNDING = 1e-9;

    /** Tolerance for difference quotients if there is no kink in between. */
    private static final double DIFFERENCES = 1e-4;

    private static final double STEP = 1e-6;

    private final Layer layer;
    private final LayerShape shape;
    private final double inputDegree;
    private final double degree;
    private final Layer.Pass pass;
    private final Scratch scratch = new Scratch();
    private final Random random = new Random(1);
    private final Signal in;
    private final Panel weights;
    private final Signal out;

    private LayerContract(Layer layer, LayerShape shape, double inputDegree, double degree) {
        this.layer = layer;
        this.shape = shape;
        this.inputDegree = inputDegree;
        this.degree = degree;
        this.pass = layer.pass(shape, SAMPLES);
        this.in = Signal.zeros(shape, SAMPLES);
        this.weights = Panel.zeros(layer.weightRows(shape), layer.weightColumns(shape));
        this.out = Signal.zeros(layer.output(shape), SAMPLES);
        fill(in.samples());
        fill(weights);
        pass.forward(in, weights, out, SAMPLES, scratch);
    }

    /**
     * Tests a layer, with a few passes over three samples.
     *
     * @param layer the layer
     * @param shape the shape of its input
     * @param inputDegree the degree of the input in all weights
     * @param degree the degree of the output
     * @throws IllegalArgumentException naming the layer and how it violates its contract
     */
    public static void require(Layer layer, LayerShape shape, double inputDegree, double degree) {
        Objects.requireNonNull(layer, "layer");

        LayerContract contract = new LayerContract(layer, shape, inputDegree, degree);
        contract.requireHomogeneous();
        contract.requireBound();
        contract.requireDerivatives();
    }

    private void requireHomogeneous() {
        for (double scale : SCALES) {
            Signal scaledIn = scaled(in, Math.pow(scale, inputDegree));
            Panel scaledWeights = Panels.copy(weights);
            multiply(scaledWeights.data(), scale);
            Signal moved = Signal.zeros(out.shape(), SAMPLES);
            pass.forward(scaledIn, scaledWeights, moved, SAMPLES, scratch);
            Signal expected = scaled(out, Math.pow(scale, degree));
            double size = Panels.frobenius(expected.samples());
            double error = distance(moved.data(), expected.data());
            if (!(error <= ROUNDING * size)) {
                throw refuse(
                        String.format(
                                "not positively homogeneous of degree %s: outputs are off by %.1e"
                                        + " of their size where inputs and weights are %s times as"
                                        + " large; allowed are layers such as relu, max-pool and"
                                        + " linear, not sigmoid or tanh",
                                degree, error / size, scale));
            }
        }
    }

    private void requireBound() {
        double weightNorm = Panels.frobenius(weights);
        for (int n = 0; n < SAMPLES; n++) {
            double bound = layer.bound(shape, norm(in, n), weightNorm);
            double found = norm(out, n);
            if (!(found <= bound * (1 + ROUNDING))) {
                throw refuse("bound = " + bound + ", must be at least the norm " + found);
            }
        }
    }

    /** Compares ⟨g, out(x + h) − out(x − h)⟩ with ⟨backward(g), 2h⟩ in a random direction h. */
    private void requireDerivatives() {
        Signal g = Signal.zeros(out.shape(), SAMPLES);
        Signal back = Signal.zeros(shape, SAMPLES);
        Panel weightGradient = Panel.zeros(weights.rows(), weights.columns());
        fill(g.samples());
        pass.backward(in, weights, out, g, back, weightGradient, SAMPLES, scratch);
        Signal step = Signal.zeros(shape, SAMPLES);
        Panel weightStep = Panel.zeros(weights.rows(), weights.columns());
        fill(step.samples());
        fill(weightStep);
        double slope =
                Panels.inner(back.samples(), step.samples())
                        + Panels.inner(weightGradient, weightStep);
        double difference = (along(g, step, weightStep, STEP) - along(g, step, weightStep, -STEP));
        double size = Panels.frobenius(g.samples()) * Panels.frobenius(out.samples());
        if (!(Math.abs(difference / (2 * STEP) - slope) <= DIFFERENCES * (size + 1))) {
            throw refuse(
                    "backward gives the slope "
                            + slope
                            + ", must be that of forward, "
                            + difference / (2 * STEP));
        }
    }

    private double along(Signal g, Signal step, Panel weightStep, double length) {
        Signal x = scaled(in, 1);
        Panel w = Panels.copy(weights);
        Signal moved = Signal.zeros(out.shape(), SAMPLES);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] += length * step.data()[i];
        }
        for (int i = 0; i < w.data().length; i++) {
            w.data()[i] += length * weightStep.data()[i];
        }
        pass.forward(x, w, moved, SAMPLES, scratch);
        return Panels.inner(g.samples(), moved.samples());
    }

    private void fill(Panel panel) {
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
    }

    private static Signal scaled(Signal signal, double factor) {
        Signal copy = Signal.zeros(signal.shape(), SAMPLES);
        for (int i = 0; i < signal.data().length; i++) {
            copy.data()[i] = factor * signal.data()[i];
        }
        return copy;
    }

    private static void multiply(double[] data, double factor) {
        for (int i = 0; i < data.length; i++) {
            data[i] *= factor;
        }
    }

    private static double norm(Signal signal, int n) {
        double sum = 0;
        int length = signal.shape().size();
        for (int i = n * length; i < (n + 1) * length; i++) {
            sum += signal.data()[i] * signal.data()[i];
        }
        return Math.sqrt(sum);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private IllegalArgumentException refuse(String how) {
        return new IllegalArgumentException(
                "layer = " + layer.name() + " breaks its contract: " + how);
    }
}
