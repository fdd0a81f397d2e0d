package io.nadir.cli.option;

import io.nadir.model.Gauge;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;
import java.util.function.Function;

/** A regularizer by the name that it has in reports. */
final class RegularizerName implements ITypeConverter<Function<ModelData, Regularizer>> {
    private static final String SQUARED = "squared-norms";
    private static final String PRODUCT = "product:";
    private static final String POWERS = "norm-powers:";
    private static final String PATHS = "path-norm:";
    private static final String EXPERIMENT = "experiment:";
    private static final String NONE = "none";
    private static final String NON_NEGATIVE = "nonnegative";

    @Override
    public Function<ModelData, Regularizer> convert(String value) {
        if (value.startsWith(PATHS)) {
            return pathNorm(value);
        }
        if (value.startsWith(EXPERIMENT)) {
            String theta = value.substring(EXPERIMENT.length());
            Regularizer experiment =
                    theta.equals(NONE)
                            ? UncertifiedRegularizer.unregularized()
                            : new UncertifiedRegularizer(parse(theta));
            return data -> experiment;
        }
        Regularizer theta = parse(value);
        return data -> theta;
    }

    /** Returns the path norm of a network, which determines what its paths are. */
    private static Function<ModelData, Regularizer> pathNorm(String value) {
        String order = value.substring(PATHS.length());
        if (!order.equals("1") && !order.equals("2")) {
            throw refusal(value);
        }
        return data -> {
            Regularizer ofData = data.regularizer(value);
            if (ofData == null) {
                throw new IllegalArgumentException(
                        "--regularizer = " + value + ", allowed with the model deep only");
            }
            return ofData;
        };
    }

    private static Regularizer parse(String value) {
        try {
            if (value.equals(SQUARED)) {
                return new SquaredNorms();
            }
            if (value.startsWith(SQUARED + ":")) {
                List<String> signs = split(value.substring(SQUARED.length() + 1));
                if (signs.size() != 2) {
                    throw refusal(value);
                }
                return new SquaredNorms(isConstrained(signs.get(0)), isConstrained(signs.get(1)));
            }
            if (value.startsWith(PRODUCT)) {
                List<String> gauges = split(value.substring(PRODUCT.length()));
                return new GaugeProduct(gauges.stream().map(RegularizerName::gauge).toList());
            }
            if (value.startsWith(POWERS)) {
                return powers(split(value.substring(POWERS.length())));
            }
        } catch (IllegalArgumentException e) {
            throw refusal(value);
        }
        throw refusal(value);
    }

    private static List<String> split(String text) {
        return List.of(text.split(",", -1));
    }

    private static NormPowers powers(List<String> parts) {
        boolean constrained = parts.size() == 2 && isConstrained(parts.get(1));
        if (parts.size() > 2) {
            throw new IllegalArgumentException(String.join(",", parts));
        }
        return new NormPowers(Integer.parseInt(parts.get(0)), constrained);
    }

    private static boolean isConstrained(String sign) {
        if (!sign.equals(NON_NEGATIVE) && !sign.equals("free")) {
            throw new IllegalArgumentException(sign);
        }
        return sign.equals(NON_NEGATIVE);
    }

    private static Gauge gauge(String text) {
        if (text.startsWith(NON_NEGATIVE + "-")) {
            return new NonNegative(gauge(text.substring(NON_NEGATIVE.length() + 1)));
        }
        double euclidean = 0;
        double one = 0;
        for (String term : text.split("\\+", -1)) {
            int star = term.indexOf('*');
            double weight = star < 0 ? 1 : Double.parseDouble(term.substring(0, star));
            switch (term.substring(star + 1)) {
                case "l2" -> euclidean += weight;
                case "l1" -> one += weight;
                default -> throw new IllegalArgumentException(term);
            }
        }
        return new EuclideanPlusL1(euclidean, one);
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are squared-norms, squared-norms:A,B with A and B free or"
                        + " nonnegative, product:G,H[,...] with G and H l2, l1 or l2+C*l1, C"
                        + " greater than 0, or nonnegative- before one of these, norm-powers:K with"
                        + " K at least 2, and ,nonnegative if wanted, path-norm:1 and path-norm:2,"
                        + " and any of them after experiment:, or experiment:none, which is never"
                        + " certified");
    }
}
