package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;
import io.nadir.network.twolayer.TrainedNetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The function that a network of one input has learnt, with the data and its kinks. */
final class FittedFunction {
    private static final Color DATA = new Color(0x9A, 0xA5, 0xB1);
    private static final List<Color> OUTPUTS =
            List.of(
                    ConvergencePlot.OBJECTIVE,
                    new Color(0xD9, 0x6C, 0x0B),
                    new Color(0x4B, 0x7F, 0x52),
                    new Color(0x8A, 0x2B, 0x6E));

    private static final int WIDTH = 1280;
    private static final int HEADER = 120;
    private static final int HEIGHT = 640;

    /** More points cannot be told apart. */
    private static final int MOST_POINTS = 2000;

    private static final int STEPS = 500;
    private static final int MARKER = 7;

    /** Fraction of the range of the inputs within which kinks are the same. */
    private static final double SAME = 1e-9;

    private final Report report;
    private final TwoLayerNetwork data;
    private final TrainedNetwork network;
    private final double least;
    private final double range;

    /** Prepares the function of an outcome that is {@link #isDrawable}. */
    FittedFunction(Outcome outcome) {
        report = outcome.report();
        data = (TwoLayerNetwork) report.problem().y();
        network = data.trained(outcome.factors());
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < data.inputs().rows(); i++) {
            min = Math.min(min, data.inputs().get(i, 0));
            max = Math.max(max, data.inputs().get(i, 0));
        }
        least = min;
        range = max > min ? max - min : 1;
    }

    /** Returns whether a problem is that of a network with one input, not counting a bias. */
    static boolean isDrawable(Problem problem) {
        return problem.y() instanceof TwoLayerNetwork network
                && network.inputs().columns() == (network.bias() ? 2 : 1);
    }

    /** Where the function bends within the range of the inputs, in ascending order. */
    List<Double> kinks() {
        Panel inner = network.factors().block(0);
        List<Double> all = new ArrayList<>();
        for (int i = 0; network.slope() < 1 && i < inner.columns(); i++) {
            double at = network.bias() ? -inner.get(1, i) / inner.get(0, i) : 0;
            if (at > least && at < least + range) {
                all.add(at);
            }
        }
        all.sort(null);
        List<Double> distinct = new ArrayList<>();
        for (double at : all) {
            if (distinct.isEmpty() || at > distinct.getLast() + SAME * range) {
                distinct.add(at);
            }
        }
        return distinct;
    }

    /** Writes the picture as PNG. */
    void write(OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, HEADER + HEIGHT);
        picture.heading(report);
        picture.chart(chart(WIDTH, HEIGHT), 0, HEADER);
        picture.write(out);
    }

    /** Data, function and kinks. */
    XYChart chart(int width, int height) {
        List<Double> kinks = kinks();
        String title =
                kinks.size() == 1
                        ? "Fitted function, with 1 kink"
                        : "Fitted function, with " + kinks.size() + " kinks";
        LineChart chart = new LineChart(width, height, title, "input").fromFirstPoint();
        List<Double> positions = new ArrayList<>(kinks);
        for (int i = 0; i <= STEPS; i++) {
            positions.add(least + range * i / STEPS);
        }
        positions.sort(null);
        int shown = Math.min(network.outputs(), OUTPUTS.size());
        for (int output = 0; output < shown; output++) {
            String suffix = network.outputs() == 1 ? "" : " " + (output + 1);
            Color color = OUTPUTS.get(output);
            chart.points(
                    "data" + suffix,
                    samples(output),
                    network.outputs() == 1 ? DATA : color.brighter(),
                    SeriesMarkers.CIRCLE,
                    MARKER);
            chart.line("function" + suffix, curve(positions, output), color);
            if (!kinks.isEmpty()) {
                chart.points(
                        "kinks" + suffix,
                        curve(kinks, output),
                        color,
                        SeriesMarkers.DIAMOND,
                        MARKER);
            }
        }
        return chart.chart();
    }

    private Curve samples(int output) {
        Curve curve = new Curve();
        int rows = data.inputs().rows();
        int count = Math.min(rows, MOST_POINTS);
        for (int k = 0; k < count; k++) {
            int i = (int) ((long) k * rows / count);
            curve.add(data.inputs().get(i, 0), data.y().get(i, output));
        }
        return curve;
    }

    private Curve curve(List<Double> positions, int output) {
        double[] x = positions.stream().mapToDouble(Double::doubleValue).toArray();
        DenseMatrix y = network.predict(DenseMatrix.wrap(x.length, 1, x), 1, null);
        Curve curve = new Curve();
        for (int i = 0; i < x.length; i++) {
            curve.add(x[i], y.get(i, output));
        }
        return curve;
    }
}
