package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** New rows and columns for saved models, from the command line. */
class TransformCommandTest {
    private static final int M = 8;
    private static final int N = 6;

    @TempDir private Path directory;

    private Path write(String name, int rows, int columns, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double y = 2 + (i % 3) * (j % 2) + 0.5 * random.nextDouble();
                text.append(j == 0 ? "" : ",").append(y);
            }
            text.append('\n');
        }
        return Files.writeString(directory.resolve(name), text);
    }

    private Path solve(Path data, Object... more) {
        Path out = directory.resolve("model");
        List<Object> words = new ArrayList<>(List.of("solve", data, "--out", out));
        words.addAll(List.of(more));
        Session session = Session.run(words.toArray());
        assertThat(session.exitCode()).as(session.err()).isIn(0, 3);
        return out;
    }

    private Session transform(Path data, Path model, String out, Object... more) {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "transform",
                                data,
                                "--factors",
                                model,
                                "--out",
                                directory.resolve(out)));
        words.addAll(List.of(more));
        return Session.run(words.toArray());
    }

    private DenseMatrix read(String name) throws IOException {
        return MatrixReader.read(directory.resolve(name));
    }

    /** The rows of the training data have the codes that training has found. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--model=matrix",
                "--model=nmf",
                "--model=dictionary:0.3",
                "--loss=huber:0.3",
                "--center=rows",
                "--center=both"
            })
    void trainingRowsHaveTheCodesOfTraining(String option) throws IOException {
        Path data = write("y.csv", M, N, 1);
        Path model = solve(data, option, "--lambda", 0.5, "--gap", 1e-10, "--time-limit", 5);
        Session session =
                transform(data, model, "codes.npy", "--fitted", directory.resolve("x.npy"));
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).contains("lambda 0.5", "gap ", "written ");
        DenseMatrix u = MatrixReader.read(model.resolve("U.npy"));
        DenseMatrix codes = read("codes.npy");
        Session predicted = Session.run("predict", model, "--out", directory.resolve("p.npy"));
        assertThat(predicted.exitCode()).as(predicted.err()).isEqualTo(ExitCode.CERTIFIED);
        DenseMatrix x = read("x.npy");
        DenseMatrix expected = read("p.npy");
        for (int i = 0; i < M; i++) {
            for (int c = 0; c < u.columns(); c++) {
                assertThat(codes.get(i, c)).isCloseTo(u.get(i, c), within(1e-3));
            }
            for (int j = 0; j < N; j++) {
                assertThat(x.get(i, j)).isCloseTo(expected.get(i, j), within(1e-3));
            }
        }
    }

    @Test
    void newColumnsOfADictionaryHaveCodes() throws IOException {
        Path data = write("y.csv", M, N, 1);
        Path model = solve(data, "--model", "dictionary:0.3", "--lambda", 0.5);
        Path patches = write("new.csv", M, 3, 2);
        Session session = transform(patches, model, "codes.csv", "--new", "columns");
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        DenseMatrix v = MatrixReader.read(model.resolve("V.npy"));
        DenseMatrix codes = read("codes.csv");
        assertThat(codes.rows()).isEqualTo(3);
        assertThat(codes.columns()).isEqualTo(v.columns());
        Session refused = transform(patches, model, "codes.csv");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("INPUT has 3 columns, the model has 6");
    }

    /** Ids of the items are the model's, whatever their order; users are new. */
    @Test
    void newRowsOfRatingsFindTheirColumnsById() throws IOException {
        Path ratings = directory.resolve("ratings.csv");
        StringBuilder text = new StringBuilder("user,item,value\n");
        Random random = new Random(5);
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 5; j++) {
                text.append(
                        String.format(
                                "u%d,item %d,%s%n", i, j, 3 + j * 0.3 + random.nextGaussian()));
            }
        }
        Files.writeString(ratings, text);
        Path model =
                solve(
                        ratings,
                        "--missing",
                        "unlisted",
                        "--lambda",
                        2,
                        "--center",
                        "both",
                        "--offset-penalty",
                        3);
        assertThat(Files.readString(model.resolve("report.json"))).contains("\"penalty\" : 3.0");
        Path news = directory.resolve("new.csv");
        Files.writeString(
                news, "user,item,value\nzoe,item 4,5\nanna,item 9,1\nzoe,item 1,2\nzoe,item 9,2\n");
        Session session =
                transform(
                        news,
                        model,
                        "codes.npy",
                        "--missing",
                        "unlisted",
                        "--offsets",
                        directory.resolve("a.csv"),
                        "--fitted",
                        directory.resolve("x.csv"));
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out())
                .contains(
                        "2 entries in 1 columns that the model does not have are left out",
                        "1 rows have no data: the mean and the other offset predict them");
        assertThat(Files.readAllLines(directory.resolve("codes.npy.ids.csv")))
                .containsExactly("id", "anna", "zoe");
        assertThat(Files.readAllLines(directory.resolve("x.csv")))
                .extracting(line -> line.replaceAll(",[-0-9.E]+(?=,|$)", ""))
                .containsExactly(",item 0,item 1,item 2,item 3,item 4", "anna", "zoe");
        assertThat(Files.readAllLines(directory.resolve("a.csv"))).first().isEqualTo(",offset");
        assertThat(Files.readAllLines(directory.resolve("a.csv")).get(2)).startsWith("zoe,");
        DenseMatrix a = read("a.csv");
        assertThat(a.get(0, 0)).isZero();
        assertThat(a.get(1, 0)).isNotZero();
        DenseMatrix x = read("x.csv");
        DenseMatrix b = MatrixReader.read(model.resolve("columnOffsets.npy"));
        assertThat(x.get(0, 3) - x.get(0, 0)).isCloseTo(b.get(3, 0) - b.get(0, 0), within(1e-12));
    }

    @Test
    void refusesWhatHasNoCodes() throws IOException {
        Path data = write("y.csv", M, N, 1);
        Path model = solve(data, "--lambda", 0.5);
        Session offsets =
                transform(data, model, "codes.npy", "--offsets", directory.resolve("a.npy"));
        assertThat(offsets.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(offsets.err())
                .contains("allowed for models in which rows have offsets of their own");
        Session format = transform(data, model, "codes.txt");
        assertThat(format.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(format.err()).contains("--out = 'codes.txt'");
        Files.delete(model.resolve("report.json"));
        Session unknown = transform(data, model, "codes.npy");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(unknown.err()).contains("report.json has no loss of the model: say which by");
        Session said =
                transform(
                        data,
                        model,
                        "codes.npy",
                        "--lambda",
                        0.5,
                        "--loss",
                        "squared",
                        "--regularizer",
                        "squared-norms");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.CERTIFIED);
        Path tensor = solve(data, "--model", "relu", "--inputs", data, "--lambda", 50);
        Session network = transform(data, tensor, "codes.npy");
        assertThat(network.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(network.err()).contains("has a relu model, allowed are matrix models");
    }
}
