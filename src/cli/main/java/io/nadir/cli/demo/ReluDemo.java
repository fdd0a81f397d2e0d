package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.picture.ConvergencePlot;
import io.nadir.cli.picture.FittedFunction;
import io.nadir.cli.picture.Picture;
import io.nadir.cli.progress.Outcome;
import io.nadir.io.InputDescription;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.knowm.xchart.XYChart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Demonstrates regression in one dimension: fits the brightness along a line of a photograph, as a
 * function of the position, by a two-layer ReLU network with bias.
 */
public final class ReluDemo implements Demo {
    /** Coat, face, camera and haze. */
    private static final int LINE = 45;

    private static final double LAMBDA = 0.1;
    private static final double GAP = 1e-4;

    private static final int CHART_WIDTH = 2 * Picture.PANEL;
    private static final int CHART_HEIGHT = 420;

    /** A quarter as high and wide as it is. */
    private final DenseMatrix photograph = Photograph.halved(Photograph.halved(Photograph.read()));

    private final TwoLayerNetwork network = network();

    public ReluDemo() throws IOException {}

    @Override
    public String name() {
        return "Line of a photograph";
    }

    @Override
    public Problem problem() {
        return new Problem(network, new SquaredLoss(), new SquaredNorms(), LAMBDA);
    }

    @Override
    public InputDescription input() {
        int samples = photograph.columns();
        return new InputDescription(name(), List.of(samples, 1), samples, false, false, null, null);
    }

    @Override
    public SolverOptions options() {
        return SolverOptions.defaults().withEvidence(Evidence.PROVED).withRelativeGap(GAP);
    }

    @Override
    public String label() {
        return "function";
    }

    @Override
    public String remark(Outcome outcome) {
        return String.format(
                "%d kinks for %d samples",
                new FittedFunction(outcome).kinks().size(), photograph.columns());
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        Picture picture =
                new Picture(
                        Picture.widthOfPanels(1) + CHART_WIDTH + Picture.MARGIN,
                        Picture.BELOW_PANELS + CHART_HEIGHT);
        picture.heading(outcome.report());
        picture.panel(0, "photograph, and the line", marked());
        XYChart function = new FittedFunction(outcome).chart(CHART_WIDTH, Picture.PANEL);
        int top = Picture.BELOW_PANELS - Picture.PANEL - Picture.MARGIN;
        picture.chart(function, Picture.widthOfPanels(1), top);
        int width = Picture.widthOfPanels(1) + CHART_WIDTH;
        picture.chart(ConvergencePlot.gap(outcome, width, CHART_HEIGHT), 0, Picture.BELOW_PANELS);
        picture.write(out);
    }

    private BufferedImage marked() {
        BufferedImage grey = Photograph.draw(photograph);
        BufferedImage image =
                new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(grey, 0, 0, null);
        graphics.setColor(Color.ORANGE);
        graphics.drawLine(0, LINE, image.getWidth() - 1, LINE);
        graphics.dispose();
        return image;
    }

    /** Places from −1 to 1, brightness from −1 to 1. */
    private TwoLayerNetwork network() {
        int samples = photograph.columns();
        double[] place = new double[samples];
        double[] brightness = new double[samples];
        for (int i = 0; i < samples; i++) {
            place[i] = 2.0 * i / (samples - 1) - 1;
            double grey = photograph.get(LINE, i);
            brightness[i] = (grey - Photograph.MIDDLE_GREY) / Photograph.MIDDLE_GREY;
        }
        return TwoLayerNetwork.relu(
                        DenseMatrix.wrap(samples, 1, place),
                        DenseMatrix.wrap(samples, 1, brightness))
                .withBias();
    }
}
