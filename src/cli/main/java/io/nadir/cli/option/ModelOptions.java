package io.nadir.cli.option;

import io.nadir.model.Centering;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.function.Function;

/** The options for the kind of model and its regularizer. */
@Section.In(Section.MODEL)
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = ModelName.class,
            description =
                    "What to fit. matrix: INPUT = U V'. nmf: the same with nonnegative U and V."
                        + " dictionary:G: the same with a sparse V, by the penalty ||u||_2 (||v||_2"
                        + " + G ||v||_1) of each column. tensor and nonnegative-tensor: a sum of"
                        + " outer products, for a .npy of any order K >= 2, with the penalty"
                        + " ||w||^K / K. relu: a two-layer network from --inputs to INPUT. deep: a"
                        + " sum of parallel networks of --layers (default: matrix).")
    private ModelName.Model model = ModelName.MATRIX;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--regularizer",
            paramLabel = "NAME",
            converter = RegularizerName.class,
            description =
                    "Replace the penalty of the model by another one: squared-norms[:A,B] with A"
                            + " and B, for U and V, free or nonnegative; product:G,H with norms G"
                            + " and H, for U and V, such as l2, l1, l2+C*l1 or nonnegative-l2,"
                            + " where +C*tv adds the total variation along a line, and"
                            + " +C*tv:HEIGHTxWIDTH that of images whose pixels come row by row;"
                            + " norm-powers:K[,nonnegative]; path-norm:1 or path-norm:2 for deep"
                            + " networks. experiment:NAME takes any of these with any model, and"
                            + " experiment:none no penalty at all; such results are never"
                            + " certified.")
    private @Nullable Function<ModelData, Regularizer> regularizer;

    @Option(
            names = "--center",
            paramLabel = "WHAT",
            converter = CenterName.class,
            description =
                    "Fit offsets besides the factors: none, global (one number for all entries),"
                            + " rows (one for each row), columns, or both: INPUT = U V' + mean +"
                            + " row offset + column offset. They carry no penalty unless"
                            + " --offset-penalty says so. For matrices (default: none).")
    private Centering center = Centering.NONE;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--offset-penalty",
            paramLabel = "K",
            description =
                    "Shrink the offsets a of rows and b of columns by the penalty K/2 (||a||^2 +"
                        + " ||b||^2), so that those of rows and columns with few entries stay near"
                        + " 0; the mean is free. Alone, an offset is then a sum over the number of"
                        + " entries plus K. For --center rows, columns and both (default: 0).")
    private double offsetPenalty;

    /** The data with the offsets that are to be fitted to them. */
    ModelData centered(ModelData y) throws RefusedException {
        return RefusedException.unless(() -> y.centered(center, offsetPenalty));
    }

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
