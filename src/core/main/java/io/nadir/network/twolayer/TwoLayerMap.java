package io.nadir.network.twolayer;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.OutputRows;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.network.map.NetworkMap;
import io.nadir.network.map.SampleBatches;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
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
public final class TwoLayerMap extends NetworkMap<TwoLayerNetwork> {
    /** For more inputs than this, ‖S‖_F takes the place of ‖S‖₂. */
    private static final int LARGEST_GRAM = 2048;

    private final DenseKernels kernels = Kernels.get();
    private final double slope;
    private final GradientPass gradientPass;
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

        super(data, loss, new SampleBatches(data.inputs(), data.y()), threads, executor);
        this.slope = data.slope();
        this.gradientPass = new GradientPass();
    }

    @Override
    public List<Integer> dimensions() {
        return List.of(data().inputs().columns(), data().y().columns());
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    protected double computeGradient(Factors w, Factors gradient) {
        return gradientPass.execute(w, gradient);
    }

    /** Returns false: for W¹ there is no Lipschitz constant across kinks. */
    @Override
    public boolean hasLipschitz() {
        return slope == 1;
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
            return curvature() * largestEigenvalue(new GramPass().gram(w));
        }
        Panel outer = w.block(1);
        double outerNorm = largestEigenvalue(products().transposeMultiply(outer, outer));
        return curvature() * inputNorm() * outerNorm;
    }

    /** Returns the Gram matrix of the outputs of the units for W², in one pass, and null for W¹. */
    @Override
    public @Nullable Panel blockGram(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        return k == 1 ? new GramPass().gram(w) : null;
    }

    @Override
    protected double forward(Factors w, ElementwiseLoss of, @Nullable Panel gradients) {
        return new OutputPass(of, gradients).sweep(w);
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
        data().y().blocks().forEach(targets -> outputs.visit(targets, null, visitor));
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

    /** Computes hidden ← σ(inputs·inner), with as many rows as there are inputs. */
    private void forward(Panel inputs, Panel inner, Panel hidden, Scratch scratch) {
        kernels.multiplyAdd(inputs, 0, inputs.rows(), inner, hidden.clear(), scratch);
        double[] h = hidden.data();
        kernels.rectify(slope, h, h, inputs.rows() * hidden.stride());
    }

    /** Computes back ← back ∘ σ'(hidden), element by element. */
    private void backward(Panel hidden, Panel back, int rows) {
        double[] b = back.data();
        kernels.rectifyAdjoint(slope, hidden.data(), b, b, rows * hidden.stride());
    }

    /** A pass over all batches, with the outputs of the units. */
    private abstract class UnitPass extends Pass {
        final Panel[] hidden = empty();
        final Panel[] outputs = empty();
        Factors w = Factors.empty(1, 1);

        private Panel[] empty() {
            Panel[] panels = new Panel[batches().chunks()];
            Arrays.setAll(panels, i -> Panel.zeros(0, 0));
            return panels;
        }

        final double sweep(Factors point) {
            w = point;
            for (int c = 0; c < hidden.length; c++) {
                hidden[c] = Panels.fit(hidden[c], batches().batchRows(), w.rank());
                if (outputs[c].rows() == 0) {
                    int q = data().y().columns();
                    double[] room = new double[batches().batchRows() * q];
                    outputs[c] = Panel.wrap(room, batches().batchRows(), q, 0);
                }
            }
            return sweep();
        }

        /** Computes the outputs of the units for a batch. */
        final void computeUnits(int chunk, int b, Scratch scratch) {
            forward(batches().inputs(b), w.block(0), hidden[chunk], scratch);
        }

        /** Replaces the outputs of a batch by ∇ℓ and returns the loss. */
        final double gradient(ElementwiseLoss of, int chunk, int b, Scratch scratch) {
            Panel targets = batches().targets(b);
            kernels.product(hidden[chunk], w.block(1), 0, targets.rows(), outputs[chunk], scratch);
            return of.gradientInPlace(targets.data(), 0, outputs[chunk].data(), 0, length(b));
        }
    }

    /** The pass of {@link #evaluate}. */
    private final class GradientPass extends UnitPass {
        private final ChunkSums inner = new ChunkSums(batches().chunks());
        private final ChunkSums outer = new ChunkSums(batches().chunks());
        private final Panel[] back = hidden.clone();

        double execute(Factors point, Factors gradient) {
            for (int c = 0; c < back.length; c++) {
                back[c] = Panels.fit(back[c], batches().batchRows(), point.rank());
            }
            inner.shape(data().inputs().columns(), point.rank());
            outer.shape(data().y().columns(), point.rank());
            double value = sweep(point);
            inner.total(gradient.block(0));
            outer.total(gradient.block(1));
            return value;
        }

        @Override
        protected void begin(int chunk) {
            inner.cleared(chunk);
            outer.cleared(chunk);
        }

        @Override
        protected double batch(int chunk, int b, Scratch scratch) {
            computeUnits(chunk, b, scratch);
            Panel inputs = batches().inputs(b);
            int rows = inputs.rows();
            double value = gradient(outputLoss(), chunk, b, scratch);
            Panel gradient = outputs[chunk];
            kernels.transposeMultiplyAdd(
                    gradient, 0, rows, hidden[chunk], outer.get(chunk), scratch);
            kernels.multiplyAdd(gradient, 0, rows, w.block(1), back[chunk].clear(), scratch);
            backward(hidden[chunk], back[chunk], rows);
            kernels.transposeMultiplyAdd(inputs, 0, rows, back[chunk], inner.get(chunk), scratch);
            return value;
        }
    }

    /** A pass that needs no gradient with respect to the weights; used once. */
    private final class OutputPass extends UnitPass {
        private final ElementwiseLoss of;
        private final @Nullable Panel gradients;

        OutputPass(ElementwiseLoss of, @Nullable Panel gradients) {
            this.of = of;
            this.gradients = gradients;
        }

        @Override
        protected double batch(int chunk, int b, Scratch scratch) {
            computeUnits(chunk, b, scratch);
            double value = gradient(of, chunk, b, scratch);
            if (gradients != null) {
                double[] out = gradients.data();
                System.arraycopy(outputs[chunk].data(), 0, out, first(b), length(b));
            }
            return value;
        }
    }

    /** The pass of the Gram matrix of the units' outputs; used once. */
    private final class GramPass extends UnitPass {
        private final ChunkSums grams = new ChunkSums(batches().chunks());

        Panel gram(Factors point) {
            grams.shape(point.rank(), point.rank());
            sweep(point);
            Panel total = Panel.zeros(point.rank(), point.rank());
            grams.total(total);
            return total;
        }

        @Override
        protected void begin(int chunk) {
            grams.cleared(chunk);
        }

        @Override
        protected double batch(int chunk, int b, Scratch scratch) {
            computeUnits(chunk, b, scratch);
            Panel units = hidden[chunk];
            int rows = batches().inputs(b).rows();
            kernels.transposeMultiplyAdd(units, 0, rows, units, grams.get(chunk), scratch);
            return 0;
        }
    }
}
