package io.nadir.cli;

import picocli.CommandLine.Option;

/** The weight of the regularizer. */
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
