package io.nadir.jmh.report;

import java.util.Locale;

/** Numbers as a person reads them: three digits, "–" for what was not measured. */
final class Format {
    /** For what was not measured, or makes no sense. */
    static final String NONE = "–";

    private static final String[] UNITS = {"s", "ms", "µs", "ns"};

    private Format() {}

    /** A time in the unit that suits it. */
    static String time(double seconds) {
        double value = seconds;
        int unit = 0;
        while (value < 1 && unit < UNITS.length - 1) {
            value *= 1e3;
            unit++;
        }
        return Double.isFinite(seconds) ? digits(value) + " " + UNITS[unit] : NONE;
    }

    /** Three significant digits, more only before the point. */
    static String digits(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return String.format(Locale.ROOT, value < 999.5 ? "%.3g" : "%.0f", value);
    }

    /** A number of things, rounded. */
    static String count(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value) : NONE;
    }

    /** A share of something in per cent. */
    static String share(double part, double whole) {
        double share = part / whole;
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f %%", 100 * share) : NONE;
    }
}
