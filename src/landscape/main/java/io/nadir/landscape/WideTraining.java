package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Creates networks for paths to connect: random ones, and the results of gradient descent from
 * them. A tool for demonstrations, not a solver: plain (sub)gradients of all samples at once, with
 * a step length that grows while the loss falls and shrinks when it does not. The loss never rises;
 * descent ends where no step lowers it, as may happen at a kink.
 */
public final class WideTraining {
    private static final DenseKernels KERNELS = Kernels.get();

    private static final double GROW = 1.5;
    private static final double SHRINK = 0.4;

    /** A step that is this small relative to the first one no longer changes anything. */
    private static final double SMALLEST_STEP = 1e-14;

    private final WideProblem problem;
    private final Scratch scratch = new Scratch();

    private WideTraining(WideProblem problem) {
        this.problem = problem;
    }

    /**
     * Returns a random network: normal weights with variance 2/p_j in Θ^j, with each row scaled
     * down to the constraint if it violates it. The same seed gives the same network.
     *
     * @param problem the problem
     * @param hidden the widths p_1 to p_l
     * @param seed the seed
     * @throws IllegalArgumentException if the number of widths is not that of the hidden layers, if
     *     one is less than 1, or if so wide a network would not fit into memory
     */
    public static WideParameters random(WideProblem problem, List<Integer> hidden, long seed) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(hidden, "hidden");

        Checks.equal("hidden.size()", hidden.size(), "activations.size()", problem.depth());
        int[] widths = new int[hidden.size() + 2];
        widths[0] = problem.inputs();
        widths[widths.length - 1] = problem.outputs();
        for (int k = 1; k <= hidden.size(); k++) {
            widths[k] = Checks.positive("width of layer " + k, hidden.get(k - 1));
        }
        WideMemory.require(problem, Arrays.stream(widths).boxed().toList());
        Random random = new Random(seed);
        double[][] layers = new double[widths.length - 1][];
        for (int j = 0; j < layers.length; j++) {
            double scale = Math.sqrt(2.0 / widths[j]);
            layers[j] = new double[Checks.arrayLength("layer size", widths[j + 1], widths[j])];
            for (int i = 0; i < layers[j].length; i++) {
                layers[j][i] = scale * random.nextGaussian();
            }
        }
        return problem.constraint().shrink(WideParameters.wrap(widths, layers));
    }

    /**
     * Descends by gradient steps within the constraint; rows that leave it are scaled back. Costs
     * about 6·n·Σ p_{j+1}p_j flops per step.
     *
     * @param problem the problem
     * @param start feasible parameters; not modified
     * @param steps the largest number of steps, at least 0
     * @return parameters of no larger loss
     * @throws IllegalArgumentException if the start does not fit the problem, or {@code steps} is
     *     negative
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static WideParameters descend(WideProblem problem, WideParameters start, int steps) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(start, "start");

        Checks.nonNegative("steps", steps);
        return new WideTraining(problem).descend(start, steps);
    }

    private WideParameters descend(WideParameters start, int steps) {
        WidePass pass = new WidePass(problem, start);
        WideParameters theta = start;
        pass.run(theta);
        double loss = problem.lossOf(pass.outputs().data());
        double step = 1.0 / problem.samples();
        for (int i = 0; i < steps; i++) {
            double[][] gradient = gradient(pass, theta);
            boolean lower = false;
            for (double tried = step; !lower && tried > SMALLEST_STEP; tried *= SHRINK) {
                WideParameters next = stepped(theta, gradient, tried);
                double nextLoss = lossAt(pass, next);
                if (nextLoss < loss) {
                    lower = true;
                    theta = next;
                    loss = nextLoss;
                    step = GROW * tried;
                }
            }
            if (!lower) {
                return theta;
            }
        }
        return theta;
    }

    /** Returns the loss, which is infinite if a step was so large that a layer overflows. */
    private double lossAt(WidePass pass, WideParameters theta) {
        try {
            pass.run(theta);
            return problem.lossOf(pass.outputs().data());
        } catch (IllegalArgumentException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** Returns Θ − step·gradient, scaled back to the constraint. */
    private WideParameters stepped(WideParameters theta, double[][] gradient, double step) {
        WideParameters out = theta;
        for (int j = 0; j < gradient.length; j++) {
            double[] layer = theta.data(j).clone();
            KERNELS.axpy(-step, gradient[j], 0, layer, 0, layer.length);
            out = out.with(j, layer);
        }
        return problem.constraint().shrink(out);
    }

    /** Back-propagates: G_{k+1}·H_kᵀ for each layer, with G_k = (Θ^kᵀ·G_{k+1}) ∘ f'(Z_k). */
    private double[][] gradient(WidePass pass, WideParameters theta) {
        int depth = problem.depth();
        int samples = problem.samples();
        double[][] gradient = new double[depth + 1][];
        Panel g = Panel.wrap(pass.outputs().data().clone(), problem.outputs(), samples, 0);
        for (int i = 0; i < g.data().length; i++) {
            g.data()[i] = problem.loss().slope(problem.target(i), g.data()[i]);
        }
        for (int k = depth; k >= 0; k--) {
            gradient[k] = new double[theta.data(k).length];
            Panel out = Panel.wrap(gradient[k], g.rows(), theta.width(k), 0);
            KERNELS.product(g, pass.hidden(k), 0, g.rows(), out, scratch);
            if (k > 0) {
                Panel back =
                        Panel.wrap(
                                new double[theta.width(k) * samples], theta.width(k), samples, 0);
                KERNELS.transposeMultiplyAdd(theta.panel(k), 0, g.rows(), g, back, scratch);
                multiplyBySlopes(problem.activations().get(k - 1), pass.arguments(k), back);
                g = back;
            }
        }
        return gradient;
    }

    private static void multiplyBySlopes(WideActivation activation, Panel arguments, Panel g) {
        for (int i = 0; i < g.data().length; i++) {
            g.data()[i] *= activation.slope(arguments.data()[i]);
        }
    }
}
