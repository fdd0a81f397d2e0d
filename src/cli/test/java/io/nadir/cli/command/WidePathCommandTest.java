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

import javax.imageio.ImageIO;

class WidePathCommandTest {
    @TempDir private Path directory;
    private Path x;
    private Path y;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        x = Session.writeNpy(directory.resolve("x.npy"), 4, 2, 1, 2, -1, 0.5, 3, -2, 0, 1);
        y = Session.writeNpy(directory.resolve("y.npy"), 4, 1, 1, -1, 1, 1);
        out = directory.resolve("out");
    }

    @Test
    void writesPictureReportAndTheNetworkWhereDescentEnds() throws IOException {
        Session session = run("--bias", "--points", "300", "--from", "random:3");
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).contains("No barrier", "[3, 10, 1]", "descent to");
        JsonNode report = read();
        assertThat(report.get("verified").booleanValue()).isTrue();
        assertThat(report.get("widths").toString()).isEqualTo("[3,10,1]");
        assertThat(report.get("path").get("points").intValue()).isGreaterThanOrEqualTo(300);
        double from = report.get("fromLoss").doubleValue();
        double to = report.get("toLoss").doubleValue();
        double end = report.get("descentLoss").doubleValue();
        assertThat(end).isLessThanOrEqualTo(Math.min(from, to) * (1 + 1e-9) + 1e-20);
        JsonNode segments = report.get("path").get("segments");
        double last = 0;
        for (JsonNode segment : segments) {
            assertThat(segment.get("from").doubleValue()).isEqualTo(last);
            assertThat(segment.get("holds").booleanValue()).isTrue();
            last = segment.get("to").doubleValue();
        }
        assertThat(last).isEqualTo(1);
        assertThat(ImageIO.read(out.resolve("path.png").toFile()).getWidth()).isEqualTo(1280);
    }

    /** The end of one run is the start of the next. */
    @Test
    void networksAreReadAsTheyAreWritten() throws IOException {
        assertThat(run("--points", "50", "--loss", "hinge").exitCode()).isZero();
        double end = read().get("descentLoss").doubleValue();
        Session again = run("--points", "50", "--loss", "hinge", "--from", out, "--to", out);
        assertThat(again.exitCode()).isZero();
        assertThat(read().get("fromLoss").doubleValue()).isEqualTo(end);
        assertThat(read().get("toLoss").doubleValue()).isEqualTo(end);
    }

    @Test
    void layersHaveActivationsAndAConstraintOfTheirOwn() throws IOException {
        Session session =
                run(
                        "--points",
                        "50",
                        "--widths",
                        "60,12",
                        "--activation",
                        "power:3:0.5,leaky:0.25",
                        "--loss",
                        "absolute",
                        "--constraint",
                        "1,0.5,0.5",
                        "--json");
        assertThat(session.exitCode()).isZero();
        JsonNode report = new ObjectMapper().readTree(session.out());
        assertThat(report.get("activations").toString())
                .isEqualTo("[\"power:3:0.5\",\"leaky:0.25\"]");
        assertThat(report.get("loss").stringValue()).isEqualTo("absolute");
        assertThat(report.get("path").get("constraint").get("largest").doubleValue())
                .isBetween(0.1, 1 + 1e-9);
        assertThat(out.resolve("Theta2.npy")).exists();
    }

    /** Huge output weights of equal units cancel, and what is left is rounding. */
    @Test
    void whatCannotBeVerifiedIsReportedAndWritten() throws IOException {
        Path networks = Files.createDirectory(directory.resolve("networks"));
        double[] inner = new double[20];
        double[] outer = new double[10];
        for (int i = 0; i < 10; i++) {
            inner[2 * i] = 1 + Math.floorDiv(i, 2) / 7.0;
            inner[2 * i + 1] = -0.3;
            outer[i] = i % 2 == 0 ? 1e12 : -1e12;
        }
        Session.writeNpy(networks.resolve("Theta0.npy"), 10, 2, inner);
        Session.writeNpy(networks.resolve("Theta1.npy"), 1, 10, outer);
        Session session = run("--points", "50", "--from", networks);
        assertThat(session.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(session.out()).contains("Not verified");
        assertThat(read().get("verified").booleanValue()).isFalse();
        assertThat(read().get("path").get("resolution").get("coarsest").doubleValue())
                .isGreaterThan(1e-6);
        assertThat(out.resolve("path.png")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--widths 9               | width of layer 1 = 9, allowed are 2m(n+1)^1 = 10",
                "--widths 60,9            | width of layer 2 = 9",
                "--widths 0               | width of layer 1 = 0",
                "--widths 60,12 --activation relu,relu,relu | number of --activation = 3",
                "--activation tanh        | 'tanh', allowed are relu",
                "--activation leaky:2     | 'leaky:2'",
                "--activation power:0     | 'power:0'",
                "--loss cauchy            | 'cauchy'",
                "--constraint 1,1         | three numbers are needed",
                "--constraint 1,1,0       | q = 0.0",
                "--constraint -1,1,1      | outer = -1.0",
                "--from random:x          | 'random:x'",
                "--from trained:1:-2      | steps = -2",
                "--from nowhere           | Theta0.npy: no such file",
                "--points 1               | points = 1",
                "--widths 2000000,2000000 | memory for a path"
            })
    void refusesWhatMakesNoSense(String options, String problem) {
        Session session = run((Object[]) options.strip().split("\\s+", -1));
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).startsWith("nadir: ").contains(problem).hasLineCount(1);
        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void samplesMustFitEachOther() throws IOException {
        Session.writeNpy(y, 3, 1, 1, 2, 3);
        Session session = run();
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("has 3: they must have as many, one per");
        Session.writeNpy(y, 4, 1, 1, 2, 3, 4);
        assertThat(run("--loss", "hinge").err()).contains("allowed for the loss hinge are 1, -1");
    }

    private Session run(Object... options) {
        Object[] words = new Object[5 + options.length];
        System.arraycopy(new Object[] {"wide-path", x, y, "--out", out}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        return Session.run(words);
    }

    private JsonNode read() throws IOException {
        return new ObjectMapper().readTree(out.resolve("report.json"));
    }
}
