package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedModel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Paths with folds, and what they leave for other commands. */
class PathFoldsTest {
    @TempDir private Path directory;
    private Path entries;
    private Path out;

    /** Ratings, a third of them missing, with offsets of rows and columns. */
    @BeforeEach
    void writeInput() throws IOException {
        Random random = new Random(3);
        StringBuilder lines = new StringBuilder("user,item,rating\n");
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 20; j++) {
                if (random.nextInt(3) > 0) {
                    double value = 3 + 0.8 * Math.cos(i) + 0.5 * Math.sin(3 * j);
                    value += 2 * Math.cos(2 * i) * Math.cos(j) + 0.6 * random.nextGaussian();
                    lines.append("u%d,i%d,%.4f%n".formatted(i, j, value));
                }
            }
        }
        entries = Files.writeString(directory.resolve("ratings.csv"), lines);
        out = directory.resolve("out");
    }

    private Session path(Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("path", entries, "--missing=unlisted", "--no-pictures"));
        words.addAll(List.of(more));
        if (!words.contains("--center=global")) {
            words.add("--center=both");
        }
        if (!words.contains("--out")) {
            words.addAll(List.of("--out", out));
        }
        return Session.run(words.toArray());
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name));
    }

    @Test
    void meansAndStandardErrorsAreInTableAndReports() throws IOException {
        Session session = path("--folds=4", "--choose=one-se", "--ratio=0.85");
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out())
                .contains(" ± ", "* least error   + largest lambda within one standard error")
                .containsPattern("baselines +mean .* ± .*, offsets .*, damped offsets .* ± ")
                .containsPattern("lambda max +\\d")
                .containsPattern("chosen +lambda ");
        JsonNode report = json("path.json");
        JsonNode points = report.get("points");
        int best = report.get("best").intValue();
        int chosen = report.get("chosen").intValue();
        assertThat(report.get("rule").stringValue()).isEqualTo("one-se");
        assertThat(chosen).isLessThan(best);
        assertThat(points.size()).isEqualTo(best + 4);
        double most =
                error(points, best)
                        + points.get(best).get("heldOut").get("meanLossError").doubleValue();
        for (int k = 0; k < points.size(); k++) {
            assertThat(error(points, k)).isGreaterThanOrEqualTo(error(points, best));
            if (k <= chosen) {
                assertThat(error(points, k) <= most).isEqualTo(k == chosen);
            }
            JsonNode folds = points.get(k).get("heldOut").get("folds");
            assertThat(folds).hasSize(4);
            double sum = 0;
            for (JsonNode fold : folds) {
                sum += fold.get("meanLoss").doubleValue() / 4;
                assertThat(fold.get("certified").booleanValue()).isTrue();
            }
            assertThat(error(points, k)).isCloseTo(sum, within(1e-12));
        }
        assertThat(report.get("baselines")).hasSize(3);
        checkTable(report, chosen);
        JsonNode model = json("report.json");
        assertThat(model.get("lambda")).isEqualTo(points.get(chosen).get("lambda"));
        assertThat(model.get("lambdaGiven").stringValue()).isEqualTo("one-se of a path");
        assertThat(model.get("baselines")).isEqualTo(report.get("baselines"));
        assertThat(model.get("lambdaMax")).isEqualTo(report.get("lambdaMax"));
    }

    private static double error(JsonNode points, int k) {
        return points.get(k).get("heldOut").get("meanLoss").doubleValue();
    }

    private void checkTable(JsonNode report, int chosen) throws IOException {
        List<NamedCsvRecord> rows;
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(out.resolve("path.csv"))) {
            rows = reader.stream().toList();
        }
        JsonNode points = report.get("points");
        assertThat(rows).hasSize(points.size() + 3);
        for (int k = 0; k < points.size(); k++) {
            JsonNode score = points.get(k).get("heldOut");
            NamedCsvRecord row = rows.get(k);
            assertThat(row.getField("model")).isEqualTo("factors");
            for (String name : List.of("meanLoss", "meanLossError", "rootMeanSquareError")) {
                assertThat(Double.parseDouble(row.getField(name)))
                        .isEqualTo(score.get(name).doubleValue());
            }
            assertThat(row.getField("foldsCertified")).isEqualTo("4");
            assertThat(row.getField("chosen")).isEqualTo(k == chosen ? "one-se" : "");
        }
        assertThat(rows.getLast().getField("model")).isEqualTo("damped offsets");
        assertThat(Double.parseDouble(rows.getLast().getField("rootMeanSquare")))
                .isEqualTo(report.get("baselines").get(2).get("rootMeanSquare").doubleValue());
    }

    /** The model of a path is one like any other: for predict, --warm-start, certify and Java. */
    @Test
    void everyModelCanBeUsed() throws IOException {
        Session session = path("--lambdas=8,4,2", "--hold-out=0.2", "--repeats=3", "--keep-models");
        assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(session.out()).contains("model-1/", "model-2/", "model-3/");
        JsonNode report = json("path.json");
        int chosen = report.get("chosen").intValue();
        TrainedModel best = ModelDirectory.load(out);
        for (int k = 0; k < 3; k++) {
            Path kept = out.resolve("model-" + (k + 1));
            String lambda = report.get("points").get(k).get("lambda").toString();
            TrainedModel model = ModelDirectory.load(kept);
            assertThat(model.factors().rank())
                    .isEqualTo(report.get("points").get(k).get("rank").intValue());
            if (k == chosen) {
                assertThat(model.allEntries()).containsExactly(best.allEntries());
            }
            use(kept, lambda, model);
        }
        use(out, json("report.json").get("lambda").toString(), best);
    }

    private void use(Path kept, String lambda, TrainedModel model) throws IOException {
        Path places = Files.writeString(directory.resolve("at.csv"), "user,item\nu3,i2\nu4,i7\n");
        Path predicted = directory.resolve("predicted.npy");
        Session predict = Session.run("predict", kept, "--at", places, "--out", predicted);
        assertThat(predict.exitCode()).as(predict.err()).isZero();
        DenseMatrix found = MatrixReader.read(predicted);
        // Ids are sorted as texts: u0, u1, u10, …, u3 is row 23; i2 is column 12, i7 column 17.
        double[] expected = model.entries(new int[] {23, 24}, new int[] {12, 17});
        assertThat(new double[] {found.get(0, 0), found.get(1, 0)}).containsExactly(expected);
        Object[] problem = {entries, "--missing=unlisted", "--center=both", "--lambda", lambda};
        Path again = directory.resolve("again");
        Session warm = run("solve", problem, "--warm-start", kept, "--out", again);
        assertThat(warm.exitCode()).as(warm.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(again.resolve("report.json"));
        assertThat(report.get("appends").intValue()).isZero();
        assertThat(report.get("lambdaMax").get("upper").doubleValue())
                .isCloseTo(
                        json("path.json").get("lambdaMax").get("upper").doubleValue(),
                        within(1e-4));
        Session certify = run("certify", problem, "--factors", kept);
        assertThat(certify.exitCode()).as(certify.err()).isZero();
        assertThat(certify.out()).containsPattern("lambda max +\\d");
    }

    private static Session run(String command, Object[] problem, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(problem));
        words.addAll(List.of(more));
        return Session.run(words.toArray());
    }

    @Test
    void theEdgeAndABetterBaselineAreTold() throws IOException {
        assertThat(path("--lambdas=0.5,0.4", "--folds=2").err())
                .contains("the best lambda is the largest of the path");
        assertThat(path("--lambdas=9,7", "--folds=2").err())
                .contains("the best lambda is the smallest of the path");
        entries = Files.writeString(directory.resolve("noise.csv"), noise());
        assertThat(path("--lambdas=0.5", "--folds=2", "--center=global").err())
                .containsPattern(
                        "no lambda predicts the entries held out as well as the baseline"
                            + " '.*offsets': root mean square error .* against .*; --center both"
                            + " adds offsets");
    }

    /** Nothing but offsets and noise. */
    private static String noise() {
        Random random = new Random(4);
        StringBuilder lines = new StringBuilder("user,item,rating\n");
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 10; j++) {
                lines.append("u%d,i%d,%.4f%n".formatted(i, j, i + j + random.nextGaussian()));
            }
        }
        return lines.toString();
    }

    /** Started again after a time limit in the middle, it ends as if it had never stopped. */
    @Test
    void foldsGoOnFromACheckpoint() throws IOException {
        Object[] words = {"--lambdas=6,4,3", "--folds=3", "--seed=5"};
        path(words);
        JsonNode whole = json("path.json").get("points");
        out = directory.resolve("stopped");
        Path checkpoint = directory.resolve("checkpoint");
        Object[] kept = {
            words[0], words[1], words[2], "--checkpoint", checkpoint, "--checkpoint-interval=0"
        };
        Session none = limited(kept, 1e-9);
        assertThat(none.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED);
        assertThat(none.err()).contains("0 of 3 λ are solved", "run the same command again");
        limited(kept, 0.03); // Wherever it stops, if it does.
        Session last = limited(kept, 1e9);
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(checkpoint).doesNotExist();
        JsonNode points = json("path.json").get("points");
        for (int k = 0; k < 3; k++) {
            assertThat(points.get(k).get("heldOut")).isEqualTo(whole.get(k).get("heldOut"));
            assertThat(points.get(k).get("objective")).isEqualTo(whole.get(k).get("objective"));
        }
    }

    private Session limited(Object[] words, double limit) {
        Object[] limited = Arrays.copyOf(words, words.length + 1);
        limited[words.length] = "--time-limit=" + limit;
        return path(limited);
    }

    /** A dense matrix is divided too, and one loss is as good as another. */
    @Test
    void denseMatricesAndOtherLossesHaveFolds() throws IOException {
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 20, 15, 2);
        Session session =
                Session.run(
                        "path",
                        matrix,
                        "--loss=huber:0.2",
                        "--folds=3",
                        "--ratio=0.4",
                        "--count=4",
                        "--out",
                        out);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out()).contains("(mean Huber loss)").doesNotContain("damped");
        assertThat(json("path.json").get("baselines")).hasSize(2);
    }
}
