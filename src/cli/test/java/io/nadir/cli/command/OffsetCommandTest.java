package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Offsets from the command line: solve, report, predict, certify, prune, and refusals. */
class OffsetCommandTest {
    @TempDir private Path directory;

    private Path data;
    private Path out;

    /** Ratings of about 4, without any of row 3. */
    @BeforeEach
    void writeData() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("row,column,value\n");
        for (int i = 1; i <= 6; i++) {
            for (int j = 1; j <= 5; j++) {
                boolean known = i != 3 && (random.nextInt(4) > 0 || i == 6 || j == 5);
                double y = 4 + 0.3 * i - 0.2 * j + random.nextGaussian();
                text.append(known ? String.format("%d,%d,%s%n", i, j, y) : "");
            }
        }
        data = directory.resolve("ratings.csv");
        out = directory.resolve("out");
        Files.writeString(data, text);
    }

    private Session solve() {
        return Session.run(
                "solve",
                data,
                "--missing",
                "unlisted",
                "--lambda",
                0.6,
                "--center",
                "both",
                "--out",
                out);
    }

    @Test
    void reportsAndModelsHaveOffsets() throws IOException {
        Session session = solve();
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).contains("offsets       mean ").contains("within");
        assertThat(Files.readString(out.resolve("report.json")))
                .contains("\"center\" : \"both\"", "\"reach\"");
        assertThat(out.resolve("rowOffsets.npy")).exists();
        Path at = directory.resolve("at.csv");
        Files.writeString(at, "row,column\n3,2\n1,1\n");
        Session predicted =
                Session.run("predict", out, "--at", at, "--out", directory.resolve("x.csv"));
        assertThat(predicted.exitCode()).as(predicted.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(predicted.out()).contains("1 positions are in rows and 0 in columns without");
        List<String> values = Files.readAllLines(directory.resolve("x.csv"));
        assertThat(Double.parseDouble(values.getFirst())).isBetween(2.0, 7.0);
    }

    /** Rows and columns beyond the data have the mean and the offset that is known. */
    @Test
    void unseenRowsAndColumnsArePredictedByOffsets() throws IOException {
        solve();
        Path at = directory.resolve("at.csv");
        Path x = directory.resolve("x.csv");
        Files.writeString(at, "row,column\n7,1\n3,1\n99,99\n1,9\n");
        Session session = Session.run("predict", out, "--at", at, "--out", x);
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out())
                .contains(
                        "1 positions are in rows and 0 in columns without data; 3 positions are in"
                                + " rows or columns that the model does not have: the mean");
        double[] values = Files.readAllLines(x).stream().mapToDouble(Double::parseDouble).toArray();
        DenseMatrix b = MatrixReader.read(out.resolve("columnOffsets.npy"));
        assertThat(values[0]).isCloseTo(values[1], within(1e-12));
        assertThat(values[0] - values[2]).isCloseTo(b.get(0, 0), within(1e-12));
        Files.writeString(at, "row,column\n0,1\n");
        Session refused = Session.run("predict", out, "--at", at, "--out", x);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    }

    /** Predictions name what they are of, whether the model has it or not. */
    @Test
    void unseenNamesAreWrittenWithTheirPredictions() throws IOException {
        Path ratings = directory.resolve("named.csv");
        Files.writeString(ratings, "user,item,rating\nann,x,4\nann,y,2\nbob,x,5\nbob,y,2\n");
        String[] solve = {"--missing=unlisted", "--center=both", "--lambda=0.5", "--out=" + out};
        Session.run("solve", ratings, solve[0], solve[1], solve[2], solve[3]);
        Path at = directory.resolve("at.csv");
        Path x = directory.resolve("x.csv");
        Files.writeString(at, "user,item\nzoe,x\nbob,y\nann,z\nzoe,z\n");
        Session session = Session.run("predict", out, "--at", at, "--out", x);
        assertThat(session.out()).contains("3 positions are in rows or columns that the model");
        assertThat(Files.readAllLines(x))
                .extracting(line -> line.substring(0, line.lastIndexOf(',')))
                .containsExactly("row,column", "zoe,x", "bob,y", "ann,z", "zoe,z");
        Path table = directory.resolve("x.parquet");
        Session.run("predict", out, "--at", at, "--out", table);
        String columns = "row,column,value";
        assertThat(
                        Session.run(
                                        "diagnose",
                                        table,
                                        "--missing",
                                        "unlisted",
                                        "--columns",
                                        columns)
                                .out())
                .contains("3×3, 4 entries known");
        Files.writeString(at, "reader,book\nzoe,x\nbob,y\n");
        Session unsure = Session.run("predict", out, "--at", at, "--out", x);
        assertThat(unsure.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(unsure.err()).contains("'book' is an id of the model: is it a header? Say");
        Session told = Session.run("predict", out, "--at", at, "--out", x, "--header", "yes");
        assertThat(told.exitCode()).as(told.err()).isZero();
    }

    @Test
    void savedFactorsAreCertifiedWithTheSameOffsets() {
        solve();
        Session certified =
                Session.run(
                        "certify",
                        data,
                        "--missing",
                        "unlisted",
                        "--lambda",
                        0.6,
                        "--center",
                        "both",
                        "--factors",
                        out,
                        "--evidence",
                        "proved");
        assertThat(certified.exitCode()).as(certified.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(certified.out()).contains("Global minimum, proved.", "offsets       mean ");
    }

    @Test
    void prunedModelsKeepTheirOffsets() throws IOException {
        solve();
        Path pruned = directory.resolve("pruned");
        Session refused =
                Session.run(
                        "prune", data, "--missing", "unlisted", "--factors", out, "--out", pruned);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("--center = none, allowed for the model in --factors");
        Session session =
                Session.run(
                        "prune",
                        data,
                        "--missing",
                        "unlisted",
                        "--center",
                        "both",
                        "--factors",
                        out,
                        "--out",
                        pruned);
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(Files.readAllBytes(pruned.resolve("rowOffsets.npy")))
                .isEqualTo(Files.readAllBytes(out.resolve("rowOffsets.npy")));
    }

    @Test
    void refusesOffsetsOfOtherModels() {
        Session session =
                Session.run("solve", data, "--model", "tensor", "--lambda", 1, "--center", "rows");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        Session unknown = Session.run("solve", data, "--lambda", 1, "--center", "all");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(unknown.err()).contains("'all', allowed are none, global, rows, columns, both");
    }
}
