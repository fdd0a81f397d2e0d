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

/** A loss by the name that it has in reports. */
final class LossName implements ITypeConverter<LossChoice> {
    private static final String HUBER = "huber:";
    private static final String IMPLICIT = "implicit:";

    @Override
    public LossChoice convert(String value) {
        if (value.startsWith(HUBER)) {
            ConvexLoss huber = huber(value);
            return LossChoice.of(outputs -> huber);
        }
        if (value.startsWith(IMPLICIT)) {
            return implicit(value);
        }
        return switch (value) {
            case "squared" -> LossChoice.of(outputs -> new SquaredLoss());
            case "logistic" -> LossChoice.of(outputs -> new LogisticLoss());
            case "squared-hinge" -> LossChoice.of(outputs -> new SquaredHingeLoss());
            case "cross-entropy" -> LossChoice.of(outputs -> new SoftmaxLoss());
            case "multiclass-squared-hinge" -> LossChoice.of(MulticlassHingeLoss::new);
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

    private static LossChoice implicit(String value) {
        double alpha;
        try {
            alpha = Double.parseDouble(value.substring(IMPLICIT.length()));
        } catch (NumberFormatException e) {
            throw refusal(value);
        }
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw refusal(value);
        }
        return new LossChoice(
                outputs -> new SquaredLoss(), true, data -> data.withImplicitFeedback(alpha));
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are squared, huber:D with a finite D greater than 0,"
                        + " implicit:ALPHA with a finite ALPHA from 0, logistic, squared-hinge,"
                        + " cross-entropy, multiclass-squared-hinge");
    }
}
