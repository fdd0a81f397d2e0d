package io.nadir.cli;

import org.knowm.xchart.XYChart;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;

/** Draws how objective and lower bound close on each other, and the rank on the way. */
final class ConvergencePlot {
    /** Colour of what is minimised. */
    static final Color OBJECTIVE = new Color(0x1F, 0x5F, 0xA8);

    private static final Color BOUND = new Color(0xD9, 0x6C, 0x0B);
    private static final Color GAP = new Color(0x8A, 0x2B, 0x6E);
    private static final Color RANK = new Color(0x9A, 0xA5, 0xB1);

    private static final String TIME = "time in seconds";
    private static final int WIDTH = 1280;
    private static final int HEADER = 100;
    private static final int CHART_HEIGHT = 430;

    private ConvergencePlot() {}

    /** Writes the picture of {@code outcome} as PNG. */
    static void write(Outcome outcome, OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, HEADER + 2 * CHART_HEIGHT);
        picture.heading(Summary.verdict(outcome.report()), Summary.figures(outcome.report()));
        picture.chart(values(outcome), 0, HEADER);
        picture.chart(gap(outcome, WIDTH, CHART_HEIGHT), 0, HEADER + CHART_HEIGHT);
        picture.write(out);
    }

    /** The relative gap over time. */
    static XYChart gap(Outcome outcome, int width, int height) {
        Trace trace = Trace.of(outcome);
        return new LineChart(width, height, "Gap between them, relative to the objective", TIME, "")
                .logarithmic()
                .line("relative gap", trace.seconds(), trace.gaps(), GAP)
                .level("asked for", 0, trace.end(), outcome.report().options().relativeGap())
                .chart();
    }

    private static XYChart values(Outcome outcome) {
        Trace trace = Trace.of(outcome);
        LineChart chart =
                new LineChart(
                                WIDTH,
                                CHART_HEIGHT,
                                "Objective and lower bound, relative to the final objective",
                                TIME,
                                "")
                        .stepsOnTheRight("rank", trace.seconds(), trace.ranks(), RANK)
                        .line("objective", trace.seconds(), trace.objectives(), OBJECTIVE)
                        .steps("lower bound", trace.seconds(), trace.lowerBounds(), BOUND);
        return chart.chart();
    }
}
