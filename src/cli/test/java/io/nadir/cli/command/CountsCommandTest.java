package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Counts from the command line: solve, certify, path, predict, warm start, refusals. */
class CountsCommandTest {
    private static final double[] COUNTS = {
        5, 6, 0, 0, 7, 4, 0, 1, 0, 0, 8, 9, 0, 1, 6, 8, 4, 5, 1, 0, 0, 0, 5, 7
    };

    @TempDir private Path directory;

    @Test
    void countsAreFactorizedAndPredicted() throws IOException {
        Path counts = Session.writeNpy(directory.resolve("counts.npy"), 6, 4, COUNTS);
        Path out = directory.resolve("out");
        Session session = solve(counts, "--loss", "poisson:0.01", "--lambda", 4, "--out", out);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        JsonNode report = report(out);
        assertThat(report.get("loss").stringValue()).isEqualTo("poisson:0.01");
        assertThat(report.get("model").stringValue()).isEqualTo("nmf");
        double objective = report.get("objective").asDouble();
        assertThat(objective(out)).isCloseTo(objective, within(1e-9 * objective));

        Session certified =
                Session.run(
                        "certify",
                        counts,
                        "--factors",
                        out,
                        "--model",
                        "nmf",
                        "--gap",
                        1e-2,
                        "--loss",
                        "kullback-leibler:0.01",
                        "--lambda",
                        4,
                        "--evidence",
                        "proved");
        assertThat(certified.err()).isEmpty();
        assertThat(certified.out()).startsWith("Global minimum").contains("proved");

        Path again = directory.resolve("again");
        Session warm =
                solve(
                        counts,
                        "--loss",
                        "poisson:0.01",
                        "--lambda",
                        4,
                        "--warm-start",
                        out,
                        "--out",
                        again);
        assertThat(warm.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(report(again).get("objective").asDouble())
                .isCloseTo(objective, within(1e-2 * objective));
    }

    /** Zeros that are not listed count, so that the minimum is that of the dense matrix. */
    @Test
    void sparseAndDenseCountsHaveTheSameMinimum() throws IOException {
        StringBuilder lines = new StringBuilder("%%MatrixMarket matrix coordinate real general\n");
        long listed = Arrays.stream(COUNTS).filter(count -> count > 0).count();
        lines.append("6 4 ").append(listed).append('\n');
        for (int e = 0; e < COUNTS.length; e++) {
            if (COUNTS[e] > 0) {
                lines.append(String.format("%d %d %s%n", e / 4 + 1, e % 4 + 1, COUNTS[e]));
            }
        }
        Path sparse = Files.writeString(directory.resolve("counts.mtx"), lines);
        Path dense = Session.writeNpy(directory.resolve("counts.npy"), 6, 4, COUNTS);
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        assertThat(solve(sparse, "--sparse", "--loss", "poisson", "--lambda", 4, "--out", first))
                .extracting(Session::exitCode)
                .isEqualTo(ExitCode.CERTIFIED);
        assertThat(solve(dense, "--loss", "poisson", "--lambda", 4, "--out", second))
                .extracting(Session::exitCode)
                .isEqualTo(ExitCode.CERTIFIED);
        assertThat(report(first).get("loss").stringValue()).isEqualTo("poisson:0.001");
        double objective = report(first).get("objective").asDouble();
        assertThat(report(second).get("objective").asDouble())
                .isCloseTo(objective, within(1e-2 * objective));
    }

    @Test
    void pathsOfCountsAreScoredByTheirLoss() throws IOException {
        Path counts = Session.writeNpy(directory.resolve("counts.npy"), 6, 4, COUNTS);
        Path out = directory.resolve("path");
        Session session =
                Session.run(
                        "path",
                        counts,
                        "--model",
                        "nmf",
                        "--loss",
                        "poisson:0.1",
                        "--ratio",
                        0.3,
                        "--count",
                        6,
                        "--seed",
                        5,
                        "--hold-out",
                        0.2,
                        "--gap",
                        1e-2,
                        "--out",
                        out);
        assertThat(session.exitCode()).isNotEqualTo(ExitCode.REFUSED);
        JsonNode path = new JsonMapper().readTree(out.resolve("path.json").toFile());
        JsonNode points = path.get("points");
        assertThat(points.size()).isPositive();
        for (JsonNode point : points) {
            JsonNode score = point.get("heldOut");
            assertThat(score.get("meanLoss").asDouble()).isPositive();
            assertThat(score.get("error").asDouble())
                    .isEqualTo(2 * score.get("meanLoss").asDouble());
        }
        assertThat(path.get("measure").stringValue()).isEqualTo("mean deviance");
        assertThat(session.out())
                .contains("mean deviance of the entries held out")
                .containsPattern("baselines +mean .*, row and column rates .* \\(mean deviance\\)")
                .doesNotContain("root mean square");
        assertThat(session.err())
                .contains(", mean deviance held out ")
                .doesNotContain("root mean square", "--center");
        assertThat(Files.readString(out.resolve("path.csv")))
                .contains(",measure,error,standardError,", ",mean deviance,");
        assertThat(Session.run("report", out).exitCode()).isZero();
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("mean deviance held out").doesNotContain("root mean square");
    }

    @Test
    void whatIsNoModelOfCountsIsRefused() throws IOException {
        Path counts = Session.writeNpy(directory.resolve("counts.npy"), 6, 4, COUNTS);
        double[] wrong = COUNTS.clone();
        wrong[6] = -1;
        Path negative = Session.writeNpy(directory.resolve("negative.npy"), 6, 4, wrong);
        refused(
                "INPUT, row 2, column 3 (counted from 1): entry = -1.0",
                "solve",
                negative,
                "--model",
                "nmf",
                "--loss",
                "poisson",
                "--lambda",
                1);
        refused(
                "allowed for the loss poisson:0.001 are those that keep all factors nonnegative",
                "solve",
                counts,
                "--loss",
                "poisson",
                "--lambda",
                1);
        refused(
                "poisson or poisson:E with E from 2^-100 to 2^100",
                "solve",
                counts,
                "--model",
                "nmf",
                "--loss",
                "poisson:-1",
                "--lambda",
                1);
        refused(
                "allowed are matrices without offsets",
                "solve",
                counts,
                "--model",
                "nmf",
                "--loss",
                "poisson",
                "--lambda",
                1,
                "--center",
                "rows");
    }

    private static void refused(String message, Object... arguments) {
        Session session = Session.run(arguments);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains(message);
    }

    private static Session solve(Path counts, Object... more) {
        Object[] arguments = new Object[more.length + 6];
        System.arraycopy(
                new Object[] {"solve", counts, "--model", "nmf", "--gap", 1e-2},
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Session.run(arguments);
    }

    private double objective(Path out) throws IOException {
        DenseMatrix u = MatrixReader.read(out.resolve("U.npy"));
        DenseMatrix v = MatrixReader.read(out.resolve("V.npy"));
        double sum = 0;
        for (int e = 0; e < COUNTS.length; e++) {
            double t = 0.01;
            for (int k = 0; k < u.columns(); k++) {
                t += u.get(e / 4, k) * v.get(e % 4, k);
            }
            double y = COUNTS[e];
            sum += t - y + (y == 0 ? 0 : y * Math.log(y / t));
        }
        return sum + 0.5 * 4 * (squares(u) + squares(v));
    }

    private static double squares(DenseMatrix factor) {
        double sum = 0;
        for (int i = 0; i < factor.rows(); i++) {
            for (int j = 0; j < factor.columns(); j++) {
                sum += factor.get(i, j) * factor.get(i, j);
            }
        }
        return sum;
    }

    private static JsonNode report(Path out) {
        return new JsonMapper().readTree(out.resolve("report.json").toFile());
    }
}
