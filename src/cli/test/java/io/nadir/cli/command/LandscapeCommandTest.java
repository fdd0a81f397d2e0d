package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.io.MatrixReader;
import io.nadir.landscape.LinearLandscape;
import io.nadir.landscape.LinearNetwork;
import io.nadir.matrix.DenseMatrix;

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

import javax.imageio.ImageIO;

/** The command {@code landscape}: what it writes, prints, returns and refuses. */
class LandscapeCommandTest {
    private static final int SAMPLES = 30;

    @TempDir private Path directory;

    private Path x;
    private Path y;
    private Path out;

    @BeforeEach
    void writeSamples() throws IOException {
        Random random = new Random(3);
        double[] inputs = random.doubles(SAMPLES * 4L, -1, 1).toArray();
        double[] targets = random.doubles(SAMPLES * 3L, -1, 1).toArray();
        for (int i = 0; i < SAMPLES; i++) {
            targets[3 * i] += 3 * inputs[4 * i];
            targets[3 * i + 1] += 2 * inputs[4 * i + 1];
        }
        x = Session.writeNpy(directory.resolve("x.npy"), SAMPLES, 4, inputs);
        y = Session.writeNpy(directory.resolve("y.npy"), SAMPLES, 3, targets);
        out = directory.resolve("out");
    }

    @Test
    void writesTheGlobalMinimum() throws IOException {
        Session session = Session.run("landscape", x, y, "--widths", 2, "--out", out);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("Linear network 4 - 2 - 3, 30 samples.", "{1, 3}");
        LinearLandscape landscape = LinearLandscape.of(read(x), read(y));
        JsonNode report = report();
        assertThat(report.get("globalValue").asDouble()).isEqualTo(landscape.globalValue(2));
        assertThat(report.get("criticalValues").size()).isEqualTo(3);
        assertThat(report.get("point")).isNull();
        assertThat(report.get("descent").get("end").get("kind").asString())
                .isEqualTo("GLOBAL_MINIMUM");
        LinearNetwork written =
                LinearNetwork.copyOfFactors(2, values(out, "U.npy"), values(out, "V.npy"));
        assertThat(landscape.risk().value(written))
                .isEqualTo(landscape.globalValue(2), within(1e-12));
        assertThat(ImageIO.read(out.resolve("landscape.png").toFile()).getWidth()).isEqualTo(1440);
        assertThat(out.toFile().list()).hasSize(4);
    }

    /** What it wrote is a minimum, a saddle is not, and standard input serves as X. */
    @Test
    void analyzesWeights() throws IOException {
        Session.run("landscape", x, y, "--widths", 2, "--out", out);
        Session minimum =
                Session.run(
                        "landscape",
                        x,
                        y,
                        "--widths",
                        2,
                        "--factors",
                        out,
                        "--out",
                        directory.resolve("again"));
        assertThat(minimum.exitCode()).isZero();
        LinearNetwork saddle = LinearLandscape.of(read(x), read(y)).criticalPoint(List.of(2, 3), 2);
        Path given = Files.createDirectory(directory.resolve("saddle"));
        Session.writeNpy(given.resolve("U.npy"), 3, 2, saddle.u());
        Session.writeNpy(given.resolve("V.npy"), 4, 2, saddle.v());
        Session session =
                Session.runOn(
                        csv(read(x)),
                        "landscape",
                        "-",
                        y,
                        "--widths",
                        2,
                        "--factors",
                        given,
                        "--out",
                        out,
                        "--json");
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(new ObjectMapper().readTree(session.out())).isEqualTo(report());
        JsonNode point = report().get("point");
        assertThat(point.get("kind").asString()).isEqualTo("STRICT_SADDLE");
        assertThat(point.get("indices").toString()).isEqualTo("[2,3]");
        assertThat(point.get("escape").get("order").asInt()).isEqualTo(2);
        assertThat(point.get("escape").get("derivative").asDouble()).isNegative();
        assertThat(report().get("descent").get("escapes").asInt()).isPositive();
    }

