package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.cli.Session;
import io.nadir.io.FactorsReader;
import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

/** What solve writes, prints and returns. */
class SolveCommandTest {

    private static final double LAMBDA = 2;

    @TempDir private Path directory;

    private Path matrix;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), 40, 30, 3);
        out = directory.resolve("results/here");
    }

    @Test
    void writesFactorsReportAndPicture() throws IOException {
        Session session = solve();
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "U.npy", "V.npy", "model.json", "report.json", "convergence.png");
        DenseMatrix y = MatrixReader.read(matrix);
        JsonNode report = report();
        Factors factors = FactorsReader.read(out, y);
        assertThat(factors.rank()).isEqualTo(3).isEqualTo(report.get("rank").asInt());
        double objective = objective(y, factors);
        assertThat(report.get("objective").asDouble()).isCloseTo(objective, within(1e-9));
    }

    @Test
    void reportHasTheFieldsOfTheContract() throws IOException {
        solve("--evidence", "proved", "--seed", 7, "--threads", 2);
        JsonNode report = report();
        assertThat(report.propertyNames())
                .containsExactly(
                        "objective",
                        "lowerBound",
                        "gap",
                        "relativeGap",
                        "verdict",
                        "evidence",
                        "delta",
                        "polar",
                        "equilibrium",
                        "lambda",
                        "lambdaGiven",
                        "noise",
                        "heldOutError",
                        "rank",
                        "model",
                        "loss",
                        "regularizer",
                        "gapAskedFor",
                        "effort",
                        "stopReason",
                        "iterations",
                        "appends",
                        "seconds",
                        "threads",
                        "seed",
                        "kernels",
                        "version",
                        "lambdaMax",
                        "date",
                        "command",
                        "input");
        assertThat(report.get("polar").propertyNames())
                .containsExactly("lower", "upper", "sufficient");
        assertThat(report.get("seconds").propertyNames())
                .containsExactly("read", "descent", "certify", "append", "total");
        assertThat(report.get("verdict").asString()).isEqualTo("GLOBAL");
        assertThat(report.get("evidence").asString()).isEqualTo("PROVED");
        assertThat(report.get("delta").asDouble()).isZero();
        assertThat(report.get("lambda").asDouble()).isEqualTo(LAMBDA);
        assertThat(report.get("seed").asInt()).isEqualTo(7);
        assertThat(report.get("threads").asInt()).isEqualTo(2);
        assertThat(report.get("lowerBound").asDouble())
                .isBetween(0.0, report.get("objective").asDouble());
        assertThat(report.get("relativeGap").asDouble()).isBetween(0.0, 1e-6);
    }

    @Test
    void takesAShareOfTheLargestLambda() throws IOException {
        Session session = solve("--lambda=0.25*max");
        assertThat(session.out()).contains(" (0.25*max)\n");
        Problem problem = Problem.lowRank(MatrixReader.read(matrix), 1);
        double max = Nadir.lambdaMax(problem, SolverOptions.defaults());
        assertThat(report().get("lambda").asDouble()).isCloseTo(0.25 * max, withinPercentage(1e-5));
        assertThat(report().get("lambdaGiven").asString()).isEqualTo("0.25*max");
    }

    @Test
    void saysFromWhereOnZeroIsTheSolution() {
        assertThat(solve("--lambda=1.5*max").out())
                .containsPattern(
                        "lambda max +14\\.3\\d*: 0 is the solution for every lambda from"
                                + " 14\\.3\\d*\n")
                .contains("rank          0\n");
    }

    @Test
    void choosesLambdaByTheNoise() throws IOException {
        int n = 60;
        Random random = new Random(1);
        double[] y = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            int row = i / n;
            y[i] = 5 * Math.cos(row) * Math.sin(i % n) + random.nextGaussian();
        }
        Path noisy = Session.writeNpy(directory.resolve("noisy.npy"), n, n, y);
        Session session = Session.run("solve", noisy, "--lambda", "auto", "--out", out);

        assertThat(session.out())
                .contains("auto: removes noise of standard deviation", "rank          1\n");
        assertThat(report().get("noise").asDouble()).isBetween(0.9, 1.1);
        assertThat(report().get("lambda").asDouble())
                .isEqualTo(report().get("noise").asDouble() * 2 * Math.sqrt(n));
    }

    @Test
    void choosesLambdaByEntriesHeldOut() throws IOException {
        Session session =
                Session.run("solve", matrix, "--loss", "huber:1", "--lambda=auto", "--out", out);

        assertThat(session.out()).contains("on a tenth of the entries held out");
        assertThat(session.err()).contains("λ 1 of 24: ");
        assertThat(report().get("noise").isNull()).isTrue();
        assertThat(report().get("heldOutError").asDouble()).isPositive();
        assertThat(report().get("lambdaGiven").asString()).isEqualTo("auto");
    }

    @Test
    void pictureIsOfASizeToLookAt() throws IOException {
        solve();
        BufferedImage image = ImageIO.read(out.resolve("convergence.png").toFile());
        assertThat(image.getWidth()).isBetween(800, 3000);
        assertThat(image.getHeight()).isBetween(600, 3000);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
        assertThat(distinctColours(image)).isGreaterThan(50);
    }

    @Test
    void summaryNamesVerdictAndFiles() {
        Session session = solve();
        assertThat(session.out())
                .startsWith("Global minimum, probable (wrong with probability at most 1e-10).\n")
                .contains("rank          3\n")
                .endsWith(": U.npy, V.npy, model.json, report.json, convergence.png\n");
    }

    @Test
    void printsTheReportAsJson() throws IOException {
        Session session = solve("--json");
        assertThat(new JsonMapper().readTree(session.out())).isEqualTo(report());
    }

    @Test
    void quietPrintsNothing() {
        Session session = solve("--quiet");
        assertThat(session).isEqualTo(new Session(0, "", ""));
    }

    @Test
    void readsStandardInput() throws IOException {
        Session session = Session.runOn("3,0\n0,5\n", "solve", "-", "--lambda", "1", "--out", out);
        assertThat(session.exitCode()).isZero();
        assertThat(report().get("rank").asInt()).isEqualTo(2);
    }

    @Test
    void aLargeLambdaGivesRankZero() throws IOException {
        Session session = solve("--lambda=1e6");
        assertThat(session.exitCode()).isZero();
        Factors factors = FactorsReader.read(out, MatrixReader.read(matrix));
        assertThat(factors.rank()).isZero();
    }

    @Test
    void startsFromGivenFactors() throws IOException {
        solve();
        Path again = directory.resolve("again");
        Session session =
                Session.run(
                        "solve", matrix, "--lambda", LAMBDA, "--warm-start", out, "--out", again);
        assertThat(session.exitCode()).isZero();
        assertThat(again.resolve("report.json")).exists();
    }

    @Test
    void aLimitThatKeepsFromCertifyingIsTold() throws IOException {
        Session session = solve("--max-rank", 1);
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(session.out()).contains("stopped at the largest rank allowed");
        assertThat(report().get("verdict").asString()).isNotEqualTo("GLOBAL");
        assertThat(report().get("rank").asInt()).isEqualTo(1);
    }

    @Test
    void aRankThatIsAskedForIsReachedAndItsDistanceTold() throws IOException {
        Session session = solve("--rank", 1);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out())
                .startsWith("Descent has converged at rank 1, as asked for:")
                .contains("next column   lowers the objective by at least ");
        assertThat(report().get("stopReason").asString()).isEqualTo("FIXED_RANK");
        assertThat(report().get("rank").asInt()).isEqualTo(1);
        assertThat(report().get("nextColumn").asDouble())
                .isPositive()
                .isLessThan(report().get("gap").asDouble());
    }

    @Test
    void anInterruptedSolveWritesItsBestPoint() throws IOException {
        String input = Files.readString(csv());
        Thread.currentThread().interrupt();
        Session session = Session.runOn(input, "solve", "-", "--lambda", LAMBDA, "--out", out);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(session.exitCode()).as(session.err()).isEqualTo(130);
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "U.npy", "V.npy", "model.json", "report.json", "convergence.png");
    }

    private Session solve(Object... more) {
        List<Object> arguments = new java.util.ArrayList<>(List.of("solve", matrix, "--out", out));
        arguments.addAll(List.of(more));
        if (!String.valueOf(more.length == 0 ? "" : more[0]).startsWith("--lambda")) {
            arguments.addAll(List.of("--lambda", LAMBDA));
        }
        return Session.run(arguments.toArray());
    }

    private JsonNode report() throws IOException {
        return new JsonMapper().readTree(Files.readString(out.resolve("report.json")));
    }

    private Path csv() throws IOException {
        DenseMatrix y = MatrixReader.read(matrix);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < y.rows(); i++) {
            for (int j = 0; j < y.columns(); j++) {
                text.append(j == 0 ? "" : ",").append(y.get(i, j));
            }
            text.append('\n');
        }
        return Files.writeString(directory.resolve("y.csv"), text);
    }

    private static long distinctColours(BufferedImage image) {
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return java.util.Arrays.stream(pixels).distinct().count();
    }

    private static double objective(DenseMatrix y, Factors factors) {
        double[] u = factors.toArray(0);
        double[] v = factors.toArray(1);
        int r = factors.rank();
        double loss = 0;
        for (int i = 0; i < y.rows(); i++) {
            for (int j = 0; j < y.columns(); j++) {
                double residual = y.get(i, j);
                for (int k = 0; k < r; k++) {
                    residual -= u[i * r + k] * v[j * r + k];
                }
                loss += residual * residual;
            }
        }
        return (loss + LAMBDA * (sumOfSquares(u) + sumOfSquares(v))) / 2;
    }

    private static double sumOfSquares(double[] values) {
        return java.util.Arrays.stream(values).map(x -> x * x).sum();
    }
}
