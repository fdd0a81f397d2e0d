package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.Problem;
import io.nadir.cli.Main;
import io.nadir.cli.Session;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Directories that cannot be written to any more once the work is done. */
class RescueTest {
    private static final Pattern KEPT =
            Pattern.compile("the results are kept in (\\S+nadir-results-\\S+): (.*); move them");

    @TempDir private Path directory;

    @Test
    void solveKeepsItsResultsElsewhere() throws IOException {
        Path out = directory.resolve("out");
        SolvingCommand command = new Spoilt(out);
        Problem problem = Problem.lowRank(DenseMatrix.copyOf(2, 2, new double[] {3, 1, 1, 3}), 1);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        command.solve(
                                problem,
                                LambdaOrigin.GIVEN,
                                SolverOptions.defaults(),
                                new Stopwatch(),
                                0))
                .withMessageStartingWith(out.resolve("U.npy") + ": cannot be written: ")
                .satisfies(e -> {
                    Path kept =
                            kept(
                                    String.valueOf(e.getMessage()),
                                    "U.npy, V.npy, model.json, report.json");
                    assertThat(ModelDirectory.load(kept).factors().rank()).isEqualTo(2);
                    delete(kept);
                });
        assertThat(out).isRegularFile();
    }

    /** Replaces its directory by a file as soon as it has something to write. */
    private static final class Spoilt extends SolvingCommand {
        private final Path out;

        Spoilt(Path out) {
            super(
                    new Terminal(InputStream.nullInputStream(), silent(), silent(), false),
                    out.toString());
            this.out = out;
        }

        @Override
        public Integer call() {
            throw new AssertionError("not from the command line");
        }

        @Override
        void write(Outcome outcome, OutputDirectory output) throws IOException {
            if (Files.isDirectory(out)) {
                spoil(out);
            }
            super.write(outcome, output);
        }
    }

    /** The directory goes when the first λ is written; the second cannot be. */
    @Test
    void pathKeepsAllItsPointsElsewhere() throws IOException {
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 9, 7, 2);
        Path out = directory.resolve("out");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream spoiling =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        err.write(b);
                        if (b == '\n' && Files.isDirectory(out)) {
                            spoil(out);
                        }
                    }
                };
        Terminal terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        silent(),
                        new PrintStream(spoiling, true, StandardCharsets.UTF_8),
                        false);
        String[] arguments = {
            "path", matrix.toString(), "--lambdas=2,1,0.5", "--out", out.toString()
        };
        assertThat(Main.run(terminal, arguments)).isEqualTo(ExitCode.REFUSED);
        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(said).contains("λ 1 of 3: ").doesNotContain("λ 2 of 3: ");
        Path kept = kept(said, "U-1.npy, V-1.npy, U-2.npy, V-2.npy, path.csv, path.json, path.png");
        assertThat(kept.resolve("path.json")).content().containsPattern("\"lambda\" ?: ?1.0");
        delete(kept);
        assertThat(out).isRegularFile();
    }

    @Test
    void goesOnToTheNextPlaceAndSaysWhenThereIsNone() throws IOException {
        IOException full = new IOException("out/U.npy: cannot be written: no space");
        Path missing = directory.resolve("missing");
        Rescue.Results results = output -> output.write("a", stream -> stream.write(7));
        String kept =
                String.valueOf(
                        Rescue.keep(full, results, List.of(missing, directory)).getMessage());
        assertThat(kept)
                .startsWith("out/U.npy: cannot be written: no space; nor can they be written to ")
                .contains("missing: ");
        Path file = kept(kept, "a").resolve("a");
        assertThat(Files.readAllBytes(file)).containsExactly(7);
        assertThat(Rescue.keep(full, results, List.of(missing)))
                .hasMessageEndingWith(
                        "; the results are lost: make room or name another --out, and run again");
        Rescue.Results failing =
                output -> {
                    throw new IOException("again");
                };
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(Rescue.keep(full, failing, List.of(empty)))
                .hasMessageContaining("nor can they be written to " + empty + ": again; the");
        assertThat(empty).isEmptyDirectory();
    }

    private static Path kept(String message, String names) {
        Matcher kept = KEPT.matcher(message);
        assertThat(kept.find()).as(message).isTrue();
        assertThat(kept.group(2)).startsWith(names);
        return Path.of(kept.group(1));
    }

    private static void spoil(Path out) {
        try {
            delete(out);
            Files.createFile(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
