package io.nadir.cli;

import io.nadir.PathPoint;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws rank, relative gap and the error of entries held out over λ. */
final class PathPlot {
    private static final Color RANK = new Color(0x4B, 0x7F, 0x52);
    private static final Color GAP = new Color(0x8A, 0x2B, 0x6E);
    private static final Color HELD_OUT = new Color(0xD9, 0x6C, 0x0B);

    private static final int WIDTH = 1280;
    private static final int HEADER = 100;
    private static final int HEIGHT = 320;

    /** A gap of 0 has no place on a logarithmic scale. */
    private static final double SMALLEST_GAP = 1e-16;

    private PathPlot() {}

    /** Writes the picture of at least one point as PNG. */
    static void write(List<PathPoint> points, OutputStream out) throws IOException {
        boolean scored = points.get(0).heldOut() != null;
        Picture picture = new Picture(WIDTH, HEADER + (scored ? 3 : 2) * HEIGHT);
        picture.heading(heading(points), details(points));
        int y = HEADER;
        if (scored) {
            LineChart error =
                    chart("Root mean square error of the entries held out", "")
                            .marked("held out", curve(points, PathPlot::error), HELD_OUT);
            picture.chart(error.chart(), 0, y);
            y += HEIGHT;
        }
        LineChart rank =
                chart("Rank", "").marked("rank", curve(points, p -> p.solution().rank()), RANK);
        picture.chart(rank.chart(), 0, y);
        LineChart gap =
                chart("Relative gap", "λ")
                        .logarithmic()
                        .marked("gap", curve(points, PathPlot::gap), GAP);
        picture.chart(gap.chart(), 0, y + HEIGHT);
        picture.write(out);
    }

    private static LineChart chart(String title, String xTitle) {
        return new LineChart(WIDTH, HEIGHT, title, xTitle).withoutLegend().powersOfTen();
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
        return best.heldOut() == null
                ? "one certificate for each"
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

    /** From the smallest λ on, as charts want it. */
    private static Curve curve(List<PathPoint> points, ToDoubleFunction<PathPoint> value) {
        Curve curve = new Curve();
        for (PathPoint point : points.reversed()) {
            curve.add(Math.log10(point.lambda()), value.applyAsDouble(point));
        }
        return curve;
    }
}
