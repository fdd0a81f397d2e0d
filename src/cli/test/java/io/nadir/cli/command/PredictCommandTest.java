package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.io.TensorReader;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Saved models applied from the command line; small integers, so that all sums are exact. */
class PredictCommandTest {
    @TempDir private Path directory;

    private Path matrix;
    private Path tensor;
    private Path network;
    private Path out;

    @BeforeEach
    void saveModels() throws IOException {
        matrix = directory.resolve("matrix");
        tensor = directory.resolve("tensor");
        network = directory.resolve("network");
        out = directory.resolve("out.npy");
        double[] u = {1, 2, 3, 4};
        double[] v = {5, 6, 7, 8, 9, 10};
        ModelDirectory.save(
                matrix, new TrainedFactorization(false, Factors.copyOfPair(2, 3, 2, u, v)));
        ModelDirectory.save(
                tensor,
                new TrainedFactorization(
                        true,
                        Factors.copyOf(
                                1,
                                new int[] {2, 3, 2},
                                List.of(
                                        new double[] {1, 2},
                                        new double[] {1, 10, 100},
                                        new double[] {3, -1}))));
        ModelDirectory.save(
                network,
                TwoLayerNetwork.trained(
                        0.5,
                        false,
                        Factors.copyOfPair(
                                2, 1, 2, new double[] {1, 0, 0, 1}, new double[] {1, 10})));
    }

    @Test
    void allEntriesOfAMatrix() throws IOException {
        predict(matrix);
        DenseMatrix x = MatrixReader.read(out);
        assertThat(x.blocks().getFirst().data()).containsExactly(17, 23, 29, 39, 53, 67);
        assertThat(x.rows()).isEqualTo(2);
    }

    @Test
    void allEntriesOfATensor() throws IOException {
        predict(tensor);
        DenseTensor x = TensorReader.read(out);
        assertThat(x.shape()).containsExactly(2, 3, 2);
        assertThat(x.values())
                .containsExactly(3, -1, 30, -10, 300, -100, 6, -2, 60, -20, 600, -200);
    }

    @Test
    void entriesAtPositions() throws IOException {
        Path at = Files.writeString(directory.resolve("at.csv"), "2,3\n1,1\n2,3\n");
        predict(matrix, "--at", at);
        assertThat(MatrixReader.read(out).blocks().getFirst().data()).containsExactly(67, 17, 67);
        at = Files.writeString(directory.resolve("at.csv"), "2,3,1\n1,2,2\n");
        predict(tensor, "--at", at);
        assertThat(MatrixReader.read(out).blocks().getFirst().data()).containsExactly(600, -10);
    }

    /** They are not known entries, whatever their file looks like. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "matrix | 2,3/1,1/2,3 | 3 positions, rows and columns counted from 1, separated by"
                        + " comma, no header line",
                "matrix | row,column/1,1 | 1 position, rows and columns counted from 1, separated"
                        + " by comma, header line used",
                "tensor | 2,3,1/1,2,2 | 2 positions,",
            })
    void positionsAreCalledThat(String model, String lines, String words) throws IOException {
        Path at = directory.resolve("at.csv");
        Files.writeString(at, lines.replace('/', '\n') + "\n");
        Session session =
                Session.run("predict", directory.resolve(model), "--at", at, "--out", out);
        assertThat(session.out()).contains("at.csv: " + words).doesNotContain("known", "weighted");
    }

    @Test
    void outputsOfANetwork() throws IOException {
        Path inputs = Files.writeString(directory.resolve("s.csv"), "3,4\n-2,4\n3,-4\n");
        predict(network, "--inputs", inputs, "--threads", 1);
        assertThat(MatrixReader.read(out).blocks().getFirst().data()).containsExactly(43, 39, -17);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "matrix --inputs AT | --inputs = AT, allowed for networks; the model is a matrix",
                "network | the model is a network: --inputs is needed, --at is not",
                "network --at AT | the model is a network: --inputs is needed, --at is not",
                "network --inputs WIDE | columns of the inputs = 3, must equal inputs of the model",
                "network --inputs NAN | NAN: line 2, field 1: 'NaN' is a missing entry; a network"
                        + " needs all numbers of a sample: leave the sample out of inputs and",
                "network --inputs HUGE | largest magnitude of the inputs = 1.0E300, allowed",
                "network --inputs AT --threads 0 | --threads = 0, allowed are 1 and more",
                "matrix --at WIDE | has 3 fields (separated by comma), must have one for each",
                "matrix --at AT --base 0 | line 2: field 2: '3', allowed are whole numbers from 0"
                        + " to 2",
                "matrix --at AT | line 2: field 1: '0', allowed are whole numbers from 1 to 2 for"
                        + " a",
                "matrix --at AT | they count from 1 here; if they count from 0 say --base 0",
                "matrix --at HALF | line 1: field 1: '0.5', allowed are whole numbers from 1 to 2",
                "matrix --at AT --columns row,value | line 1: has 2 fields, --columns must name"
                        + " each of them",
                "none | none/model.json: no such file or directory",
            })
    void refusals(String options, String problem) throws IOException {
        Files.writeString(directory.resolve("AT"), "1,2\n0,3\n");
        Files.writeString(directory.resolve("HALF"), "0.5,2\n");
        Files.writeString(directory.resolve("WIDE"), "1,2,3\n");
        Files.writeString(directory.resolve("HUGE"), "1e300,2\n");
        Files.writeString(directory.resolve("NAN"), "0.5,2\nNaN,2\n");
        List<Object> words = new ArrayList<>(List.of("predict", "--out", out));
        for (String word : options.split(" ", -1)) {
            boolean isFile = !word.startsWith("--") && !word.equals("0") && !word.contains(",");
            words.add(isFile ? directory.resolve(word) : word);
        }
        Session session = Session.run(words.toArray());
        String expected = problem.replace("= AT", "= " + directory.resolve("AT"));
        assertThat(session.err()).startsWith("nadir: ").contains(expected).matches("[^\n]*\n");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void outputsBeyondFloat64AreRefused() throws IOException {
        ModelDirectory.save(
                network,
                TwoLayerNetwork.trained(
                        0,
                        false,
                        Factors.copyOfPair(1, 1, 1, new double[] {1e300}, new double[] {1})));
        Path inputs = Files.writeString(directory.resolve("s.csv"), "1e10\n");
        Session session = Session.run("predict", network, "--inputs", inputs, "--out", out);
        assertThat(session.err())
                .contains("outputs of the model: element (0, 0) = ", "allowed are finite numbers");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(out).doesNotExist();
    }

    private void predict(Path model, Object... more) {
        List<Object> words = new ArrayList<>(List.of("predict", model, "--out", out));
        words.addAll(Arrays.asList(more));
        Session session = Session.run(words.toArray());
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("out.npy, [");
    }
}
