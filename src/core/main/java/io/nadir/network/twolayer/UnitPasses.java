package io.nadir.network.twolayer;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.Factors;
import io.nadir.network.map.NetworkMap;
import io.nadir.network.map.SampleBatches;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Passes over the samples of a {@link TwoLayerNetwork}, one batch at a time, that compute the
 * outputs of the units and what follows from them. On one thread, warm passes for value and
 * gradient allocate nothing.
 */
abstract class UnitPasses extends NetworkMap<TwoLayerNetwork> {
    private final DenseKernels kernels = Kernels.get();
    private final double slope;
    private final GradientPass gradientPass;

    /** Binds samples and loss to threads, see {@link TwoLayerMap}. */
    UnitPasses(TwoLayerNetwork data, ConvexLoss loss, int threads, @Nullable Executor executor) {
        super(data, loss, new SampleBatches(data.inputs(), data.y()), threads, executor);
        this.slope = data.slope();
        this.gradientPass = new GradientPass();
    }

    @Override
    protected final double computeGradient(Factors w, Factors gradient) {
        return gradientPass.execute(w, gradient);
    }

    @Override
    protected final double forward(Factors w, ElementwiseLoss of, @Nullable Panel gradients) {
        return new OutputPass(of, gradients).sweep(w);
    }

    /** The Gram matrix of the outputs of the units, r×r, in one pass. */
    final Panel gram(Factors w) {
        return new GramPass().gram(w);
    }

    /** Computes hidden ← σ(inputs·inner), with as many rows as there are inputs. */
    final void forward(Panel inputs, Panel inner, Panel hidden, Scratch scratch) {
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
