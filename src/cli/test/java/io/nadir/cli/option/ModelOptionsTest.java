package io.nadir.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Losses and checkpoints on the command line. */
class ModelOptionsTest {
    @TempDir private Path directory;
    private Path matrix;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), 20, 15, 2);
        out = directory.resolve("out");
    }

    @Test
    void huberGivesBackTheSparsePart() throws IOException {
        DenseMatrix clean = MatrixReader.read(matrix);
        double[] values = new double[300];
        for (int i = 0; i < values.length; i++) {
            values[i] = clean.get(i / 15, i % 15) + (i % 37 == 0 ? 10 : 0);
        }
        Path spoilt = Session.writeNpy(directory.resolve("spoilt.npy"), 20, 15, values);
        Session session =
                Session.run(
                        "solve",
                        spoilt,
                        "--lambda",
                        "0.5",
                        "--loss",
                        "huber:0.1",
                        "--json",
                        "--out",
                        out);
        assertThat(session.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(session.out());
        assertThat(report.get("verdict").stringValue()).isEqualTo("GLOBAL");
        assertThat(report.get("loss").stringValue()).isEqualTo("huber:0.1");
        DenseMatrix sparse = MatrixReader.read(out.resolve("E.npy"));
        for (int i = 0; i < values.length; i++) {
            double e = sparse.get(i / 15, i % 15);
            if (i % 37 == 0) {
                assertThat(e).isBetween(8.0, 11.0);
            }
        }
        assertThat(
                        Session.run(
                                        "certify",
                                        spoilt,
                                        "--lambda",
                                        "0.5",
                                        "--loss",
                                        "huber:0.1",
                                        "--factors",
                                        out)
                                .exitCode())
                .isEqualTo(ExitCode.CERTIFIED);
    }

    /** Any loss, missing entries and other norms; weights are read the same way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--loss huber:0.1",
                "--missing nan",
                "--missing nan --loss huber:1",
                "--regularizer product:l1,l2",
                "--regularizer product:l1,l2+0.3*l1 --loss huber:1"
            })
    void whatIsProvedSaysSo(String options) throws IOException {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "solve",
                                matrix,
                                "--lambda",
                                "0.5",
                                "--evidence",
                                "proved",
                                "--json",
                                "--out",
                                out));
        words.addAll(List.of(options.split(" ")));
        Session session = Session.run(words.toArray());
        assertThat(session.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        JsonNode report = new ObjectMapper().readTree(session.out());
        assertThat(report.get("evidence").stringValue()).isEqualTo("PROVED");
        assertThat(report.get("delta").asDouble()).isZero();
    }

    /** From the command line to factors on disk and back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "product:l2,nonnegative-l2+0.1*l1+0.3*tv:3x5",
                "product:l2+0.5*tv,l2",
                "product:nonnegative-l2,0.5*l1+2.0*tv"
            })
    void totalVariationHasAName(String theta) throws IOException {
        Object[] problem = {matrix, "--lambda", "0.5", "--gap", "0.05", "--json"};
        List<Object> words = new ArrayList<>(List.of(problem));
        words.addAll(List.of("--regularizer", theta));
        List<Object> solve = new ArrayList<>(words);
        solve.addFirst("solve");
        solve.addAll(List.of("--out", out));
        Session session = Session.run(solve.toArray());
        assertThat(session.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(session.out());
        assertThat(report.get("regularizer").stringValue()).isEqualTo(theta);
        words.addFirst("certify");
        words.addAll(List.of("--factors", out));
        JsonNode again = new ObjectMapper().readTree(Session.run(words.toArray()).out());
        assertThat(again.get("objective").doubleValue())
                .isCloseTo(report.get("objective").doubleValue(), within(1e-9));
        assertThat(ModelDirectory.load(out).factors().toArray(1))
                .isEqualTo(MatrixReader.read(out.resolve("V.npy")).toArray());
    }

    @Test
    void totalVariationOnOtherGridsIsRefused() {
        String norms = "allowed are squared-norms";
        for (String gauge : new String[] {"tv", "l2+tv:0x5", "l2+tv:3", "l2+tv+tv", "l2+0*tv"}) {
            assertRefused(norms, "--regularizer", "product:l2," + gauge);
        }
        assertRefused(
                "length = 15, allowed with l2+tv:4x4 is 4·4 = 16",
                "--regularizer",
                "product:l2,l2+tv:4x4");
    }

    @Test
    void lossesThatDoNotExistOrDoNotFitAreRefused() {
        for (String loss : new String[] {"cubic", "huber", "huber:", "huber:-1", "huber:x"}) {
            assertRefused("'" + loss + "', allowed are squared, huber:D", "--loss", loss);
        }
        assertRefused("allowed for the loss logistic are 1, -1", "--loss", "logistic");
        assertRefused("--descent = subspace", "--loss", "huber:1", "--descent", "subspace");
        assertRefused(
                "--checkpoint-interval = -1.0", "--checkpoint", "c", "--checkpoint-interval", "-1");
    }

    @Test
    void checkpointsAreResumedAndRemovedInTheEnd() throws IOException {
        Path checkpoint = directory.resolve("checkpoint");
        Object[] stopped = {
            "solve",
            matrix,
            "--lambda",
            "0.1",
            "--loss",
            "huber:0.1",
            "--time-limit",
            "1e-9",
            "--checkpoint",
            checkpoint,
            "--out",
            out
        };
        assertThat(Session.run(stopped).exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(checkpoint).exists();
        assertRefused("lambda 0.1", "--checkpoint", checkpoint.toString(), "--loss", "huber:0.1");
        Object[] resumed = {
            "solve",
            matrix,
            "--lambda",
            "0.1",
            "--loss",
            "huber:0.1",
            "--checkpoint",
            checkpoint,
            "--out",
            out
        };
        assertThat(Session.run(resumed).exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(checkpoint).doesNotExist();
        Files.writeString(checkpoint, "not one");
        assertRefused("is not a checkpoint", "--checkpoint", checkpoint.toString());
    }

    private void assertRefused(String problem, String... options) {
        Object[] words = new Object[6 + options.length];
        System.arraycopy(
                new Object[] {"solve", matrix, "--lambda", "1", "--out", directory.resolve("no")},
                0,
                words,
                0,
                6);
        System.arraycopy(options, 0, words, 6, options.length);
        Session session = Session.run(words);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).startsWith("nadir: ").contains(problem).hasLineCount(1);
        assertThat(directory.resolve("no")).doesNotExist();
    }
}
