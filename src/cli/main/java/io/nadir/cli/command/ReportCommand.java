package io.nadir.cli.command;

import io.nadir.cli.option.QuietOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.page.Page;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Summary;
import io.nadir.io.output.OutputDirectory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes one page of what a directory of results holds. */
@Section.In(Section.OUTPUT)
@Command(
        name = "report",
        header = "Makes one HTML page of a result: tables, pictures, how to read the verdict.",
        description = {
            "",
            "Reads a directory that solve, path, batch, certify or demo has written, and",
            "writes a page that a browser opens and that can be printed and sent: pictures",
            "are inside it, and it needs neither other files nor a network."
        },
        footer = {"  nadir report nadir-out", "  nadir report results --out results.html"})
public final class ReportCommand extends NadirCommand {
    private static final String NAME = "report.html";

    @Parameters(paramLabel = "DIR", description = "Directory with the results.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path directory;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File for the page, .html (default: report.html in DIR).")
    private @Nullable Path out;

    @Mixin private final QuietOptions level = new QuietOptions();

    public ReportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Path file = (out == null ? directory.resolve(NAME) : out).toAbsolutePath();
        Path parent = file.getParent();
        String name = String.valueOf(file.getFileName());
        if (parent == null || !name.matches(".+\\.html?")) {
            throw RefusedException.of("--out = " + out + ", allowed are names that end in .html");
        }
        Page page = Page.of(directory, name);
        try (OutputDirectory output = OutputDirectory.open(parent, List.of(name))) {
            output.write(name, page::write);
            output.commit();
        }
        if (!level.isQuiet()) {
            terminal.out().println(page.headline());
            terminal.out()
                    .println(Summary.line("written", out == null ? directory.resolve(NAME) : out));
        }
        return ExitCode.CERTIFIED;
    }
}
