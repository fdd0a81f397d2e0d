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
import java.util.function.IntFunction;

/** A loss by the name that it has in reports, for a number of outputs. */
final class LossName implements ITypeConverter<IntFunction<ConvexLoss>> {
    private static final String HUBER = "huber:";

    /** The Poisson loss, and what it is called elsewhere. */
    private static final List<String> POISSON = List.of("poisson", "kullback-leibler");

    /** The background rate if none is given. */
    static final double BACKGROUND = 1e-3;

    @Override
    public IntFunction<ConvexLoss> convert(String value) {
        if (value.startsWith(HUBER)) {
            ConvexLoss huber = huber(value);
            return outputs -> huber;
        }
        for (String name : POISSON) {
            if (value.equals(name) || value.startsWith(name + ":")) {
                ConvexLoss poisson = poisson(value, value.substring(name.length()));
                return outputs -> poisson;
            }
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
                        + " poisson or poisson:E with E from 2^-100 to 2^100,"
                        + " logistic, squared-hinge, cross-entropy, multiclass-squared-hinge");
    }
}
