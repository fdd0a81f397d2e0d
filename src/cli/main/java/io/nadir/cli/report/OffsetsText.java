package io.nadir.cli.report;

import io.nadir.model.Offsets;

import java.util.Arrays;

/** Describes the offsets of a model, in words and as JSON. */
final class OffsetsText {
    private OffsetsText() {}

    /** One line. */
    static String of(Offsets offsets) {
        String text = String.format("mean %.6g", offsets.mean());
        if (offsets.centering().hasRows()) {
            text += ", rows " + range(offsets.rows());
        }
        if (offsets.centering().hasColumns()) {
            text += ", columns " + range(offsets.columns());
        }
        if (offsets.penalty() > 0) {
            return text
                    + String.format(
                            "; penalty %s; the lower bound is for a mean within %.4g of this one",
                            offsets.penalty(), offsets.reach());
        }
        return text
                + String.format(
                        "; the lower bound is for offsets within %.4g of these", offsets.reach());
    }

    private static String range(double[] numbers) {
        return String.format("%.4g to %.4g", least(numbers), most(numbers));
    }

    private static double least(double[] numbers) {
        return Arrays.stream(numbers).min().orElse(0);
    }

    private static double most(double[] numbers) {
        return Arrays.stream(numbers).max().orElse(0);
    }

    static void write(JsonFields json, Offsets offsets) {
        json.object(
                "offsets",
                () -> {
                    json.text("center", offsets.centering().label());
                    json.number("mean", offsets.mean());
                    json.number("leastOfRows", least(offsets.rows()));
                    json.number("mostOfRows", most(offsets.rows()));
                    json.number("leastOfColumns", least(offsets.columns()));
                    json.number("mostOfColumns", most(offsets.columns()));
                    json.number("reach", offsets.reach());
                    if (offsets.penalty() > 0) {
                        json.number("penalty", offsets.penalty());
                    }
                });
    }
}
