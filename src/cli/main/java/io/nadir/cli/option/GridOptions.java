package io.nadir.cli.option;

import io.nadir.PathOptions;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.util.List;

/** The weights of a path: given, or in geometric progression. */
@Section.In(Section.REGULARIZATION)
public final class GridOptions {
    @Option(
            names = "--lambdas",
            required = true,
            split = ",",
            paramLabel = "L",
            description =
                    "The weights of the penalty, separated by commas (default: chosen by "
                            + "--ratio and --count).")
    private List<Double> lambdas = List.of();

    @ArgGroup(exclusive = false)
    private Geometric geometric = new Geometric();

    /** Whether the user gave the values. */
    public boolean isGiven() {
        return !lambdas.isEmpty();
    }

    /**
     * Returns options of a path.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public PathOptions toOptions() {
        return isGiven()
                ? PathOptions.of(lambdas)
                : PathOptions.geometric(geometric.ratio, geometric.count);
    }

    /** Weights in geometric progression. */
    @Section.In(Section.REGULARIZATION)
    static final class Geometric {
        @Option(
                names = "--ratio",
                paramLabel = "R",
                description =
                        "Choose the weights: the k-th is R^k times the least weight for which "
                                + "the solution is zero (default: ${DEFAULT-VALUE}).")
        private double ratio = 0.75;

        @Option(
                names = "--count",
                paramLabel = "N",
                description = "Number of weights (default: ${DEFAULT-VALUE}).")
        private int count = 16;
    }
}
