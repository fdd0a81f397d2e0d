package io.nadir.network.map;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.Strided;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SampleLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.BoundLoss;

/**
 * Converts a loss of the outputs of a network to the form that passes over batches call, which
 * receives runs of whole samples.
 */
public final class OutputLoss {
    private OutputLoss() {}

    /**
     * Returns the loss, and checks that it is defined for the targets.
     *
     * @return a loss for runs of whole rows, each of as many entries as there are outputs
     * @throws IllegalArgumentException if the loss is not defined for the targets, or is neither a
     *     sum over entries nor a sum over samples
     */
    public static ElementwiseLoss of(ConvexLoss loss, DenseMatrix targets) {
        int outputs = targets.columns();
        for (Panel block : targets.blocks()) {
            requireDefined(loss, block, outputs);
        }
        return loss instanceof SampleLoss coupled
                ? new OfSamples(coupled, outputs)
                : new BoundLoss(Loss.ofEntries(loss), null);
    }

    /** Returns an object that computes −ℓ*(s·G) in place of the loss, where G is the gradient. */
    public static ElementwiseLoss dual(ConvexLoss loss, int outputs, double s) {
        return loss instanceof SampleLoss coupled
                ? new DualOfSamples(coupled, outputs, s)
                : new BoundLoss(Loss.ofEntries(loss), null).dual(s);
    }

    private static void requireDefined(ConvexLoss loss, Panel block, int outputs) {
        if (!(loss instanceof SampleLoss coupled)) {
            Loss.ofEntries(loss).requireDefined(block.data(), 0, block.rows() * outputs);
            return;
        }
        for (int i = 0; i < block.rows(); i++) {
            coupled.requireDefined(block.data(), i * outputs, outputs);
        }
    }

    private record OfSamples(SampleLoss loss, int outputs) implements ElementwiseLoss {
        @Override
        public double gradientInPlace(
                double[] y, int yOffset, double[] x, int xOffset, int length) {
            double sum = 0;
            for (int i = 0; i < length; i += outputs) {
                sum += loss.gradientInPlace(y, yOffset + i, x, xOffset + i, outputs);
            }
            return sum;
        }
    }

    private record DualOfSamples(SampleLoss loss, int outputs, double s)
            implements ElementwiseLoss {
        @Override
        public double gradientInPlace(
                double[] y, int yOffset, double[] x, int xOffset, int length) {
            double sum = 0;
            for (int i = 0; i < length; i += outputs) {
                loss.gradientInPlace(y, yOffset + i, x, xOffset + i, outputs);
                Strided.scale(s, x, xOffset + i, 1, outputs);
                sum += loss.dualValue(y, yOffset + i, x, xOffset + i, outputs);
            }
            return sum;
        }
    }
}
