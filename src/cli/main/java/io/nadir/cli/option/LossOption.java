package io.nadir.cli.option;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.ModelData;

import picocli.CommandLine.Option;

/** The loss. */
@Section.In(Section.MODEL)
public final class LossOption {
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            converter = LossName.class,
            description =
                    "Loss of each entry: squared; huber:D, squared up to D and linear beyond, so"
                        + " that outliers count less; implicit:ALPHA, for counts R with --sparse:"
                        + " squared, for 1 where R is above 0 and 0 elsewhere, with the weight 1 +"
                        + " ALPHA*R; logistic or squared-hinge, for data that are 1 or -1;"
                        + " poisson:E, for counts: the Kullback-Leibler divergence from the model"
                        + " plus a background rate E (0.001 if left out), with nonnegative factors"
                        + " (--model nmf). Loss of each sample of a network whose targets have a"
                        + " column for each class: cross-entropy, for probabilities;"
                        + " multiclass-squared-hinge, for a single 1 among zeros (default:"
                        + " squared).")
    private LossChoice loss = LossChoice.of(outputs -> new SquaredLoss());

    /**
     * The loss for some data.
     *
     * @throws IllegalArgumentException if they have too few outputs
     */
    public ConvexLoss of(ModelData y) {
        return loss.ofOutputs().apply(y.factorShapes().getLast().rows());
    }

    /**
     * The data with the weights that the loss gives to their entries.
     *
     * @throws IllegalArgumentException if they cannot have them
     */
    ModelData weigh(ModelData y) {
        try {
            return loss.weigh().apply(y);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--loss: " + e.getMessage(), e);
        }
    }
}
