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
                        "| nadir | 4096x2048 | 16 | 32.2 ms | – | 30.0 ms, 34.5 ms | 25.0 | 50 % |"
                                + " 2.08 | 21 % | 0 | jblas 2.50× |",
                        "| jblas | 4096x2048 | 16 | 80.5 ms | 1 % | 80.5 ms | 10.0 | 20 % | 0.833 |"
                                + " 8 % | 1,234 |  |",
                        "| nadir | 4096x2048 | 0 | 8 | 8.39 ms | 2 % | 8.40 ms | 32.0 | 64 % | 8.00"
                                + " | 80 % | 0 |  |",
                        "| 4096x2048 | 32 | 2 | 32.0 ms | 2 % | 32.0 ms | 50.3 | 101 % | 2.10 |"
                                + " 21 % | 96 | 1 thread 1.88× |",
                        "| 12.0 µs | 3 % | 12.0 µs | – | – | – | – | 0 |  |",
                        "| PROBABLE | 1 | 234 ms | 2 % | 234 ms | – | – | – | – | 99,155,944 |  |");
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
