package io.nadir.cli.picture;

import io.nadir.cli.report.Summary;
import io.nadir.cli.report.WidePathReport;
import io.nadir.cli.report.WidePathSummary;
import io.nadir.landscape.WideCheck;
import io.nadir.landscape.WideParameters;
import io.nadir.landscape.WideSegment;
import io.nadir.landscape.WideStep;

import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;

/** Draws the loss along the path between two networks, and along the one that never rises. */
public final class WidePathPlot {
    private static final Color CONSTANT = ConvergencePlot.OBJECTIVE;
    private static final Color CONVEX = new Color(0xD9, 0x6C, 0x0B);

    private static final int WIDTH = 1280;
    private static final int HEADER = 128;
    private static final int HEIGHT = 430;

    /** Values of a chart in each segment, about. */
    private static final int DENSE = 80;

    /** Room below and above the curves, as a part of what they span, and for labels. */
    private static final double ROOM = 0.12;

    private final WidePathReport report;
    private final WideCheck check;
    private final LineChart chart;

    /** All losses of the chart are between. */
    private double lowest = Double.POSITIVE_INFINITY;

    private double highest = Double.NEGATIVE_INFINITY;

    private WidePathPlot(WidePathReport report, WideCheck check, String title) {
        this.report = report;
        this.check = check;
        this.chart = new LineChart(WIDTH, HEIGHT, title, "t");
        check.findings().forEach(finding -> include(finding.losses()));
    }

    /** Writes the picture as PNG. */
    public static void write(WidePathReport report, OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, HEADER + 2 * HEIGHT);
        picture.heading(
                Summary.title(report.inputs(), WidePathSummary.verdict(report)),
                WidePathSummary.losses(report),
                WidePathSummary.figures(report));
        picture.chart(ofPath(report), 0, HEADER);
        picture.chart(ofDescent(report), 0, HEADER + HEIGHT);
        picture.write(out);
    }

    private static XYChart ofPath(WidePathReport report) {
        String title = "Loss on the path from Θ to Γ: constant, convex, constant";
        WidePathPlot plot = new WidePathPlot(report, report.check(), title);
        plot.include(report.straight());
        Curve straight = new Curve();
        double last = report.straight().length - 1.0;
        for (int i = 0; i <= last; i++) {
            straight.add(i / last, report.straight()[i]);
        }
        plot.chart.dashed("straight line from Θ to Γ", straight);
        return plot.draw("convex");
    }

    private static XYChart ofDescent(WidePathReport report) {
        String title =
                "From the worse of the two to the lowest point of the path: the loss never rises";
        return new WidePathPlot(report, report.descentCheck(), title).draw("non-increasing");
    }

    private void include(double[] losses) {
        for (double loss : losses) {
            lowest = Math.min(lowest, loss);
            highest = Math.max(highest, loss);
        }
    }

    private double span() {
        return highest > lowest ? highest - lowest : Math.max(Math.abs(highest), 1);
    }

    /** Draws the path, with {@code between} for the part that is not constant. */
    private XYChart draw(String between) {
        chart.between(lowest - ROOM * span(), highest + 2 * ROOM * span());
        Curve before = new Curve();
        Curve middle = new Curve();
        Curve after = new Curve();
        Curve corners = new Curve();
        for (WideCheck.Finding finding : check.findings()) {
            boolean constant = finding.segment().step().kind() == WideStep.Kind.CONSTANT;
            Curve curve = constant ? (middle.x().isEmpty() ? before : after) : middle;
            addLosses(curve, finding);
            label(corners, finding);
        }
        chart.line("constant", before, CONSTANT);
        chart.line(between, middle, CONVEX);
        if (!after.x().isEmpty()) {
            chart.continued("constant, too", after, CONSTANT);
        }
        return chart.dots("named points", corners, Picture.INK).chart();
    }

    private static void addLosses(Curve curve, WideCheck.Finding finding) {
        WideSegment segment = finding.segment();
        double[] losses = finding.losses();
        int step = Math.max(1, losses.length / DENSE);
        for (int i = 0; i < losses.length; i += step) {
            double s = i / (losses.length - 1.0);
            curve.add(segment.from() + s * (segment.to() - segment.from()), losses[i]);
        }
        curve.add(segment.to(), losses[losses.length - 1]);
    }

    /** Names the points at the ends of a segment that the theorems name. */
    private void label(Curve corners, WideCheck.Finding finding) {
        WideSegment segment = finding.segment();
        double[] losses = finding.losses();
        name(corners, segment.start(), segment.from(), losses[0]);
        if (segment.to() == 1) {
            name(corners, segment.end(), segment.to(), losses[losses.length - 1]);
        }
    }

    private void name(Curve corners, WideParameters theta, double t, double loss) {
        String name = nameOf(theta);
        if (name != null) {
            corners.add(t, loss);
            chart.label(name, Math.clamp(t, 0.01, 0.99), loss + 0.6 * ROOM * span());
        }
    }

    /** Figure 3 of the theory has these names; the same objects are on both paths. */
    @SuppressWarnings("ReferenceEquality") // The very point of the path is meant.
    private @Nullable String nameOf(WideParameters theta) {
        if (theta == report.path().start()) {
            return "Θ";
        }
        if (theta == report.path().end()) {
            return "Γ";
        }
        if (theta == report.descent().end()) {
            return "end";
        }
        for (WideSegment segment : report.path().segments()) {
            boolean first = segment.origin() == WideSegment.Origin.FIRST;
            if (segment.step() == WideStep.JOIN) {
                WideParameters block = first ? segment.start() : segment.end();
                WideParameters joined = first ? segment.end() : segment.start();
                if (theta == block) {
                    return first ? "upper block" : "lower block";
                }
                if (theta == joined) {
                    return first ? "Θ'" : "Γ'";
                }
            }
        }
        return null;
    }
}
