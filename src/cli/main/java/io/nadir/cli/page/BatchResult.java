package io.nadir.cli.page;

import io.nadir.cli.batch.SummaryTable;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The result of {@code batch}, which may be under way. */
final class BatchResult implements Result {
    /** So many rows can be opened anywhere; the file has all. */
    private static final int MOST_ROWS = 1000;

    private static final int MOST_PICTURED = 4;

    private final Path directory;
    private final BatchJobs all;
    private final List<JsonValue> jobs;
    private final Table files;

    /** Reads a directory, as {@link SolveResult} does. */
    BatchResult(Path directory, String page) throws IOException {
        this.directory = directory;
        this.all = BatchJobs.read(directory);
        this.jobs = all.ended();
        this.files = FilesTable.of(directory, page);
    }

    @Override
    public String name() {
        return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    }

    private static boolean endedWith(JsonValue job, int exitCode) {
        return job.get("exitCode").textOrEmpty().equals(Integer.toString(exitCode));
    }

    /** Descent at the fixed rank of {@code --rank} may succeed without a global minimum. */
    private static boolean isCertified(JsonValue job) {
        return endedWith(job, ExitCode.CERTIFIED)
                && job.get("verdict").textOrEmpty().equals("GLOBAL");
    }

    private long certified() {
        return jobs.stream().filter(BatchResult::isCertified).count();
    }

    private List<JsonValue> others() {
        return jobs.stream().filter(job -> !isCertified(job)).toList();
    }

    @Override
    public String headline() {
        String certified =
                isCertified()
                        ? "All " + Words.count(jobs.size(), "job is", "jobs are") + " certified"
                        : String.format("%d of %d jobs are certified", certified(), all.count());
        int open = all.open().size();
        return open == 0
                ? certified
                : certified + "; " + Words.count(open, "job is", "jobs are") + " open";
    }

    @Override
    public boolean isCertified() {
        return all.count() > 0 && certified() == all.count();
    }

    @Override
    public String command() {
        return Words.command(all.plan().get("command").texts());
    }

    @Override
    public String origin() {
        String date = all.plan().get("date").textOrEmpty();
        return date.isEmpty()
                ? ""
                : "begun " + date + ", nadir " + all.plan().get("version").textOrEmpty();
    }

    @Override
    public List<Section> sections() {
        return List.of(
                new Section("Outcomes", html -> new BatchOutcomes(name(), all).write(html)),
                new Section("How to read the verdicts", this::verdicts),
                new Section("Jobs", this::table),
                new Section("Pictures of jobs without a certificate", this::pictures),
                new Section("Files", files::write));
    }

    /** What became of a job, in words. */
    static String outcome(JsonValue job) {
        String verdict = job.get("verdict").textOrEmpty();
        if (!verdict.isEmpty()) {
            return verdict;
        }
        return endedWith(job, ExitCode.DEFECT) ? "defect" : "refused";
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

    /** Why the solve of a job ended without a certificate; empty if that is not known. */
    private static String reason(JsonValue job) {
        return Summary.reasonNamed(job.get("stopReason").textOrEmpty());
    }

    private void table(Html html) throws IOException {
        if (!others().isEmpty()) {
            Table open =
                    new Table(
                            "Jobs without a certificate",
                            "job",
                            "outcome",
                            "relative gap",
                            "reason",
                            "message");
            for (JsonValue job : others()) {
                open.row(
                        job.get("job").textOrEmpty(),
                        outcome(job),
                        Words.percent(job.get("relativeGap")),
                        reason(job),
                        job.get("message").textOrEmpty());
            }
            open.write(html);
        }
        int shown = Math.min(MOST_ROWS, jobs.size());
        String caption =
                shown == jobs.size()
                        ? all.open().isEmpty() ? "All jobs" : "Jobs that have ended"
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
