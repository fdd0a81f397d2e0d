package io.nadir.cli;

import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;

import org.knowm.xchart.XYChart;

import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The photograph, its reconstruction and what is left, above its singular values and the course of
 * the solve.
 */
final class DemoPicture {
    private static final int MARGIN = Picture.MARGIN;
    private static final int IMAGE = 512;
    private static final int WIDTH = 3 * IMAGE + 4 * MARGIN;
    private static final int IMAGES_TOP = 144;
    private static final int CHARTS_TOP = IMAGES_TOP + IMAGE + MARGIN;
    private static final int CHART_HEIGHT = 430;

    private static final double MIDDLE_GREY = 128;

    private final Outcome outcome;
    private final Reconstruction reconstruction;

    DemoPicture(Outcome outcome, Reconstruction reconstruction) {
        this.outcome = outcome;
        this.reconstruction = reconstruction;
    }

    /** Writes the picture as PNG. */
    void write(OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, CHARTS_TOP + CHART_HEIGHT);
        picture.heading(Summary.verdict(outcome.report()), Summary.figures(outcome.report()));
        image(picture, 0, "photograph", reconstruction.original());
        String caption = "reconstruction at rank " + reconstruction.rank();
        image(picture, 1, caption, reconstruction.approximation());
        image(picture, 2, "residual, contrast × 2", reconstruction.residual(MIDDLE_GREY, 2));
        int half = WIDTH / 2;
        picture.chart(spectrum(half), 0, CHARTS_TOP);
        picture.chart(gap(half), half, CHARTS_TOP);
        picture.write(out);
    }

    private void image(Picture picture, int place, String caption, double[] brightness) {
        int x = MARGIN + place * (IMAGE + MARGIN);
        picture.text(caption, x, IMAGES_TOP - 10, Picture.font(Font.BOLD, 18), Picture.INK);
        picture.image(
                Photograph.draw(reconstruction.rows(), reconstruction.columns(), brightness),
                x,
                IMAGES_TOP);
    }

    private XYChart gap(int width) {
        double target = outcome.report().options().relativeGap();
        String xTitle = "time in seconds";
        return ConvergencePlot.gap(Trace.of(outcome), target, width, CHART_HEIGHT, xTitle);
    }

    private MatrixView matrix() {
        return MatrixView.of(
                reconstruction.rows(), reconstruction.columns(), reconstruction.original());
    }

    private XYChart spectrum(int width) {
        double[] values = LinearAlgebra.get().singularValues(matrix());
        Curve curve = new Curve();
        for (int i = 0; i < values.length; i++) {
            curve.add(i + 1, values[i]);
        }
        double lambda = outcome.report().problem().lambda();
        return new LineChart(width, CHART_HEIGHT, "Singular values of the photograph", "index")
                .logarithmic()
                .line("singular values", curve.positive(), ConvergencePlot.OBJECTIVE)
                // Half an index beyond: with points at equal distances XChart labels each it can.
                .level("λ: what is above it is kept", 0.5, values.length + 0.5, lambda)
                .chart();
    }
}
