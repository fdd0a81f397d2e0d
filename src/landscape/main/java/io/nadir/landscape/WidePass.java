package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.array.WorkInterruptedException;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Evaluates networks of one shape at all samples: Z_{k+1} = Θ^k·H_k, H_k = f^k(Z_k), H_0 = X
 * (Lederer 2020, see {@link WideActivation}, equation 1, for the columns of X together). Reuses its
 * memory from call to call; not thread-safe.
 */
final class WidePass {
    private static final DenseKernels KERNELS = Kernels.get();

    private final WideProblem problem;
    private final Scratch scratch = new Scratch();

    /** Z_k, p_k×n, at k − 1. */
    private final Panel[] arguments;

    /** H_k, p_k×n. */
    private final Panel[] hidden;

    /** Largest magnitudes in each. */
    private final double[] largestArgument;

    private final double[] largestHidden;

    /** What Z_{k+1} and H_{k+1} were computed from, as long as all layers before are the same. */
    private final double[] @Nullable [] known;

    /**
     * Memory for networks of the shape of {@code theta}.
     *
     * @throws IllegalArgumentException if Θ does not fit the problem
     */
    WidePass(WideProblem problem, WideParameters theta) {
        problem.requireFits(theta);
        this.problem = problem;
        int depth = problem.depth();
        arguments = new Panel[depth + 1];
        hidden = new Panel[depth + 1];
        largestArgument = new double[depth + 1];
        largestHidden = new double[depth + 1];
        known = new double[depth + 1][];
        hidden[0] = problem.samplesByColumn();
        largestHidden[0] = largest(hidden[0]);
        for (int k = 1; k <= depth + 1; k++) {
            arguments[k - 1] = dense(theta.width(k), problem.samples());
            if (k <= depth) {
                hidden[k] = dense(theta.width(k), problem.samples());
            }
        }
    }

    /**
     * Evaluates a network. Layers before the first that is another array than in the last call are
     * not evaluated again: parameters are immutable.
     *
     * @throws IllegalArgumentException if a layer gives what is not finite
     * @throws WorkInterruptedException if the thread is interrupted
     */
    void run(WideParameters theta) {
        checkInterrupted();
        int first = 0;
        while (first < known.length && isKnown(theta, first)) {
            first++;
        }
        Arrays.fill(known, first, known.length, null);
        for (int k = first; k < known.length; k++) {
            multiply(theta, k);
            if (k + 1 < known.length) {
                apply(problem.activations().get(k), k + 1);
            }
            known[k] = theta.data(k);
        }
    }

    @SuppressWarnings("ReferenceEquality") // The same storage is meant, not the same contents.
    private boolean isKnown(WideParameters theta, int k) {
        return known[k] == theta.data(k);
    }

    /** g_Θ, m×n, without padding. */
    Panel outputs() {
        return arguments[arguments.length - 1];
    }

    /** Z_k, 1 ≤ k ≤ l + 1. */
    Panel arguments(int k) {
        return arguments[k - 1];
    }

    /** H_k, 0 ≤ k ≤ l. */
    Panel hidden(int k) {
        return hidden[k];
    }

    /** Largest magnitude in Z_k. */
    double largestArgument(int k) {
        return largestArgument[k - 1];
    }

    /** Largest magnitude in H_k. */
    double largestHidden(int k) {
        return largestHidden[k];
    }

    /** Throws if the thread is interrupted. */
    static void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WorkInterruptedException();
        }
    }

    private void multiply(WideParameters theta, int k) {
        Panel out = arguments[k].clear();
        KERNELS.multiplyAdd(theta.panel(k), 0, out.rows(), hidden[k], out, scratch);
        largestArgument[k] = requireFinite(largest(out), "the argument of layer " + (k + 1));
    }

    private void apply(WideActivation activation, int k) {
        double[] from = arguments[k - 1].data();
        double[] to = hidden[k].data();
        for (int i = 0; i < to.length; i++) {
            to[i] = activation.value(from[i]);
        }
        largestHidden[k] =
                requireFinite(
                        largest(hidden[k]),
                        "the activation " + activation.name() + " of layer " + k);
    }

    private static double requireFinite(double largest, String what) {
        if (!(largest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    what + " = " + largest + ", allowed are parameters that keep it finite");
        }
        return largest;
    }

    private static double largest(Panel panel) {
        return KERNELS.maxAbs(panel.data(), 0, panel.data().length);
    }

    private static Panel dense(int rows, int columns) {
        return Panel.wrap(
                new double[Checks.arrayLength("width * samples", rows, columns)], rows, columns, 0);
    }
}
