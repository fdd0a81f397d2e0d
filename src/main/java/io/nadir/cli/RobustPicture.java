package io.nadir.cli;

import io.nadir.model.DenseMatrix;
import io.nadir.model.HuberLoss;

import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;

/** A spoilt photograph taken apart: the photograph, what was given, the low rank, the sparse. */
final class RobustPicture {
    private static final int MARGIN = Picture.MARGIN;
    private static final int IMAGE = 512;
    private static final int WIDTH = 4 * IMAGE + 5 * MARGIN;
    private static final int IMAGES_TOP = 144;
    private static final double MIDDLE_GREY = 128;

    private final Outcome outcome;
    private final DenseMatrix photograph;
    private final DenseMatrix spoilt;

    RobustPicture(Outcome outcome, DenseMatrix photograph, DenseMatrix spoilt) {
        this.outcome = outcome;
        this.photograph = photograph;
        this.spoilt = spoilt;
    }

    /** Writes the picture as PNG. */
    void write(OutputStream out) throws IOException {
        Picture picture = new Picture(WIDTH, IMAGES_TOP + IMAGE + MARGIN);
        picture.heading(Summary.verdict(outcome.report()), Summary.figures(outcome.report()));
        Reconstruction lowRank = Reconstruction.of(spoilt, outcome);
        image(picture, 0, "photograph", Reconstruction.of(photograph, outcome).original());
        image(picture, 1, "a tenth of the pixels spoilt: given", lowRank.original());
        image(picture, 2, "low rank: " + lowRank.rank(), lowRank.approximation());
        image(picture, 3, "sparse: what was wrong", sparse());
        picture.write(out);
    }

    /** How far the low rank is from the photograph, and how far what was given is. */
    static String errors(Outcome outcome, DenseMatrix photograph, DenseMatrix spoilt) {
        Reconstruction truth = Reconstruction.of(photograph, outcome);
        double[] given = Reconstruction.of(spoilt, outcome).original();
        return String.format(
                "%.1f grey levels from the photograph, %.1f before",
                rootMeanSquare(truth.original(), truth.approximation()),
                rootMeanSquare(truth.original(), given));
    }

    private double[] sparse() {
        HuberLoss loss = (HuberLoss) outcome.report().problem().loss();
        double[] e = loss.sparsePart(spoilt, outcome.factors());
        for (int k = 0; k < e.length; k++) {
            e[k] += MIDDLE_GREY;
        }
        return e;
    }

    private void image(Picture picture, int place, String caption, double[] brightness) {
        int x = MARGIN + place * (IMAGE + MARGIN);
        picture.text(caption, x, IMAGES_TOP - 10, Picture.font(Font.BOLD, 18), Picture.INK);
        picture.image(Photograph.draw(spoilt.rows(), spoilt.columns(), brightness), x, IMAGES_TOP);
    }

    private static double rootMeanSquare(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum / a.length);
    }
}
