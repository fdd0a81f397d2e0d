package io.nadir.network.twolayer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.OutputRows;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of a {@link TwoLayerNetwork}, from W¹ (d×r) and W² (q×r) to X = σ(S·W¹)·W²ᵀ.
 *
 * <p>Computes value and gradients in one pass over the samples, one batch at a time: 4·N·d·r +
 * 6·N·q·r flops. At the kink of a unit, σ' is taken to be the slope a. Results have the same bits
 * for every number of threads; on one thread, warm passes allocate nothing. Not thread-safe.
 */
@SuppressWarnings("exports") // The types that are not exported are for other families only.
public final class TwoLayerMap extends UnitPasses {
    /** For more inputs than this, ‖S‖_F takes the place of ‖S‖₂. */
    private static final int LARGEST_GRAM = 2048;

    private final DenseKernels kernels = Kernels.get();
    private double inputNorm = Double.NaN;

    /**
     * Binds samples and loss to threads.
     *
     * @param data the samples
     * @param loss a loss that is a sum over entries or over samples
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that {@link
     *     #close} ends
     * @throws IllegalArgumentException if the loss is not defined for the targets
     */
    public TwoLayerMap(
            TwoLayerNetwork data, ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(loss, "loss");

        super(data, loss, threads, executor);
    }

    @Override
    public List<Integer> dimensions() {
        return List.of(data().inputs().columns(), data().y().columns());
    }

    @Override
    public int degree() {
        return 2;
    }

    /** Returns false: for W¹ there is no Lipschitz constant across kinks. */
    @Override
    public boolean hasLipschitz() {
        return data().slope() == 1;
    }

    /**
     * Returns curvature·‖σ(S·W¹)‖₂² for W², and curvature·‖S‖₂²·‖W²‖₂² for W¹. The latter bounds
     * changes of the gradient as long as no unit changes its sign at a sample.
     */
    @Override
    public double lipschitz(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        if (w.rank() == 0) {
            return 0;
        }
        if (Checks.index("k", k, 2) == 1) {
            return curvature() * largestEigenvalue(gram(w));
        }
        Panel outer = w.block(1);
        double outerNorm = largestEigenvalue(products().transposeMultiply(outer, outer));
        return curvature() * inputNorm() * outerNorm;
    }

    /** Returns the Gram matrix of the outputs of the units for W², in one pass, and null for W¹. */
    @Override
    public @Nullable Panel blockGram(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        return k == 1 ? gram(w) : null;
    }

    /** Returns the arguments S·W¹ of the units in a new N×r panel. */
    public Panel arguments(Panel inner) {
        Objects.requireNonNull(inner, "inner");

        Panel out = Panel.zeros(data().inputs().rows(), inner.columns());
        for (Panel block : data().inputs().blocks()) {
            long from = block.firstRow();
            kernels.multiplyAdd(block, from, from + block.rows(), inner, out, products().scratch());
        }
        return out;
    }

    /**
     * Returns the outputs σ(S·W¹) of the units in a new N×r panel.
     *
     * @param inner W¹, d×r
     * @throws IllegalArgumentException if they exceed the largest Java array
     */
    public Panel hidden(Panel inner) {
        Objects.requireNonNull(inner, "inner");

        Panel out = Panel.zeros(data().inputs().rows(), inner.columns());
        Panel part = Panel.zeros(batches().batchRows(), inner.columns());
        Scratch scratch = products().scratch();
        int stride = out.stride();
        for (int b = 0; b < batches().size(); b++) {
            Panel inputs = batches().inputs(b);
            forward(inputs, inner, part, scratch);
            int first = b * batches().batchRows() * stride;
            System.arraycopy(part.data(), 0, out.data(), first, inputs.rows() * stride);
        }
        return out;
    }

    /** Returns the N·q entries of σ(S·w¹)·w²ᵀ for each column, one sample after the other. */
    @Override
    public Panel units(Factors w) {
        Objects.requireNonNull(w, "w");

        Panel units = hidden(w.block(0));
        Panel panel = unitOutputs(w.rank());
        double[] out = panel.data();
        int q = data().y().columns();
        for (int c = 0, at = 0; c < w.rank(); c++) {
            for (int i = 0; i < units.rows(); i++) {
                for (int j = 0; j < q; j++) {
                    out[at++] = units.get(i, c) * w.block(1).get(j, c);
                }
            }
        }
        return panel;
    }

    /**
     * Passes the samples to a visitor, together with the outputs X. An element undergoes d + r + 1
     * roundings.
     */
    public void visitEntries(Factors w, Consumer<EntryRow> visitor) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(visitor, "visitor");

        Panel hidden = hidden(w.block(0));
        OutputRows outputs = new OutputRows(hidden, w.block(1), this::checkCancelled);
        for (Panel targets : data().y().blocks()) {
            outputs.visit(targets, targets.rows(), null, visitor);
        }
    }

    /**
     * Returns the loss of given outputs and replaces them by its gradient.
     *
     * @param outputs X, N×q without padding; overwritten
     * @return ℓ(Y, X)
     * @throws IllegalArgumentException if {@code outputs} has another shape or has padding
     */
    public double lossInPlace(Panel outputs) {
        Objects.requireNonNull(outputs, "outputs");

        requireOutputs("outputs", outputs);
        double value = 0;
        for (int b = 0; b < batches().size(); b++) {
            Panel targets = batches().targets(b);
            value +=
                    outputLoss()
                            .gradientInPlace(
                                    targets.data(), 0, outputs.data(), first(b), length(b));
        }
        return value;
    }

    /** Returns an upper bound of ‖S‖₂², up to rounding. */
    private double inputNorm() {
        if (Double.isNaN(inputNorm)) {
            DenseMatrix inputs = data().inputs();
            inputNorm = inputs.frobenius() * inputs.frobenius();
            if (inputs.columns() <= LARGEST_GRAM) {
                Panel gram = Panel.zeros(inputs.columns(), inputs.columns());
                for (int b = 0; b < batches().size(); b++) {
                    Panel part = batches().inputs(b);
                    kernels.transposeMultiplyAdd(
                            part, 0, part.rows(), part, gram, products().scratch());
                }
                inputNorm = Math.min(inputNorm, largestEigenvalue(gram));
            }
        }
        return inputNorm;
    }
}
