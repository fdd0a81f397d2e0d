package io.nadir.cli.demo;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of a video beside the columns of a factorization: U has the traces, V the footprints.
 * Columns whose footprints have a cosine of at least ½ are parts of one cell, and added up. A cell
 * is found if such a sum has a footprint with a cosine of at least ½ with its own; each sum is
 * counted for one cell.
 */
final class CalciumCells {
    private static final double SAME = 0.5;

    private final CalciumVideo video;
    private final List<double[]> footprints = new ArrayList<>();
    private final List<double[]> traces = new ArrayList<>();

    /** The sum that each cell was found as, or −1. */
    private final int[] found;

    CalciumCells(CalciumVideo video, Factors factors) {
        this.video = video;
        this.found = new int[video.cells()];
        Arrays.fill(found, -1);
        for (int k = 0; k < factors.rank(); k++) {
            add(column(factors.block(0), k), column(factors.block(1), k));
        }
        for (int sum = 0; sum < footprints.size(); sum++) {
            int cell = nearest(footprints.get(sum));
            if (cell >= 0 && found[cell] < 0) {
                found[cell] = sum;
            }
        }
    }

    /** Adds a column to the sum that it belongs to, or begins another. */
    private void add(double[] trace, double[] footprint) {
        double size = Math.sqrt(dot(footprint, footprint));
        for (int pixel = 0; pixel < footprint.length; pixel++) {
            footprint[pixel] /= size;
        }
        for (int frame = 0; frame < trace.length; frame++) {
            trace[frame] *= size;
        }
        for (int sum = 0; sum < footprints.size(); sum++) {
            if (cosine(footprints.get(sum), footprint) >= SAME) {
                addTo(footprints.get(sum), footprint, Math.sqrt(dot(trace, trace)));
                addTo(traces.get(sum), trace, 1);
                return;
            }
        }
        double strength = Math.sqrt(dot(trace, trace));
        for (int pixel = 0; pixel < footprint.length; pixel++) {
            footprint[pixel] *= strength;
        }
        footprints.add(footprint);
        traces.add(trace);
    }

    private static void addTo(double[] sum, double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            sum[i] += factor * x[i];
        }
    }

    private int nearest(double[] footprint) {
        int best = -1;
        double largest = SAME;
        for (int cell = 0; cell < video.cells(); cell++) {
            double cosine = cosine(video.footprint(cell), footprint);
            if (cosine >= largest) {
                largest = cosine;
                best = cell;
            }
        }
        return best;
    }

    int found() {
        return (int) Arrays.stream(found).filter(sum -> sum >= 0).count();
    }

    /** Footprints in the order of the cells, zeros for those not found, then all others. */
    List<double[]> footprints() {
        List<double[]> ordered = new ArrayList<>();
        for (int sum : found) {
            ordered.add(sum < 0 ? new double[CalciumVideo.PIXELS] : footprints.get(sum));
        }
        for (int sum = 0; sum < footprints.size(); sum++) {
            int other = sum;
            if (Arrays.stream(found).noneMatch(of -> of == other)) {
                ordered.add(footprints.get(sum));
            }
        }
        return ordered;
    }

    /** The trace of a cell as it was found, with a largest value of 1; zeros if it was not. */
    double[] trace(int cell) {
        return found[cell] < 0
                ? new double[CalciumVideo.FRAMES]
                : scaled(traces.get(found[cell]).clone());
    }

    /** The trace that the video was made of, less its median, with a largest value of 1. */
    double[] truth(int cell) {
        double[] trace = video.trace(cell);
        double[] sorted = trace.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        for (int frame = 0; frame < trace.length; frame++) {
            trace[frame] -= median;
        }
        return scaled(trace);
    }

    private static double[] scaled(double[] trace) {
        double largest = Arrays.stream(trace).max().orElse(0);
        for (int frame = 0; frame < trace.length && largest > 0; frame++) {
            trace[frame] /= largest;
        }
        return trace;
    }

    /** The correlation of the trace of a cell with the truth; 0 if it was not found. */
    double correlation(int cell) {
        return found[cell] < 0
                ? 0
                : cosine(centred(traces.get(found[cell])), centred(video.trace(cell)));
    }

    /** Over the cells found. */
    double meanCorrelation() {
        double sum = 0;
        for (int cell = 0; cell < found.length; cell++) {
            sum += correlation(cell);
        }
        return found() == 0 ? 0 : sum / found();
    }

    /** Of the cells found. */
    double leastCorrelation() {
        double least = found() == 0 ? 0 : 1;
        for (int cell = 0; cell < found.length; cell++) {
            least = found[cell] < 0 ? least : Math.min(least, correlation(cell));
        }
        return least;
    }

    private static double[] centred(double[] trace) {
        double mean = Arrays.stream(trace).average().orElse(0);
        return Arrays.stream(trace).map(value -> value - mean).toArray();
    }

    private static double cosine(double[] x, double[] y) {
        double square = dot(x, x) * dot(y, y);
        return square > 0 ? dot(x, y) / Math.sqrt(square) : 0;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double[] column(Panel block, int k) {
        double[] column = new double[block.rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = block.get(i, k);
        }
        return column;
    }
}
