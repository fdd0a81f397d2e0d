package io.nadir.cli.option;

import io.nadir.Problem;
import io.nadir.cli.progress.PassProgress;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;

/** The options that describe a problem: the data and the model. */
public final class ProblemOptions {
    @Mixin private final DataOptions data = new DataOptions();
    @Mixin private final ModelOptions model = new ModelOptions();
    @Mixin private final SampleOptions samples = new SampleOptions();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec command;

    /**
     * Reads the data.
     *
     * @throws IOException if they cannot be read
     * @throws RefusedException if options do not go together, or the data with them
     */
    public ModelData read(Terminal terminal) throws IOException, RefusedException {
        return model.centered(readPlain(terminal));
    }

    /**
     * Reads the data, with the weights that a loss gives to their entries.
     *
     * @throws IOException if they cannot be read
     * @throws RefusedException if options do not go together, or the data with them
     */
    public ModelData read(Terminal terminal, LossOption loss) throws IOException, RefusedException {
        ModelData y = read(terminal);
        return RefusedException.unless(() -> loss.weigh(y));
    }

    private ModelData readPlain(Terminal terminal) throws IOException, RefusedException {
        return switch (model.kind()) {
            case RELU -> samples.twoLayers(data.readTargets(terminal), data);
            case DEEP -> samples.deep(data.readTargets(terminal), data);
            case TENSOR -> {
                samples.requireNone();
                yield data.readTensor(terminal);
            }
            case MATRIX -> {
                samples.requireNone();
                yield data.read(terminal);
            }
        };
    }

    /**
     * Throws unless the data may have missing entries to fill in.
     *
     * @throws RefusedException if the option is wanted for other data
     */
    public void requireFillable(FilledOption filled) throws RefusedException {
        filled.requireAllowed();
        if (filled.isWanted()) {
            if (model.kind() != ModelName.Kind.MATRIX) {
                throw RefusedException.of("--filled is for matrices, not for tensors and networks");
            }
            data.requireMissing("--filled");
        }
    }

    /** Shows passes over mapped data in the display of a solve. */
    public void showPasses(ProgressDisplay display) {
        PassProgress passes = data.passes();
        if (passes != null) {
            passes.showIn(display);
        }
    }

    /** Removes what is shown of passes over mapped data. */
    public void clearPasses() {
        PassProgress passes = data.passes();
        if (passes != null) {
            passes.clear();
        }
    }

    /** What the data are. */
    public ModelName.Kind kind() {
        return model.kind();
    }

    /** How everything that was read was understood, and by which command. */
    public Inputs inputs() {
        return data.inputs().by(CommandWords.of(command));
    }

    /**
     * The problem of the model of data.
     *
     * @throws RefusedException if λ is not allowed or data and model do not go together
     */
    public Problem problem(ModelData y, LossOption loss, double lambda) throws RefusedException {
        return RefusedException.unless(() -> problem(y, loss.of(y), lambda));
    }

    /** The regularizer, without refusing what does not match the map. */
    public Regularizer regularizer(ModelData y) throws RefusedException {
        return RefusedException.unless(() -> model.regularizer(y));
    }

    /** The problem with a given loss. */
    public Problem problem(ModelData y, ConvexLoss loss, double lambda) {
        return new Problem(y, loss, model.regularizer(y), lambda);
    }
}
