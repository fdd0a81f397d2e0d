package io.nadir.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

import javax.imageio.ImageIO;

/** The table and the picture of a small record, whose numbers can be worked out by hand. */
class ReportTest {
    private final ResultFile results = sample();

    @TempDir private Path directory;

    @Test
    void headNamesTheMachineAndItsPeaks() {
        assertThat(MarkdownTable.of(results))
                .contains("- cpu: A Processor @ 2.50GHz", "- cores: 2", "- jblas: JBLAS")
                .contains("FMA peak 50.0 GFLOP/s, read bandwidth 10.0 GB/s");
    }

    @Test
    void rowsHaveRatesSharesAndRivals() {
        assertThat(MarkdownTable.of(results))
                .contains(
                        "### GradientBenchmark.residualGradient",
                        "| nadir | 4096x2048 | 16 | 32.3 ms | 3 % | 30.0 ms, 34.5 ms | 25.0 | 50 %"
                                + " | 2.08 | 21 % | 0 | jblas 2.50× |",
                        "| jblas | 4096x2048 | 16 | 80.5 ms | – | 80.5 ms | 10.0 | 20 % | 0.834 |"
                                + " 8 % | 1,234 |  |",
                        "| nadir | 4096x2048 | 0 | 8 | 8.40 ms | 8.40 ms | 32.0 | 64 % | 7.99 |"
                                + " 80 % | 0 |",
                        // Two threads did not measure their own peaks.
                        "| 4096x2048 | 32 | 2 | 32.0 ms | 32.0 ms | 50.3 | – | 2.10 | – | 96 |"
                                + " 1 thread 1.88× (1.85–1.90) |",
                        "| time | forks | B/op |\n"
                                + "| ---: | ---: | ---: |\n"
                                + "| 12.0 µs | 12.0 µs | 0 |",
                        "| PROBABLE | 1 | 234 ms | 234 ms | 99,155,944 |");
    }

    @Test
    void recordSurvivesWritingAndReading() throws IOException {
        Path file = directory.resolve("record.json");
        results.write(file);
        assertThat(MarkdownTable.of(ResultFile.read(file))).isEqualTo(MarkdownTable.of(results));
    }

    @Test
    void recordHasThePeaksAndNoPaths() throws IOException {
        Path file = directory.resolve("record.json");
        results.write(file);
        assertThat(file)
                .content()
                .contains("\"peakGigaflopsPerSecond\"", "\"readGigabytesPerSecond\"")
                .doesNotContain("\"jvm\" : \"/");
    }

    @Test
    void pictureIsAPngWithSomethingOnIt() throws IOException {
        Path file = directory.resolve("picture.png");
        Picture.of(results).write(file);
        BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(pixels).contains(Style.color("nadir").getRGB(), Style.color("jblas").getRGB());
    }

    private static ResultFile sample() {
        try (InputStream in =
                Objects.requireNonNull(ReportTest.class.getResourceAsStream("sample.json"))) {
            ObjectNode root = (ObjectNode) new JsonMapper().readTree(in);
            root.path("results").forEach(result -> ((ObjectNode) result).put("jvm", "/some/java"));
            return ResultFile.of(
                    (ObjectNode) root.path("environment"), root.path("results").toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