    @Test
    void deepNetworks() throws IOException {
        Session session = Session.run("landscape", x, y, "--widths", "2,5", "--out", out);
        assertThat(session.exitCode()).isZero();
        LinearNetwork written =
                LinearNetwork.copyOf(
                        new int[] {4, 2, 5, 3},
                        List.of(
                                values(out, "W1.npy"),
                                values(out, "W2.npy"),
                                values(out, "W3.npy")));
        LinearLandscape landscape = LinearLandscape.of(read(x), read(y));
        assertThat(landscape.risk().value(written))
                .isEqualTo(landscape.globalValue(2), within(1e-12));
        Session again =
                Session.run(
                        "landscape",
                        x,
                        y,
                        "--widths",
                        "2,5",
                        "--factors",
                        out,
                        "--out",
                        directory.resolve("again"));
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("given         global minimum");
    }

    /** No saddle to draw, and no digits to lose. */
    @Test
    void zeroTargetsAndExtremeUnits() throws IOException {
        Path zero =
                Session.writeNpy(directory.resolve("zero.npy"), SAMPLES, 1, new double[SAMPLES]);
        assertThat(Session.run("landscape", x, zero, "--widths", 1, "--out", out).exitCode())
                .isZero();
        assertThat(report().get("globalValue").asDouble()).isZero();
        for (double scale : new double[] {1e-149, 1e149}) {
            double[] values = values(directory, "y.npy");
            for (int i = 0; i < values.length; i++) {
                values[i] *= scale;
            }
            Path scaled = Session.writeNpy(directory.resolve("scaled.npy"), SAMPLES, 3, values);
            Session session = Session.run("landscape", x, scaled, "--widths", 1, "--out", out);
            assertThat(session.exitCode()).isZero();
            double expected = LinearLandscape.of(read(x), read(y)).globalValue(1);
            assertThat(report().get("globalValue").asDouble() / scale / scale)
                    .isEqualTo(expected, within(1e-12 * expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.npy y.npy                             | --widths K is missing, as in",
                "x.npy y.npy --widths 0                  | --widths = 0, allowed are 1 and more",
                "x.npy y.npy --widths a                  | 'a' is not a whole number in range",
                "x.npy y.npy --widths 1 --tolerance 0    | --tolerance = 0.0, allowed are",
                "x.npy y.npy --widths 1 --max-steps -1   | --max-steps = -1, allowed are 0",
                "x.npy y.npy --widths 1 --values 0       | --values = 0, allowed are 1",
                "x.npy short.csv --widths 1              | short.csv has 2: they must have as many",
                "x.npy nan.csv --widths 1                | nan.csv: line 1, field 1",
                "x.npy huge.csv --widths 1               | allowed are -1.0E150 to 1.0E150",
                "x.npy none.npy --widths 1               | none.npy: no such file",
                "- - --widths 1                          | X and Y = -, allowed is",
                "x.npy y.npy --widths 1 --factors .      | U.npy: no such file",
                "x.npy y.npy --widths 1 --factors wrong  | U.npy: is 2 x 1, must be 3 x 1",
            })
    void refusals(String arguments, String problem) throws IOException {
        Files.writeString(directory.resolve("short.csv"), "1\n2\n");
        Files.writeString(directory.resolve("nan.csv"), "nan\n".repeat(SAMPLES));
        Files.writeString(directory.resolve("huge.csv"), "1e151\n".repeat(SAMPLES));
        Path wrong = Files.createDirectory(directory.resolve("wrong"));
        Session.writeNpy(wrong.resolve("U.npy"), 2, 1, 1, 2);
        String[] words = ("landscape " + arguments + " --out " + out).split(" +", -1);
        for (int i = 1; i < words.length; i++) {
            if (words[i].matches("\\w+[.]\\w+|[.]|wrong")) {
                words[i] = directory.resolve(words[i]).toString();
            }
        }
        Session session = Session.run((Object[]) words);
        assertThat(session.err()).contains(problem).hasLineCount(1);
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(Files.readString(out.resolve("report.json")));
    }

    private static DenseMatrix read(Path file) throws IOException {
        return MatrixReader.read(file);
    }

    private static double[] values(Path directory, String name) throws IOException {
        DenseMatrix matrix = read(directory.resolve(name));
        double[] values = new double[matrix.rows() * matrix.columns()];
        for (int at = 0; at < values.length; at++) {
            values[at] = matrix.get(at / matrix.columns(), at % matrix.columns());
        }
        return values;
    }

    private static String csv(DenseMatrix matrix) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                text.append(j == 0 ? "" : ",").append(matrix.get(i, j));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
