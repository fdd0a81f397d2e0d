package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Bad usage and bad input: exit code 2, one clear line, and nothing written. */
class RefusalTest {

    @TempDir private Path directory;

    private Path matrix;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), 6, 5, 2);
        out = directory.resolve("out");
    }

    @Test
    void notANumber() throws IOException {
        Path file = Session.writeNpy(directory.resolve("nan.npy"), 2, 2, 1, 2, Double.NaN, 4);
        assertInputRefused(
                file,
                "nan.npy: row 2, column 1 (counted from 1) = NaN, allowed are finite numbers");
    }

    @Test
    void infinite() throws IOException {
        Path file = Files.writeString(directory.resolve("inf.csv"), "5,2\n3,inf\n");
        assertInputRefused(file, "inf.csv: line 2, field 2: 'inf' is not finite");
    }

    @ParameterizedTest
    @CsvSource({"empty.npy, magic", "empty.mtx, must start", "empty.csv, no row", "empty, no row"})
    void emptyFile(String name, String problem) throws IOException {
        assertInputRefused(Files.createFile(directory.resolve(name)), problem);
    }

    @Test
    void truncatedFile() throws IOException {
        byte[] bytes = Files.readAllBytes(matrix);
        Files.write(matrix, Arrays.copyOf(bytes, bytes.length - 1));
        assertInputRefused(matrix, "y.npy: truncated");
    }

    @Test
    void trailingGarbage() throws IOException {
        byte[] bytes = Files.readAllBytes(matrix);
        Files.write(matrix, Arrays.copyOf(bytes, bytes.length + 1));
        assertInputRefused(matrix, "y.npy: trailing bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'<f8'|'<i8'| row 1, column 1 (counted from 1) = -4627199322091404473, allowed are"
                        + " integers of",
                "'<f8'|'<c8'| dtype '<c8', which is complex numbers, allowed are float64",
                "(6, 5)|(2147483647, 2147483647)| truncated",
                "(6, 5)|(0, 5)| the matrix is 0×5",
                "(6, 5)|(30,)| the array has shape (30,), allowed are 2 dimensions",
            },
            quoteCharacter = '`')
    void hostileHeader(String good, String bad, String problem) throws IOException {
        String file = Files.readString(matrix, StandardCharsets.ISO_8859_1);
        int grown = bad.length() - good.length();
        String hostile =
                file.replace(good, bad)
                        .replace(", }" + " ".repeat(Math.max(grown, 0)), ", }")
                        .replace(", }", ", }" + " ".repeat(Math.max(-grown, 0)));
        Files.writeString(matrix, hostile, StandardCharsets.ISO_8859_1);
        assertInputRefused(matrix, problem);
    }

    @Test
    void missingFileAndDirectoryAsInput() {
        assertInputRefused(directory.resolve("none.npy"), "none.npy: no such file or directory");
        assertInputRefused(directory, "is a directory, allowed are files");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lambda 0           | --lambda = 0.0, allowed are finite numbers greater than 0",
                "--lambda -1          | --lambda = -1.0, allowed are",
                "--lambda NaN         | --lambda = NaN, allowed are",
                "--lambda Infinity    | --lambda = Infinity, allowed are",
                "--lambda 0*max       | '0*max' is not a number, a positive share",
                "--lambda -max        | '-max' is not a number, a positive share",
                "--lambda x           | '--lambda': 'x' is not a number",
                "--seed 1             | --lambda L is missing, as in",
                "--lambda 1 --gap 0   | --gap = 0.0, allowed are",
                "--lambda 1 --gap NaN | --gap = NaN, allowed are",
                "--lambda 1 --delta 1 | --delta = 1.0, allowed are",
                "--lambda 1 --threads 0    | --threads = 0, allowed are 1 and more",
                "--lambda 1 --max-rank -1  | --max-rank = -1, allowed are 0 and more",
                "--lambda 1 --rank 0       | --rank = 0, allowed are 1 and more",
                "--lambda 1 --rank 2 --max-rank 3 | --rank = 2, allowed without --max-rank",
                "--lambda 1 --time-limit 0 | --time-limit = 0.0, allowed are seconds above 0",
                "--lambda 1 --evidence unrefuted | 'unrefuted', allowed are probable, proved",
                "--lambda 1 --descent up   | 'up', allowed are auto, subspace, alternating-least",
                "--lambda 1 --nonsense     | unknown option --nonsense (see nadir solve --help)",
                "--lambda 1 --warm-start /nowhere | U.npy: no such file or directory",
            })
    void badOptions(String options, String problem) {
        Object[] arguments = ("solve " + matrix + " --out " + out + " " + options).split(" ");
        assertRefused(Session.run(arguments), problem);
    }

    @Test
    void badUsage() {
        assertRefused(Session.run("conquer"), "(see nadir --help)");
        assertRefused(Session.run("solve"), "(see nadir solve --help)");
        assertRefused(Session.run("certify", matrix, "--lambda", 1), "--factors DIR is missing");
    }

    @Test
    void mismatchedFactors() throws IOException {
        Session.writeNpy(directory.resolve("U.npy"), 6, 1, new double[6]);
        Session.writeNpy(directory.resolve("V.npy"), 6, 1, new double[6]);
        String problem = "V.npy: has 6 rows, must have as many as the data have columns: 5";
        assertRefused(
                Session.run("certify", matrix, "--lambda", 1, "--factors", directory), problem);
        assertRefused(
                Session.run("solve", matrix, "--lambda=1", "--warm-start", directory, "--out", out),
                problem);
    }

    @Test
    void outputThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        for (String command : new String[] {"solve", "demo"}) {
            String[] input =
                    command.equals("solve")
                            ? new String[] {matrix.toString(), "--lambda=1"}
                            : new String[0];
            assertRefused(Session.run(arguments(command, input, file)), "file: is not a directory");
            assertRefused(Session.run(arguments(command, input, file.resolve("below"))), "nadir: ");
        }
        assertThat(file).hasContent("mine");
        Files.createDirectories(out.resolve("convergence.png"));
        assertThat(Session.run("solve", matrix, "--lambda", 1, "--out", out).err())
                .contains("convergence.png: is a directory, must be a file");
        assertThat(out.toFile().list()).containsExactly("convergence.png");
    }

    @Test
    void verboseShowsTheStack() {
        Session session = Session.run("solve", directory, "--lambda", 1, "--out", out, "--verbose");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("at io.nadir.io.").contains("nadir: ");
    }

    private static Object[] arguments(String command, String[] input, Path out) {
        Object[] arguments = Arrays.copyOf(new Object[] {command, "--out", out}, 3 + input.length);
        System.arraycopy(input, 0, arguments, 3, input.length);
        return arguments;
    }

    private void assertInputRefused(Path input, String problem) {
        assertRefused(Session.run("solve", input, "--lambda", 1, "--out", out), problem);
        assertRefused(
                Session.run("certify", input, "--lambda", 1, "--factors", directory), problem);
    }

    private void assertRefused(Session session, String problem) {
        assertThat(session.err()).startsWith("nadir: ").contains(problem).matches("[^\n]*\n");
        assertThat(session.out()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }
}
