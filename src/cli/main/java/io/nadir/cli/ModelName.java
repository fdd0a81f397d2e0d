package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.tensor.TensorData;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.function.Function;

/** The name of a model on the command line, which stands for a kind of data and a regularizer. */
final class ModelName implements ITypeConverter<ModelName.Model> {
    /** A matrix with the regularizer of its nuclear norm. */
    static final Model MATRIX = new Model(Kind.MATRIX, false, data -> new SquaredNorms());

    private static final String DICTIONARY = "dictionary:";
    private static final String NON_NEGATIVE_TENSOR = "nonnegative-tensor";

    /** What the data of a model are. */
    enum Kind {
        /** A matrix. */
        MATRIX,
        /** A tensor. */
        TENSOR,
        /** Inputs and targets of a two-layer network. */
        NETWORK,
        /** Inputs and targets of parallel subnetworks. */
        DEEP
    }

    /**
     * A model.
     *
     * @param kind of data
     * @param isRegularizer whether the name says what the regularizer is
     * @param regularizer for the data
     */
    record Model(Kind kind, boolean isRegularizer, Function<ModelData, Regularizer> regularizer) {
        private static Model ofMatrix(Regularizer regularizer) {
            return new Model(Kind.MATRIX, true, data -> regularizer);
        }

        private static Model ofTensor(boolean nonNegative) {
            return new Model(
                    Kind.TENSOR,
                    nonNegative,
                    data -> new NormPowers(data.factorShapes().size(), nonNegative));
        }
    }

    @Override
    public Model convert(String value) {
        if (value.startsWith(DICTIONARY)) {
            return Model.ofMatrix(dictionary(value));
        }
        return switch (value) {
            case "matrix" -> MATRIX;
            case "nmf" -> Model.ofMatrix(SquaredNorms.nonNegative());
            case "tensor" -> Model.ofTensor(false);
            case NON_NEGATIVE_TENSOR -> Model.ofTensor(true);
            case "relu" -> new Model(Kind.NETWORK, false, data -> new SquaredNorms());
            case "deep" ->
                    new Model(
                            Kind.DEEP,
                            false,
                            data -> new NormPowers(data.factorShapes().size(), false));
            default -> throw refusal(value);
        };
    }

    /** The name of the model of a problem. */
    static String of(Problem problem) {
        Regularizer theta = problem.regularizer();
        return switch (problem.y()) {
            case TensorData _ ->
                    theta instanceof NormPowers && !theta.isSmooth()
                            ? NON_NEGATIVE_TENSOR
                            : "tensor";
            case TwoLayerNetwork _ -> "relu";
            case DeepNetwork _ -> "deep";
            default -> matrix(theta);
        };
    }

    private static String matrix(Regularizer theta) {
        if (theta.name().equals(SquaredNorms.nonNegative().name())) {
            return "nmf";
        }
        boolean dictionary =
                theta instanceof GaugeProduct product
                        && product.gauge(0).equals(EuclideanPlusL1.EUCLIDEAN)
                        && product.gauge(1) instanceof EuclideanPlusL1 right
                        && right.euclidean() == 1
                        && right.one() > 0;
        return dictionary ? "dictionary" : "matrix";
    }

    private static Regularizer dictionary(String value) {
        try {
            double gamma = Double.parseDouble(value.substring(DICTIONARY.length()));
            return new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(gamma));
        } catch (IllegalArgumentException e) {
            throw refusal(value);
        }
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are matrix, nmf, tensor, nonnegative-tensor, relu, deep,"
                        + " dictionary:G with G greater than 0");
    }
}
