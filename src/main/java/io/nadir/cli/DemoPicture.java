package io.nadir.cli;

import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.model.DenseMatrix;
import io.nadir.model.Factors;

import org.knowm.xchart.XYChart;

import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

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

    /** Makes what is left visible. */
    private static final double RESIDUAL_CONTRAST = 2;

    private static final double MIDDLE_GREY = 128;

    private final Outcome outcome;
    private final DenseMatrix photograph;
    private final double[] original;
    private final double[] reconstruction;

    DemoPicture(DenseMatrix photograph, Outcome outcome) {
        this.outcome = outcome;
        this.photograph = photograph;
        this.original = new double[photograph.rows() * photograph.columns()];
        for (int k = 0; k < original.length; k++) {
            original[k] = photograph.get(k / photograph.columns(), k % photograph.columns());
        }
        this.reconstruction = product(outcome.factors());
    }

    /** Writes the picture as PNG. */
    void write(OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, CHARTS_TOP + CHART_HEIGHT);
        picture.heading(Summary.verdict(outcome.report()), Summary.figures(outcome.report()));
        image(picture, 0, "photograph", original);
        image(picture, 1, reconstructionCaption(), reconstruction);
        image(picture, 2, "residual, contrast × 2", residual());
        int half = WIDTH / 2;
        picture.chart(spectrum(half), 0, CHARTS_TOP);
        picture.chart(ConvergencePlot.gap(outcome, half, CHART_HEIGHT), half, CHARTS_TOP);
        picture.write(out);
    }

    /** How the factors compare to the photograph, in one line. */
    String compression() {
        int rank = outcome.report().rank();
        int numbers = rank * (photograph.rows() + photograph.columns());
        return String.format(
                "rank %d: %d numbers for %d pixels, relative error %.1f %%",
                rank, numbers, original.length, 100 * relativeError());
    }

    private String reconstructionCaption() {
        return "reconstruction at rank " + outcome.report().rank();
    }

    private void image(Picture picture, int place, String caption, double[] brightness) {
        int x = MARGIN + place * (IMAGE + MARGIN);
        picture.text(caption, x, IMAGES_TOP - 10, Picture.font(Font.BOLD, 18), Picture.INK);
        picture.image(
                Photograph.draw(photograph.rows(), photograph.columns(), brightness),
                x,
                IMAGES_TOP);
    }

    private XYChart spectrum(int width) {
        MatrixView matrix = MatrixView.of(photograph.rows(), photograph.columns(), original);
        double[] values = LinearAlgebra.get().singularValues(matrix);
        double[] index = new double[values.length];
        Arrays.setAll(index, i -> i + 1.0);
        double lambda = outcome.report().lambda();
        return new LineChart(width, CHART_HEIGHT, "Singular values of the photograph", "", "")
                .logarithmic()
                .line("singular values", index, values, ConvergencePlot.OBJECTIVE)
                .level("λ: what is above it is kept", 1, values.length, lambda)
                .chart();
    }

    private double[] residual() {
        double[] residual = new double[original.length];
        for (int k = 0; k < residual.length; k++) {
            residual[k] = MIDDLE_GREY + RESIDUAL_CONTRAST * (original[k] - reconstruction[k]);
        }
        return residual;
    }

    private double relativeError() {
        double error = 0;
        double size = 0;
        for (int k = 0; k < original.length; k++) {
            error += Math.pow(original[k] - reconstruction[k], 2);
            size += Math.pow(original[k], 2);
        }
        return Math.sqrt(error / size);
    }

    private static double[] product(Factors factors) {
        double[] u = factors.toArray(0);
        double[] v = factors.toArray(1);
        int rank = factors.rank();
        int rows = factors.dimensions().get(0);
        int columns = factors.dimensions().get(1);
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += u[i * rank + k] * v[j * rank + k];
                }
                product[i * columns + j] = sum;
            }
        }
        return product;
    }
}
