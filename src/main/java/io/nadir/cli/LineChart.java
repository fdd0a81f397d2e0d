package io.nadir.cli;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;

/** A chart of lines in the style that all pictures share. */
final class LineChart {
    /** More points than this need no markers. */
    private static final int FEW_POINTS = 40;

    private static final int RIGHT = 1;

    private static final Color GRID = new Color(0xE9, 0xEC, 0xF0);
    private static final BasicStroke SOLID =
            new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final XYChart chart;

    LineChart(int width, int height, String title, String xTitle, String yTitle) {
        chart =
                new XYChartBuilder()
                        .width(width)
                        .height(height)
                        .title(title)
                        .xAxisTitle(xTitle)
                        .yAxisTitle(yTitle)
                        .build();
        XYStyler style = chart.getStyler();
        style.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
        style.setAxisTickLabelsFont(Picture.font(Font.PLAIN, 15));
        style.setAxisTitleFont(Picture.font(Font.PLAIN, 15));
        style.setAxisTickLabelsColor(Picture.INK).setAxisTicksMarksVisible(false);
        style.setYAxisLeftWidthHint(100).setPlotBorderColor(GRID).setChartPadding(16);
        style.setChartBackgroundColor(Color.WHITE).setChartFontColor(Picture.INK);
        style.setChartTitleFont(Picture.font(Font.BOLD, 18)).setChartTitleBoxVisible(false);
        style.setLegendFont(Picture.font(Font.PLAIN, 15)).setLegendBorderColor(GRID);
        style.setLegendPosition(LegendPosition.OutsideS).setLegendPadding(6).setMarkerSize(8);
        style.setLegendLayout(LegendLayout.Horizontal);
        style.setXAxisTickMarkSpacingHint(100).setXAxisDecimalPattern("0.#####");
    }

    /** Makes the scale of the left axis logarithmic. */
    LineChart logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(true);
        return this;
    }

    /** Adds a line, with its points marked if they are few. */
    LineChart line(String name, double[] x, double[] y, Color color) {
        XYSeries series = add(name, x, y, color);
        series.setMarker(x.length > FEW_POINTS ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        return this;
    }

    /** Adds a line that holds each value until the next. */
    LineChart steps(String name, double[] x, double[] y, Color color) {
        addSteps(name, x, y, color);
        return this;
    }

    /** Adds a line that holds each value until the next, against a right axis of its own. */
    LineChart stepsOnTheRight(String name, double[] x, double[] y, Color color) {
        addSteps(name, x, y, color).setYAxisGroup(RIGHT);
        chart.setYAxisGroupTitle(RIGHT, name);
        chart.getStyler().setYAxisGroupPosition(RIGHT, YAxisPosition.Right);
        return this;
    }

    /** Adds a dashed horizontal line. */
    LineChart level(String name, double from, double to, double y) {
        XYSeries series = add(name, new double[] {from, to}, new double[] {y, y}, Picture.FAINT);
        series.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.DASH_DASH);
        return this;
    }

    /** The chart. */
    XYChart chart() {
        return chart;
    }

    private XYSeries addSteps(String name, double[] x, double[] y, Color color) {
        double[] stepX = new double[2 * x.length - 1];
        double[] stepY = new double[stepX.length];
        for (int i = 0; i < stepX.length; i++) {
            stepX[i] = x[(i + 1) / 2];
            stepY[i] = y[i / 2];
        }
        XYSeries series = add(name, stepX, stepY, color);
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    private XYSeries add(String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLabel(name + "    "); // The legend puts nothing between its entries.
        series.setMarkerColor(color).setLineColor(color).setLineStyle(SOLID);
        return series;
    }
}
