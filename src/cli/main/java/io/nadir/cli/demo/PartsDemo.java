package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.picture.ImageFactors;
import io.nadir.cli.picture.TileSize;
import io.nadir.cli.picture.TilesPicture;
import io.nadir.cli.progress.Outcome;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Demonstrates nonnegative factorization: finds the parts of which images of garments consist, as
 * the columns of a factor.
 */
public final class PartsDemo implements Demo {
    private static final TileSize SIZE = new TileSize(28, 28);

    /** Finds the kinds of garments, and leaves the patterns on them out. */
    private static final double LAMBDA = 3000;

    /** Twice what the bounds of the polar come to if they are given the time. */
    private static final double GAP = 0.015;

    private final Problem problem =
            Problem.lowRank(SIZE.cut(Photograph.read("garments.png")), LAMBDA)
                    .withRegularizer(SquaredNorms.nonNegative());

    public PartsDemo() throws IOException {}

    @Override
    public String name() {
        return "Images of garments";
    }

    @Override
    public Problem problem() {
        return problem;
    }

    @Override
    public SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(GAP);
    }

    @Override
    public String label() {
        return "parts";
    }

    @Override
    public String remark(Outcome outcome) {
        ImageFactors images = new ImageFactors(outcome.factors(), SIZE);
        return String.format(
                "%d in %d images, %.1f in one on average",
                images.rank(), images.images(), images.meanParts());
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        new TilesPicture(outcome.report(), outcome.factors(), SIZE).write(out);
    }
}
