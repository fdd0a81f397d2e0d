package io.nadir.cli.option;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.MulticlassHingeLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;

/** A loss by the name that it has in reports. */
final class LossName implements ITypeConverter<LossChoice> {
    private static final String HUBER = "huber:";
    private static final String IMPLICIT = "implicit:";

    /** The Poisson loss, and what it is called elsewhere. */
    private static final List<String> POISSON = List.of("poisson", "kullback-leibler");

    /** The background rate if none is given. */
    static final double BACKGROUND = 1e-3;

    @Override
    public LossChoice convert(String value) {
        if (value.startsWith(HUBER)) {
            ConvexLoss huber = huber(value);
            return LossChoice.of(outputs -> huber);
        }
        if (value.startsWith(IMPLICIT)) {
            return implicit(value);
        }
        for (String name : POISSON) {
            if (value.equals(name) || value.startsWith(name + ":")) {
                ConvexLoss poisson = poisson(value, value.substring(name.length()));
                return LossChoice.of(outputs -> poisson);
            }
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

    /** Takes a background rate after a colon, or nothing. */
    private static PoissonLoss poisson(String value, String rate) {
        try {
            return new PoissonLoss(
                    rate.isEmpty() ? BACKGROUND : Double.parseDouble(rate.substring(1)));
        } catch (IllegalArgumentException e) {
            throw refusal(value);
        }
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are squared, huber:D with a finite D greater than 0,"
                        + " implicit:ALPHA with a finite ALPHA from 0, logistic, squared-hinge,"
                        + " poisson or poisson:E with E from 2^-100 to 2^100, cross-entropy,"
                        + " multiclass-squared-hinge");
    }
}
