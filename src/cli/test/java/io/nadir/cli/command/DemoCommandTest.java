package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

class DemoCommandTest {

    @TempDir private Path directory;

    @Test
    void reconstructsThePhotograph() throws IOException {
        Session session = Session.run("demo", "--out", directory);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        // The certified rank is the number of singular values above lambda; NumPy counts 63.
        assertThat(session.out()).startsWith("Global minimum").contains("rank          63\n");
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "U.npy",
                        "V.npy",
                        "model.json",
                        "report.json",
                        "convergence.png",
                        "demo.png");
        BufferedImage image = ImageIO.read(directory.resolve("demo.png").toFile());
        assertThat(image.getWidth()).isBetween(1500, 2500);
        assertThat(image.getHeight()).isBetween(900, 2000);
    }

    @Test
    void takesTheSpoiltPhotographApart() throws IOException {
        Session session = Session.run("demo", "robust", "--out", directory);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).startsWith("Global minimum").contains("grey levels");
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "U.npy",
                        "V.npy",
                        "E.npy",
                        "model.json",
                        "report.json",
                        "convergence.png",
                        "demo.png");
        BufferedImage image = ImageIO.read(directory.resolve("demo.png").toFile());
        assertThat(image.getWidth()).isEqualTo(4 * 512 + 5 * 32);
    }

    @Test
    void findsThePartsOfGarments() throws IOException {
        Session session = Session.run("demo", "parts", "--out", directory);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).startsWith("Global minimum").contains("in 200 images");
        assertThat(ImageIO.read(directory.resolve("demo.png").toFile()).getWidth()).isEqualTo(1600);
        assertThat(MatrixReader.read(directory.resolve("U.npy")).rows()).isEqualTo(28 * 28);
        assertThat(minimum("U.npy")).isNotNegative();
        assertThat(minimum("V.npy")).isNotNegative();
        JsonNode report = report();
        assertThat(report.get("model").stringValue()).isEqualTo("nmf");
        assertThat(report.get("relativeGap").doubleValue()).isBetween(0.0, 0.015);
    }

    @Test
    void findsTheTopicsOfBooks() throws IOException {
        Session session = Session.run("demo", "topics", "--out", directory);
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).contains("in 66 books");
        JsonNode report = report();
        assertThat(report.get("loss").stringValue()).isEqualTo("poisson:0.001");
        assertThat(report.get("relativeGap").doubleValue()).isBetween(0.0, 0.05);
        assertThat(MatrixReader.read(directory.resolve("V.npy")).rows()).isEqualTo(500);
        assertThat(ImageIO.read(directory.resolve("demo.png").toFile()).getWidth()).isEqualTo(1648);
    }

    @Test
    void findsADictionaryForThePhotograph() throws IOException {
        Session session = Session.run("demo", "dictionary", "--out", directory);
        assertThat(session.err()).isEmpty();
        JsonNode report = report();
        // Its polar is NP-hard: whatever the verdict, the bounds are valid and say how far off.
        boolean global = report.get("verdict").stringValue().equals("GLOBAL");
        assertThat(session.exitCode())
                .isEqualTo(global ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED);
        assertThat(report.get("model").stringValue()).isEqualTo("dictionary");
        assertThat(report.get("relativeGap").doubleValue()).isBetween(0.0, 0.2);
        JsonNode polar = report.get("polar");
        assertThat(polar.get("lower").doubleValue())
                .isBetween(0.99, polar.get("upper").doubleValue());
        assertThat(session.out()).contains("of which a patch of 64 pixels takes");
        assertThat(ImageIO.read(directory.resolve("demo.png").toFile()).getWidth())
                .isEqualTo(4 * 512 + 5 * 32);
    }

    /** What the relaxation takes; the parts of the demo are tested without it. */
    @Test
    @Tag("long")
    void segmentsAVideoIntoCells() throws IOException {
        Session session = Session.run("demo", "calcium", "--out", directory);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).startsWith("Global minimum").contains("8 of 8 found");
        JsonNode report = report();
        assertThat(report.get("rank").intValue()).isEqualTo(8);
        assertThat(report.get("relativeGap").doubleValue()).isBetween(0.0, 0.01);
        assertThat(ImageIO.read(directory.resolve("demo.png").toFile()).getWidth())
                .isEqualTo(4 * 512 + 5 * 32);
    }

    @Test
    void trainsANetworkAndProvesItsOptimum() throws IOException {
        Session session = Session.run("demo", "relu", "--out", directory);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).startsWith("Global minimum, proved.").contains("for 128 samples");
        JsonNode report = report();
        assertThat(report.get("model").stringValue()).isEqualTo("relu");
        assertThat(report.get("evidence").stringValue()).isEqualTo("PROVED");
        assertThat(report.get("relativeGap").doubleValue()).isBetween(0.0, 1e-4);
        assertThat(ImageIO.read(directory.resolve("demo.png").toFile()).getWidth()).isEqualTo(1632);
    }

    private JsonNode report() {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    private double minimum(String file) throws IOException {
        DenseMatrix matrix = MatrixReader.read(directory.resolve(file));
        double minimum = Double.POSITIVE_INFINITY;
        for (int at = 0; at < matrix.rows() * matrix.columns(); at++) {
            minimum = Math.min(minimum, matrix.get(at / matrix.columns(), at % matrix.columns()));
        }
        return minimum;
    }
}
