package io.nadir.cli.picture;

import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What is written at the places of a scale. */
final class TickLabels {
    /** Of the labels of all scales. */
    static final Font FONT = Picture.font(Font.PLAIN, 15);

    /** Pixels of a name. */
    private static final int LONGEST_NAME = 140;

    /** Numbers as near to a whole one differ from it by rounding only. */
    private static final double NEAR = 1e-6;

    private TickLabels() {}

    /** Three digits, or all before the decimal point, without trailing zeros. */
    static String digits(double value) {
        if (value >= 1000 && value < 1e6) {
            return String.format("%.0f", value);
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(3)).stripTrailingZeros();
        if (value == 0 || (value >= 1e-4 && value < 1000)) {
            return rounded.toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    /** A power of ten, twice and five times that; nothing between, where there is no room. */
    static String spread(double value) {
        String label = digits(value);
        char first = label.replace(".", "").replace("0", "").charAt(0);
        return first == '1' || first == '2' || first == '5' ? label : "";
    }

    /** A whole number; nothing between two of them. */
    static String whole(double value) {
        return Math.abs(value - Math.rint(value)) < NEAR ? digits(Math.rint(value)) : "";
    }

    /** The names of the places 0 to {@code count} − 1, long ones shortened. */
    static List<String> names(IntFunction<String> name, int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> Labels.fit(name.apply(k), FONT, LONGEST_NAME))
                .toList();
    }

    /**
     * Returns which of so many places have room for their names side by side: every k-th of them,
     * with half of that before the first.
     *
     * @param pitch pixels from one name to the next at least
     * @param width pixels of the scale
     */
    static List<Integer> places(int count, int pitch, int width) {
        int step = Math.max(1, (int) Math.ceil((double) pitch * count / width));
        return IntStream.iterate(Math.min(step / 2, count / 2), k -> k < count, k -> k + step)
                .boxed()
                .toList();
    }
}
