package io.nadir.cli.picture;

import io.nadir.cli.picture.NamedBars.Bar;
import io.nadir.cli.report.Rounded;

import org.knowm.xchart.CategoryChart;

import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Draws how many jobs of a batch had which outcome, and which rank, and names those that took
 * longest and those with the widest gaps.
 */
public final class JobsPicture {
    private static final int WIDTH = 1280;
    private static final int HEADER = 80;
    private static final int HEIGHT = 340;
    private static final int HEAD = 34;

    /** Jobs named in each list. */
    private static final int NAMED = 10;

    private JobsPicture() {}

    /**
     * Writes the picture as PNG.
     *
     * @param name of the batch
     * @param outcomes the number of jobs for each outcome, at least one
     * @param ranks the number of jobs for each rank, empty if no job has a result
     * @param seconds of each job that has ended, by its name
     * @param gaps the relative gaps of the jobs that have a result, by their names
     */
    public static void write(
            String name,
            Map<String, Long> outcomes,
            Map<Integer, Long> ranks,
            Map<String, Double> seconds,
            Map<String, Double> gaps,
            OutputStream out)
            throws IOException {
        int named = Math.max(Math.min(NAMED, seconds.size()), Math.min(NAMED, gaps.size()));
        int list = named == 0 ? 0 : HEAD + named * NamedBars.LINE + Picture.MARGIN;
        Picture picture = new Picture(WIDTH, HEADER + HEIGHT + list);
        long jobs = outcomes.values().stream().mapToLong(Long::longValue).sum();
        picture.heading(name + ": " + jobs + (jobs == 1 ? " job" : " jobs"), "");
        int half = WIDTH / 2;
        picture.chart(bars("Jobs by outcome", "", outcomes, half), 0, HEADER);
        if (!ranks.isEmpty()) {
            picture.chart(
                    bars("Jobs by rank (number of columns)", "rank", ranks, half), half, HEADER);
        }
        list(picture, "Jobs that took longest", seconds, s -> String.format("%.3g s", s), 0);
        list(picture, "Jobs with the widest relative gaps", gaps, Rounded::percent, half);
        picture.write(out);
    }

    private static void list(
            Picture picture,
            String title,
            Map<String, Double> values,
            DoubleFunction<String> words,
            int x) {
        if (values.isEmpty()) {
            return;
        }
        List<Bar> largest =
                values.entrySet().stream()
                        .map(entry -> new Bar(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingDouble(Bar::value).reversed())
                        .limit(NAMED)
                        .toList();
        String all = largest.size() < values.size() ? " (of " + values.size() + ")" : "";
        int left = x + Picture.MARGIN;
        int top = HEADER + HEIGHT;
        picture.text(title + all, left, top + 20, Picture.font(Font.BOLD, 18), Picture.INK);
        NamedBars.draw(picture, largest, words, left, top + HEAD, WIDTH / 2 - 2 * Picture.MARGIN);
    }

    private static CategoryChart bars(String title, String xTitle, Map<?, Long> counts, int width) {
        List<String> names = counts.keySet().stream().map(String::valueOf).toList();
        return BarChart.of(width, HEIGHT, title, xTitle, names, List.copyOf(counts.values()));
    }
}
