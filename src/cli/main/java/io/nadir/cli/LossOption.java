package io.nadir.cli;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.ModelData;

import picocli.CommandLine.Option;

import java.util.function.IntFunction;

/** The option for the loss. */
final class LossOption {
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            converter = LossName.class,
            description =
                    "Loss of an entry: squared; huber:D, square up to D and linear beyond, which"
                            + " tolerates outliers; logistic or squared-hinge, for data 1 and -1."
                            + " Of a sample of a network, with a column of targets for each class:"
                            + " cross-entropy, for probabilities, or multiclass-squared-hinge, for"
                            + " one 1 among zeros (default: squared).")
    private IntFunction<ConvexLoss> loss = outputs -> new SquaredLoss();

    /**
     * The loss for some data.
     *
     * @throws IllegalArgumentException if they have too few outputs
     */
    ConvexLoss of(ModelData y) {
        return loss.apply(y.factorShapes().getLast().rows());
    }
}
