package io.nadir.cli;

import io.nadir.Problem;
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

    private static final String DICTIONARY = "dictionary";
    private static final String NMF = "nmf";
    private static final String NON_NEGATIVE_TENSOR = "nonnegative-tensor";

    /** What the data of a model are, as {@link ModelData#kind} calls it in lower case. */
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
        if (value.startsWith(DICTIONARY + ":")) {
            Regularizer theta = dictionary(value);
            return new Model(Kind.MATRIX, y -> theta);
        }
        return switch (value) {
            case "matrix" -> MATRIX;
            case NMF -> new Model(Kind.MATRIX, y -> SquaredNorms.nonNegative());
            case "tensor" -> new Model(Kind.TENSOR, null);
            case NON_NEGATIVE_TENSOR -> new Model(Kind.TENSOR, ModelName::nonNegativeTensor);
            case "relu" -> new Model(Kind.RELU, null);
            case "deep" -> new Model(Kind.DEEP, null);
            default -> throw refusal(value);
        };
    }

    /** The name of the model of a problem. */
    static String of(Problem problem) {
        String kind = problem.y().kind();
        String theta = problem.regularizer().name();
        if (kind.equals(EnumName.of(Kind.MATRIX))) {
            if (theta.equals(SquaredNorms.nonNegative().name())) {
                return NMF;
            }
            return theta.startsWith("product:l2,l2+") ? DICTIONARY : kind;
        }
        return kind.equals(EnumName.of(Kind.TENSOR))
                        && theta.equals(nonNegativeTensor(problem.y()).name())
                ? NON_NEGATIVE_TENSOR
                : kind;
    }

    private static Regularizer nonNegativeTensor(ModelData y) {
        return new NormPowers(y.factorShapes().size(), true);
    }

    private static Regularizer dictionary(String value) {
        try {
            double gamma = Double.parseDouble(value.substring(DICTIONARY.length() + 1));
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
