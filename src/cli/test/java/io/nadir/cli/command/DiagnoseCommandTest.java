package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

/** Haeffele and Vidal 2017, section 8, on data of a matrix and a tensor. */
class DiagnoseCommandTest {
    @TempDir private Path directory;

    private Path matrix;
    private Path tensor;
    private Path out;

    @BeforeEach
    void writeData() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), 6, 5, 2);
        double[] values = new Random(2).doubles(24, 0, 1).toArray();
        tensor = directory.resolve("t.npy");
        try (OutputStream stream = Files.newOutputStream(tensor)) {
            MatrixWriter.write("t.npy", stream, List.of(2, 3, 4), values);
        }
        out = directory.resolve("out");
    }

    @Test
    void whatMatchesHasNoTrapAndNoFreeColumns() throws IOException {
        JsonNode report = diagnose(ExitCode.CERTIFIED, matrix);
        assertThat(report.get("matched").booleanValue()).isTrue();
        assertThat(report.get("mapDegree").intValue()).isEqualTo(2);
        assertThat(report.get("barrier")).isEqualTo(report.get("objectiveAtOrigin"));
        assertThat(penalty(report, -1)).isCloseTo(penalty(report, 0), within(1e-9));
        report = diagnose(ExitCode.CERTIFIED, tensor, "--model", "tensor");
        assertThat(report.get("mapDegree").intValue()).isEqualTo(3);
        assertThat(report.get("barrier")).isEqualTo(report.get("objectiveAtOrigin"));
    }

    /** A column whose output is small beside such data changes their loss by less than an ulp. */
    @ParameterizedTest
    @ValueSource(doubles = {9e15, 4e20, 1e55, 1e-20, 1e-55})
    void anyScaleOfDataFallsAsFar(double scale) throws IOException {
        double[] y = {2.25e-5, -2.25e-5, 1, -1, 2.25e-5, 2.25e-5};
        Path plain = Session.writeNpy(directory.resolve("plain.npy"), 2, 3, y);
        double[] scaled = Arrays.stream(y).map(value -> value * scale).toArray();
        Path far = Session.writeNpy(directory.resolve("far.npy"), 2, 3, scaled);
        double expected = share(diagnose(ExitCode.CERTIFIED, plain));
        assertThat(expected).isLessThan(0.9);
        assertThat(share(diagnose(ExitCode.CERTIFIED, far))).isCloseTo(expected, within(1e-6));
    }

    /** The least objective on the ray, beside that at the origin. */
    private static double share(JsonNode report) {
        return report.get("leastOnRay").asDouble() / report.get("objectiveAtOrigin").asDouble();
    }

    @Test
    void weightDecayOfATensorMakesATrapOfTheOrigin() throws IOException {
        Session session = Session.run("diagnose", tensor, "--model", "tensor", "--power", 2);
        assertThat(session.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(session.out())
                .startsWith("Not matched.\n")
                .contains("the map has degree 3", "power:2 degree 2", "norm-powers:3")
                .contains("a local minimum of");
        Object[] options = {"--model", "tensor", "--power", 2};
        JsonNode report = diagnose(ExitCode.NOT_CERTIFIED, tensor, options);
        double origin = report.get("objectiveAtOrigin").asDouble();
        assertThat(report.get("barrier").asDouble()).isGreaterThan(origin);
        assertThat(report.get("leastOnRay").asDouble()).isLessThan(0.9 * origin);
        assertThat(ImageIO.read(out.resolve("degrees.png").toFile()).getWidth()).isEqualTo(1520);
    }

    /** Equation 24: r columns have the r^(1 - 4/2)-fold penalty. */
    @Test
    void aDegreeThatIsTooHighMakesColumnsFree() throws IOException {
        JsonNode report = diagnose(ExitCode.NOT_CERTIFIED, matrix, "--power", 4);
        JsonNode many = report.get("copies").get(report.get("copies").size() - 1);
        assertThat(many.get("columns").intValue()).isEqualTo(1024);
        double one = penalty(report, 0);
        assertThat(many.get("penalty").asDouble()).isCloseTo(one / 1024, within(1e-9 * one));
        double loss = report.get("copies").get(0).get("loss").asDouble();
        assertThat(many.get("loss").asDouble()).isCloseTo(loss, within(1e-9 * loss));
    }

    @Test
    void refusals() throws IOException {
        requireRefused("degree = 0, allowed are 1 and more", matrix, "--power", 0);
        requireRefused("--lambda = -1.0, allowed are finite", matrix, "--lambda", -1);
        Path zero = Session.writeNpy(directory.resolve("zero.npy"), 2, 2, new double[4]);
        requireRefused("falls in no direction from the origin", zero);
        requireRefused("the array has shape (2, 3, 4), allowed are 2 dimensions", tensor);
    }

    @Test
    void saysAsMuchAsAsked() {
        Session quiet = run(matrix, "--quiet");
        assertThat(quiet.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(quiet.out()).isEmpty();
        Session verbose = Session.run("diagnose", tensor, "--verbose");
        assertThat(verbose.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(verbose.err()).contains("\tat io.nadir.");
    }

    private void requireRefused(String problem, Object... words) {
        Session session = run(words);
        assertThat(session.err()).startsWith("nadir: ").contains(problem).matches("[^\n]*\n");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(out).doesNotExist();
    }

    private JsonNode diagnose(int exitCode, Path input, Object... more) throws IOException {
        List<Object> words = new ArrayList<>(List.of(input, "--json"));
        words.addAll(Arrays.asList(more));
        Session session = run(words.toArray());
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(exitCode);
        JsonNode report = new JsonMapper().readTree(session.out());
        assertThat(new JsonMapper().readTree(out.resolve("report.json").toFile()))
                .isEqualTo(report);
        return report;
    }

    private Session run(Object... more) {
        List<Object> words = new ArrayList<>(List.of("diagnose", "--out", out));
        words.addAll(Arrays.asList(more));
        return Session.run(words.toArray());
    }

    private static double penalty(JsonNode report, int at) {
        JsonNode copies = report.get("copies");
        return copies.get(Math.floorMod(at, copies.size())).get("penalty").asDouble();
    }
}
