package io.nadir.cli.picture;

import io.nadir.cli.report.LandscapeReport;
import io.nadir.cli.report.LandscapeSummary;
import io.nadir.cli.report.Summary;
import io.nadir.landscape.CriticalValue;
import io.nadir.landscape.Descent;
import io.nadir.landscape.LinearNetwork;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Draws a landscape: critical values as rungs of a ladder, the way down it, and the surroundings of
 * a saddle.
 */
public final class LandscapePlot {
    private static final Color RUNG = new Color(0x8F, 0xA3, 0xB8);
    private static final Color WAY = new Color(0xD9, 0x6C, 0x0B);
    private static final Color MINIMUM = new Color(0x4B, 0x7F, 0x52);

    private static final int WIDTH = 1440;
    private static final int HEADER = 100;
    private static final int COLUMN = WIDTH / 2;
    private static final int UPPER = 560;
    private static final int LOWER = 380;

    /** Rungs drawn for one rank. */
    private static final int RUNGS = 60;

    /** Ranks that have room side by side. */
    private static final int RANKS = 8;

    /** Half the length of a rung. */
    private static final double HALF = 0.36;

    /** Rungs nearer than this part of the height of the ladder are not labelled apart. */
    private static final double LABEL_DISTANCE = 0.035;

    /** A variance of this many global values needs a logarithmic scale. */
    private static final double WIDE = 20;

    /** A global minimum below this share of the variance is zero up to rounding. */
    private static final double NOTHING = 1e-12;

    private LandscapePlot() {}

    /** Writes the picture of {@code report} as PNG. */
    public static void write(LandscapeReport report, OutputStream out) throws IOException {
        LinearNetwork saddle = report.saddle();
        SaddlePicture surroundings =
                saddle == null ? null : SaddlePicture.of(report.landscape(), saddle);
        Picture picture = new Picture(WIDTH, HEADER + UPPER + LOWER);
        picture.heading(
                Summary.title(report.inputs(), LandscapeSummary.heading(report)), details(report));
        int ladderWidth = surroundings == null ? WIDTH : COLUMN;
        picture.chart(ladder(report, ladderWidth), 0, HEADER);
        picture.chart(descent(report, ladderWidth), 0, HEADER + UPPER);
        if (surroundings != null) {
            surroundings.drawPlane(picture, COLUMN, HEADER, COLUMN, UPPER);
            picture.chart(
                    surroundings.alongDiagonal(COLUMN, LOWER, report.globalValue()),
                    COLUMN,
                    HEADER + UPPER);
        }
        picture.write(out);
    }

    private static String details(LandscapeReport report) {
        String value = String.format("global value %.6g", report.globalValue());
        return report.point() == null
                ? value
                : value + "    given weights: " + LandscapeSummary.describe(report.point());
    }

    /**
     * Draws all ranks up to the largest, or the highest of them, with the critical values of each.
     */
    private static XYChart ladder(LandscapeReport report, int width) {
        int rank = report.rank();
        int first = Math.max(0, rank + 1 - RANKS);
        LineChart chart =
                new LineChart(
                                width,
                                UPPER,
                                "Critical values of the mean squared error, by sets of"
                                        + " eigenvectors",
                                "number of eigenvectors")
                        .wholeNumbers(rank - first + 2 * HALF)
                        .withoutLegend();
        boolean wide = isWide(report);
        if (wide) {
            chart.logarithmic();
        }
        double height = height(report, report.landscape().variance(), wide);
        for (int size = first; size <= rank; size++) {
            List<CriticalValue> values =
                    report.landscape().criticalValues(size).limit(RUNGS).toList();
            double labelled = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < values.size(); k++) {
                CriticalValue value = values.get(k);
                boolean isMinimum = size == rank && k == 0;
                Curve rung = new Curve();
                rung.add(size - HALF, value.value());
                rung.add(size + HALF, value.value());
                chart.line(size + "/" + k, rung, isMinimum ? MINIMUM : RUNG);
                double at = height(report, value.value(), wide);
                if (at - labelled > LABEL_DISTANCE * height && rank - first < RANKS / 2) {
                    labelled = at;
                    double above = 0.7 * LABEL_DISTANCE * height;
                    chart.words(
                            LandscapeSummary.set(value.indices()),
                            size,
                            wide ? value.value() * Math.exp(above) : value.value() + above);
                }
            }
        }
        return chart.chart();
    }

    /** Whether rungs need a logarithmic scale, and have a place on one. */
    private static boolean isWide(LandscapeReport report) {
        double least = report.globalValue();
        double variance = report.landscape().variance();
        return variance > WIDE * least && least > NOTHING * variance;
    }

    /** Returns the height, on the scale of the ladder, of a value above the global minimum. */
    private static double height(LandscapeReport report, double value, boolean wide) {
        return wide ? Math.log(value / report.globalValue()) : value - report.globalValue();
    }

    private static XYChart descent(LandscapeReport report, int width) {
        List<Descent.Step> steps = report.descent().steps();
        Curve risk = new Curve();
        Curve escapes = new Curve();
        for (int k = 0; k < steps.size(); k++) {
            risk.add(k, steps.get(k).risk());
            if (steps.get(k).escapeOrder() > 0) {
                escapes.add(k, steps.get(k).risk());
            }
        }
        LineChart chart =
                new LineChart(
                        width,
                        LOWER,
                        "Mean squared error in the descent"
                                + (report.given() == null ? " from the origin" : ""),
                        "sweeps and escapes");
        if (isWide(report)) {
            chart.logarithmic();
        }
        chart.level("global value", 0, steps.size() - 1.0, report.globalValue());
        chart.line("mean squared error", risk, ConvergencePlot.OBJECTIVE);
        if (!escapes.x().isEmpty()) {
            chart.points("after an escape", escapes, WAY, SeriesMarkers.CIRCLE, 8);
        }
        return chart.chart();
    }

    /** Colour of the ways down. */
    static Color way() {
        return WAY;
    }
}
