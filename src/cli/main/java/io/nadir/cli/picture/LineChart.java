package io.nadir.cli.picture;

import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.util.List;

/** A chart of lines in the style that all pictures share. */
public final class LineChart {
    /** Of the width, what the vertical scale and the padding take. */
    static final int MARGINS = 140;

    /** More points than this need no markers. */
    private static final int FEW_POINTS = 60;

    /** A logarithmic scale over more than this has labels at powers of ten only. */
    private static final double FEW_DECADES = 1000;

    /** A chart of counts is as many times as high as the largest. */
    private static final double COUNT_ROOM = 1.05;

    static final Color GRID = new Color(0xE9, 0xEC, 0xF0);
    private static final BasicStroke SOLID =
            new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke BAR =
            new BasicStroke(22, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke DASHED =
            new BasicStroke(
                    1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

    private final XYChart chart;

    public LineChart(int width, int height, String title, String xTitle) {
        chart =
                new XYChartBuilder()
                        .width(width)
                        .height(height)
                        .title(title)
                        .xAxisTitle(xTitle)
                        .build();
        XYStyler style = chart.getStyler();
        style.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new GridStroke());
        style.setAxisTickLabelsFont(TickLabels.FONT);
        style.setAxisTitleFont(Picture.font(Font.PLAIN, 15));
        style.setAxisTickLabelsColor(Picture.INK).setAxisTicksMarksVisible(false);
        style.setXAxisTickMarkSpacingHint(110).setXAxisMin(0.0);
        style.setXAxisTickLabelsFormattingFunction(x -> new DecimalFormat("0.#####").format(x));
        style.setYAxisLeftWidthHint(100).setPlotBorderColor(GRID).setChartPadding(16);
        style.setChartBackgroundColor(Color.WHITE).setChartFontColor(Picture.INK);
        style.setChartTitleFont(Picture.font(Font.BOLD, 18)).setChartTitleBoxVisible(false);
        style.setLegendFont(Picture.font(Font.PLAIN, 15)).setLegendBorderColor(GRID);
        style.setAnnotationTextFont(Picture.font(Font.PLAIN, 15));
        style.setAnnotationTextFontColor(Picture.INK);
        style.setLegendPosition(LegendPosition.InsideNE).setLegendPadding(8).setMarkerSize(8);
    }

    /** Makes the vertical scale logarithmic. */
    public LineChart logarithmic() {
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisLogarithmicDecadeOnly(true)
                .setYAxisTickLabelsFormattingFunction(TickLabels::digits);
        return this;
    }

    /**
     * Makes the horizontal scale logarithmic, for points from {@code low} to {@code high}, which is
     * at least ten times as much: so it has the label of a power of ten, and of more than that
     * where there is room.
     */
    LineChart logarithmicAcross(double low, double high) {
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisLogarithmicDecadeOnly(high > FEW_DECADES * low)
                .setXAxisMin(low)
                .setXAxisMax(high)
                .setXAxisTickLabelsFormattingFunction(TickLabels::spread);
        return this;
    }

    /** Makes the vertical scale logarithmic, in whole powers of ten around positive values. */
    LineChart logarithmic(List<Double> values) {
        double low = values.stream().mapToDouble(Math::log10).min().orElseThrow();
        double high = values.stream().mapToDouble(Math::log10).max().orElseThrow();
        double above = Math.max(Math.floor(low) + 1, Math.ceil(high));
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(low)));
        chart.getStyler().setYAxisMax(Math.pow(10, above));
        return logarithmic();
    }

    /** Labels the horizontal scale with 10^x, for points given by logarithms. */
    LineChart powersOfTen() {
        chart.getStyler()
                .setXAxisMin(null)
                .setXAxisTickLabelsFormattingFunction(x -> TickLabels.digits(Math.pow(10, x)));
        return this;
    }

    /** Labels no fractions of a horizontal scale of this length, which begins where points do. */
    LineChart wholeNumbers(double length) {
        double spacing = 0.8 * (chart.getWidth() - MARGINS) / length;
        chart.getStyler().setXAxisMin(null).setXAxisTickMarkSpacingHint((int) spacing);
        return this;
    }

    /** Labels whole numbers of the vertical scale only, which begins at 0, for counts. */
    LineChart counts(double most) {
        chart.getStyler()
                .setYAxisMin(0.0)
                .setYAxisMax(Math.max(1, COUNT_ROOM * most))
                .setYAxisTickLabelsFormattingFunction(TickLabels::whole);
        return this;
    }

    /** Adds a bar from 0 to each point. */
    LineChart bars(String name, Curve curve, Color color) {
        // Labels of the scale are those of the first curve.
        add(name + ", points", curve, color).setLineStyle(SeriesLines.NONE);
        Curve bars = new Curve();
        for (int i = 0; i < curve.x().size(); i++) {
            bars.add(curve.x().get(i), 0);
            bars.add(curve.x().get(i), curve.y().get(i));
            bars.add(curve.x().get(i), Double.NaN); // Ends the line.
        }
        add(name, bars, color).setLineStyle(BAR);
        return this;
    }

    /** Lets the horizontal scale begin where the points do, not at 0. */
    LineChart fromFirstPoint() {
        chart.getStyler().setXAxisMin(null);
        return this;
    }

    /** Moves the legend from the upper right corner to the lower. */
    LineChart legendBelow() {
        chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
        return this;
    }

    /** Moves the legend below the chart, where curves may be anywhere in it. */
    LineChart legendOutside() {
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        return this;
    }

    /** Writes a few words with their middle at a point. */
    LineChart words(String text, double x, double y) {
        chart.getStyler().setAnnotationTextFont(Picture.font(Font.PLAIN, 13));
        chart.getStyler().setAnnotationTextFontColor(Picture.FAINT);
        chart.addAnnotation(new AnnotationText(text, x, y, false));
        return this;
    }

    /** Leaves out the legend. */
    public LineChart withoutLegend() {
        chart.getStyler().setLegendVisible(false);
        return this;
    }

    /** Adds a line through points. */
    public LineChart line(String name, Curve curve, Color color) {
        add(name, curve, color);
        return this;
    }

    /** Adds a line that goes on from another, and needs no name in the legend. */
    LineChart continued(String name, Curve curve, Color color) {
        add(name, curve, color).setShowInLegend(false);
        return this;
    }

    /** Adds a faint dashed line through points. */
    public LineChart dashed(String name, Curve curve) {
        add(name, curve, Picture.FAINT).setLineStyle(DASHED);
        return this;
    }

    /** Adds points that are marked, without a line or a name in the legend. */
    LineChart dots(String name, Curve curve, Color color) {
        XYSeries dots = add(name, curve, color);
        dots.setMarker(SeriesMarkers.CIRCLE).setLineStyle(SeriesLines.NONE).setShowInLegend(false);
        return this;
    }

    /** Writes a word, its middle at a point. */
    LineChart label(String word, double x, double y) {
        AnnotationText text = new AnnotationText(word, x, y, false);
        chart.addAnnotation(text);
        return this;
    }

    /** Fixes the vertical scale, and the horizontal one at 0 to 1. */
    LineChart between(double low, double high) {
        chart.getStyler().setYAxisMin(low).setYAxisMax(high).setXAxisMax(1.0);
        return this;
    }

    /** Adds a line that holds each value until the next, with the values marked if they are few. */
    LineChart steps(String name, Curve curve, Color color) {
        add(name, curve.stepped(), color);
        Marker marker = curve.x().size() > FEW_POINTS ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE;
        XYSeries points = add(name + ", points", curve, color);
        points.setMarker(marker).setLineStyle(SeriesLines.NONE).setShowInLegend(false);
        return this;
    }

    /** Adds a line through points that are marked. */
    LineChart marked(String name, Curve curve, Color color) {
        add(name, curve, color).setMarker(SeriesMarkers.CIRCLE);
        return this;
    }

    /** Adds points of a size in pixels without a line. */
    LineChart points(String name, Curve curve, Color color, Marker marker, int size) {
        add(name, curve, color).setMarker(marker).setLineStyle(SeriesLines.NONE);
        chart.getStyler().setMarkerSize(size);
        return this;
    }

    /** Adds a line through points that are marked, each with a bar of this length up and down. */
    LineChart markedWithErrors(String name, Curve curve, List<Double> errors, Color color) {
        XYSeries series = chart.addSeries(name, curve.x(), curve.y(), errors);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
        series.setLineColor(color).setLineStyle(SOLID);
        chart.getStyler().setErrorBarsColorSeriesColor(true);
        return this;
    }

    /** Marks a place on the horizontal scale by a vertical line over the whole height. */
    LineChart place(double x) {
        chart.getStyler().setAnnotationLineColor(Picture.FAINT).setAnnotationLineStroke(DASHED);
        chart.addAnnotation(new AnnotationLine(x, true, false));
        return this;
    }

    /** Adds a dashed horizontal line in a colour. */
    LineChart level(String name, double from, double to, double y, Color color) {
        Curve curve = new Curve();
        curve.add(from, y);
        curve.add(to, y);
        add(name, curve, color).setLineStyle(DASHED);
        return this;
    }

    /** Adds a faint dashed horizontal line. */
    public LineChart level(String name, double from, double to, double y) {
        return level(name, from, to, y, Picture.FAINT);
    }

    /** The chart. */
    public XYChart chart() {
        return chart;
    }

    private XYSeries add(String name, Curve curve, Color color) {
        XYSeries series = chart.addSeries(name, curve.x(), curve.y());
        series.setMarker(SeriesMarkers.NONE).setMarkerColor(color);
        series.setLineColor(color).setLineStyle(SOLID);
        return series;
    }
}
