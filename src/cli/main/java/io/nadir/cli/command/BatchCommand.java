package io.nadir.cli.command;

import io.nadir.cli.batch.BatchLog;
import io.nadir.cli.batch.BatchPlan;
import io.nadir.cli.batch.BatchReport;
import io.nadir.cli.batch.InputFiles;
import io.nadir.cli.batch.Job;
import io.nadir.cli.batch.JobList;
import io.nadir.cli.batch.JobOptions;
import io.nadir.cli.batch.SummaryTable;
import io.nadir.cli.option.CommandWords;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.ThreadsOption;
import io.nadir.cli.progress.Interruption;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.ColumnsWriter;
import io.nadir.io.output.OutputDirectory;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Solves many problems in one process. */
@Section.In(Section.DATA)
@Command(
        name = "batch",
        header = "Solves many problems in one process, side by side.",
        description = {
            "",
            "Runs solve for each INPUT, with the options given here, or for each line of a",
            "manifest, an object of JSON with the options of that job by their long names:",
            "",
            "    {\"input\": \"a.npy\", \"lambda\": 2, \"out\": \"results/a\", \"bias\": true}",
            "",
            "Options given here hold for lines that do not have them. Files are named from",
            "the current directory. A line with an unknown key or a bad value is refused",
            "before anything is computed; a file that cannot be read stops its job only.",
            "",
            "Each job takes one thread; with fewer jobs than threads it takes more, and an",
            "input of 16 MiB or more takes all. The results do not depend on this.",
            "",
            "Each job writes what solve writes, to DIR/NAME for the NAME of its input, or to",
            "its \"out\". DIR also gets batch.json, with all jobs, jobs.jsonl, with a line for",
            "each job as it ends, and at the end summary.csv, with a row for each. After an",
            "interruption, or kill -9, the same command goes on: jobs that are done, with the",
            "same options and files, are left out. nadir report DIR makes a page at any time,",
            "which says how many jobs are open."
        },
        footer = {
            "  nadir batch runs --lambda 2 --out results",
            "  nadir batch runs/a*.npy runs/b.csv --lambda 2 --no-pictures",
            "  nadir batch --manifest jobs.jsonl --summary-only --threads 8",
            "",
            "Exit codes: 0 all jobs are certified; 3 not all are, see summary.csv; 2 bad",
            "usage, nothing is written; 130 or 143 interrupted; 1 a defect of the program."
        })
public final class BatchCommand extends NadirCommand {
    private static final String STANDARD_INPUT = "-";
    private static final String FILLED = "--filled";

