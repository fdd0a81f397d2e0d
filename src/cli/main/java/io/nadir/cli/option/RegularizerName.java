package io.nadir.cli.option;

import io.nadir.model.Gauge;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.TotalVariation;
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
    private static final String VARIATION = "tv";

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
        boolean nonNegative = text.startsWith(NON_NEGATIVE + "-");
        String sum = nonNegative ? text.substring(NON_NEGATIVE.length() + 1) : text;
        double euclidean = 0;
        double one = 0;
        double variation = 0;
        String grid = "";
        for (String term : sum.split("\\+", -1)) {
            int star = term.indexOf('*');
            double weight = star < 0 ? 1 : Double.parseDouble(term.substring(0, star));
            String norm = term.substring(star + 1);
            switch (norm) {
                case "l2" -> euclidean += weight;
                case "l1" -> one += weight;
                default -> {
                    if (variation != 0) {
                        throw new IllegalArgumentException(term);
                    }
                    variation = weight;
                    grid = grid(norm);
                }
            }
        }
        if (grid.isEmpty()) {
            Gauge norm = new EuclideanPlusL1(euclidean, one);
            return nonNegative ? new NonNegative(norm) : norm;
        }
        return variation(euclidean, one, variation, grid, nonNegative);
    }

    /** Returns what follows "tv", as HxW; 0x0 for a line. */
    private static String grid(String norm) {
        if (norm.equals(VARIATION)) {
            return "0x0";
        }
        if (!norm.matches(VARIATION + ":[1-9][0-9]{0,8}x[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(norm);
        }
        return norm.substring(VARIATION.length() + 1);
    }

    private static TotalVariation variation(
            double euclidean, double one, double variation, String grid, boolean nonNegative) {
        int x = grid.indexOf('x');
        int height = Integer.parseInt(grid.substring(0, x));
        int width = Integer.parseInt(grid.substring(x + 1));
        return new TotalVariation(euclidean, one, variation, height, width, nonNegative);
    }

    private static TypeConversionException refusal(String value) {
        return new TypeConversionException(
                "'"
                        + value
                        + "', allowed are squared-norms, squared-norms:A,B with A and B free or"
                        + " nonnegative, product:G,H[,...] with G and H sums of A*l2, B*l1 and C*tv"
                        + " or C*tv:HEIGHTxWIDTH, such as l2, l1 or l2+0.1*l1+0.3*tv:20x30, or"
                        + " nonnegative- before such a sum, norm-powers:K with"
                        + " K at least 2, and ,nonnegative if wanted, path-norm:1 and path-norm:2,"
                        + " and any of them after experiment:, or experiment:none, which is never"
                        + " certified");
    }
}
