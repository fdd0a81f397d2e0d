package io.nadir.jmh.report;

import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Times of whole operations as horizontal bars. */
final class TimeChart {
    private TimeChart() {}

    /** A bar for each row, the first at the top. */
    static HorizontalBarChart of(String title, List<Measurement> rows) {
        HorizontalBarChart chart =
                new HorizontalBarChartBuilder().title(title).xAxisTitle("milliseconds").build();
        Style.apply(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.6).setLabelsVisible(false);
        chart.getStyler()
                .setXAxisDecimalPattern("0")
                .setXAxisMaxLabelCount(Math.max(2, rows.size()));
        chart.getStyler().setLegendVisible(false);
        chart.addSeries(
                        "time",
                        rows.stream().map(row -> 1e3 * row.seconds()).toList(),
                        rows.stream().map(TimeChart::label).toList())
                .setFillColor(Style.color("nadir"));
        return chart;
    }

    /** Method and parameters in words, and the time. */
    private static String label(Measurement row) {
        String method = row.benchmark().replaceFirst(".*[.]", "").replaceAll("(?=[A-Z])", " ");
        String words =
                row.parameters().entrySet().stream()
                        .map(entry -> words(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
        String name = words.isEmpty() ? method : method + ": " + words;
        return name.toLowerCase(Locale.ROOT) + "   " + Format.time(row.seconds());
    }

    private static String words(String name, String value) {
        if (name.equals("threads")) {
            return value.equals("1") ? "1 thread" : value + " threads";
        }
        return value.replace('_', ' ');
    }
}
