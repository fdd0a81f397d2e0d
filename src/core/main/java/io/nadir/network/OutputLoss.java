package io.nadir.network;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.Strided;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SampleLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.BoundLoss;

/** A loss of the outputs of a network, in the form of one of runs of whole samples. */
public final class OutputLoss {
    private OutputLoss() {}

    /**
     * Checks that the loss is defined for the targets.
     *
     * @return for runs of whole rows of {@code outputs} entries
     * @throws IllegalArgumentException if it is not, or the loss is one of an unknown kind
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

    /** The same with the value −ℓ*(sG), G the gradient. */
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
