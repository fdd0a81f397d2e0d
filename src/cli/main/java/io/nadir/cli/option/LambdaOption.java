package io.nadir.cli.option;

import picocli.CommandLine.Option;

/** The option for λ, the weight of the regularizer. */
@Section.In(Section.REGULARIZATION)
public final class LambdaOption {
    @Option(
            names = "--lambda",
            required = true,
            paramLabel = "L",
            description =
                    "Weight of the penalty, greater than 0: a larger L gives fewer columns. The"
                            + " least L whose solution is zero is in report.json as lambdaMax."
                            + " Required.")
    private double lambda;

    public double value() {
        return lambda;
    }
}
