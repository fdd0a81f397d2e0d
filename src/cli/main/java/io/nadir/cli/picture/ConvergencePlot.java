package io.nadir.cli.picture;

import io.nadir.cli.progress.Outcome;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Summary;

import org.knowm.xchart.XYChart;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;

/** Draws how objective and lower bound close on each other, and the rank on the way. */
public final class ConvergencePlot {
    /** Colour of what is minimised. */
    public static final Color OBJECTIVE = new Color(0x1F, 0x5F, 0xA8);

    private static final Color BOUND = new Color(0xD9, 0x6C, 0x0B);
    private static final Color GAP = new Color(0x8A, 0x2B, 0x6E);
    private static final Color RANK = new Color(0x4B, 0x7F, 0x52);

    private static final int WIDTH = 1280;
    private static final int HEADER = 100;
    private static final int VALUES_HEIGHT = 380;
    private static final int GAP_HEIGHT = 340;
    private static final int RANK_HEIGHT = 240;

    private static final String TIME = "time in seconds";

    /** A descent by more than this, in final objectives, needs a logarithmic scale. */
    private static final double WIDE = 20;

    private ConvergencePlot() {}

    /** Writes the picture of {@code outcome} as PNG. */
    public static void write(Outcome outcome, OutputStream out) throws IOException {
        Report report = outcome.report();
        double target = report.options().relativeGap();
        String figures = Summary.figures(report);
        write(Summary.title(report), figures, Trace.of(outcome), target, out);
    }

    /** Writes the picture of {@code trace} towards a relative gap of {@code target} as PNG. */
    public static void write(
            String heading, String details, Trace trace, double target, OutputStream out)
            throws IOException {
        Picture picture = new Picture(WIDTH, HEADER + VALUES_HEIGHT + GAP_HEIGHT + RANK_HEIGHT);
        picture.heading(heading, details);
        picture.chart(values(trace), 0, HEADER);
        picture.chart(gap(trace, target, WIDTH, GAP_HEIGHT, ""), 0, HEADER + VALUES_HEIGHT);
        picture.chart(rank(trace), 0, HEADER + VALUES_HEIGHT + GAP_HEIGHT);
        picture.write(out);
    }

    /** The relative gap over time, and the one that was asked for, for other pictures. */
    public static XYChart gap(Outcome outcome, int width, int height) {
        double target = outcome.report().options().relativeGap();
        return gap(Trace.of(outcome), target, width, height, TIME);
    }

    /** The relative gap over time, and the one that was asked for. */
    private static XYChart gap(Trace trace, double target, int width, int height, String xTitle) {
        return chart(trace, width, height, "Relative gap (dashed: asked for)", xTitle)
                .logarithmic()
                .withoutLegend()
                .steps("relative gap", trace.curve(Trace.Step::gap), GAP)
                .level("asked for", trace.start(), trace.last().seconds(), target)
                .chart();
    }

    /** A chart over time, logarithmic where a linear scale would squeeze the first steps. */
    private static LineChart chart(
            Trace trace, int width, int height, String title, String xTitle) {
        LineChart chart = new LineChart(width, height, title, xTitle);
        return trace.isLong()
                ? chart.logarithmicAcross(trace.start(), trace.last().seconds())
                : chart.fromFirstPoint();
    }

    private static XYChart values(Trace trace) {
        Curve objective = trace.curve(Trace.Step::objective);
        Curve bound = trace.curve(Trace.Step::lowerBound);
        double above = trace.first().objective() - trace.last().objective();
        double below = trace.last().lowerBound() - trace.first().lowerBound();
        String title = "Objective and lower bound, relative to the final objective";
        LineChart chart = chart(trace, WIDTH, VALUES_HEIGHT, title, "");
        if (above > WIDE) {
            chart.logarithmic();
            objective = objective.positive();
            bound = bound.positive();
        } else if (below > above) {
            chart.legendBelow();
        }
        chart.steps("objective", objective, OBJECTIVE);
        if (!bound.x().isEmpty()) {
            chart.steps("lower bound", bound, BOUND);
        }
        return chart.chart();
    }

    private static XYChart rank(Trace trace) {
        Curve ranks = trace.curve(Trace.Step::rank);
        return chart(trace, WIDTH, RANK_HEIGHT, "Rank (number of columns)", TIME)
                .counts(Collections.max(ranks.y()))
                .steps("rank", ranks, RANK)
                .withoutLegend()
                .chart();
    }
}
