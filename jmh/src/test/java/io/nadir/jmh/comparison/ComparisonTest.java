package io.nadir.jmh.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The comparison of regularizers, on two classes that a network separates. */
class ComparisonTest {
    @TempDir private Path directory;

    @Test
    void everyTrainingLearnsAndTheTableHasThemAll() throws IOException {
        writeSamples("train", 60, 1);
        writeSamples("test", 40, 2);
        List<String> lines =
                comparison("--sizes=40", "--seeds=2", "--steps=40")
                        .table(directory)
                        .lines()
                        .toList();
        assertThat(lines).hasSize(2 + 4);
        for (String line : lines.subList(2, 6)) {
            String[] cells = line.split("\\|", -1);
            assertThat(cells[3].strip()).isEqualTo("40");
            for (int k = 4; k < 7; k++) {
                double accuracy = Double.parseDouble(cells[k].split("±", -1)[0]);
                assertThat(accuracy).isBetween(80.0, 100.0);
            }
        }
    }

    /** The figures of the published table are where the sizes are theirs. */
    @Test
    void theTableHasPublishedFiguresBesideItsOwn() {
        String table = AccuracyTable.of(List.of(512, 7), (training, n) -> new double[] {1, 3});
        assertThat(table)
                .contains(
                        "| hinge | 3 | 512 | 2.0 ± 1.4 | 2.0 ± 1.4 | 2.0 ± 1.4 | 93.41 | 93.97 |"
                                + " 95.76 |\n")
                .contains("| cross-entropy | 2 | 7 | 2.0 ± 1.4 | 2.0 ± 1.4 | 2.0 ± 1.4 | | | |\n");
    }

    @Test
    void refusals() throws IOException {
        writeSamples("train", 12, 1);
        writeSamples("test", 6, 2);
        requireRefused("--sizes = 11, allowed are 1 to five sixths", "--sizes=11");
        requireRefused("allowed are 1 and more", "--sizes=5", "--steps=0");
        Files.writeString(directory.resolve("test-labels.csv"), "0\n1\n0\n1\n0.5\n0\n");
        requireRefused("label 4 = 0.5, allowed are integers from 0 to 999");
        Files.writeString(directory.resolve("test-labels.csv"), "0\n1\n");
        requireRefused("labels are 2 x 1, allowed are 6 x 1");
    }

    private void requireRefused(String problem, String... options) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison(options).table(directory))
                .withMessageContaining(problem);
    }

    private static Comparison comparison(String... options) {
        Comparison comparison = new Comparison();
        new CommandLine(new Host(comparison)).parseArgs(options);
        return comparison;
    }

    /** A command that has the options. */
    @CommandLine.Command
    private record Host(@CommandLine.Mixin Comparison comparison) {}

    /** Class 1 within a circle, 0 outside. */
    private void writeSamples(String name, int count, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder inputs = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double radius = i % 2 == 0 ? 1.5 : 0.3;
            double angle = 7 * random.nextDouble();
            inputs.append(radius * Math.cos(angle)).append(',');
            inputs.append(radius * Math.sin(angle)).append('\n');
            labels.append(i % 2).append('\n');
        }
        Files.writeString(directory.resolve(name + ".csv"), inputs);
        Files.writeString(directory.resolve(name + "-labels.csv"), labels);
    }
}
