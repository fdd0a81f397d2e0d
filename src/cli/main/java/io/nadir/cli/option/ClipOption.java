package io.nadir.cli.option;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The range into which entries of a model are put. */
@Section.In(Section.OUTPUT)
public final class ClipOption {
    private static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    @Option(
            names = "--clip",
            paramLabel = "LOW,HIGH",
            converter = RangeName.class,
            description =
                    "Replace entries of the model below LOW by LOW, and above HIGH by HIGH; one of"
                            + " the two may be left out, as in 0, for no negative ones (default: no"
                            + " limits).")
    private @Nullable Range range;

    /** Whether there are limits. */
    public boolean isGiven() {
        return range != null;
    }

    /** The limits, which are infinite if none are given. */
    public Range range() {
        return range == null ? ALL : range;
    }

    /**
     * Limits.
     *
     * @param low at most {@code high}
     * @param high not below {@code low}
     */
    public record Range(double low, double high) {
        /** Puts numbers into the range. */
        public void clip(double[] values) {
            for (int k = 0; k < values.length; k++) {
                values[k] = Math.clamp(values[k], low, high);
            }
        }
    }

    /** Reads LOW,HIGH. */
    static final class RangeName implements ITypeConverter<Range> {
        private static final Pattern FORM = Pattern.compile("([^,]*),([^,]*)");

        @Override
        public Range convert(String value) {
            Matcher form = FORM.matcher(value);
            if (form.matches() && value.length() > 1) {
                try {
                    double low = number(form.group(1), ALL.low);
                    double high = number(form.group(2), ALL.high);
                    if (low <= high) {
                        return new Range(low, high);
                    }
                } catch (NumberFormatException e) {
                    // Told below, in our own words.
                }
            }
            throw new TypeConversionException(
                    "'"
                            + value
                            + "', allowed are two numbers in ascending order such as 1,5, one of"
                            + " which may be left out");
        }

        private static double number(String text, double otherwise) {
            return text.isBlank() ? otherwise : Double.parseDouble(text.strip());
        }
    }
}
