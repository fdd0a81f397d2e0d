package io.nadir.cli;

import io.nadir.model.HuberLoss;
import io.nadir.model.LogisticLoss;
import io.nadir.model.Loss;
import io.nadir.model.SquaredHingeLoss;
import io.nadir.model.SquaredLoss;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A loss by the name that it has in reports. */
final class LossName implements ITypeConverter<Loss> {
    private static final String HUBER = "huber:";

    @Override
    public Loss convert(String value) {
        if (value.startsWith(HUBER)) {
            return huber(value);
        }
        return switch (value) {
            case "squared" -> new SquaredLoss();
            case "logistic" -> new LogisticLoss();
            case "squared-hinge" -> new SquaredHingeLoss();
            default -> throw refusal(value);
        };
    }

    private static Loss huber(String value) {
        try {
            return new HuberLoss(Double.parseDouble(value.substring(HUBER.length())));
        } catch (IllegalArgumentException e) {
            throw refusal(value);
        }
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are squared, huber:D with a finite D greater than 0,"
                        + " logistic, squared-hinge");
    }
}
