package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.Loss;
import io.nadir.model.MatrixData;
import io.nadir.model.SquaredLoss;

import picocli.CommandLine.Option;

/** What is minimized, but for the data and the weight of the regularizer. */
final class ModelOptions {
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            converter = LossName.class,
            description =
                    "Loss of an entry: squared; huber:D, square up to D and linear beyond, which"
                            + " tolerates outliers; logistic or squared-hinge, for data 1 and -1"
                            + " (default: squared).")
    private Loss loss = new SquaredLoss();

    /** The problem of factorizing {@code y}. */
    Problem problem(MatrixData y, double lambda) {
        return Problem.lowRank(y, lambda).withLoss(loss);
    }
}
