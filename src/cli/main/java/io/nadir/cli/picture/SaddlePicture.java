package io.nadir.cli.picture;

import io.nadir.cli.report.LandscapeSummary;
import io.nadir.landscape.LinearLandscape;
import io.nadir.landscape.LinearNetwork;
import io.nadir.landscape.PointAnalysis;
import io.nadir.landscape.PointAnalysis.Escape;

import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The risk around a saddle, in the plane of its escape: one axis is the escape's step in the first
 * layer that it changes, the other that in the rest. The saddle is at (0, 0), and the units are
 * such that the least risk of the plane is at (1, 1).
 */
final class SaddlePicture {
    private static final int PIXELS = 420;

    /** How far the axes go on either side. */
    private static final double REACH = 1.7;

    private static final int POINTS = 201;

    /** Searches along both axes for the least risk of the plane. */
    private static final int ROUNDS = 30;

    /** Bands of equal colour, so that their edges are contours. */
    private static final int BANDS = 24;

    private static final Color[] SCALE = {
        new Color(0x12, 0x3B, 0x66),
        new Color(0x2E, 0x7E, 0xA6),
        new Color(0x8C, 0xC7, 0xB5),
        new Color(0xF3, 0xE9, 0xB8),
        new Color(0xE9, 0x9A, 0x4C)
    };

    private final PointAnalysis saddle;
    private final DoubleBinaryOperator risk;

    private SaddlePicture(PointAnalysis saddle, DoubleBinaryOperator risk) {
        this.saddle = saddle;
        this.risk = risk;
    }

    /** Returns the picture of a saddle; null if no direction that leads out of it is known. */
    static @Nullable SaddlePicture of(LinearLandscape landscape, LinearNetwork point) {
        PointAnalysis saddle = landscape.analyze(point);
        Escape escape = saddle.escape();
        if (escape == null) {
            return null;
        }
        LinearNetwork direction = escape.direction();
        double best = landscape.risk().bestStep(point, direction);
        LinearNetwork step = LinearNetwork.zeros(point.widths()).plus(best, direction);
        int first = 1;
        while (isZero(step.layer(first))) {
            first++;
        }
        DoubleBinaryOperator plane =
                landscape.risk().plane(point, only(step, first, true), only(step, first, false));
        double x = 1;
        double y = 1;
        for (int round = 0; round < ROUNDS; round++) {
            double column = y;
            x = hollow(x, t -> plane.applyAsDouble(t, column));
            double row = x;
            y = hollow(y, t -> plane.applyAsDouble(row, t));
        }
        double unitX = x;
        double unitY = y;
        return new SaddlePicture(saddle, (s, t) -> plane.applyAsDouble(unitX * s, unitY * t));
    }

    /** A better place near {@code t} on one axis, by halving the step of a search. */
    private static double hollow(double t, DoubleUnaryOperator risk) {
        double best = t;
        for (double step = t / 2; step > t / 1024; step /= 2) {
            while (risk.applyAsDouble(best + step) < risk.applyAsDouble(best)) {
                best += step;
            }
            while (best > step && risk.applyAsDouble(best - step) < risk.applyAsDouble(best)) {
                best -= step;
            }
        }
        return best;
    }

    private static boolean isZero(double[] values) {
        for (double value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** The step in one layer, or in all others. */
    private static LinearNetwork only(LinearNetwork step, int layer, boolean wanted) {
        List<double[]> weights = new ArrayList<>();
        for (int l = 1; l <= step.depth(); l++) {
            double[] values = step.layer(l);
            weights.add(l == layer == wanted ? values : new double[values.length]);
        }
        return LinearNetwork.copyOf(step.widths(), weights);
    }

    /** Draws the plane in the middle of a field. */
    void drawPlane(Picture picture, int x, int y, int width, int height) {
        int left = x + (width - PIXELS) / 2;
        int top = y + (height - PIXELS) / 2 + 10;
        String title =
                "Mean squared error around the saddle " + LandscapeSummary.set(saddle.indices());
        picture.text(title, left, top - 18, Picture.font(Font.BOLD, 18), Picture.INK);
        picture.image(plane(), left, top);
        picture.text(
                "step in the first layer of the escape  →   blue: low, orange: high",
                left,
                top + PIXELS + 24,
                Picture.font(Font.PLAIN, 15),
                Picture.INK);
        picture.text(
                "up: step in the other layers.  Ring: saddle.  Dot: least error",
                left,
                top + PIXELS + 46,
                Picture.font(Font.PLAIN, 15),
                Picture.FAINT);
    }

    private BufferedImage plane() {
        double[][] values = new double[PIXELS][PIXELS];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < PIXELS; i++) {
            for (int j = 0; j < PIXELS; j++) {
                values[i][j] = risk.applyAsDouble(coordinate(j), -coordinate(i));
                least = Math.min(least, values[i][j]);
            }
        }
        // As far above the saddle as the least is below, and half as much again: beyond, one
        // colour.
        double span = 2.5 * (saddle.risk() - least);
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < PIXELS; i++) {
            for (int j = 0; j < PIXELS; j++) {
                image.setRGB(j, i, color((values[i][j] - least) / span).getRGB());
            }
        }
        mark(image, 0, 0, false);
        mark(image, 1, 1, true);
        return image;
    }

    private static double coordinate(int pixel) {
        return REACH * (2.0 * pixel / (PIXELS - 1) - 1);
    }

    private static void mark(BufferedImage image, double x, double y, boolean filled) {
        int column = (int) Math.round((x / REACH + 1) / 2 * (PIXELS - 1));
        int row = (int) Math.round((1 - y / REACH) / 2 * (PIXELS - 1));
        for (int i = -7; i <= 7; i++) {
            for (int j = -7; j <= 7; j++) {
                double distance = Math.hypot(i, j);
                if (distance < 7 && (filled || distance > 4)) {
                    image.setRGB(column + j, row + i, Color.WHITE.getRGB());
                }
            }
        }
    }

    private static Color color(double share) {
        double band = Math.floor(Math.clamp(share, 0.0, 1.0) * BANDS) / BANDS;
        double place = Math.min(band, 1 - 1e-9) * (SCALE.length - 1);
        int k = (int) place;
        return mix(SCALE[k], SCALE[k + 1], place - k);
    }

    private static Color mix(Color a, Color b, double share) {
        return new Color(
                (int) Math.round(a.getRed() + share * (b.getRed() - a.getRed())),
                (int) Math.round(a.getGreen() + share * (b.getGreen() - a.getGreen())),
                (int) Math.round(a.getBlue() + share * (b.getBlue() - a.getBlue())));
    }

    /** The risk on the straight line from the saddle, in the middle, to the least of the plane. */
    XYChart alongDiagonal(int width, int height, double globalValue) {
        Curve curve = new Curve();
        for (int k = 0; k < POINTS; k++) {
            double t = REACH * (2.0 * k / (POINTS - 1) - 1);
            curve.add(t, risk.applyAsDouble(t, t));
        }
        Curve point = new Curve();
        point.add(0, saddle.risk());
        return new LineChart(
                        width,
                        height,
                        "Along the diagonal, through the saddle",
                        "step, 1 at the dot")
                .fromFirstPoint()
                .legendOutside()
                .level("global value", -REACH, REACH, globalValue)
                .line("mean squared error", curve, ConvergencePlot.OBJECTIVE)
                .points("saddle", point, LandscapePlot.way(), SeriesMarkers.CIRCLE, 8)
                .chart();
    }
}
