package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.jmh.report.ResultFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Commands of launchers that note how they were called. */
class CommandsTest {
    @TempDir private Path directory;

    /** Runs with these options; returns what is printed. */
    private String print(String... arguments) throws IOException, InterruptedException {
        Commands commands = new Commands();
        new CommandLine(
                        CommandSpec.create()
                                .addMixin("commands", CommandSpec.forAnnotatedObject(commands)))
                .parseArgs(arguments);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        commands.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A launcher that appends its name and arguments to the file "calls". */
    private String launcher(String name, String more) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(
                file,
                """
                #!/bin/sh
                echo %s "$@" >>"$(dirname "$0")/calls"
                echo "kernels     of %s"
                %s
                """
                        .formatted(name, name, more));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    @Test
    void launchersAlternate() throws IOException, InterruptedException {
        String out = directory.resolve("record.json").toString();
        String text =
                print(
                        "--nadir",
                        launcher("new", ""),
                        "--nadir",
                        launcher("old", "exit 3"),
                        "--only",
                        "^info",
                        "--runs",
                        "2",
                        "--out",
                        out);
        // Each tells its kernels first; then come a run that does not count, and two that do.
        assertThat(directory.resolve("calls"))
                .content()
                .isEqualTo(
                        "new info\nold info\n".repeat(2)
                                + "old info\nnew info\nnew info\nold info\n");
        assertThat(text)
                .contains("### Command.wall", "- kernels: of new", "Command.wall command=info")
                .contains("| kernels | of old | of new |");
        assertThat(ResultFile.read(Path.of(out))).isNotNull();
        assertThat(directory.resolve("record-other.json")).content().contains("of old");
    }

    /** In a directory of its own, which is empty at each run. */
    @Test
    void solvesWriteTheirResults() throws IOException, InterruptedException {
        String launcher =
                launcher(
                        "nadir",
                        """
                        [ "$1" = info ] && exit
                        for last; do :; done
                        mkdir "$last" && : >"$last/U.npy"
                        """);
        String out = directory.resolve("record.json").toString();
        print("--nadir", launcher, "--only", "300x200", "--runs", "1", "--out", out);
        assertThat(directory.resolve("calls"))
                .content()
                .contains("solve", "300x200-5.npy --lambda", "--no-pictures --out");
    }

    @Test
    void failureIsToldWithWhatTheCommandSaid() throws IOException {
        String launcher = launcher("nadir", "echo no such thing >&2; exit 2");
        String out = directory.resolve("record.json").toString();
        assertThatIOException()
                .isThrownBy(() -> print("--nadir", launcher, "--only", "info", "--out", out))
                .withMessageContaining("nadir info: ended with 2")
                .withMessageContaining("no such thing");
    }

    @ParameterizedTest
    @CsvSource({
        "--nadir, /no/such/launcher, no such program",
        "--nadir, /tmp, no such program",
        "--runs, 0, --runs 0: must be at least 1",
        "--only, regression, is in the name of no command"
    })
    void whatDoesNotFitIsRefused(String option, String value, String message) throws IOException {
        String launcher = launcher("nadir", "");
        String[] arguments =
                option.equals("--nadir")
                        ? new String[] {option, value}
                        : new String[] {"--nadir", launcher, option, value};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> print(arguments))
                .withMessageContaining(message);
    }
}
