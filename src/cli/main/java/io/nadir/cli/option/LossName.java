package io.nadir.cli.option;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.MulticlassHingeLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.function.IntFunction;

/** A loss by the name that it has in reports, for a number of outputs. */
final class LossName implements ITypeConverter<IntFunction<ConvexLoss>> {
    private static final String HUBER = "huber:";

    @Override
    public IntFunction<ConvexLoss> convert(String value) {
        if (value.startsWith(HUBER)) {
            ConvexLoss huber = huber(value);
            return outputs -> huber;
        }
        return switch (value) {
            case "squared" -> outputs -> new SquaredLoss();
            case "logistic" -> outputs -> new LogisticLoss();
            case "squared-hinge" -> outputs -> new SquaredHingeLoss();
            case "cross-entropy" -> outputs -> new SoftmaxLoss();
            case "multiclass-squared-hinge" -> MulticlassHingeLoss::new;
            default -> throw refusal(value);
        };
    }

    private static HuberLoss huber(String value) {
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
                        + " logistic, squared-hinge, cross-entropy, multiclass-squared-hinge");
    }
}
