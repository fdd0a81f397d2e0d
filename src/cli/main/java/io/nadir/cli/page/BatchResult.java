package io.nadir.cli.page;

import io.nadir.cli.batch.SummaryTable;
import io.nadir.cli.picture.JobsPicture;
import io.nadir.cli.report.ExitCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The result of {@code batch}: a directory with a {@code summary.csv}. */
final class BatchResult implements Result {
    /** So many rows can be opened anywhere; the file has all. */
    private static final int MOST_ROWS = 1000;

    private static final int MOST_PICTURED = 4;

    private final Path directory;
    private final List<JsonValue> jobs;
    private final Table files;

    /** Reads a directory, as {@link SolveResult} does. */
    BatchResult(Path directory, String page) throws IOException {
        this.directory = directory;
        this.jobs = JobsFile.read(directory.resolve(SummaryTable.NAME));
        this.files = FilesTable.of(directory, page);
    }

    @Override
    public String name() {
        return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    }

    private static boolean endedWith(JsonValue job, int exitCode) {
        return job.get("exitCode").textOrEmpty().equals(Integer.toString(exitCode));
    }

    private long certified() {
        return jobs.stream().filter(job -> endedWith(job, ExitCode.CERTIFIED)).count();
    }

    private List<JsonValue> others() {
        return jobs.stream().filter(job -> !endedWith(job, ExitCode.CERTIFIED)).toList();
    }

    @Override
    public String headline() {
        return isCertified()
                ? "All " + Words.count(jobs.size(), "job is", "jobs are") + " certified"
                : String.format("%d of %d jobs are certified", certified(), jobs.size());
    }

    @Override
    public boolean isCertified() {
        return !jobs.isEmpty() && certified() == jobs.size();
    }

    @Override
    public String command() {
        return "";
    }

    @Override
    public String origin() {
        return "";
    }

    @Override
    public List<Section> sections() {
        return List.of(
                new Section("Outcomes", this::outcomes),
                new Section("How to read the verdicts", this::verdicts),
                new Section("Jobs", this::table),
                new Section("Pictures of jobs without a certificate", this::pictures),
                new Section("Files", files::write));
    }

    /** What became of a job, in words. */
    private static String outcome(JsonValue job) {
        String verdict = job.get("verdict").textOrEmpty();
        if (!verdict.isEmpty()) {
            return verdict;
        }
        return endedWith(job, ExitCode.DEFECT) ? "defect" : "refused";
    }

    private Map<String, Long> counts() {
        return jobs.stream()
                .collect(
                        Collectors.groupingBy(
                                BatchResult::outcome, TreeMap::new, Collectors.counting()));
    }

    private void outcomes(Html html) throws IOException {
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
        if (!jobs.isEmpty()) {
            picture(html);
        }
    }

    private static String percent(double fraction) {
        String text = Words.number(100 * fraction, 2);
        return text.isEmpty() ? text : text + " %";
    }

    private void picture(Html html) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        JobsPicture.write(name(), counts(), ranks(), png);
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
                        + ".";
        html.element(
                "figure",
                () -> {
                    html.empty("img", "src", "data:image/png;base64," + data, "alt", alternative);
                    html.element("figcaption", "Numbers of jobs by outcome, and by rank.");
                });
    }

    private Map<Integer, Long> ranks() {
        return jobs.stream()
                .map(job -> job.get("rank").number())
                .filter(Double::isFinite)
                .collect(
                        Collectors.groupingBy(
                                Double::intValue, TreeMap::new, Collectors.counting()));
    }

    private void verdicts(Html html) throws IOException {
        PathResult.explain(
                html, jobs.stream().filter(job -> job.get("verdict").isPresent()).toList());
        if (jobs.stream().anyMatch(job -> !job.get("verdict").isPresent())) {
            html.element(
                    "p",
                    "A job that is refused has no result: its message says what is wrong with its"
                            + " file or its options. The same command tries it again.");
        }
    }

    private void table(Html html) throws IOException {
        if (!others().isEmpty()) {
            Table open =
                    new Table(
                            "Jobs without a certificate",
                            "job",
                            "outcome",
                            "relative gap",
                            "message");
            for (JsonValue job : others()) {
                open.row(
                        job.get("job").textOrEmpty(),
                        outcome(job),
                        Words.percent(job.get("relativeGap")),
                        job.get("message").textOrEmpty());
            }
            open.write(html);
        }
        int shown = Math.min(MOST_ROWS, jobs.size());
        String caption =
                shown == jobs.size()
                        ? "All jobs"
                        : "The first " + shown + " jobs; " + SummaryTable.NAME + " has all";
        Table table =
                new Table(
                        caption,
                        "job",
                        "outcome",
                        "evidence",
                        "λ",
                        "rank",
                        "objective",
                        "relative gap",
                        "time");
        for (JsonValue job : jobs.subList(0, shown)) {
            table.row(
                    job.get("job").textOrEmpty(),
                    outcome(job),
                    job.get("evidence").textOrEmpty(),
                    Words.number(job.get("lambda")),
                    Words.number(job.get("rank")),
                    Words.objective(job.get("objective")),
                    Words.percent(job.get("relativeGap")),
                    Words.seconds(job.get("seconds")));
        }
        table.write(html);
    }

    /** A batch may have thousands of jobs: some of those somebody has to look at have to do. */
    private void pictures(Html html) throws IOException {
        int shown = 0;
        for (JsonValue job : others()) {
            Path results = directory.resolve(job.get("job").textOrEmpty());
            Path report = results.resolve(SolveResult.REPORT);
            if (shown < MOST_PICTURED && Files.exists(report)) {
                html.element("h3", job.get("job").textOrEmpty());
                Gallery.of(results, JsonValue.read(report)).write(html, report);
                shown++;
            }
        }
        html.element("p", pictured(shown));
    }

    private String pictured(int shown) {
        long results = others().stream().filter(job -> job.get("verdict").isPresent()).count();
        if (results == 0) {
            return "There are none: each job that has a result is certified.";
        }
        return shown == results
                ? "These are all jobs that have a result without a certificate."
                : String.format(
                        "These are %d of %d. For another one: nadir report with its directory.",
                        shown, results);
    }
}
