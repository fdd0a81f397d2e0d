package io.nadir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.Factors;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** The video and how its cells are recognised, without a solve. */
class CalciumDemoTest {
    private final CalciumVideo video = new CalciumVideo();

    @Test
    void theVideoIsAlwaysTheSame() {
        double[] values = video.withoutBackground().toArray();
        assertThat(new CalciumVideo().withoutBackground().toArray()).isEqualTo(values);
        for (int pixel = 0; pixel < CalciumVideo.PIXELS; pixel++) {
            int column = pixel;
            double[] history =
                    Arrays.stream(range(CalciumVideo.FRAMES))
                            .mapToDouble(frame -> values[frame * CalciumVideo.PIXELS + column])
                            .sorted()
                            .toArray();
            assertThat(history[149] + history[150]).isZero();
        }
        // Photons of the background differ by about the root of their number.
        double mean = Arrays.stream(video.meanFrame()).average().orElseThrow();
        assertThat(mean).isBetween(20.0, 40.0);
    }

    @Test
    void theTruthIsFoundInItself() {
        CalciumCells cells = new CalciumCells(video, factors(video.cells(), 0));
        assertThat(cells.found()).isEqualTo(video.cells());
        assertThat(cells.leastCorrelation()).isCloseTo(1, within(1e-12));
        assertThat(cells.meanCorrelation()).isCloseTo(1, within(1e-12));
        assertThat(cells.footprints()).hasSize(video.cells());
        assertThat(cells.trace(2)).hasSize(CalciumVideo.FRAMES).contains(1.0);
    }

    /** Columns of one cell are added up; what is missing is not found. */
    @Test
    void cellsInPartsAndMissingCellsAreCounted() {
        CalciumCells cells = new CalciumCells(video, factors(5, 3));
        assertThat(cells.found()).isEqualTo(5);
        assertThat(cells.correlation(0)).isCloseTo(1, within(1e-12));
        assertThat(cells.correlation(6)).isZero();
        assertThat(cells.footprints()).hasSize(video.cells());
        CalciumCells none = new CalciumCells(video, factors(0, 0));
        assertThat(none.found()).isZero();
        assertThat(none.leastCorrelation()).isZero();
    }

    /** The first cells, with the first of them in so many columns. */
    private Factors factors(int count, int copies) {
        int rank = count + copies;
        double[] u = new double[CalciumVideo.FRAMES * rank];
        double[] v = new double[CalciumVideo.PIXELS * rank];
        for (int k = 0; k < rank; k++) {
            int cell = Math.max(0, k - copies);
            double[] trace = video.trace(cell);
            double[] footprint = video.footprint(cell);
            for (int frame = 0; frame < trace.length; frame++) {
                u[frame * rank + k] = trace[frame];
            }
            for (int pixel = 0; pixel < footprint.length; pixel++) {
                v[pixel * rank + k] = footprint[pixel];
            }
        }
        return Factors.copyOfPair(CalciumVideo.FRAMES, CalciumVideo.PIXELS, rank, u, v);
    }

    private static int[] range(int end) {
        int[] range = new int[end];
        Arrays.setAll(range, i -> i);
        return range;
    }
}
