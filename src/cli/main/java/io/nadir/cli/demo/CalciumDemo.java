package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.picture.Curve;
import io.nadir.cli.picture.GreyImage;
import io.nadir.cli.picture.LineChart;
import io.nadir.cli.picture.Picture;
import io.nadir.cli.progress.Outcome;
import io.nadir.model.Effort;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.TotalVariation;
import io.nadir.solver.SolverOptions;

import org.knowm.xchart.XYChart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Demonstrates structured factorization: segments a synthetic video of calcium imaging into cells,
 * each with its brightness over time (after Haeffele, Young &amp; Vidal, ICML 2014). Shows the
 * video, the cells that it was made of, those that were found, and traces of both.
 */
public final class CalciumDemo implements Demo {
    /** The weights of ‖v‖₁ and of the total variation relative to ‖v‖₂. */
    private static final double SPARSITY = 0.1;

    private static final double VARIATION = 0.3;

    /** The polar of noise of the strength of this video is about 70. */
    private static final double LAMBDA = 75;

    private static final double GAP = 0.01;

    private static final int WIDTH = Picture.widthOfPanels(4);
    private static final int CHARTS_TOP = Picture.BELOW_PANELS;
    private static final int CHART_HEIGHT = 240;

    private final CalciumVideo video = new CalciumVideo();

    @Override
    public String name() {
        return "Synthetic calcium video";
    }

    @Override
    public Problem problem() {
        TotalVariation footprints =
                TotalVariation.grid(CalciumVideo.SIDE, CalciumVideo.SIDE, 1, SPARSITY, VARIATION)
                        .onNonNegative();
        return Problem.lowRank(video.withoutBackground(), LAMBDA)
                .withRegularizer(new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, footprints));
    }

    /** The relaxation of this polar takes more than what is spent by default. */
    @Override
    public SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(GAP).withEffort(Effort.HIGH);
    }

    @Override
    public String label() {
        return "cells";
    }

    @Override
    public String remark(Outcome outcome) {
        CalciumCells cells = new CalciumCells(video, outcome.factors());
        return String.format(
                "%d of %d found, correlation of traces with the truth %.3f on average,"
                        + " %.3f at least",
                cells.found(), video.cells(), cells.meanCorrelation(), cells.leastCorrelation());
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        CalciumCells cells = new CalciumCells(video, outcome.factors());
        int rows = Math.ceilDiv(video.cells(), 2);
        Picture picture = new Picture(WIDTH, CHARTS_TOP + rows * CHART_HEIGHT);
        picture.heading(outcome.report());
        picture.panel(0, "a frame of the video", grey(video.brightestFrame()));
        picture.panel(1, "the video, mean of all frames", grey(video.meanFrame()));
        picture.panel(2, "cells it was made of: " + video.cells(), coloured(truth()));
        picture.panel(3, "cells found: " + cells.found(), coloured(cells.footprints()));
        for (int cell = 0; cell < video.cells(); cell++) {
            int x = cell % 2 * WIDTH / 2;
            picture.chart(trace(cells, cell), x, CHARTS_TOP + cell / 2 * CHART_HEIGHT);
        }
        picture.write(out);
    }

    private List<double[]> truth() {
        List<double[]> truth = new ArrayList<>();
        for (int cell = 0; cell < video.cells(); cell++) {
            truth.add(video.footprint(cell));
        }
        return truth;
    }

    private static BufferedImage coloured(List<double[]> footprints) {
        return CalciumColors.draw(CalciumVideo.SIDE, CalciumVideo.SIDE, footprints);
    }

    /** From black for the darkest pixel to white for the brightest. */
    private static BufferedImage grey(double[] pixels) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double pixel : pixels) {
            low = Math.min(low, pixel);
            high = Math.max(high, pixel);
        }
        double[] grey = new double[pixels.length];
        for (int at = 0; at < grey.length; at++) {
            grey[at] = 255 * (pixels[at] - low) / Math.max(high - low, Double.MIN_NORMAL);
        }
        return GreyImage.draw(CalciumVideo.SIDE, CalciumVideo.SIDE, grey);
    }

    /** Both on one scale: the truth has its median taken off, as the video has. */
    private XYChart trace(CalciumCells cells, int cell) {
        double correlation = cells.correlation(cell);
        String title =
                correlation > 0
                        ? String.format(
                                "Brightness of cell %d, correlation %.3f with the truth (dashed)",
                                cell + 1, correlation)
                        : String.format("Brightness of cell %d, not found: truth", cell + 1);
        LineChart chart =
                new LineChart(WIDTH / 2, CHART_HEIGHT, title, "time in seconds")
                        .withoutLegend()
                        .line("found", curve(cells.trace(cell)), CalciumColors.of(cell))
                        .dashed("truth", curve(cells.truth(cell)));
        return chart.chart();
    }

    /**
     * A point in the middle of each frame, and one at either end. Charts would label too many of
     * points that are equally spaced.
     */
    private static Curve curve(double[] trace) {
        Curve curve = new Curve();
        int last = trace.length - 1;
        curve.add(0, trace[0]);
        for (int frame = 0; frame <= last; frame++) {
            curve.add((frame + 0.5) / CalciumVideo.FRAMES_PER_SECOND, trace[frame]);
        }
        curve.add((last + 1) / CalciumVideo.FRAMES_PER_SECOND, trace[last]);
        return curve;
    }
}
