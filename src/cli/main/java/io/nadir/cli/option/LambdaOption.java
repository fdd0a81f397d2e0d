package io.nadir.cli.option;

import io.nadir.PathListener;
import io.nadir.Problem;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Option;

/** The option for λ, the weight of the regularizer. */
@Section.In(Section.REGULARIZATION)
public final class LambdaOption {
    @Option(
            names = "--lambda",
            required = true,
            paramLabel = "L",
            converter = LambdaChoice.Converter.class,
            description = {
                "Weight of the penalty: a larger L gives fewer columns. Required.",
                "  number    greater than 0",
                "  0.1*max   a share of the least L whose solution is zero",
                "  auto      by the noise, estimated from the median singular value (complete"
                        + " matrix, squared loss); otherwise the best of several on entries held"
                        + " out"
            })
    private LambdaChoice choice = new LambdaChoice.Given(Double.NaN);

    /**
     * The problem with the λ that the user chose.
     *
     * @param any the problem with any λ
     * @param options the options of the solve that follows
     * @param listener is told of the solves that the choice takes
     * @throws RefusedException if λ is not allowed, or the data do not tell it
     */
    public LambdaChoice.Chosen choose(Problem any, SolverOptions options, PathListener listener)
            throws RefusedException {
        return RefusedException.unless(() -> choice.choose(any, options, listener));
    }
}
