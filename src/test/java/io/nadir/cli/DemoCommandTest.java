package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        "U.npy", "V.npy", "report.json", "convergence.png", "demo.png");
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
                        "U.npy", "V.npy", "E.npy", "report.json", "convergence.png", "demo.png");
        BufferedImage image = ImageIO.read(directory.resolve("demo.png").toFile());
        assertThat(image.getWidth()).isEqualTo(4 * 512 + 5 * 32);
    }
}