    private final JobOptions jobOptions =
            new JobOptions(BatchAttempt.commandLine().getCommandSpec());

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "INPUT",
            description =
                    "A file as solve takes it; a folder, of which all .npy, .npz, .mat, .mtx,"
                        + " .parquet, .arrow, .feather, .csv, .tsv, .tns, .dat and .txt files are"
                        + " solved, packed by gzip or not; or a pattern in quotes, such as"
                        + " 'runs/**/*.npy'.")
    private List<String> inputs = List.of();

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "Read jobs from a file of JSON lines, or - for standard input. Keys are input,"
                            + " out, and the long names of the options below without their hyphens;"
                            + " values are texts, numbers, true, false, and lists where an option"
                            + " takes several.")
    private @Nullable String manifest;

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--summary-only",
            description = "Write summary.csv and jobs.jsonl, and no directory for each job.")
    private boolean summaryOnly;

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description =
                    "Write the table of summary.csv to FILE as well: .csv, .parquet or .arrow. It"
                            + " is rewritten when the batch goes on.")
    private @Nullable Path summary;

    @Section.In(Section.RUN)
    @Option(
            names = "--checkpoint-interval",
            paramLabel = "S",
            description =
                    "Seconds between two savings of the state of a job that is under way (default:"
                            + " ${DEFAULT-VALUE}).")
    private double interval = 30;

    @Mixin private final ThreadsOption threads = new ThreadsOption();
    @Mixin private final PrintOptions printing = new PrintOptions();
    @Mixin private final OutOption out = new OutOption("nadir-batch");

    private BatchCommand(Terminal terminal) {
        super(terminal);
    }

    /** Makes the command, with the options of {@code solve} beside its own. */
    public static CommandLine commandLine(Terminal terminal) {
        BatchCommand command = new BatchCommand(terminal);
        CommandLine line = new CommandLine(command);
        command.jobOptions.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        int count = threads.value();
        RefusedException.unless(() -> SolverOptions.defaults().withThreads(count));
        requireSummary();
        List<Job> jobs = jobs();
        try (Interruption interruption = new Interruption();
                BatchLog log = BatchLog.open(out.directory());
                OutputDirectory output = out.open(List.of(SummaryTable.NAME, BatchPlan.NAME))) {
            BatchRun run = new BatchRun(jobs, out.directory(), interval, log, this::say);
            List<Job> open = run.open();
            int before = jobs.size() - open.size();
            if (before > 0) {
                say("going on: " + before + " of " + jobs.size() + " jobs are done");
            }
            run.writePlan(CommandWords.of(spec), output);
            boolean finished = interruption.during(() -> run(run, open, count));
            BatchReport report =
                    new BatchReport(
                            run.records(), jobs.size(), before, !finished, count, watch.seconds());
            int exitCode =
                    finish(
                            report,
                            printing,
                            output,
                            target ->
                                    target.write(
                                            SummaryTable.NAME,
                                            stream ->
                                                    SummaryTable.write(
                                                            SummaryTable.NAME,
                                                            report.records(),
                                                            stream)));
            writeSummary(report);
            if (!finished) {
                printing.warn(terminal, "interrupted: run the same command again to go on");
            }
            return exitCode;
        }
    }

    /** Throws if what is asked for cannot be done, before anything is computed. */
    private void requireSummary() throws RefusedException {
        if (!(interval >= 0)) {
            throw RefusedException.of(
                    "--checkpoint-interval = " + interval + ", allowed are 0 and more");
        }
        Path file = summary;
        if (file != null) {
            if (file.getFileName() == null || Files.isDirectory(file)) {
                throw RefusedException.of("--summary = " + file + ", allowed are files");
            }
            try {
                ColumnsWriter.requireFormat(file.getFileName().toString());
            } catch (IllegalArgumentException e) {
                throw RefusedException.of("--summary = " + e.getMessage());
            }
        }
    }

    private void writeSummary(BatchReport report) throws IOException, RefusedException {
        Path file = summary;
        if (file == null) {
            return;
        }
        Path whole = file.toAbsolutePath();
        String name = String.valueOf(whole.getFileName());
        try (OutputDirectory directory =
                OutputDirectory.open(Objects.requireNonNull(whole.getParent()), List.of(name))) {
            printing.note(
                    terminal,
                    "written",
                    Rescue.commit(
                            directory,
                            target ->
                                    target.write(
                                            name,
                                            stream ->
                                                    SummaryTable.write(
                                                            name, report.records(), stream))));
        }
    }

    private static boolean run(BatchRun run, List<Job> open, int threads) {
        try {
            return run.run(open, threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String line) {
        printing.log(terminal, line);
    }

    private List<Job> jobs() throws IOException, RefusedException {
        Map<String, List<String>> common = jobOptions.of(spec.commandLine().getParseResult());
        CommandLine solve = BatchAttempt.commandLine();
        JobList jobs =
                new JobList(
                        jobOptions,
                        common,
                        summaryOnly ? null : out.directory(),
                        arguments -> {
                            BatchAttempt.require(solve, arguments);
                            requireRoom(arguments);
                        });
        for (String input : inputs) {
            jobs.addFiles(InputFiles.of(input));
        }
        if (manifest != null) {
            addManifest(jobs, manifest);
        }
        if (jobs.jobs().isEmpty()) {
            throw RefusedException.of(
                    "there are no jobs: name files or a folder, or a --manifest with lines");
        }
        return jobs.jobs();
    }

    private void requireRoom(List<String> arguments) throws RefusedException {
        if (summaryOnly && arguments.stream().anyMatch(word -> word.startsWith(FILLED + "="))) {
            throw RefusedException.of(
                    FILLED
                            + " is a file for each job, and --summary-only asks for none: leave one"
                            + " out");
        }
    }

    private void addManifest(JobList jobs, String name) throws IOException, RefusedException {
        if (name.equals(STANDARD_INPUT)) {
            jobs.addManifest(reader(terminal.in()), "standard input");
            return;
        }
        try (BufferedReader lines = reader(Files.newInputStream(Path.of(name)))) {
            jobs.addManifest(lines, name);
        }
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
}
