package io.nadir.jmh.run;

import io.nadir.jmh.als.SparkAls;
import io.nadir.jmh.comparison.Comparison;
import io.nadir.jmh.comparison.DenseGrowth;
import io.nadir.jmh.comparison.Growth;
import io.nadir.jmh.growth.SparkGrowth;
import io.nadir.jmh.report.MarkdownTable;
import io.nadir.jmh.report.Picture;
import io.nadir.jmh.report.ResultFile;
import io.nadir.jmh.report.RunComparison;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The command line of the benchmarks. */
@Command(
        name = "jmh/run",
        description = "Runs the benchmarks of Nadir and its peers, or shows recorded results.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT)
public final class Main {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Main())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setParameterExceptionHandler(Main::refuse)
                        .setExecutionExceptionHandler(Main::fail)
                        .execute(args));
    }

    /** Tells what is wrong in a line; the usage would push it out of sight. */
    private static int refuse(ParameterException problem, String... args) {
        CommandLine command = problem.getCommandLine();
        command.getErr()
                .printf(
                        "jmh/run: %s%n\"%s --help\" has the options.%n",
                        problem.getMessage(), command.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    /** What files, processes and benchmarks refuse is told by their message. */
    private static int fail(Exception problem, CommandLine command, ParseResult line)
            throws Exception {
        if (problem instanceof IOException || problem instanceof RunnerException) {
            command.getErr().printf("jmh/run: %s%n", problem.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw problem;
    }

    /** Everything that matters, in some five minutes. */
    @Command(description = "Everything that matters, in some five minutes.")
    void quick(@Mixin RunOptions options)
            throws IOException, InterruptedException, RunnerException {
        run(Preset.QUICK, options);
    }

    /** What a user waits for. */
    @Command(
            description = {
                "What a user waits for, on one thread and on two, in some twenty minutes.",
                "Solves, certificates and proofs, and the kernels that they consist of, beside the"
                        + " limits of the machine."
            })
    void waits(
            @Mixin RunOptions options,
            @Option(
                            names = "--python",
                            paramLabel = "PROGRAM",
                            defaultValue = "python3",
                            description =
                                    "Python with SciPy, whose truncated decompositions are peers of"
                                            + " a solve; by default ${DEFAULT-VALUE}.")
                    String python)
            throws IOException, InterruptedException, RunnerException {
        Session session = measured(Waits.PRESET, options, TruncatedSvd.BENCHMARK);
        TruncatedSvd peers = new TruncatedSvd(python);
        if (options.only.matcher(TruncatedSvd.BENCHMARK).find()) {
            if (peers.isThere()) {
                peers.addTo(session);
            } else {
                out.println(python + " with SciPy is not found: its peers are left out.\n");
            }
        }
        report(session, options.file(Waits.PRESET));
    }

    /** Whole commands. */
    @Command(
            description = {
                "Measures whole commands: wall clock and processor time of processes.",
                "Makes the data, and runs each command nine times: with one launcher, or with two"
                        + " in alternation."
            })
    void commands(@Mixin Commands commands) throws IOException, InterruptedException {
        try {
            commands.print(out);
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    /** Growth on a cluster of this machine, which the script jmh/run starts. */
    @Command(
            name = "spark-cluster",
            description = {
                "The same as spark-growth on a master and two workers.",
                "They are started on this machine, and have the options of spark-growth."
            })
    int sparkCluster() {
        spec.commandLine().getErr().println("jmh/run: the script jmh/run starts clusters");
        return CommandLine.ExitCode.USAGE;
    }

    /** Everything, in several forks. */
    @Command(description = "All shapes, ranks and peers, in several forks: one to two hours.")
    void full(@Mixin RunOptions options) throws IOException, InterruptedException, RunnerException {
        run(Preset.FULL, options);
    }

    /** The user's own case. */
    @Command(
            description = {
                "Measures a case of yours.",
                "That is a pass, a certificate and a whole solve of your data, or of data of your",
                "shape, in five forks."
            })
    void mine(@Mixin Mine mine, @Mixin RunOptions options)
            throws IOException, InterruptedException, RunnerException {
        run(orRefuse(mine::preset), options);
    }

    /** Compares two recorded runs. */
    @Command(
            description = {
                "Compares two recorded runs.",
                "Prints ratios of times with confidence intervals, and a verdict. Exits with 1 if"
                        + " a",
                "benchmark of the second is slower, with 2 if nothing could be compared."
            })
    int compare(
            @Parameters(paramLabel = "FIRST.json", description = "What is compared with.")
                    Path first,
            @Parameters(paramLabel = "SECOND.json", description = "What is judged.") Path second,
            @Option(
                            names = "--confidence",
                            paramLabel = "C",
                            defaultValue = "0.99",
                            description = "Of each interval; by default ${DEFAULT-VALUE}.")
                    double confidence)
            throws IOException {
        ResultFile before = record(first);
        ResultFile after = record(second);
        RunComparison comparison = orRefuse(() -> RunComparison.of(before, after, confidence));
        out.print(comparison.text());
        if (!comparison.hasVerdict()) {
            return CommandLine.ExitCode.USAGE;
        }
        return comparison.isSlower() ? 1 : 0;
    }

    /** Prints recorded results, and draws them. */
    @Command(description = "Prints recorded results as Markdown, and draws them.")
    void table(
            @Parameters(paramLabel = "FILE.json", description = "What a run has written.")
                    Path file,
            @Option(names = "--png", paramLabel = "FILE.png", description = "Where to draw.")
                    @Nullable Path png)
            throws IOException {
        ResultFile results = record(file);
        out.print(MarkdownTable.of(results));
        if (png != null) {
            Picture.of(results).write(png);
        }
    }

    /** Compares regularizers of small networks by their accuracy. */
    @Command(
            description = {
                "Compares regularizers of small networks trained on few samples.",
                "They are no penalty, weight decay, and the product of the norms of the weights.",
                "Prints the accuracy on test samples as Markdown."
            })
    void regularizers(
            @Parameters(
                            paramLabel = "DIR",
                            description =
                                    "Directory with train.csv, train-labels.csv, test.csv and"
                                            + " test-labels.csv.")
                    Path directory,
            @Mixin Comparison comparison)
            throws IOException {
        out.print(comparison.table(directory));
    }

    /** Measures growth. */
    @Command(
            description = {
                "Measures how time and memory grow with the number of known entries.",
                "Runs passes, a whole solve and a certificate on data that are made up, the same"
                        + " each time.",
                "Prints a Markdown table. Give the JVM memory by JAVA_TOOL_OPTIONS=-Xmx12g."
            })
    void growth(@Mixin Growth growth) throws IOException {
        growth.print(out);
    }

    /** Measures growth of full matrices. */
    @Command(
            name = "dense-growth",
            description = {
                "Measures how the time of a solve grows with the number of entries of a full"
                        + " matrix.",
                "Solves low rank plus noise, the same each time, on one thread. Prints a Markdown"
                        + " table."
            })
    void denseGrowth(@Mixin DenseGrowth growth) throws IOException {
        growth.print(out);
    }

    /** Measures growth on Spark. */
    @Command(
            name = "spark-growth",
            description = {
                "Measures how passes on Apache Spark grow with the number of known entries.",
                "Compares them with a model of their cost that is calibrated on small runs, and",
                "evaluates the model for clusters. Prints Markdown tables. Give the JVM memory by",
                "JAVA_TOOL_OPTIONS=-Xmx12g."
            })
    void sparkGrowth(@Mixin SparkGrowth growth) throws IOException {
        growth.print(out);
    }

    /** Compares with Spark's alternating least squares. */
    @Command(
            name = "spark-als",
            description = {
                "Compares Nadir on Apache Spark with Spark's own alternating least squares.",
                "Measures the time to the objective of the latter, and what its end points are"
                        + " worth",
                "by a certificate. Prints Markdown tables."
            })
    void sparkAls(@Mixin SparkAls comparison) throws IOException {
        comparison.print(out);
    }

    /** Writes the data of growth. */
    @Command(
            description = {
                "Writes the data of growth for other programs.",
                "Lines are row,column,value, counted from 0."
            })
    void entries(
            @Parameters(paramLabel = "N", description = "The number of entries.") double size,
            @Parameters(paramLabel = "FILE.csv", description = "Where to.") Path file)
            throws IOException {
        new Growth().write((long) size, file);
    }

    /** A value that options do not fit is told in a line. */
    private <T> T orRefuse(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private ResultFile record(Path file) {
        try {
            return ResultFile.read(file);
        } catch (NoSuchFileException e) {
            throw refusal(file + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    /** Of the command that was called. */
    private ParameterException refusal(String message, Exception cause) {
        CommandLine called =
                spec.commandLine().getParseResult().subcommand().commandSpec().commandLine();
        return new ParameterException(called, message, cause);
    }

    private void run(Preset preset, RunOptions options)
            throws IOException, InterruptedException, RunnerException {
        report(measured(preset, options), options.file(preset));
    }

    /** Measures a preset; {@code others} are names of what is measured after it. */
    private Session measured(Preset preset, RunOptions options, String... others)
            throws IOException, InterruptedException, RunnerException {
        Stream<String> names = preset.batches().stream().map(Batch::benchmark);
        try {
            options.check(Stream.concat(names, Stream.of(others)).distinct().toList());
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
        Session session = new Session(Environment.of(options.jvmArgs()), options.file(preset));
        session.measure(preset, options);
        return session;
    }

    private void report(Session session, Path file) throws IOException {
        out.println(MarkdownTable.of(session.record()));
        out.println("Recorded in " + file);
    }
}
