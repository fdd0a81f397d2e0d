package io.nadir.cli.demo;

import io.nadir.matrix.DenseMatrix;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A synthetic video of calcium imaging, always the same, and what it was made of. A cell is a
 * region of pixels, which may overlap with another. It spikes at random; a spike makes it bright,
 * and the brightness decays by a factor for each frame. Pixels count photons: those of cells and of
 * a background that differs from place to place.
 */
final class CalciumVideo {
    /** Rows and columns of pixels. */
    static final int SIDE = 20;

    static final int PIXELS = SIDE * SIDE;
    static final int FRAMES = 300;
    static final double FRAMES_PER_SECOND = 15;

    /** Row, column, radius; the second and third, and the last two, overlap. */
    private static final double[][] CELLS = {
        {3, 3, 2.4},
        {4, 11, 2.6},
        {6, 15, 2.4},
        {10, 6, 2.8},
        {12, 17, 2.4},
        {16, 3, 2.2},
        {15, 12, 2.6},
        {17, 16, 2.6},
    };

    private static final double SPIKES_PER_FRAME = 0.025;
    private static final double DECAY = 0.88;

    /** Photons of a spike in the middle of a cell, at least and at most. */
    private static final double FAINTEST = 12;

    private static final double BRIGHTEST = 30;

    /** Photons of the background, at least and at most. */
    private static final double DARK = 15;

    private static final double LIGHT = 40;

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(14);

    private final double[][] footprints = new double[CELLS.length][];
    private final double[][] traces = new double[CELLS.length][];
    private final double[] photons = new double[FRAMES * PIXELS];

    CalciumVideo() {
        for (int cell = 0; cell < CELLS.length; cell++) {
            footprints[cell] = footprint(CELLS[cell]);
            traces[cell] = trace();
        }
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                photons[frame * PIXELS + pixel] = count(mean(frame, pixel));
            }
        }
    }

    int cells() {
        return CELLS.length;
    }

    /** Brightness of the pixels of a cell, 1 at most. */
    double[] footprint(int cell) {
        return footprints[cell].clone();
    }

    /** Brightness of a cell in each frame. */
    double[] trace(int cell) {
        return traces[cell].clone();
    }

    private double[] frame(int frame) {
        return Arrays.copyOfRange(photons, frame * PIXELS, (frame + 1) * PIXELS);
    }

    /** The frame with the most photons. */
    double[] brightestFrame() {
        double[] best = frame(0);
        for (int frame = 1; frame < FRAMES; frame++) {
            double[] other = frame(frame);
            best = Arrays.stream(other).sum() > Arrays.stream(best).sum() ? other : best;
        }
        return best;
    }

    /** The mean of all frames. */
    double[] meanFrame() {
        double[] mean = new double[PIXELS];
        for (int at = 0; at < photons.length; at++) {
            mean[at % PIXELS] += photons[at] / FRAMES;
        }
        return mean;
    }

    /** Frames as rows, less the median of each pixel, which is about its background. */
    DenseMatrix withoutBackground() {
        double[] values = photons.clone();
        double[] history = new double[FRAMES];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            for (int frame = 0; frame < FRAMES; frame++) {
                history[frame] = photons[frame * PIXELS + pixel];
            }
            Arrays.sort(history);
            double median = (history[FRAMES / 2 - 1] + history[FRAMES / 2]) / 2;
            for (int frame = 0; frame < FRAMES; frame++) {
                values[frame * PIXELS + pixel] -= median;
            }
        }
        return DenseMatrix.wrap(FRAMES, PIXELS, values);
    }

    /** Flat in the middle, and 0 beyond the radius. */
    private static double[] footprint(double[] cell) {
        double[] footprint = new double[PIXELS];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            int row = pixel / SIDE;
            int column = pixel % SIDE;
            double down = row - cell[0];
            double right = column - cell[1];
            double share = (down * down + right * right) / (cell[2] * cell[2]);
            footprint[pixel] = share < 1 ? 1 - share * share : 0;
        }
        return footprint;
    }

    private double[] trace() {
        double[] trace = new double[FRAMES];
        double brightness = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            brightness *= DECAY;
            if (random.nextDouble() < SPIKES_PER_FRAME) {
                brightness += random.nextDouble(FAINTEST, BRIGHTEST);
            }
            trace[frame] = brightness;
        }
        return trace;
    }

    private double mean(int frame, int pixel) {
        double slope = (pixel / SIDE + pixel % SIDE) / (2.0 * SIDE);
        double mean = DARK + (LIGHT - DARK) * slope;
        for (int cell = 0; cell < CELLS.length; cell++) {
            mean += traces[cell][frame] * footprints[cell][pixel];
        }
        return mean;
    }

    /** A number of photons: how many exponential waiting times fit into {@code mean}. */
    private int count(double mean) {
        int count = -1;
        for (double time = 0; time <= mean; count++) {
            time -= StrictMath.log(1 - random.nextDouble());
        }
        return count;
    }
}
