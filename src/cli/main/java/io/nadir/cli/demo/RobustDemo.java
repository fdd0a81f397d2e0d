package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.picture.GreyImage;
import io.nadir.cli.picture.Picture;
import io.nadir.cli.progress.Outcome;
import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.SolverOptions;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Demonstrates robust principal component analysis: separates a photograph with corrupted pixels
 * into a low-rank and a sparse part. Shows the photograph, the corrupted version, and both parts.
 */
public final class RobustDemo implements Demo {
    /**
     * A λ that keeps the smooth parts of the photograph, which remain visible when a tenth of the
     * pixels is wrong.
     */
    private static final double LAMBDA = 300;

    /** Grey levels of a residual up to which it counts as noise. */
    private static final double NOISE = 10;

    private static final double GAP = 1e-4;

    private final HuberLoss loss = new HuberLoss(NOISE);
    private final DenseMatrix photograph = Photograph.read();
    private final DenseMatrix spoilt = SpoiltPhotograph.of(photograph);

    public RobustDemo() throws IOException {}

    @Override
    public String name() {
        return "Spoilt photograph";
    }

    @Override
    public Problem problem() {
        return Problem.lowRank(spoilt, LAMBDA).withLoss(loss);
    }

    @Override
    public SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(GAP);
    }

    @Override
    public String label() {
        return "error";
    }

    /** How far the low rank is from the photograph, and how far what was given is. */
    @Override
    public String remark(Outcome outcome) {
        Reconstruction truth = Reconstruction.of(photograph, outcome);
        double[] given = Reconstruction.of(spoilt, outcome).original();
        return String.format(
                "%.1f grey levels from the photograph, %.1f before",
                rootMeanSquare(truth.original(), truth.approximation()),
                rootMeanSquare(truth.original(), given));
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        Picture picture = new Picture(Picture.widthOfPanels(4), Picture.BELOW_PANELS);
        picture.heading(outcome.report());
        Reconstruction lowRank = Reconstruction.of(spoilt, outcome);
        picture.panel(0, "photograph", Photograph.draw(photograph));
        picture.panel(1, "input: a tenth of the pixels spoilt", Photograph.draw(spoilt));
        picture.panel(2, "low rank: " + lowRank.rank(), image(lowRank.approximation()));
        picture.panel(3, "sparse part: the errors found", image(sparse(outcome)));
        picture.write(out);
    }

    private double[] sparse(Outcome outcome) {
        double[] e = Objects.requireNonNull(spoilt.sparsePart(loss, outcome.factors()));
        for (int k = 0; k < e.length; k++) {
            e[k] += Photograph.MIDDLE_GREY;
        }
        return e;
    }

    private BufferedImage image(double[] brightness) {
        return GreyImage.draw(spoilt.rows(), spoilt.columns(), brightness);
    }

    private static double rootMeanSquare(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum / a.length);
    }
}
