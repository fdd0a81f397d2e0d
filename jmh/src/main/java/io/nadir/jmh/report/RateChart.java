package io.nadir.jmh.report;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Rates over a parameter, one line for each implementation, under what the machine can reach. */
final class RateChart {
    private final XYChart chart;
    private double largest;

    private RateChart(XYChart chart) {
        this.chart = chart;
    }

    /**
     * Draws the rates of one benchmark.
     *
     * @param title of the chart
     * @param x the parameter along the axis
     * @param rows to draw, of one shape
     * @param part of the cost whose rate it is
     * @param unit of the rate
     */
    static RateChart of(
            String title,
            String x,
            List<Measurement> rows,
            ToDoubleFunction<Cost> part,
            String unit) {
        XYChart chart = new XYChartBuilder().title(title).xAxisTitle(x).yAxisTitle(unit).build();
        Style.apply(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0).setXAxisDecimalPattern("0").setMarkerSize(9);
        RateChart rates = new RateChart(chart);
        Map<String, List<Measurement>> lines =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.parameter("implementation"),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        lines.forEach((name, points) -> rates.line(name, x, points, part));
        return rates;
    }

    /** Adds the machine's limit, dashed. */
    XYChart under(String name, double limit) {
        double[] x = {0, largest};
        XYSeries series = chart.addSeries(name, x, new double[] {limit, limit});
        series.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.DASH_DASH);
        series.setLineColor(Style.INK);
        return chart;
    }

    private void line(
            String name, String x, List<Measurement> points, ToDoubleFunction<Cost> part) {
        double[] xs =
                points.stream().mapToDouble(p -> Double.parseDouble(p.parameter(x))).toArray();
        double[] ys = points.stream().mapToDouble(p -> p.giga(part)).toArray();
        XYSeries series = chart.addSeries(name, xs, ys);
        series.setMarkerColor(Style.color(name)).setMarker(SeriesMarkers.CIRCLE);
        series.setLineColor(Style.color(name)).setLineStyle(Style.SOLID);
        largest = Math.max(largest, Arrays.stream(xs).max().orElse(0));
    }
}
