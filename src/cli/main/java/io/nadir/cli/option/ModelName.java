package io.nadir.cli.option;

import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.function.Function;

/** A model by its name, which stands for a kind of data and maybe a regularizer. */
final class ModelName implements ITypeConverter<ModelName.Model> {
    /** A matrix with the regularizer of its nuclear norm. */
    static final Model MATRIX = new Model(Kind.MATRIX, null);

    private static final String DICTIONARY = "dictionary:";

    /** What the data of a model are, so what else there is to read. */
    enum Kind {
        /** A matrix. */
        MATRIX,
        /** A tensor. */
        TENSOR,
        /** Inputs and targets of a two-layer network. */
        RELU,
        /** Inputs and targets of parallel subnetworks. */
        DEEP
    }

    /**
     * A model.
     *
     * @param kind of data
     * @param named the regularizer that the name stands for; null if it is the model's own
     */
    record Model(Kind kind, @Nullable Function<ModelData, Regularizer> named) {
        /** Whether the name says what the regularizer is. */
        boolean isRegularizer() {
            return named != null;
        }

        /** The regularizer for some data. */
        Regularizer regularizer(ModelData y) {
            return named == null ? y.defaultRegularizer() : named.apply(y);
        }
    }

    @Override
    public Model convert(String value) {
        if (value.startsWith(DICTIONARY)) {
            Regularizer theta = dictionary(value);
            return new Model(Kind.MATRIX, y -> theta);
        }
        return switch (value) {
            case "matrix" -> MATRIX;
            case "nmf" -> new Model(Kind.MATRIX, y -> SquaredNorms.nonNegative());
            case "tensor" -> new Model(Kind.TENSOR, null);
            case "nonnegative-tensor" ->
                    new Model(Kind.TENSOR, y -> new NormPowers(y.factorShapes().size(), true));
            case "relu" -> new Model(Kind.RELU, null);
            case "deep" -> new Model(Kind.DEEP, null);
            default -> throw refusal(value);
        };
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
