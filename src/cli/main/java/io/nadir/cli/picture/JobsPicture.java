package io.nadir.cli.picture;

import org.knowm.xchart.CategoryChart;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Draws how many jobs of a batch had which outcome, and which rank. */
public final class JobsPicture {
    private static final int WIDTH = 1280;
    private static final int HEADER = 80;
    private static final int HEIGHT = 340;

    private JobsPicture() {}

    /**
     * Writes the picture as PNG.
     *
     * @param name of the batch
     * @param outcomes the number of jobs for each outcome, at least one
     * @param ranks the number of jobs for each rank, empty if no job has a result
     */
    public static void write(
            String name, Map<String, Long> outcomes, Map<Integer, Long> ranks, OutputStream out)
            throws IOException {
        Picture picture = new Picture(WIDTH, HEADER + HEIGHT);
        long jobs = outcomes.values().stream().mapToLong(Long::longValue).sum();
        picture.heading(name + ": " + jobs + (jobs == 1 ? " job" : " jobs"), "");
        int half = WIDTH / 2;
        picture.chart(bars("Jobs by outcome", "", outcomes, half), 0, HEADER);
        if (!ranks.isEmpty()) {
            picture.chart(bars("Jobs by rank", "rank", ranks, half), half, HEADER);
        }
        picture.write(out);
    }

    private static CategoryChart bars(String title, String xTitle, Map<?, Long> counts, int width) {
        List<String> names = counts.keySet().stream().map(String::valueOf).toList();
        return BarChart.of(width, HEIGHT, title, xTitle, names, List.copyOf(counts.values()));
    }
}
