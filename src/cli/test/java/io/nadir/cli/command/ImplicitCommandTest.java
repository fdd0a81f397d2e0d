package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Implicit feedback and weights of what is not listed. */
class ImplicitCommandTest {
    @TempDir private Path directory;
    private Path counts;
    private Path out;

    /** Two groups of users, each with items of its own; user and item 1 belong to both. */
    @BeforeEach
    void writeInput() throws IOException {
        Random random = new Random(4);
        StringBuilder lines = new StringBuilder("user,item,value\n");
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 16; j++) {
                boolean shared = i % 2 == j % 2 || i == 0 || j == 0;
                if (random.nextDouble() < (shared ? 0.6 : 0.03)) {
                    lines.append("u%02d,i%02d,%d%n".formatted(i, j, 1 + random.nextInt(9)));
                }
            }
        }
        counts = Files.writeString(directory.resolve("counts.csv"), lines);
        out = directory.resolve("out");
    }

    @Test
    void solvesPredictsAndCertifies() throws IOException {
        Session solve =
                Session.run(
                        "solve",
                        counts,
                        "--sparse",
                        "--loss=implicit:3",
                        "--lambda=0.2*max",
                        "--evidence=proved",
                        "--out",
                        out);
        assertThat(solve.exitCode()).as(solve.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(solve.out()).contains("Global minimum, proved").contains("0 elsewhere");
        JsonNode report = report();
        assertThat(report.get("loss").stringValue()).isEqualTo("implicit:3.0");
        assertThat(report.get("alpha").doubleValue()).isEqualTo(3);
        assertThat(report.get("unlistedWeight").doubleValue()).isEqualTo(1);
        double max = 5 * report.get("lambda").doubleValue();
        assertThat(report.get("lambdaMax").get("lower").doubleValue())
                .isBetween(0.5 * max, 1.0001 * max);
        assertThat(report.get("lambdaMax").get("upper").doubleValue()).isGreaterThan(0.9999 * max);
        assertThat(
                        Session.run(
                                        "certify",
                                        counts,
                                        "--sparse",
                                        "--loss=implicit:3",
                                        "--lambda",
                                        report.get("lambda").doubleValue(),
                                        "--factors",
                                        out)
                                .exitCode())
                .isEqualTo(ExitCode.CERTIFIED);
        Path at = Files.writeString(directory.resolve("at.csv"), "user,item\nu03,i05\nu03,i08\n");
        Path predicted = directory.resolve("predicted.csv");
        assertThat(Session.run("predict", out, "--at", at, "--out", predicted).exitCode()).isZero();
        List<String> lines = Files.readAllLines(predicted);
        assertThat(last(lines.get(1))).isGreaterThan(2 * last(lines.get(2)));
    }

    /** Returns the last field of a line. */
    private static double last(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
    }

    @Test
    void unlistedEntriesHaveAWeight() throws IOException {
        double last = Double.POSITIVE_INFINITY;
        for (String weight : new String[] {"1", "0.1", "0"}) {
            Session solve =
                    Session.run(
                            "solve",
                            counts,
                            "--sparse",
                            "--unlisted-weight",
                            weight,
                            "--lambda=3",
                            "--center=global",
                            "--out",
                            out);
            assertThat(solve.exitCode()).as(solve.err()).isEqualTo(ExitCode.CERTIFIED);
            JsonNode report = report();
            assertThat(report.get("loss").stringValue()).isEqualTo("squared");
            assertThat(report.has("unlistedWeight")).isEqualTo(!weight.equals("0"));
            assertThat(report.get("objective").doubleValue()).isLessThan(last);
            last = report.get("objective").doubleValue();
        }
    }

    /** The same weights by a column and by α. */
    @Test
    void aColumnOfWeightsIsRead() throws IOException {
        StringBuilder lines = new StringBuilder("user,item,value,weight\n");
        for (String line : Files.readAllLines(counts).stream().skip(1).toList()) {
            String[] fields = line.split(",", -1);
            int weight = 1 + 3 * Integer.parseInt(fields[2]);
            lines.append("%s,%s,1,%d%n".formatted(fields[0], fields[1], weight));
        }
        Path weighted = Files.writeString(directory.resolve("weighted.csv"), lines);
        String[] inputs = {"--loss=implicit:3", "--unlisted-weight=1"};
        double[] objectives = new double[2];
        for (int k = 0; k < 2; k++) {
            Path input = k == 0 ? counts : weighted;
            Session solve =
                    Session.run("solve", input, "--sparse", inputs[k], "--lambda=4", "--out", out);
            assertThat(solve.exitCode()).as(solve.err()).isEqualTo(ExitCode.CERTIFIED);
            objectives[k] = report().get("objective").doubleValue();
        }
        assertThat(objectives[0]).isEqualTo(objectives[1]);
    }

    /** The best λ is where zeros and ones that were not seen are predicted best. */
    @Test
    void aPathHoldsOutZerosToo() throws IOException {
        Session path =
                Session.run(
                        "path",
                        counts,
                        "--sparse",
                        "--loss=implicit:3",
                        "--hold-out=0.2",
                        "--gap=1e-4",
                        "--out",
                        out);
        assertThat(path.exitCode()).as(path.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(path.out()).containsPattern("baselines +mean .*, offsets .*, damped offsets ");
        JsonNode all = new ObjectMapper().readTree(out.resolve("path.json"));
        int best = all.get("best").intValue();
        assertThat(best).isBetween(1, all.get("points").size() - 1);
        assertThat(report().get("loss").stringValue()).isEqualTo("implicit:3.0");
    }

    /** Folds, repeated hold-outs and auto for zeros that count, with every weight. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path | --sparse --loss=implicit:3 --folds=3 --choose=one-se",
                "path | --sparse --loss=implicit:3 --hold-out=0.2 --repeats=2 --center=both"
                        + " --offset-penalty=2",
                "path | --sparse --folds=2 --ratio=0.6 --count=5",
                "path | --sparse --loss=poisson:0.1 --model=nmf --folds=2 --ratio=0.6"
                        + " --count=4",
                "solve | --sparse --lambda=auto",
                "solve | --sparse --loss=implicit:3 --lambda=auto"
            })
    void lambdaIsChosenOnEntriesHeldOut(String command, String options) throws IOException {
        Object[] words =
                (command + " " + counts + " --gap=0.01 --out " + out + " " + options)
                        .split(" ", -1);
        Session session = Session.run(words);
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        JsonNode report = report();
        assertThat(report.get("rank").intValue()).isBetween(1, 15);
        assertThat(report.get("heldOutError").doubleValue()).isBetween(0.01, 10.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sparse --loss=implicit:x | 'implicit:x', allowed are squared",
                "--sparse --loss=implicit:-1 | implicit:ALPHA with a finite ALPHA from 0",
                "--sparse --loss=implicit:1 --unlisted-weight=2 | allowed for a sparse matrix of"
                        + " counts (--sparse) without other weights",
                "--unlisted-weight=2 --missing=unlisted | --unlisted-weight = 2.0, allowed with"
                        + " --sparse",
                "--sparse --unlisted-weight=-1 | --unlisted-weight: weight of what is not listed ="
                        + " -1.0, allowed are finite numbers from 0",
                "--sparse --unlisted-weight=2 --loss=huber:1 | allowed for a sparse matrix with"
                        + " zeros where nothing is listed are squared, poisson:E"
            })
    void refusesWhatDoesNotGoTogether(String options, String message) {
        Object[] words =
                ("solve " + counts + " --lambda=1 --ids=yes --out " + out + " " + options)
                        .split(" ", -1);
        Session session = Session.run(words);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void denseDataAreRefused() throws IOException {
        Path dense = Files.writeString(directory.resolve("dense.csv"), "1,0\n0,2\n");
        Session session =
                Session.run("solve", dense, "--loss=implicit:3", "--lambda=1", "--out", out);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err())
                .contains(
                        "--loss: implicit feedback with alpha = 3.0, allowed for a sparse matrix of"
                                + " counts (--sparse)");
    }

    @Test
    void aWeightColumnWithoutAWeightElsewhereIsRefused() throws IOException {
        Path weighted =
                Files.writeString(directory.resolve("w.csv"), "user,item,value,weight\na,b,1,2\n");
        Session session = Session.run("solve", weighted, "--sparse", "--lambda=1", "--out", out);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("with --sparse and --unlisted-weight");
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(out.resolve("report.json"));
    }
}
