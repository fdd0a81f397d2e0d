package io.nadir.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Files that users have, through the command line: a solve of each ends with the bits that a plain
 * file of the same numbers ends with.
 */
class InputFormatsCommandTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "int64.npy, 3, 5 3 0 4 0 1 1 1 5",
        "bool.npy, 2, 1 0 0 1",
        "float16.npy, 2, 1.5 2 3 4.25",
        "two.npz:a, 3, 1 0 0 0 1 0 0 0 1",
        "two.npz:b.npy, 2, 1 1 1 1",
        "fortran-exponent.mtx, 1, 10 0.25",
        "pattern-comments.mtx, 3, 1 0 0 0 0 1 1 0 0",
        "symmetric-upper.mtx, 3, 2 1 0 1 0 0 0 0 4",
        "skew-zero-diagonal.mtx, 3, 0 -4 0 4 0 -7 0 7 0",
    })
    void denseFiles(String name, int columns, String numbers) throws IOException {
        double[] values = numbers(numbers);
        Path plain =
                Session.writeNpy(
                        directory.resolve("plain.npy"), values.length / columns, columns, values);
        assertSameSolution(solve(input(name), "read"), solve(plain, "plain"));
        if (!name.endsWith(".mtx")) {
            assertSameSolution(
                    solve(input(name), "observed", "--missing", "nan"),
                    solve(plain, "plain-observed", "--missing", "nan"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pattern-comments.mtx, '3 3 3;1 1 1;2 3 1;3 1 1'",
        "symmetric-upper.mtx, '3 3 4;1 1 2;1 2 1;2 1 1;3 3 4'",
        "skew-zero-diagonal.mtx, '3 3 6;1 1 0;2 1 4;1 2 -4;2 2 0;3 2 7;2 3 -7'",
    })
    void coordinateFiles(String name, String entries) throws IOException {
        Path plain =
                Files.writeString(
                        directory.resolve("plain.mtx"),
                        "%%MatrixMarket matrix coordinate real general\n"
                                + entries.replace(';', '\n'));
        for (String[] options : new String[][] {{"--sparse"}, {"--missing", "unlisted"}}) {
            assertSameSolution(
                    solve(input(name), "read" + options.length, (Object[]) options),
                    solve(plain, "plain" + options.length, (Object[]) options));
        }
    }

    @Test
    void arrayOfMatrixMarketAsSparse() throws IOException {
        Path plain =
                Files.writeString(
                        directory.resolve("plain.mtx"),
                        "%%MatrixMarket matrix coordinate real general\n2 1 2\n1 1 10\n2 1 0.25\n");
        assertSameSolution(
                solve(input("fortran-exponent.mtx"), "read", "--sparse"),
                solve(plain, "plain", "--sparse"));
    }

    @ParameterizedTest
    @CsvSource({"int64.npy, 5 3 0 4 0 1 1 1 5", "two.npz:a, 1 0 0 0 1 0 0 0 1"})
    void weightsOfEntries(String name, String numbers) throws IOException {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        Path data = Session.writeNpy(directory.resolve("data.npy"), 3, 3, values);
        Path plain = Session.writeNpy(directory.resolve("plain.npy"), 3, 3, numbers(numbers));
        assertSameSolution(
                solve(data, "read", "--weights", input(name)),
                solve(data, "plain", "--weights", plain));
    }

    /** What the text says is for the reader of texts to judge; unpacked, it says the same. */
    @Test
    void packedTextIsJudgedLikePlainText() {
        Session packed = run(input("pandas-header.csv.gz"), directory.resolve("packed"));
        Session plain = run(input("pandas-header.csv"), directory.resolve("plain"));
        assertThat(packed.exitCode()).isEqualTo(plain.exitCode());
        assertThat(packed.err().replace(".csv.gz", ".csv")).isEqualTo(plain.err());
    }

    @Test
    void tensorsOfIntegersInArchives() throws IOException {
        Path plain =
                Session.writeNpy(directory.resolve("plain.npy"), 3, 3, 5, 3, 0, 4, 0, 1, 1, 1, 5);
        assertSameSolution(
                solve(input("int64.npy"), "read", "--model", "tensor", "--gap", "0.1"),
                solve(plain, "plain", "--model", "tensor", "--gap", "0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two.npz   | two.npz: has 2 members: 'a', 'b'; choose one by its name, as in ",
                "two.npz:c | two.npz: has no member 'c', allowed are 'a', 'b'",
                "int64.npy:a | int64.npy:a: no such file or directory",
            })
    void membersThatAreNotChosen(String name, String problem) {
        assertRefused(run(input(name), directory.resolve("out")), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "--sparse, 'int64.npy: is an .npy file, allowed for entries with row and column are'",
        "--missing=unlisted, 'int64.npy: is an .npy file, allowed for entries with row'",
    })
    void denseFilesHaveNoListedEntries(String option, String problem) {
        assertRefused(run(input("int64.npy"), directory.resolve("out"), option), problem);
    }

    @Test
    void otherFormatsAreNamed() throws IOException {
        byte[] head = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
        Path file = Files.write(directory.resolve("y.csv"), Arrays.copyOf(head, 100));
        assertRefused(
                run(file, directory.resolve("out")),
                "y.csv: is an HDF5 file, allowed are .npy, .npz, .mat, .mtx and texts such as .csv"
                        + " and .tsv, packed by gzip or not, and .arrow and .parquet: h5py reads"
                        + " it");
    }

    private Path solve(Path input, String name, Object... options) {
        Path out = directory.resolve(name);
        Session session = run(input, out, options);
        assertThat(session.err()).doesNotContain("nadir: ");
        assertThat(session.exitCode()).isZero();
        return out;
    }

    private static Session run(Path input, Path out, Object... options) {
        Object[] arguments = {"solve", input, "--lambda", 0.1, "--out", out};
        Object[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return Session.run(all);
    }

    private static void assertSameSolution(Path read, Path plain) throws IOException {
        try (var files = Files.list(plain)) {
            for (Path factor : files.filter(file -> file.toString().endsWith(".npy")).toList()) {
                assertThat(read.resolve(factor.getFileName())).hasSameBinaryContentAs(factor);
            }
        }
        assertThat(plain.toFile().list()).anyMatch(name -> name.endsWith(".npy"));
    }

    private static void assertRefused(Session session, String problem) {
        assertThat(session.err()).startsWith("nadir: ").contains(problem).matches("[^\n]*\n");
        assertThat(session.exitCode()).isEqualTo(2);
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** A file among the resources, or a member of one. */
    private static Path input(String name) {
        String folder = "/io/nadir/cli/cases/";
        String file = name.replaceFirst(":.*", "");
        var url =
                Objects.requireNonNull(
                        InputFormatsCommandTest.class.getResource(folder + file), file);
        try {
            return Path.of(Path.of(url.toURI()) + name.substring(file.length()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
