package io.nadir.cli;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** Prints which kernels and libraries compute on this machine, and why. */
@Command(
        name = "info",
        header = "Shows the Java runtime, the kernels and the linear algebra in use.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class InfoCommand implements Callable<Integer> {
    private final Terminal terminal;

    InfoCommand(Terminal terminal) {
        this.terminal = terminal;
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
