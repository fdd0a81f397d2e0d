package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.Loss;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredLoss;
import io.nadir.model.SquaredNorms;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
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

    @ArgGroup private Choice choice = new Choice();

    /** The regularizer, by the name of the model or by its own. */
    static final class Choice {
        @Option(
                names = "--model",
                paramLabel = "MODEL",
                converter = ModelName.class,
                description =
                        "matrix; nmf, with U and V nonnegative; dictionary:G, with the sum over the"
                            + " columns of ||u||_2 (||v||_2 + G ||v||_1) for a sparse V; tensor,"
                            + " for a .npy of any order K >= 2, with the sum of ||w||^K / K, or"
                            + " nonnegative-tensor (default: matrix).")
        private ModelName.@Nullable Model model;

        @Option(
                names = "--regularizer",
                paramLabel = "NAME",
                converter = RegularizerName.class,
                description =
                        "Instead of a model: squared-norms[:A,B] with A, B free or nonnegative, or"
                                + " product:G,H with G, H one of l2, l1, l2+C*l1, nonnegative-l2"
                                + " and so on.")
        private @Nullable Regularizer regularizer;

        Regularizer chosen(ModelData y) {
            if (regularizer != null) {
                return regularizer;
            }
            return model != null ? model.regularizer().apply(y) : new SquaredNorms();
        }
    }

    /** The problem of factorizing {@code y}. */
    Problem problem(ModelData y, double lambda) {
        return new Problem(y, loss, choice.chosen(y), lambda);
    }

    /** Whether the data are a tensor. */
    boolean isTensor() {
        return choice.model != null && choice.model.ofTensor();
    }
}
