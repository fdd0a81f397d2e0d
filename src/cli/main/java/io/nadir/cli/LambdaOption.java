package io.nadir.cli;

import picocli.CommandLine.Option;

/** The option for λ, the weight of the regularizer. */
final class LambdaOption {
    @Option(
            names = "--lambda",
            required = true,
            paramLabel = "L",
            description = "Weight of the regularizer, greater than 0.")
    private double lambda;

    double value() {
        return lambda;
    }
}
