package io.nadir.cli;

import io.nadir.cli.command.BatchCommand;
import io.nadir.cli.command.CertifyCommand;
import io.nadir.cli.command.DemoCommand;
import io.nadir.cli.command.DiagnoseCommand;
import io.nadir.cli.command.HelpCommand;
import io.nadir.cli.command.InfoCommand;
import io.nadir.cli.command.LandscapeCommand;
import io.nadir.cli.command.PathCommand;
import io.nadir.cli.command.PredictCommand;
import io.nadir.cli.command.PruneCommand;
import io.nadir.cli.command.ReportCommand;
import io.nadir.cli.command.SolveCommand;
import io.nadir.cli.command.TransformCommand;
import io.nadir.cli.command.WidePathCommand;
import io.nadir.cli.progress.Terminal;

import picocli.CommandLine;

import java.util.List;
import java.util.function.Function;

/**
 * The subcommands of the program. The options of all of them take a third of a second of processor
 * time to read off their classes, so where the first argument names one, that alone is made.
 */
final class Subcommands {
    /** In the order in which help lists them. */
    private static final List<Entry> ALL =
            List.of(
                    new Entry("solve", SolveCommand::new),
                    new Entry("certify", CertifyCommand::new),
                    new Entry("path", PathCommand::new),
                    new Entry("batch", BatchCommand::commandLine),
                    new Entry("landscape", LandscapeCommand::new),
                    new Entry("wide-path", WidePathCommand::new),
                    new Entry("predict", PredictCommand::new),
                    new Entry("transform", TransformCommand::new),
                    new Entry("prune", PruneCommand::new),
                    new Entry("report", ReportCommand::new),
                    new Entry("diagnose", DiagnoseCommand::new),
                    new Entry("demo", DemoCommand::new),
                    new Entry("info", InfoCommand::new));

    private static final Entry HELP = new Entry("help", HelpCommand::new);

    private record Entry(String name, Function<Terminal, Object> make) {}

    private Subcommands() {}

    /** Adds the subcommand that the arguments begin with, or else all of them. */
    static void addTo(CommandLine program, Terminal terminal, String... arguments) {
        for (Entry entry : ALL) {
            if (arguments.length > 0 && entry.name.equals(arguments[0])) {
                program.addSubcommand(entry.name, entry.make.apply(terminal));
                return;
            }
        }
        ALL.forEach(entry -> program.addSubcommand(entry.name, entry.make.apply(terminal)));
        program.addSubcommand(HELP.name, HELP.make.apply(terminal));
    }
}
