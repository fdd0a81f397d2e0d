package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.ModelDirectory;

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
import java.util.Random;

import javax.imageio.ImageIO;

class PathCommandTest {
    @TempDir private Path directory;
    private Path matrix;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), 20, 15, 2);
        out = directory.resolve("out");
    }

    @Test
    void writesAPointForEachWeight() throws IOException {
        Session session = Session.run("path", matrix, "--lambdas", "0.5,2,1", "--out", out);
        assertThat(session.err())
                .hasLineCount(3)
                .contains("λ 1 of 3: 2.00000, rank 2,", "λ 2 of 3: 1", "λ 3 of 3: 0.5");
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).contains("lambda", "global, probable", "path.json");
        JsonNode points = new ObjectMapper().readTree(out.resolve("path.json")).get("points");
        assertThat(points).hasSize(3);
        double last = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 3; k++) {
            JsonNode point = points.get(k);
            assertThat(point.get("verdict").stringValue()).isEqualTo("GLOBAL");
            assertThat(point.get("lambda").doubleValue()).isLessThan(last);
            assertThat(point.has("heldOut")).isFalse();
            last = point.get("lambda").doubleValue();
            assertThat(out.resolve("U-" + (k + 1) + ".npy")).exists();
            assertThat(out.resolve("V-" + (k + 1) + ".npy")).exists();
        }
        assertThat(ImageIO.read(out.resolve("path.png").toFile()).getWidth()).isEqualTo(1280);
    }

    @Test
    void scoresEntriesHeldOut() throws IOException {
        Session session =
                Session.run(
                        "path",
                        matrix,
                        "--ratio",
                        "0.5",
                        "--count",
                        "3",
                        "--hold-out",
                        "0.2",
                        "--json",
                        "--quiet",
                        "--out",
                        out);
        assertThat(session.err()).isEmpty();
        JsonNode points = new ObjectMapper().readTree(session.out()).get("points");
        assertThat(points).hasSize(3);
        double first = points.get(0).get("heldOut").get("rootMeanSquare").doubleValue();
        double last = points.get(2).get("heldOut").get("rootMeanSquare").doubleValue();
        assertThat(last).isPositive().isLessThan(first);
    }

    @Test
    void theBestLambdaBecomesAModel() throws IOException {
        Path noisy = noisy();
        Session session = Session.run("path", noisy, "--hold-out=0.2", "--out", out);
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).containsPattern("best +lambda .*; on all entries: rank ");

        JsonNode path = new ObjectMapper().readTree(out.resolve("path.json"));
        JsonNode points = path.get("points");
        int best = path.get("best").intValue();
        assertThat(points.size()).isEqualTo(best + 4).isLessThan(16);
        for (JsonNode point : points) {
            assertThat(error(point)).isGreaterThanOrEqualTo(error(points.get(best)));
        }
        double lambda = points.get(best).get("lambda").doubleValue();
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json"));
        assertThat(report.get("lambda").doubleValue()).isEqualTo(lambda);
        assertThat(report.get("verdict").stringValue()).isEqualTo("GLOBAL");
        Session certified = Session.run("certify", noisy, "--factors", out, "--lambda", lambda);
        assertThat(certified.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(ModelDirectory.load(out).factors().rank())
                .isEqualTo(report.get("rank").intValue());
    }

    private JsonNode reportOfPath() {
        return new ObjectMapper().readTree(out.resolve("path.json"));
    }

    private static double error(JsonNode point) {
        return point.get("heldOut").get("meanLoss").doubleValue();
    }

    private Path noisy() throws IOException {
        int n = 30;
        Random random = new Random(2);
        double[] y = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            int row = i / n;
            y[i] = 3 * Math.cos(row) * Math.sin(i % n) + random.nextGaussian();
        }
        return Session.writeNpy(directory.resolve("noisy.npy"), n, n, y);
    }

    @Test
    void saysWhenABetterLambdaMayBeOutside() {
        String[] lambdas = {"--lambdas", "0.5,2", "--hold-out", "0.2"};
        assertThat(
                        Session.run(
                                        "path",
                                        matrix,
                                        "--out",
                                        out,
                                        lambdas[0],
                                        lambdas[1],
                                        lambdas[2],
                                        lambdas[3])
                                .err())
                .contains("the best lambda is the smallest of the path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lambdas 1,-2            | lambda = -2.0",
                "--lambdas 1,x             | '--lambdas'",
                "--ratio 1 --count 3       | --ratio = 1.0",
                "--ratio 0.5 --count 0     | --count = 0",
                "--patience -1             | --patience = -1",
                "--lambdas 1 --ratio 0.5 --count 2 | nadir: --lambdas=L and [[--ratio=R]"
                        + " [--count=N]] are mutually exclusive",
                "--lambdas 1 --hold-out 1  | --hold-out = 1.0",
                "--lambdas 1 --folds 1     | --folds = 1, allowed are 2 to 100",
                "--lambdas 1 --folds 301   | --folds = 301, allowed are 2 to 100",
                "--lambdas 1 --folds 3 --hold-out 0.1 | --folds = 3 and --hold-out = 0.1,",
                "--lambdas 1 --repeats 3   | --repeats = 3, allowed with --hold-out",
                "--lambdas 1 --hold-out 0.1 --repeats 0 | --repeats = 0, allowed are 1",
                "--lambdas 1 --hold-out 1 --repeats 2 | --hold-out = 1.0",
                "--lambdas 1 --hold-out 0.1 --choose one-se | --choose = one-se, allowed with",
                "--lambdas 1 --folds 3 --choose least | 'least', allowed are best, one-se",
                "--lambdas 1 --folds 3 --model tensor | --folds = 3, allowed for matrices,",
                "--lambdas 1 --hold-out 1e-9 | allowed are those that leave an entry",
                "--lambdas 1 --loss logistic | allowed for the loss logistic are 1, -1"
            })
    void refusesWhatMakesNoSense(String options, String problem) {
        Object[] words =
                ("path " + matrix + " --out " + out + " " + options).strip().split("\\s+", -1);
        Session session = Session.run(words);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).startsWith("nadir: ").contains(problem).hasLineCount(1);
        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void networksAndTensorsHavePathsToo() throws IOException {
        Path y = Session.writeNpy(directory.resolve("t.npy"), 4, 1, 1, 0, 1, 3);
        Path s = Session.writeNpy(directory.resolve("s.npy"), 4, 1, -1, 0, 1, 2);
        Path to = directory.resolve("network");
        Object[] network = {
            "path",
            y,
            "--model",
            "relu",
            "--inputs",
            s,
            "--bias",
            "--lambdas",
            "1,0.5",
            "--gap",
            1e-4,
            "--out",
            to
        };
        Session session = Session.run(network);
        assertThat(session.err()).hasLineCount(2);
        assertThat(session.exitCode()).isZero();
        assertThat(to.toFile().list())
                .containsExactlyInAnyOrder(
                        "W1-1.npy",
                        "W2-1.npy",
                        "W1-2.npy",
                        "W2-2.npy",
                        "path.csv",
                        "path.json",
                        "path.png");
        to = directory.resolve("tensor");
        Object[] tensor = {"path", y, "--model", "tensor", "--lambdas", "1", "--out", to};
        assertThat(Session.run(tensor).exitCode()).isZero();
        assertThat(to.resolve("W2-1.npy")).exists();
    }

    @Test
    void aPathGoesOnFromItsCheckpoint() throws IOException {
        Path checkpoint = directory.resolve("checkpoint");
        Object[] path = {
            "path",
            matrix,
            "--lambdas",
            "2,1,0.5",
            "--hold-out",
            0.1,
            "--out",
            out,
            "--checkpoint",
            checkpoint,
            "--time-limit",
            1e-9
        };
        Session nothing = Session.run(path);
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(nothing.err())
                .contains("the time limit has passed: 0 of 3 λ are solved and written to " + out)
                .contains("run the same command again to go on");
        assertThat(reportOfPath().get("open").asInt()).isEqualTo(3);
        path[path.length - 1] = 1e9;
        assertThat(Session.run(path).exitCode()).isZero();
        assertThat(reportOfPath().has("open")).isFalse();
        assertThat(checkpoint).doesNotExist();
        path[3] = "2,1,0.5,0.25";
        Files.writeString(checkpoint, "NADIRPTH, and no more");
        Session damaged = Session.run(path);
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(damaged.err())
                .hasLineCount(1)
                .contains("checkpoint: ", "to begin anew, remove the file");
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsRefusedBeforeTheWork() throws IOException {
        Object[] path = {
            "path",
            matrix,
            "--lambdas",
            1,
            "--out",
            out,
            "--checkpoint",
            directory.resolve("missing").resolve("c")
        };
        Session session = Session.run(path);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("missing").contains("no such file or directory");
        assertThat(out).doesNotExist();
    }
}
