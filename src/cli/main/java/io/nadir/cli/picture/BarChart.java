package io.nadir.cli.picture;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Charts of bars, for counts and for what is ranked, in the style of {@link LineChart}. */
public final class BarChart {
    /** Pixels that a label takes at least. */
    private static final int LABEL = 44;

    /** Pixels beside the bars. */
    private static final int MARGINS = 140;

    private BarChart() {}

    /** A bar for each number from 0 on, as high as {@code counts} says. */
    static CategoryChart ofCounts(
            int width, int height, String title, String xTitle, int[] counts) {
        List<String> names = IntStream.range(0, counts.length).mapToObj(String::valueOf).toList();
        List<Integer> heights = IntStream.of(counts).boxed().toList();
        return of(width, height, title, xTitle, names, heights);
    }

    /** A bar for each value, numbered from 1; one of height 0 if there is none. */
    static CategoryChart ofRanking(
            int width, int height, String title, String xTitle, List<Double> values) {
        List<Double> shown = values.isEmpty() ? Collections.singletonList(0.0) : values;
        List<String> names =
                IntStream.range(0, shown.size())
                        .mapToObj(k -> values.isEmpty() ? "none" : String.valueOf(k + 1))
                        .toList();
        return of(width, height, title, xTitle, names, shown);
    }

    /** A bar for each name. */
    public static CategoryChart of(
            int width,
            int height,
            String title,
            String xTitle,
            List<String> names,
            List<? extends Number> heights) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(width)
                        .height(height)
                        .title(title)
                        .xAxisTitle(xTitle)
                        .build();
        style(chart.getStyler());
        if (heights.stream().allMatch(value -> value.doubleValue() % 1 == 0)) {
            chart.getStyler().setYAxisTickLabelsFormattingFunction(TickLabels::whole);
        }
        int room = Math.max(1, (width - MARGINS) / LABEL);
        chart.addSeries("bars", labels(names, room), heights)
                .setFillColor(ConvergencePlot.OBJECTIVE);
        return chart;
    }

    /** Every so many names, with blanks of different lengths for the others: bars need them all. */
    static List<String> labels(List<String> names, int room) {
        int step = Math.ceilDiv(names.size(), room);
        return IntStream.range(0, names.size())
                .mapToObj(k -> k % step == 0 ? names.get(k) : " ".repeat(k))
                .toList();
    }

    private static void style(CategoryStyler style) {
        style.setPlotGridLinesColor(LineChart.GRID).setPlotGridLinesStroke(new BasicStroke(1));
        style.setPlotGridVerticalLinesVisible(false).setAxisTicksMarksVisible(false);
        style.setAxisTickLabelsFont(Picture.font(Font.PLAIN, 15));
        style.setAxisTitleFont(Picture.font(Font.PLAIN, 15));
        style.setAxisTickLabelsColor(Picture.INK).setYAxisLeftWidthHint(100);
        style.setPlotBorderColor(LineChart.GRID).setChartPadding(16);
        style.setChartBackgroundColor(Color.WHITE).setChartFontColor(Picture.INK);
        style.setChartTitleFont(Picture.font(Font.BOLD, 18)).setChartTitleBoxVisible(false);
        style.setYAxisMin(0.0).setLegendVisible(false);
        style.setAvailableSpaceFill(0.8);
    }
}
