package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.Subnetwork;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Deep parallel networks from the command line. */
class DeepCommandTest {
    private static final String LAYERS = "linear:2 relu linear:2 relu linear:1";

    @TempDir private Path directory;

    private Path targets;
    private Path inputs;
    private Path out;

    @BeforeEach
    void writeSamples() throws IOException {
        double[] s = new Random(4).doubles(24, -1, 1).toArray();
        double[] y = new double[12];
        for (int i = 0; i < 12; i++) {
            y[i] = Math.max(0, s[2 * i]) - Math.max(0, s[2 * i + 1]);
        }
        inputs = Session.writeNpy(directory.resolve("s.npy"), 12, 2, s);
        targets = Session.writeNpy(directory.resolve("y.npy"), 12, 1, y);
        out = directory.resolve("out");
    }

    /** The bias is a third factor, but the degree stays that of the two linear layers. */
    @Test
    void theDefaultRegularizerHasTheDegreeOfTheLayersWhateverTheNumberOfFactors()
            throws IOException {
        String layers = "linear:2 bias:1 relu linear:1";
        Session session = run("solve", "--layers", layers, "--lambda", 0.05, "--time-limit", 1);
        assertThat(session.err()).isEmpty();
        assertThat(report().get("regularizer").stringValue()).isEqualTo("norm-powers:2");
    }

    @Test
    void writesAModelThatPredictsAndThatCertifyKnows() throws IOException {
        Session session = run("solve", "--layers", LAYERS, "--lambda", 0.05, "--time-limit", 3);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isIn(ExitCode.CERTIFIED, ExitCode.NOT_CERTIFIED);
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "W1.npy",
                        "W2.npy",
                        "W3.npy",
                        "model.json",
                        "report.json",
                        "convergence.png");
        JsonNode report = report();
        assertThat(report.get("model").stringValue()).isEqualTo("deep");
        assertThat(report.get("regularizer").stringValue()).isEqualTo("norm-powers:3");
        double objective = report.get("objective").asDouble();
        assertThat(report.get("lowerBound").asDouble()).isBetween(0.0, objective);
        Path file = directory.resolve("predicted.npy");
        session = Session.run("predict", out, "--inputs", inputs, "--out", file);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(objective(MatrixReader.read(file))).isCloseTo(objective, within(1e-9));
        Object[] given = {"--layers", LAYERS, "--lambda", 0.05, "--factors", out, "--json"};
        session = run("certify", given);
        JsonNode certified = new JsonMapper().readTree(session.out());
        assertThat(certified.get("objective").asDouble()).isCloseTo(objective, within(1e-12));
    }

    @Test
    void imagesAndTheirLayersComeBackFromAFile() throws IOException {
        Subnetwork network =
                Subnetwork.parse(
                        "4x4x1 > convolution:2,3/1+1 > leaky-relu:0.1 > max-pool:2/2 >"
                                + " mean-pool:2/1 > maxout:2 > linear:3");
        TrainedModel saved = network.trained(network.randomWeights(3, 1));
        ModelDirectory.save(out, saved);
        TrainedModel loaded = ModelDirectory.load(out);
        assertThat(loaded.parameters().text("subnetwork")).isEqualTo(network.toString());
        double[] images = new Random(1).doubles(32).toArray();
        assertThat(loaded.outputs(images, 2, null)).isEqualTo(saved.outputs(images, 1, null));
    }

    @Test
    void prunesSubnetworks() throws IOException {
        Subnetwork network = Subnetwork.parse("2 " + LAYERS);
        Factors wide = network.randomWeights(30, 2);
        Path given = directory.resolve("given");
        ModelDirectory.save(given, network.trained(wide));
        Session session = run("prune", "--layers", LAYERS, "--factors", given);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(report().get("rank").asInt()).isBetween(1, 12);
        assertThat(report().get("drift").asDouble()).isLessThan(1e-10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| --layers is missing",
                "--layers linear:x | layer = 'linear:x', allowed are linear:N, relu",
                "--layers tanh | layer = 'tanh', allowed are linear:N, relu",
                "--layers linear:2 | outputs of the subnetwork = 2",
                "--layers 3>linear:1 | inputs of the subnetwork = 3",
                "--layers 2x2>linear:1 | shape = '2x2', allowed are a number",
                "--layers relu | degree of the subnetwork 2 > relu = 0.0, allowed are whole",
                "--layers linear:99999999999 | layer = 'linear:99999999999', allowed",
                "--layers linear:1 --bias | --bias is for --model relu only",
                "--layers linear:1 --slope 0 | --slope is for --model relu only",
                "--layers linear:2>relu>linear:1 --regularizer norm-powers:3 | map, 2",
                "--layers linear:2>relu>linear:1 --regularizer path-norm:3 | 'path-norm:3'",
            })
    void refusals(String options, String problem) {
        List<Object> words = new ArrayList<>(List.of("--lambda", 1));
        if (options != null) {
            words.addAll(Arrays.asList((Object[]) options.split(" ", -1)));
        }
        Session session = run("solve", words.toArray());
        assertThat(session.err()).startsWith("nadir: ").contains(problem).matches("[^\n]*\n");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(out).doesNotExist();
    }

    /** Weight decay of three layers has no certificate, and says so. */
    @Test
    void experimentsAreNeverCertified() throws IOException {
        Object[] options = {
            "--layers", LAYERS, "--lambda", 0.05, "--regularizer", "experiment:squared-norms"
        };
        Session session = run("solve", options);
        assertThat(session.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(report().get("verdict").stringValue()).isEqualTo("UNDECIDED");
        assertThat(report().get("regularizer").stringValue()).isEqualTo("experiment:squared-norms");
        options[5] = "squared-norms";
        out = directory.resolve("refused");
        assertThat(run("solve", options).err()).contains("squared-norms = 2, must equal", "map, 3");
        assertThat(out).doesNotExist();
    }

    private Session run(String command, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command, targets, "--model", "deep"));
        words.addAll(List.of("--inputs", inputs));
        if (!command.equals("certify")) {
            words.addAll(List.of("--out", out));
        }
        words.addAll(Arrays.asList(more));
        return Session.run(words.toArray());
    }

    private JsonNode report() throws IOException {
        return new JsonMapper().readTree(Files.readString(out.resolve("report.json")));
    }

    private double objective(DenseMatrix outputs) throws IOException {
        DenseMatrix y = MatrixReader.read(targets);
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += 0.5 * Math.pow(y.get(i, 0) - outputs.get(i, 0), 2);
        }
        for (String name : List.of("W1.npy", "W2.npy", "W3.npy")) {
            if (report().get("rank").asInt() > 0) {
                sum += 0.05 * cubes(MatrixReader.read(out.resolve(name))) / 3;
            }
        }
        return sum;
    }

    private static double cubes(DenseMatrix weights) {
        double sum = 0;
        for (int j = 0; j < weights.columns(); j++) {
            double square = 0;
            for (int i = 0; i < weights.rows(); i++) {
                square += weights.get(i, j) * weights.get(i, j);
            }
            sum += Math.pow(square, 1.5);
        }
        return sum;
    }
}
