package io.nadir.cli.picture;

import io.nadir.Problem;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.report.Report;
import io.nadir.model.ModelData.Samples;
import io.nadir.model.TrainedModel;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The function that a network of one input has learnt, with the data and its kinks. */
public final class FittedFunction {
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

    /** Pixels of the name of the input. */
    private static final int LONGEST_NAME = 400;

    private static final int STEPS = 500;
    private static final int MARKER = 7;

    /** Fraction of the range of the inputs within which kinks are the same. */
    private static final double SAME = 1e-9;

    private final Report report;
    private final Samples data;
    private final TrainedModel network;
    private final int outputs;
    private final double least;
    private final double range;

    /** Prepares the function of an outcome that is {@link #isDrawable}. */
    public FittedFunction(Outcome outcome) {
        report = outcome.report();
        data = Objects.requireNonNull(report.problem().y().samples());
        network = outcome.model();
        outputs = network.outputs(new double[1]).length;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < data.count(); i++) {
            min = Math.min(min, data.input(i, 0));
            max = Math.max(max, data.input(i, 0));
        }
        least = min;
        range = max > min ? max - min : 1;
    }

    /** Returns whether a problem is that of a network with one input, not counting a bias. */
    public static boolean isDrawable(Problem problem) {
        Samples samples = problem.y().samples();
        return samples != null && samples.inputs() == 1;
    }

    /** Where the function bends within the range of the inputs, in ascending order. */
    public List<Double> kinks() {
        double[] all = Objects.requireNonNullElse(network.kinks(), new double[0]);
        Arrays.sort(all);
        List<Double> distinct = new ArrayList<>();
        for (double at : all) {
            boolean inside = at > least && at < least + range;
            if (inside && (distinct.isEmpty() || at > distinct.getLast() + SAME * range)) {
                distinct.add(at);
            }
        }
        return distinct;
    }

    /** Writes the picture as PNG. */
    public void write(OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, HEADER + HEIGHT);
        picture.heading(report);
        picture.chart(chart(WIDTH, HEIGHT), 0, HEADER);
        picture.write(out);
    }

    /** Data, function and kinks. */
    public XYChart chart(int width, int height) {
        List<Double> kinks = kinks();
        String title = "Fitted function: output over input";
        if (outputs > OUTPUTS.size()) {
            title += ": " + OUTPUTS.size() + " of " + outputs + " outputs";
        }
        if (network.kinks() != null) {
            title += kinks.size() == 1 ? ", with 1 kink" : ", with " + kinks.size() + " kinks";
        }
        LineChart chart =
                new LineChart(width, height, title, inputName()).fromFirstPoint().legendOutside();
        List<Double> positions = new ArrayList<>(kinks);
        for (int i = 0; i <= STEPS; i++) {
            positions.add(least + range * i / STEPS);
        }
        positions.sort(null);
        int shown = Math.min(outputs, OUTPUTS.size());
        for (int output = 0; output < shown; output++) {
            String suffix = outputs == 1 ? "" : " " + (output + 1);
            Color color = OUTPUTS.get(output);
            chart.points(
                    "data" + suffix,
                    samples(output),
                    outputs == 1 ? DATA : color.brighter(),
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

    /** What the input is called in its file. */
    private String inputName() {
        List<String> names = report.inputs().columnsOf("--inputs");
        return names.size() == 1
                ? "input: " + Labels.fit(names.getFirst(), TickLabels.FONT, LONGEST_NAME)
                : "input";
    }

    private Curve samples(int output) {
        Curve curve = new Curve();
        int rows = data.count();
        int count = Math.min(rows, MOST_POINTS);
        for (int k = 0; k < count; k++) {
            int i = (int) ((long) k * rows / count);
            curve.add(data.input(i, 0), data.target(i, output));
        }
        return curve;
    }

    private Curve curve(List<Double> positions, int output) {
        double[] x = positions.stream().mapToDouble(Double::doubleValue).toArray();
        double[] y = network.outputs(x);
        Curve curve = new Curve();
        for (int i = 0; i < x.length; i++) {
            curve.add(x[i], y[i * outputs + output]);
        }
        return curve;
    }
}
