package io.nadir.cli.picture;

import io.nadir.PathPoint;
import io.nadir.PathPoint.Baseline;
import io.nadir.cli.report.Baselines;
import io.nadir.cli.report.HeldOutError;
import io.nadir.cli.report.PathReport;
import io.nadir.model.PolarBounds;

import org.jspecify.annotations.Nullable;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Draws the error of entries held out, rank, bounds and relative gap over λ. A vertical line marks
 * the λ that is chosen.
 */
public final class PathPlot {
    private static final Color RANK = new Color(0x4B, 0x7F, 0x52);
    private static final Color GAP = new Color(0x8A, 0x2B, 0x6E);
    private static final Color HELD_OUT = new Color(0xD9, 0x6C, 0x0B);

    private static final Color LOWER = ConvergencePlot.OBJECTIVE;

    /** Of baselines, in their order. */
    private static final List<Color> SIMPLE =
            List.of(
                    new Color(0x6B, 0x76, 0x84),
                    new Color(0x1F, 0x6F, 0xB2),
                    new Color(0x8A, 0x2B, 0x6E));

    private static final int WIDTH = 1280;
    private static final int HEADER = 132;
    private static final int HEIGHT = 320;

    /** A gap of 0 has no place on a logarithmic scale. */
    private static final double SMALLEST_GAP = 1e-16;

    /** Bounds of the polar that differ by more than this can be distinguished in a chart. */
    private static final double VISIBLE = 1e-3;

    /** A baseline further from the curve than this many times its height would flatten it. */
    private static final double FAR = 3;

    private final PathReport report;
    private final List<PathPoint> points;
    private final HeldOutError shown;
    private final int chosen;

    private PathPlot(PathReport report) {
        this.report = report;
        this.points = report.points();
        this.shown = report.error();
        this.chosen = report.chosen();
    }

    /** Writes the picture of at least one point as PNG. */
    public static void write(PathReport report, OutputStream out) throws IOException {
        new PathPlot(report).write(out);
    }

    private void write(OutputStream out) throws IOException {
        List<LineChart> charts = charts();
        Picture picture = new Picture(WIDTH, HEADER + charts.size() * HEIGHT);
        picture.heading(heading(), details(), baselines());
        for (int k = 0; k < charts.size(); k++) {
            picture.chart(charts.get(k).chart(), 0, HEADER + k * HEIGHT);
        }
        picture.write(out);
    }

    private List<LineChart> charts() {
        List<LineChart> charts = new ArrayList<>();
        if (points.getFirst().heldOut() != null) {
            charts.add(heldOut());
        }
        Curve ranks = curve(p -> p.solution().rank());
        charts.add(
                chart("Rank (number of columns)", "")
                        .withoutLegend()
                        .counts(Collections.max(ranks.y()))
                        .bars("rank", ranks, RANK));
        if (isBounded()) {
            charts.add(
                    chart("Polar, bounded from both sides: 1 at a global minimum", "")
                            .legendOutside()
                            .marked("at most", curve(p -> polar(p).upper()), HELD_OUT)
                            .marked("at least", curve(p -> polar(p).lower()), LOWER));
        }
        charts.add(
                chart("Relative gap", "λ")
                        .logarithmic(curve(PathPlot::gap).y())
                        .withoutLegend()
                        .marked("gap", curve(PathPlot::gap), GAP));
        if (chosen >= 0) {
            charts.forEach(chart -> chart.place(Math.log10(points.get(chosen).lambda())));
        }
        return charts;
    }

    private LineChart heldOut() {
        Curve curve = curve(this::error);
        LineChart chart = chart(shown.title() + " of the entries held out", "");
        if (report.hasFolds()) {
            List<Double> errors = curve(this::standardError).y();
            chart.markedWithErrors("mean of folds ± standard error", curve, errors, HELD_OUT);
        } else {
            chart.marked("with factors", curve, HELD_OUT);
        }
        double low = curve.y().stream().mapToDouble(y -> y).min().orElseThrow();
        double high = curve.y().stream().mapToDouble(y -> y).max().orElseThrow();
        double margin = FAR * (high - low);
        int levels = 0;
        for (int k = 0; k < report.baselines().size(); k++) {
            Baseline baseline = report.baselines().get(k);
            double level = shown.value(baseline.heldOut());
            if (level >= low - margin && level <= high + margin) {
                List<Double> x = curve.x();
                Color color = SIMPLE.get(k % SIMPLE.size());
                chart.level(baseline.name(), x.getFirst(), x.getLast(), level, color);
                levels++;
            }
        }
        return levels == 0 && !report.hasFolds() ? chart.withoutLegend() : chart.legendOutside();
    }

    /**
     * Returns whether the bounds of the polar deserve a chart: they are known and visibly
     * different.
     */
    private boolean isBounded() {
        return points.stream().allMatch(p -> polar(p).upper() < Double.POSITIVE_INFINITY)
                && points.stream().anyMatch(p -> polar(p).upper() - polar(p).lower() > VISIBLE);
    }

    private static PolarBounds polar(PathPoint point) {
        return point.solution().certificate().polar();
    }

    private static LineChart chart(String title, String xTitle) {
        return new LineChart(WIDTH, HEIGHT, title, xTitle).powersOfTen();
    }

    private String heading() {
        long certified = points.stream().filter(p -> p.solution().certificate().isGlobal()).count();
        String minima =
                certified == points.size()
                        ? "global minima for all " + points.size() + " values of λ"
                        : "global minima for "
                                + certified
                                + " of "
                                + points.size()
                                + " values of λ";
        String open = report.open() == 0 ? "" : "; " + report.open() + " more are open";
        return report.inputs().name() + ": " + minima + open;
    }

    private String details() {
        int best = PathPoint.best(points);
        if (best < 0) {
            double widest = points.stream().mapToDouble(PathPlot::gap).max().orElseThrow();
            return String.format("one certificate for each, relative gaps up to %.2g", widest);
        }
        String least = "least " + shown.name() + " held out: " + words(best);
        return chosen == best
                ? least + " (vertical line)"
                : least + "; within one standard error: " + words(chosen) + " (vertical line)";
    }

    private String words(int index) {
        PathPoint point = points.get(index);
        PathPoint.HeldOut score = point.heldOut();
        return String.format(
                "%s at λ = %.4g, rank %d",
                score == null ? "" : shown.words(score), point.lambda(), point.solution().rank());
    }

    private String baselines() {
        return report.baselines().isEmpty()
                ? ""
                : "without factors: " + Baselines.words(report.baselines(), shown);
    }

    private double error(PathPoint point) {
        PathPoint.HeldOut heldOut = point.heldOut();
        return heldOut == null ? Double.NaN : shown.value(heldOut);
    }

    private double standardError(PathPoint point) {
        PathPoint.@Nullable HeldOut heldOut = point.heldOut();
        return heldOut == null ? 0 : shown.standardError(heldOut);
    }

    private static double gap(PathPoint point) {
        return Math.max(SMALLEST_GAP, point.solution().certificate().relativeGap());
    }

    /** Returns a curve from the smallest λ on, the order that charts require. */
    private Curve curve(ToDoubleFunction<PathPoint> value) {
        Curve curve = new Curve();
        for (PathPoint point : points.reversed()) {
            curve.add(Math.log10(point.lambda()), value.applyAsDouble(point));
        }
        return curve;
    }
}
