package io.nadir.cli.report;

import io.nadir.landscape.CriticalValue;
import io.nadir.landscape.PointAnalysis;
import io.nadir.landscape.PointAnalysis.Escape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Describes a landscape in words. */
public final class LandscapeSummary {
    /** Critical values that a summary lists. */
    private static final int LISTED = 6;

    private LandscapeSummary() {}

    /** Several lines, each ended. */
    public static String of(LandscapeReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(report) + ".");
        lines.add(Summary.line("global value", Summary.number(report.globalValue())));
        lines.add(
                Summary.line(
                        "least squares", Summary.number(report.landscape().leastSquaresValue())));
        lines.add(Summary.line("variance", Summary.number(report.landscape().variance())));
        for (CriticalValue value :
                report.values().subList(0, Math.min(LISTED, report.values().size()))) {
            lines.add(
                    Summary.line(
                            "critical",
                            Summary.number(value.value()) + "  " + set(value.indices())));
        }
        PointAnalysis point = report.point();
        if (point != null) {
            lines.add(Summary.line("given", describe(point)));
            lines.add(Summary.line("its value", Summary.number(point.risk())));
            lines.add(Summary.line("excess", Summary.number(point.excess())));
            lines.add(Summary.line("criticality", Summary.number(point.criticality())));
        }
        lines.add(
                Summary.line(
                        "descent",
                        String.format(
                                "%d steps, %d escapes, %s",
                                report.descent().steps().size() - 1,
                                report.descent().escapes(),
                                describe(report.descent().analysis()))));
        lines.add(
                Summary.line(
                        "seconds",
                        String.format("%.3f (read %.3f)", report.total(), report.read())));
        return String.join("\n", lines) + "\n";
    }

    /** What the landscape is of, in one line. */
    public static String heading(LandscapeReport report) {
        return "Linear network "
                + Arrays.stream(report.minimum().widths())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" - "))
                + ", "
                + report.samples()
                + " samples";
    }

    /** What a point is, in a few words. */
    public static String describe(PointAnalysis point) {
        String kind = EnumName.of(point.kind()).replace('-', ' ');
        Escape escape = point.escape();
        return kind
                + (point.kind().isSaddle() ? " " + set(point.indices()) : "")
                + (escape == null
                        ? ""
                        : String.format(
                                ", derivative %.4g of order %d along the escape",
                                escape.derivative(), escape.order()));
    }

    /** An index set. */
    public static String set(List<Integer> indices) {
        return indices.stream()
                .map(index -> Integer.toString(index))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
