package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.picture.ConvergencePlot;
import io.nadir.cli.picture.GreyImage;
import io.nadir.cli.picture.ImageFactors;
import io.nadir.cli.picture.Picture;
import io.nadir.cli.picture.TileSheet;
import io.nadir.cli.picture.TileSize;
import io.nadir.cli.picture.TilesPicture;
import io.nadir.cli.progress.Outcome;
import io.nadir.matrix.DenseMatrix;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.solver.SolverOptions;

import org.knowm.xchart.XYChart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Demonstrates dictionary learning: learns a dictionary of patches of a photograph (each without
 * its mean) and sparse codes of the patches. Shows the photograph, its reconstruction, the atoms,
 * and how many atoms each patch uses.
 */
public final class DictionaryDemo implements Demo {
    private static final TileSize PATCH = new TileSize(8, 8);

    /** The weight of ‖v‖₁ relative to ‖v‖₂. */
    private static final double SPARSITY = 0.1;

    /** A few atoms for a patch with an edge, none for one of sky or coat. */
    private static final double LAMBDA = 400;

    /** Less than is reached: relaxations leave a few per cent between the bounds of the polar. */
    private static final double GAP = 0.01;

    private static final int WIDTH = Picture.widthOfPanels(4);
    private static final int CHARTS_TOP = Picture.BELOW_PANELS;
    private static final int CHART_HEIGHT = 380;
    private static final int ATOM = 64;

    /** Half as high and wide as it is: a quarter of the patches shows as much. */
    private final DenseMatrix photograph = Photograph.halved(Photograph.read());

    private final DenseMatrix patches = PATCH.cut(photograph);
    private final double[] means = means(patches);

    public DictionaryDemo() throws IOException {}

    @Override
    public String name() {
        return "Patches of a photograph";
    }

    @Override
    public Problem problem() {
        return Problem.lowRank(withoutMeans(), LAMBDA)
                .withRegularizer(
                        new GaugeProduct(
                                EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(SPARSITY)));
    }

    @Override
    public SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(GAP);
    }

    @Override
    public String label() {
        return "atoms";
    }

    @Override
    public String remark(Outcome outcome) {
        ImageFactors images = new ImageFactors(outcome.factors(), PATCH);
        return String.format(
                "%d, of which a patch of %d pixels takes %.1f on average",
                images.rank(), PATCH.pixels(), images.meanParts());
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        ImageFactors images = new ImageFactors(outcome.factors(), PATCH);
        Picture picture = new Picture(WIDTH, CHARTS_TOP + CHART_HEIGHT);
        picture.heading(outcome.report());
        picture.panel(0, "photograph", Photograph.draw(photograph));
        picture.panel(1, "made of atoms, and the mean of each patch", reconstruction(outcome));
        atoms(picture, images);
        picture.panel(3, "atoms in each patch: none black, most white", counts(images));
        picture.chart(TilesPicture.partsOfImages(images, WIDTH / 2, CHART_HEIGHT), 0, CHARTS_TOP);
        XYChart gap = ConvergencePlot.gap(outcome, WIDTH / 2, CHART_HEIGHT);
        picture.chart(gap, WIDTH / 2, CHARTS_TOP);
        picture.write(out);
    }

    private BufferedImage reconstruction(Outcome outcome) {
        double[] pixels = Reconstruction.of(patches, outcome).approximation();
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] += means[at % means.length];
        }
        int width = photograph.columns();
        return GreyImage.draw(photograph.rows(), width, PATCH.join(pixels, width));
    }

    private static void atoms(Picture picture, ImageFactors images) {
        TileSheet sheet = TileSheet.fitting(PATCH, Picture.PANEL, ATOM);
        List<double[]> shown =
                images.byStrength().stream()
                        .limit((long) sheet.perRow() * sheet.perRow())
                        .map(images::part)
                        .toList();
        String caption =
                shown.size() < images.rank()
                        ? String.format("%d of %d atoms", shown.size(), images.rank())
                        : shown.size() + " atoms";
        picture.panel(2, caption, sheet.drawEach(shown));
    }

    /** A pixel for each patch. */
    private BufferedImage counts(ImageFactors images) {
        double[] counts = new double[images.images()];
        double most = 1;
        for (int k = 0; k < counts.length; k++) {
            counts[k] = images.partsOf(k);
            most = Math.max(most, counts[k]);
        }
        for (int k = 0; k < counts.length; k++) {
            counts[k] *= 255 / most;
        }
        int rows = photograph.rows() / PATCH.height();
        return GreyImage.draw(rows, photograph.columns() / PATCH.width(), counts);
    }

    private DenseMatrix withoutMeans() {
        double[] rest = new double[patches.rows() * patches.columns()];
        for (int at = 0; at < rest.length; at++) {
            int patch = at % means.length;
            rest[at] = patches.get(at / means.length, patch) - means[patch];
        }
        return DenseMatrix.wrap(patches.rows(), patches.columns(), rest);
    }

    private static double[] means(DenseMatrix patches) {
        double[] means = new double[patches.columns()];
        for (int k = 0; k < means.length; k++) {
            for (int pixel = 0; pixel < patches.rows(); pixel++) {
                means[k] += patches.get(pixel, k) / patches.rows();
            }
        }
        return means;
    }
}
