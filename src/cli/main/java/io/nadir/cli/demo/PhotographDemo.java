package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.picture.ConvergencePlot;
import io.nadir.cli.picture.Curve;
import io.nadir.cli.picture.GreyImage;
import io.nadir.cli.picture.LineChart;
import io.nadir.cli.picture.Picture;
import io.nadir.cli.progress.Outcome;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.SolverOptions;

import org.knowm.xchart.XYChart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A photograph, its reconstruction and what is left, above its singular values and the course of
 * the solve.
 */
public final class PhotographDemo implements Demo {
    /** Keeps about an eighth of the photograph's singular values. */
    private static final double LAMBDA = 600;

    private static final int WIDTH = Picture.widthOfPanels(3);
    private static final int CHART_HEIGHT = 430;

    private final DenseMatrix photograph = Photograph.read();

    public PhotographDemo() throws IOException {}

    @Override
    public String name() {
        return "Photograph";
    }

    @Override
    public Problem problem() {
        return Problem.lowRank(photograph, LAMBDA);
    }

    @Override
    public SolverOptions options() {
        return SolverOptions.defaults();
    }

    @Override
    public String label() {
        return "compression";
    }

    @Override
    public String remark(Outcome outcome) {
        return Reconstruction.of(photograph, outcome).compression();
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        Reconstruction reconstruction = Reconstruction.of(photograph, outcome);
        Picture picture = new Picture(WIDTH, Picture.BELOW_PANELS + CHART_HEIGHT);
        picture.heading(outcome.report());
        picture.panel(0, "photograph", Photograph.draw(photograph));
        String caption = "reconstruction at rank " + reconstruction.rank();
        picture.panel(1, caption, image(reconstruction.approximation()));
        double[] residual = reconstruction.residual(Photograph.MIDDLE_GREY, 2);
        picture.panel(2, "residual, contrast × 2", image(residual));
        picture.chart(spectrum(reconstruction.original()), 0, Picture.BELOW_PANELS);
        XYChart gap = ConvergencePlot.gap(outcome, WIDTH / 2, CHART_HEIGHT);
        picture.chart(gap, WIDTH / 2, Picture.BELOW_PANELS);
        picture.write(out);
    }

    private BufferedImage image(double[] brightness) {
        return GreyImage.draw(photograph.rows(), photograph.columns(), brightness);
    }

    private XYChart spectrum(double[] original) {
        MatrixView matrix = MatrixView.wrap(photograph.rows(), photograph.columns(), original);
        double[] values = LinearAlgebra.get().singularValues(matrix);
        Curve curve = new Curve();
        for (int i = 0; i < values.length; i++) {
            curve.add(i + 1, values[i]);
        }
        return new LineChart(WIDTH / 2, CHART_HEIGHT, "Singular values of the photograph", "index")
                .logarithmic()
                .line("singular values", curve.positive(), ConvergencePlot.OBJECTIVE)
                // Half an index beyond: with points at equal distances XChart labels each it can.
                .level("λ: what is above it is kept", 0.5, values.length + 0.5, LAMBDA)
                .chart();
    }
}
