package io.nadir.cli.picture;

import org.knowm.xchart.XYChart;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** A line through values at places with names, such as dates. */
final class NamedLine {
    /** Below the line, of its height, for names. */
    private static final double ROOM = 0.2;

    private NamedLine() {}

    /**
     * Draws the line, with names below it: every so many of them that none lies over the next, long
     * ones shortened. They are within the chart, because XChart places labels of an axis where
     * numbers are round, and lets those of points at equal distances touch.
     *
     * @param what the values are
     * @param values at least one
     */
    static XYChart of(
            int width, int height, String what, double[] values, IntFunction<String> name) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        double span = high > low ? high - low : Math.max(Math.abs(high), 1);
        LineChart line = new LineChart(width, height, "", "").withoutLegend();
        line.chart()
                .getStyler()
                .setXAxisTicksVisible(false)
                .setPlotGridVerticalLinesVisible(false)
                .setXAxisMin(-0.5)
                .setXAxisMax(values.length - 0.5)
                .setYAxisMin(low - ROOM * span)
                .setYAxisMax(high + ROOM / 4 * span);
        List<String> names = TickLabels.names(name, values.length);
        int pitch = Labels.pitch(names, TickLabels.FONT);
        for (int k : TickLabels.places(values.length, pitch, width - LineChart.MARGINS)) {
            line.line("place " + k, vertical(k, low - ROOM / 4 * span, values[k]), LineChart.GRID);
            line.label(names.get(k), k, low - 0.6 * ROOM * span);
        }
        Curve curve = new Curve();
        for (int k = 0; k < values.length; k++) {
            curve.add(k, values[k]);
        }
        return line.line(what, curve, ConvergencePlot.OBJECTIVE).chart();
    }

    private static Curve vertical(int place, double from, double to) {
        Curve line = new Curve();
        line.add(place, from);
        line.add(place, to);
        return line;
    }
}
