package io.nadir.cli;

import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.function.Function;

/** The kind of model, and its regularizer. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = ModelName.class,
            description =
                    "matrix; nmf, with U and V nonnegative; dictionary:G, with the sum over the"
                            + " columns of ||u||_2 (||v||_2 + G ||v||_1) for a sparse V; tensor,"
                            + " for a .npy of any order K >= 2, with the sum of ||w||^K / K, or"
                            + " nonnegative-tensor; relu, a two-layer network from --inputs to"
                            + " INPUT; deep, a sum of parallel networks of --layers (default:"
                            + " matrix).")
    private ModelName.Model model = ModelName.MATRIX;

    @Option(
            names = "--regularizer",
            paramLabel = "NAME",
            converter = RegularizerName.class,
            description =
                    "Instead of the model's own: squared-norms[:A,B] with A, B free or nonnegative;"
                        + " product:G,H with G, H one of l2, l1, l2+C*l1, nonnegative-l2 and so on,"
                        + " one for each factor; norm-powers:K[,nonnegative]; path-norm:1 or 2 for"
                        + " deep networks; any of them after experiment:, or experiment:none,"
                        + " whatever its degree, and never certified.")
    private @Nullable Function<ModelData, Regularizer> regularizer;

    /** What the data are. */
    ModelName.Kind kind() {
        return model.kind();
    }

    /**
     * The regularizer for some data.
     *
     * @throws IllegalArgumentException if there are two
     */
    Regularizer regularizer(ModelData y) {
        if (regularizer == null) {
            return model.regularizer(y);
        }
        if (model.isRegularizer()) {
            throw new IllegalArgumentException(
                    "--regularizer = "
                            + regularizer.apply(y).name()
                            + ", allowed with the models matrix, tensor, relu and deep only:"
                            + " others stand for a regularizer");
        }
        return regularizer.apply(y);
    }
}
