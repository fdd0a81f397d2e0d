package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.GaugeProduct;
import io.nadir.model.MixedNorm;
import io.nadir.model.ModelData;
import io.nadir.model.NormPowers;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;
import io.nadir.model.TensorData;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.function.Function;

/** A model by its name, which stands for a kind of data and a regularizer. */
final class ModelName implements ITypeConverter<ModelName.Model> {
    private static final String DICTIONARY = "dictionary:";
    private static final String TENSOR = "tensor";
    private static final String NON_NEGATIVE_TENSOR = "nonnegative-tensor";

    /**
     * A model.
     *
     * @param ofTensor whether the data are a tensor
     * @param regularizer for the data
     */
    record Model(boolean ofTensor, Function<ModelData, Regularizer> regularizer) {
        private static Model ofMatrix(Regularizer regularizer) {
            return new Model(false, data -> regularizer);
        }

        private static Model ofTensor(boolean nonNegative) {
            return new Model(true, data -> new NormPowers(order(data), nonNegative));
        }

        private static int order(ModelData data) {
            if (data instanceof TensorData tensor) {
                return tensor.shape().size();
            }
            throw new IllegalArgumentException(
                    "model = tensor, allowed here are those of matrices");
        }
    }

    @Override
    public Model convert(String value) {
        if (value.startsWith(DICTIONARY)) {
            return Model.ofMatrix(dictionary(value));
        }
        return switch (value) {
            case "matrix" -> Model.ofMatrix(new SquaredNorms());
            case "nmf" -> Model.ofMatrix(SquaredNorms.nonNegative());
            case TENSOR -> Model.ofTensor(false);
            case NON_NEGATIVE_TENSOR -> Model.ofTensor(true);
            default -> throw refusal(value);
        };
    }

    /** The name of the model of a problem. */
    static String of(Problem problem) {
        Regularizer theta = problem.regularizer();
        if (problem.y() instanceof TensorData) {
            return theta.isSmooth() ? TENSOR : NON_NEGATIVE_TENSOR;
        }
        if (theta.name().equals(SquaredNorms.nonNegative().name())) {
            return "nmf";
        }
        boolean dictionary =
                theta instanceof GaugeProduct product
                        && product.gauge(0).equals(MixedNorm.EUCLIDEAN)
                        && product.gauge(1) instanceof MixedNorm right
                        && right.euclidean() == 1
                        && right.one() > 0;
        return dictionary ? "dictionary" : "matrix";
    }

    private static Regularizer dictionary(String value) {
        try {
            double gamma = Double.parseDouble(value.substring(DICTIONARY.length()));
            return new GaugeProduct(MixedNorm.EUCLIDEAN, MixedNorm.sparse(gamma));
        } catch (IllegalArgumentException e) {
            throw refusal(value);
        }
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are matrix, nmf, tensor, nonnegative-tensor, dictionary:G"
                        + " with G greater than 0");
    }
}
