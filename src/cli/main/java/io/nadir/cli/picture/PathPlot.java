package io.nadir.cli.picture;

import io.nadir.PathPoint;
import io.nadir.model.PolarBounds;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws rank, bounds and relative gap over λ, and the error of entries held out. */
public final class PathPlot {
    private static final Color RANK = new Color(0x4B, 0x7F, 0x52);
    private static final Color GAP = new Color(0x8A, 0x2B, 0x6E);
    private static final Color HELD_OUT = new Color(0xD9, 0x6C, 0x0B);

    private static final Color LOWER = ConvergencePlot.OBJECTIVE;

    private static final int WIDTH = 1280;
    private static final int HEADER = 100;
    private static final int HEIGHT = 320;

    /** A gap of 0 has no place on a logarithmic scale. */
    private static final double SMALLEST_GAP = 1e-16;

    /** Bounds of the polar that differ by more than this can be distinguished in a chart. */
    private static final double VISIBLE = 1e-3;

    private PathPlot() {}

    /** Writes the picture of at least one point as PNG. */
    public static void write(List<PathPoint> points, OutputStream out) throws IOException {
        List<LineChart> charts = charts(points);
        Picture picture = new Picture(WIDTH, HEADER + charts.size() * HEIGHT);
        picture.heading(heading(points), details(points));
        for (int k = 0; k < charts.size(); k++) {
            picture.chart(charts.get(k).chart(), 0, HEADER + k * HEIGHT);
        }
        picture.write(out);
    }

    private static List<LineChart> charts(List<PathPoint> points) {
        List<LineChart> charts = new ArrayList<>();
        if (points.get(0).heldOut() != null) {
            charts.add(
                    chart("Root mean square error of the entries held out", "")
                            .withoutLegend()
                            .marked("held out", curve(points, PathPlot::error), HELD_OUT));
        }
        charts.add(
                chart("Rank", "")
                        .withoutLegend()
                        .marked("rank", curve(points, p -> p.solution().rank()), RANK));
        if (isBounded(points)) {
            charts.add(
                    chart("Polar, bounded from both sides: 1 at a global minimum", "")
                            .marked("at most", curve(points, p -> polar(p).upper()), HELD_OUT)
                            .marked("at least", curve(points, p -> polar(p).lower()), LOWER));
        }
        charts.add(
                chart("Relative gap", "λ")
                        .logarithmic()
                        .withoutLegend()
                        .marked("gap", curve(points, PathPlot::gap), GAP));
        return charts;
    }

    /**
     * Returns whether the bounds of the polar deserve a chart: they are known and visibly
     * different.
     */
    private static boolean isBounded(List<PathPoint> points) {
        return points.stream().allMatch(p -> polar(p).upper() < Double.POSITIVE_INFINITY)
                && points.stream().anyMatch(p -> polar(p).upper() - polar(p).lower() > VISIBLE);
    }

    private static PolarBounds polar(PathPoint point) {
        return point.solution().certificate().polar();
    }

    private static LineChart chart(String title, String xTitle) {
        return new LineChart(WIDTH, HEIGHT, title, xTitle).powersOfTen();
    }

    private static String heading(List<PathPoint> points) {
        long certified = points.stream().filter(p -> p.solution().certificate().isGlobal()).count();
        return certified == points.size()
                ? "Global minima for all " + points.size() + " values of λ"
                : "Global minima for " + certified + " of " + points.size() + " values of λ";
    }

    private static String details(List<PathPoint> points) {
        PathPoint best = points.get(0);
        for (PathPoint point : points) {
            best = error(point) < error(best) ? point : best;
        }
        double widest = points.stream().mapToDouble(PathPlot::gap).max().orElseThrow();
        return best.heldOut() == null
                ? String.format("one certificate for each, relative gaps up to %.2g", widest)
                : String.format(
                        "least error held out: %.4g at λ = %.4g, rank %d",
                        error(best), best.lambda(), best.solution().rank());
    }

    private static double error(PathPoint point) {
        PathPoint.HeldOut heldOut = point.heldOut();
        return heldOut == null ? Double.POSITIVE_INFINITY : heldOut.rootMeanSquare();
    }

    private static double gap(PathPoint point) {
        return Math.max(SMALLEST_GAP, point.solution().certificate().relativeGap());
    }

    /** Returns a curve from the smallest λ on, the order that charts require. */
    private static Curve curve(List<PathPoint> points, ToDoubleFunction<PathPoint> value) {
        Curve curve = new Curve();
        for (PathPoint point : points.reversed()) {
            curve.add(Math.log10(point.lambda()), value.applyAsDouble(point));
        }
        return curve;
    }
}
