package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.GaugeProduct;
import io.nadir.model.MixedNorm;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A model by its name, which stands for a regularizer. */
final class ModelName implements ITypeConverter<Regularizer> {
    private static final String DICTIONARY = "dictionary:";

    @Override
    public Regularizer convert(String value) {
        if (value.startsWith(DICTIONARY)) {
            return dictionary(value);
        }
        return switch (value) {
            case "matrix" -> new SquaredNorms();
            case "nmf" -> SquaredNorms.nonNegative();
            default -> throw refusal(value);
        };
    }

    /** The name of the model of a problem. */
    static String of(Problem problem) {
        Regularizer theta = problem.regularizer();
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
                "'" + value + "', allowed are matrix, nmf, dictionary:G with G greater than 0");
    }
}
