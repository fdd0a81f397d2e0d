package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;

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

import javax.imageio.ImageIO;

/** Two-layer networks from the command line: solve, certify, predict and prune. */
class NetworkCommandTest {
    private static final int SAMPLES = 14;

    @TempDir private Path directory;

    private Path targets;
    private Path inputs;
    private Path out;

    /** y = |x| + x/2 but for a little. */
    @BeforeEach
    void writeSamples() throws IOException {
        double[] x = new double[SAMPLES];
        double[] y = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            x[i] = -1 + 2.0 * i / (SAMPLES - 1);
            y[i] = Math.abs(x[i]) + x[i] / 2 + 0.05 * Math.sin(20 * x[i]);
        }
        inputs = Session.writeNpy(directory.resolve("s.npy"), SAMPLES, 1, x);
        targets = Session.writeNpy(directory.resolve("y.npy"), SAMPLES, 1, y);
        out = directory.resolve("out");
    }

    @Test
    void aRegressionEndsWithAProofAndAPicture() throws IOException {
        Session session = solve("--evidence", "proved", "--gap", 1e-4);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).startsWith("Global minimum, proved.");
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "W1.npy",
                        "W2.npy",
                        "model.json",
                        "report.json",
                        "convergence.png",
                        "fit.png");
        JsonNode report = report(out);
        assertThat(report.get("model").stringValue()).isEqualTo("relu");
        assertThat(report.get("regularizer").stringValue()).isEqualTo("squared-norms");
        int rank = report.get("rank").asInt();
        DenseMatrix inner = MatrixReader.read(out.resolve("W1.npy"));
        DenseMatrix outer = MatrixReader.read(out.resolve("W2.npy"));
        assertThat(List.of(inner.rows(), inner.columns())).isEqualTo(List.of(2, rank));
        assertThat(List.of(outer.rows(), outer.columns())).isEqualTo(List.of(1, rank));
        double objective = report.get("objective").asDouble();
        assertThat(objective).isCloseTo(objective(inner, outer), within(1e-9 * objective));
        assertThat(ImageIO.read(out.resolve("fit.png").toFile()).getWidth()).isEqualTo(1280);
    }

    @Test
    void whatSolveFindsIsCertifiedAndATouchedWeightIsNot() throws IOException {
        solve("--gap", 1e-4);
        Session session = withSamples("certify", "--factors", out, "--gap", 1e-4);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out())
                .containsPattern("\n  input +\\S+y\\.npy")
                .containsPattern("\n  --inputs +\\S+s\\.npy");
        DenseMatrix outer = MatrixReader.read(out.resolve("W2.npy"));
        double[] touched = new double[outer.columns()];
        for (int i = 0; i < touched.length; i++) {
            touched[i] = 1.1 * outer.get(0, i);
        }
        Session.writeNpy(out.resolve("W2.npy"), 1, touched.length, touched);
        session = withSamples("certify", "--factors", out, "--gap", 1e-4);
        assertThat(session.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
    }

    /** Advice to read entries as missing is for matrices: a network would refuse it. */
    @ParameterizedTest
    @CsvSource({
        "x.npy, '', 'row 2, column 1 (counted from 1) = NaN, allowed are finite numbers'",
        "x.csv, '0.5\nNaN\n1.5\n', 'line 2, field 1: ''NaN'' is a missing entry'",
        "x.csv, '0.5\n-\n1.5\n', 'line 2, field 1: ''-'' is a missing entry'"
    })
    void entriesThatAreMissingAreNamedWithWhatToDo(String name, String text, String place)
            throws IOException {
        Path whole = Session.writeNpy(directory.resolve("whole.npy"), 3, 1, 1, 2, 3);
        Path part = directory.resolve(name);
        if (text.isEmpty()) {
            Session.writeNpy(part, 3, 1, 0.5, Double.NaN, 1.5);
        } else {
            Files.writeString(part, text);
        }
        String expected =
                "nadir: "
                        + part
                        + ": "
                        + place
                        + "; a network needs all numbers of a sample: leave the sample out of"
                        + " inputs and targets, or put a number here\n";
        for (Path targets : new Path[] {whole, part}) {
            Session session =
                    Session.run(
                            "solve",
                            targets,
                            "--model=relu",
                            "--inputs",
                            targets.equals(whole) ? part : whole,
                            "--lambda=1",
                            "--out",
                            out);
            assertThat(session.err()).isEqualTo(expected);
            assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        }
        assertThat(Session.run("wide-path", whole, part, "--widths=4").err()).isEqualTo(expected);
    }

    @Test
    void predictsWhatTheWeightsSay() throws IOException {
        solve("--gap", 1e-2, "--slope", 0.1);
        Path news = Session.writeNpy(directory.resolve("new.npy"), 3, 1, -2, 0.25, 7);
        Path file = directory.resolve("made/predicted.npy");
        Session session = Session.run("predict", out, "--inputs", news, "--out", file);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("predicted.npy, [3, 1]");
        DenseMatrix predicted = MatrixReader.read(file);
        DenseMatrix inner = MatrixReader.read(out.resolve("W1.npy"));
        DenseMatrix outer = MatrixReader.read(out.resolve("W2.npy"));
        double[] x = {-2, 0.25, 7};
        for (int i = 0; i < 3; i++) {
            double expected = output(inner, outer, x[i], 0.1);
            assertThat(predicted.get(i, 0)).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void goesOnFromFactorsAndFromACheckpoint() throws IOException {
        Path checkpoint = directory.resolve("checkpoint");
        Session session = solve("--time-limit", 1e-9, "--checkpoint", checkpoint);
        assertThat(session.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(checkpoint).exists();
        session = solve("--gap", 1e-4, "--checkpoint", checkpoint);
        assertThat(session.err()).contains("the state to resume is of [");
        session = solve("--checkpoint", checkpoint);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(checkpoint).doesNotExist();
        session = solve("--warm-start", out);
        assertThat(session.exitCode()).isZero();
        assertThat(report(out).get("appends").asInt()).isZero();
    }

    @Test
    void lossesForClassesWork() throws IOException {
        double[] classes = new double[2 * SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            classes[2 * i + (i < 5 || i > 9 ? 1 : 0)] = 1;
        }
        targets = Session.writeNpy(directory.resolve("classes.npy"), SAMPLES, 2, classes);
        for (String loss : List.of("cross-entropy", "multiclass-squared-hinge")) {
            Session session = solve("--loss", loss, "--gap", 0.05);
            assertThat(session.exitCode()).as(session.out() + session.err()).isZero();
            assertThat(report(out).get("loss").stringValue()).isEqualTo(loss);
        }
    }

    @Test
    void prunesAWideNetworkToOneOfTheSameOutput() throws IOException {
        int wide = 60;
        double[] inner = new double[2 * wide];
        double[] outer = new double[wide];
        for (int i = 0; i < wide; i++) {
            inner[i] = Math.cos(i);
            inner[wide + i] = Math.sin(i);
            outer[i] = Math.cos(3 * i);
        }
        Path given = Files.createDirectory(directory.resolve("given"));
        Session.writeNpy(given.resolve("W1.npy"), 2, wide, inner);
        Session.writeNpy(given.resolve("W2.npy"), 1, wide, outer);
        Session session =
                Session.run(
                        "prune",
                        targets,
                        "--model",
                        "relu",
                        "--inputs",
                        inputs,
                        "--bias",
                        "--factors",
                        given,
                        "--out",
                        out);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        JsonNode report = report(out);
        assertThat(report.get("rankBefore").asInt()).isEqualTo(wide);
        assertThat(report.get("rank").asInt()).isBetween(1, SAMPLES);
        assertThat(report.get("penalty").asDouble())
                .isLessThanOrEqualTo(report.get("penaltyBefore").asDouble());
        DenseMatrix prunedInner = MatrixReader.read(out.resolve("W1.npy"));
        DenseMatrix prunedOuter = MatrixReader.read(out.resolve("W2.npy"));
        DenseMatrix s = MatrixReader.read(inputs);
        double squares = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double before =
                    output(
                            DenseMatrix.wrap(2, wide, inner),
                            DenseMatrix.wrap(1, wide, outer),
                            s.get(i, 0),
                            0);
            double after = output(prunedInner, prunedOuter, s.get(i, 0), 0);
            assertThat(after).isCloseTo(before, within(1e-10));
            squares += before * before;
        }
        assertThat(report.get("norm").asDouble()).isCloseTo(Math.sqrt(squares), within(1e-10));
        assertThat(report.get("drift").asDouble()).isLessThan(1e-10);
        // It is a saved model like any other.
        Path file = directory.resolve("predicted.npy");
        assertThat(Session.run("predict", out, "--inputs", inputs, "--out", file, "-q").exitCode())
                .isZero();
        assertThat(MatrixReader.read(file).rows()).isEqualTo(SAMPLES);
    }

    /**
     * Columns of inputs are features, and columns of targets are outputs: only rows are the same.
     */
    @Test
    void tablesOfInputsAndTargetsHaveNamesOfTheirOwn() throws IOException {
        Path x = Files.writeString(directory.resolve("x.csv"), "age,size\n1,2\n3,1\n0,5\n4,4\n");
        Path y = Files.writeString(directory.resolve("y.csv"), "price\n1\n-1\n1\n-1\n");
        Object[] solve = {
            "solve", y, "--model", "relu", "--inputs", x, "--bias", "--lambda", 0.5, "--out", out
        };
        assertThat(Session.run(solve).exitCode()).isZero();
        Path predicted = directory.resolve("predicted.csv");
        Session session = Session.run("predict", out, "--inputs", x, "--out", predicted);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(Files.readAllLines(predicted)).hasSize(4);
        Files.writeString(x, "id,age,size\na,1,2\nb,3,1\nc,0,5\nd,4,4\n");
        Files.writeString(y, "id,price\na,1\nb,-1\nd,1\nc,-1\n");
        assertThat(Session.run(solve).err()).contains("row 3 has the id 'c' here and 'd' in the");
    }

    @Test
    void namesOfClassesAreNoTargets() throws IOException {
        Path x = Files.writeString(directory.resolve("x.csv"), "age,size\n1,2\n3,1\n");
        Path y = Files.writeString(directory.resolve("y.csv"), "class\ncat\ndog\n");
        assertThat(Session.run("solve", y, "--model", "relu", "--inputs", x, "--lambda", 1).err())
                .contains("'cat' is no number", "a column of 0 and 1 for each class");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model relu --bias | --inputs is missing: a network needs inputs",
                "--model relu --inputs INPUTS --slope 2 | slope = 2.0, allowed are 0 to 1",
                "--model relu --inputs OTHER | which has 2 rows, must have as many as INPUT: 14",
                "--model relu --inputs NOWHERE | no such file or directory",
                "--model relu --inputs INPUTS --missing nan | the targets of a network must be"
                        + " complete",
                "--model relu --inputs INPUTS --weights INPUTS | the targets of a network must be"
                        + " complete",
                "--model relu --inputs INPUTS --tiles 2x2 | --tiles = 2x2, allowed for matrices",
                "--model relu --inputs INPUTS --loss logistic | loss logistic are 1, -1",
                "--model relu --inputs INPUTS --loss cross-entropy | a sample add up to",
                "--model relu --inputs INPUTS --loss multiclass-squared-hinge | classes = 1",
                "--model relu --inputs INPUTS --regularizer product:l1,l2 | regularizer = product",
                "--model relu --inputs INPUTS --regularizer norm-powers:3 | degree of the regul",
                "--model relu --inputs INPUTS --descent columns | --descent = columns",
                "--inputs INPUTS | --inputs is for --model relu or deep only",
                "--bias | --bias is for --model relu only",
                "--model tensor --slope 0 | --slope is for --model relu only",
                "--model nmf --regularizer squared-norms | --regularizer = squared-norms, allowed",
                "--loss cross-entropy | allowed for such data are losses of single entries",
                "--model perceptron | 'perceptron', allowed are matrix, nmf, tensor",
            })
    void refusesWhatDoesNotGoTogether(String options, String problem) throws IOException {
        Path other = Session.writeNpy(directory.resolve("other.npy"), 2, 1, 1, 2);
        String given =
                options.replace("INPUTS", inputs.toString())
                        .replace("OTHER", other.toString())
                        .replace("NOWHERE", directory.resolve("none.npy").toString());
        List<Object> words = new ArrayList<>(List.of("solve", targets, "--lambda", 1));
        words.addAll(List.of("--out", out));
        words.addAll(Arrays.asList((Object[]) given.split(" ", -1)));
        requireRefused(Session.run(words.toArray()), problem);
    }

    @Test
    void refusesFactorsOfAnotherShape() throws IOException {
        Path given = Files.createDirectory(directory.resolve("given"));
        Session.writeNpy(given.resolve("W1.npy"), 3, 1, new double[3]);
        Session.writeNpy(given.resolve("W2.npy"), 1, 1, new double[1]);
        requireRefused(
                withSamples("certify", "--factors", given),
                "W1.npy: has 3 rows, must have as many as the samples have inputs: 2");
    }

    private void requireRefused(Session session, String problem) {
        assertThat(session.err()).startsWith("nadir: ").contains(problem).matches("[^\n]*\n");
        assertThat(session.out()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(out).doesNotExist();
    }

    private Session solve(Object... more) {
        List<Object> words = new ArrayList<>(List.of("--out", out));
        words.addAll(Arrays.asList(more));
        return withSamples("solve", words.toArray());
    }

    private Session withSamples(String command, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command, targets, "--model", "relu"));
        words.addAll(List.of("--inputs", inputs, "--bias", "--lambda", 0.1));
        words.addAll(Arrays.asList(more));
        return Session.run(words.toArray());
    }

    private static JsonNode report(Path out) throws IOException {
        return new JsonMapper().readTree(Files.readString(out.resolve("report.json")));
    }

    private double objective(DenseMatrix inner, DenseMatrix outer) throws IOException {
        DenseMatrix s = MatrixReader.read(inputs);
        DenseMatrix y = MatrixReader.read(targets);
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double residual = y.get(i, 0) - output(inner, outer, s.get(i, 0), 0);
            sum += 0.5 * residual * residual;
        }
        double norms = Math.pow(inner.frobenius(), 2) + Math.pow(outer.frobenius(), 2);
        return sum + 0.1 * norms / 2;
    }

    private static double output(DenseMatrix inner, DenseMatrix outer, double x, double slope) {
        double sum = 0;
        for (int i = 0; i < inner.columns(); i++) {
            double argument = inner.get(0, i) * x + inner.get(1, i);
            sum += Math.max(argument, slope * argument) * outer.get(0, i);
        }
        return sum;
    }
}
