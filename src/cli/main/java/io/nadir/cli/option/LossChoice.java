package io.nadir.cli.option;

import io.nadir.loss.ConvexLoss;
import io.nadir.model.ModelData;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A loss that was chosen by name.
 *
 * @param ofOutputs the loss for a number of outputs
 * @param weighs whether it gives weights to the entries of data
 * @param weigh makes data with the weights that the loss gives to their entries
 */
record LossChoice(
        IntFunction<ConvexLoss> ofOutputs, boolean weighs, UnaryOperator<ModelData> weigh) {
    /** A loss that leaves data as they are. */
    static LossChoice of(IntFunction<ConvexLoss> ofOutputs) {
        return new LossChoice(ofOutputs, false, UnaryOperator.identity());
    }
}
