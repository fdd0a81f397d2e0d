package io.nadir.cli.command;

import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Version;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;

import picocli.CommandLine.Command;

/** Prints which kernels and libraries compute on this machine, and why. */
@Command(
        name = "info",
        header = "Shows the Java runtime, the kernels and the linear algebra in use.",
        footer = {"  nadir info"})
public final class InfoCommand extends NadirCommand {
    public InfoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        Runtime runtime = Runtime.getRuntime();
        line("version", Version.get());
        line("java", property("java.vm.name") + " " + property("java.runtime.version"));
        line(
                "system",
                property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
        line("processors", runtime.availableProcessors());
        line("memory", (runtime.maxMemory() >> 20) + " MiB at most");
        line("kernels", Kernels.describe());
        line("algebra", LinearAlgebra.get().reason());
        return ExitCode.CERTIFIED;
    }

    private void line(String label, Object value) {
        terminal.out().printf("%-11s %s%n", label, value);
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
