package io.nadir.cli.page;

import io.nadir.cli.picture.JobsPicture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The part of a page that says how the jobs of a batch have ended, and which are open. */
final class BatchOutcomes {
    private static final int MOST_OPEN = 20;

    private final String name;
    private final BatchJobs all;
    private final List<JsonValue> jobs;

    /** The jobs of the batch of a name. */
    BatchOutcomes(String name, BatchJobs all) {
        this.name = name;
        this.all = all;
        this.jobs = all.ended();
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts =
                jobs.stream()
                        .collect(
                                Collectors.groupingBy(
                                        BatchResult::outcome, TreeMap::new, Collectors.counting()));
        if (!all.open().isEmpty()) {
            counts.put("open", (long) all.open().size());
        }
        return counts;
    }

    /** Writes tables and a picture. */
    void write(Html html) throws IOException {
        Table table = new Table("Jobs by outcome", "outcome", "jobs");
        counts().forEach((outcome, count) -> table.row(outcome, count.toString()));
        table.write(html);
        double seconds =
                jobs.stream()
                        .mapToDouble(job -> job.get("seconds").number())
                        .filter(Double::isFinite)
                        .sum();
        double widest =
                jobs.stream()
                        .mapToDouble(job -> job.get("relativeGap").number())
                        .filter(Double::isFinite)
                        .max()
                        .orElse(Double.NaN);
        new Table("All jobs together")
                .value("time of all jobs, added up", Words.number(seconds, 3) + " s")
                .value("largest relative gap", percent(widest))
                .write(html);
        open(html);
        if (all.count() > 0) {
            picture(html);
        }
    }

    /** What is left to do: the batch runs, or was stopped. */
    private void open(Html html) throws IOException {
        List<JsonValue> open = all.open();
        if (open.isEmpty()) {
            return;
        }
        html.element(
                "p",
                String.format(
                        "%d of %d jobs have not ended: the batch is still running, or it was"
                            + " stopped. If it was stopped, the same command goes on with them.",
                        open.size(), all.count()));
        Table table =
                new Table(
                        open.size() <= MOST_OPEN
                                ? "Open jobs"
                                : "The first " + MOST_OPEN + " open jobs",
                        "job",
                        "input");
        open.stream()
                .limit(MOST_OPEN)
                .forEach(job ->
                        table.row(job.get("job").textOrEmpty(), job.get("input").textOrEmpty()));
        table.write(html);
    }

    private static String percent(double fraction) {
        String text = Words.number(100 * fraction, 2);
        return text.isEmpty() ? text : text + " %";
    }

    private void picture(Html html) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        JobsPicture.write(name, counts(), ranks(), numbers("seconds"), numbers("relativeGap"), png);
        String data = Base64.getEncoder().encodeToString(png.toByteArray());
        String alternative =
                "Bars of the number of jobs by outcome, and by rank of the result. By outcome: "
                        + counts().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))
                        + ". By rank: "
                        + ranks().entrySet().stream()
                                .map(entry -> "rank " + entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))
                        + ". The names and values of those that took longest, and of those with the"
                        + " widest gaps, are in the table of jobs as well.";
        html.element(
                "figure",
                () -> {
                    html.empty("img", "src", "data:image/png;base64," + data, "alt", alternative);
                    html.element(
                            "figcaption",
                            "Numbers of jobs by outcome and by rank; the jobs that took longest,"
                                    + " and those with the widest gaps.");
                });
    }

    /** A field of all jobs that have it, by the names of the jobs. */
    private Map<String, Double> numbers(String field) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (JsonValue job : jobs) {
            double number = job.get(field).number();
            if (Double.isFinite(number)) {
                numbers.put(job.get("job").textOrEmpty(), number);
            }
        }
        return numbers;
    }

    private Map<Integer, Long> ranks() {
        return jobs.stream()
                .map(job -> job.get("rank").number())
                .filter(Double::isFinite)
                .collect(
                        Collectors.groupingBy(
                                Double::intValue, TreeMap::new, Collectors.counting()));
    }
}
