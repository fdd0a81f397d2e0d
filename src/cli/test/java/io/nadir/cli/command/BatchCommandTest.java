package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import io.nadir.cli.Session;

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
import java.util.List;
import java.util.stream.Stream;

/** Many problems in one process. */
class BatchCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;

    private Path runs;
    private Path out;

    @BeforeEach
    void writeInputs() throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        out = directory.resolve("out");
        for (int rank = 1; rank <= 4; rank++) {
            Session.writeMatrix(runs.resolve("y" + rank + ".npy"), 20, 15, rank);
        }
        Files.writeString(runs.resolve("notes.md"), "no data");
    }

    private Session batch(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("batch", "--out", out));
        all.addAll(List.of(arguments));
        return Session.run(all.toArray());
    }

    private List<NamedCsvRecord> table() throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(out.resolve("summary.csv"))) {
            return reader.stream().toList();
        }
    }

    private List<String> column(String name) throws IOException {
        return table().stream().map(row -> row.getField(name)).toList();
    }

    private Path manifest(String... lines) throws IOException {
        return Files.write(directory.resolve("jobs.jsonl"), List.of(lines));
    }

    private String line(String input, String more) throws IOException {
        return "{\"input\": "
                + JSON.writeValueAsString(runs.resolve(input).toString())
                + more
                + "}";
    }

    @Test
    void aFolderIsSolvedAndTheTableHasWhatTheReportsHave() throws IOException {
        Session session = batch(runs, "--lambda", "0.5", "--no-pictures");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out()).startsWith("All 4 jobs are certified.");
        assertThat(session.err().lines())
                .hasSize(4)
                .allMatch(line ->
                        line.matches("[1-4]/4 y[1-4]: global, probable, objective .* rank .* s"));
        assertThat(column("job")).containsExactly("y1", "y2", "y3", "y4");
        for (NamedCsvRecord row : table()) {
            Path results = out.resolve(row.getField("job"));
            assertThat(results.toFile().list())
                    .containsExactlyInAnyOrder("U.npy", "V.npy", "model.json", "report.json");
            JsonNode report = JSON.readTree(Files.readString(results.resolve("report.json")));
            assertThat(row.getField("out")).isEqualTo(results.toString());
            for (String name : List.of("objective", "lowerBound", "gap", "relativeGap", "lambda")) {
                assertThat(Double.parseDouble(row.getField(name)))
                        .as(name)
                        .isEqualTo(report.get(name).asDouble());
            }
            for (String name : List.of("verdict", "evidence", "rank")) {
                assertThat(row.getField(name)).isEqualTo(report.get(name).asString());
            }
            assertThat(Double.parseDouble(row.getField("seconds"))).isPositive();
            assertThat(row.getField("exitCode")).isEqualTo("0");
        }
    }

    @Test
    void theResultsAreThoseOfSolveForAnyNumberOfThreads() throws IOException {
        Path alone = directory.resolve("alone");
        Session.run("solve", runs.resolve("y3.npy"), "--lambda", "0.5", "--out", alone);
        for (int threads : new int[] {1, 2, 9}) {
            out = directory.resolve("out" + threads);
            Session session =
                    batch(runs, "--lambda=0.5", "--threads", threads, "--no-pictures", "--quiet");
            assertThat(session.exitCode()).isZero();
            assertThat(session.out() + session.err()).isEmpty();
            for (String factor : List.of("U.npy", "V.npy", "model.json")) {
                assertThat(out.resolve("y3").resolve(factor))
                        .hasSameBinaryContentAs(alone.resolve(factor));
            }
        }
    }

    @Test
    void aBadInputStopsNoOther() throws IOException {
        Files.writeString(runs.resolve("y2.npy"), "not an array");
        Files.write(runs.resolve("y5.csv"), List.of("1,2", "3,x"));
        Session session = batch(runs, "--lambda", "0.5", "--no-pictures");
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(session.out()).startsWith("3 of 5 jobs are certified.").contains("refused");
        assertThat(column("exitCode")).containsExactly("0", "2", "0", "0", "2");
        assertThat(table().get(1).getField("message")).contains("y2.npy");
        assertThat(table().get(1).getField("objective")).isEmpty();
        assertThat(session.err()).contains("y2: refused, ").contains("y5: refused, ");
        assertThat(out.resolve("y2")).doesNotExist();
        assertThat(out.resolve("y4/report.json")).exists();
    }

    /** Without the certificate that was asked for, there are results but no exit code 0. */
    @Test
    void aJobWithoutCertificateIsNoSuccess() throws IOException {
        Path manifest = manifest(line("y1.npy", ""), "", line("y4.npy", ", \"max-rank\": 1"));
        Session session = batch("--manifest", manifest, "--lambda=0.5", "--summary-only");
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(column("exitCode")).containsExactly("0", "3");
        assertThat(column("verdict")).containsExactly("GLOBAL", "NOT_GLOBAL");
        assertThat(column("stopReason").getFirst()).isEmpty();
        assertThat(column("stopReason").getLast()).isEqualTo("MAX_RANK");
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder("summary.csv", "jobs.jsonl", "batch.json");
    }

    /** A job of a fixed rank does what it was asked for, and yet is not the minimum. */
    @Test
    void aJobThatConvergedAtItsRankIsNotCertified() throws IOException {
        Path manifest = manifest(line("y1.npy", ""), line("y4.npy", ", \"rank\": 1"));
        Session session = batch("--manifest", manifest, "--lambda=0.5", "--summary-only");
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(session.out())
                .startsWith("1 of 2 jobs are certified.")
                .contains("not global    1", "at --rank     1 of these");
        assertThat(session.err())
                .contains(
                        "y4: not-global (descent has converged at the rank asked for), objective");
        assertThat(column("exitCode")).containsExactly("0", "0");
        assertThat(column("verdict")).containsExactly("GLOBAL", "NOT_GLOBAL");
        Session report = Session.run("report", out);
        assertThat(report.exitCode()).isZero();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("descent has converged at the rank asked for")
                .contains("1 of 2 jobs are certified");
    }

    @Test
    void linesOfAManifestHaveOptionsOfTheirOwn() throws IOException {
        Path own = directory.resolve("own");
        Path manifest =
                manifest(
                        line("y2.npy", ", \"lambda\": 3e-1, \"loss\": \"huber:2\""),
                        line("y2.npy", ", \"out\": " + JSON.writeValueAsString(own.toString())),
                        line("y2.npy", ", \"no-pictures\": false, \"evidence\": \"proved\""),
                        line("y2.npy", ", \"tiles\": \"4x5\", \"no-pictures\": false"));
        Session session = batch("--manifest", manifest, "--lambda=0.5", "--no-pictures");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(column("job")).containsExactly("y2", "y2-2", "y2-3", "y2-4");
        assertThat(column("lambda")).containsExactly("0.3", "0.5", "0.5", "0.5");
        assertThat(column("evidence"))
                .containsExactly("PROBABLE", "PROBABLE", "PROVED", "PROBABLE");
        assertThat(out.resolve("y2/E.npy")).exists();
        assertThat(own.resolve("U.npy")).exists();
        assertThat(own.resolve("convergence.png")).doesNotExist();
        assertThat(out.resolve("y2-3/convergence.png")).exists();
        assertThat(out.resolve("y2-4/tiles.png")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"lamda\": 1            | unknown key lamda: did you mean lambda?",
                "\"max_rank\": 1         | unknown key max_rank: did you mean max-rank?",
                "\"wobble-by\": 1        | unknown key wobble-by, allowed are base, bias, ",
                "\"gap\": \"tiny\"       | '--gap'",
                "\"gap\": -1             | --gap = -1.0, allowed are ",
                "\"evidence\": \"sure\"  | 'sure', allowed are probable, proved",
                "\"bias\": 1             | bias = 1, allowed are true and false",
                "\"model\": [\"nmf\"]    | model = [nmf], allowed is a single value",
                "\"model\": {}           | model is an object, allowed are ",
                "\"threads\": 4          | the key threads is not for one job",
                "\"out\": 7              | out = 7, allowed is the name of a file",
                "\"lambda\": 1 2         | column ",
                "\"gap\": 1, \"gap\": 2  | Duplicate",
            })
    void aBadLineIsRefusedBeforeAnythingIsDone(String field, String message) throws IOException {
        Path manifest = manifest(line("y1.npy", ""), "", line("y2.npy", ", " + field.strip()));
        Session session = batch("--manifest", manifest, "--lambda=0.5");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err())
                .startsWith("nadir: " + manifest + ", line 3: ")
                .contains(message.strip())
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void aBatchWithNothingToDoIsRefused() throws IOException {
        assertThat(batch("--lambda=1").err()).contains("there are no jobs");
        assertThat(batch(directory.resolve("none"), "--lambda=1").err())
                .contains("no such file or directory");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(batch(empty, "--lambda=1").err()).contains("has no data files");
        assertThat(batch(runs).err()).contains("--lambda L is missing");
        assertThat(batch(runs, "--lambda=1", "--threads=0").err()).contains("--threads = 0");
        assertThat(batch(runs, "--lambda=1", "--tread=1").err()).contains("did you mean --threads");
        assertThat(batch(runs, "--lambda=1", "--sparse", "--missing=nan").err())
                .contains("mutually exclusive");
        Path manifest =
                manifest(line("y1.npy", ", \"out\": \"a\""), line("y2.npy", ", \"out\": \"./a\""));
        assertThat(batch("--manifest", manifest, "--lambda=1").err())
                .contains("line 2: out = ./a, allowed is a directory that no other job has");
        assertThat(out).doesNotExist();
    }

    @Test
    void patternsAndStandardInputNameJobs() throws IOException {
        Files.createDirectories(runs.resolve("deep/er"));
        Files.copy(runs.resolve("y1.npy"), runs.resolve("deep/er/y9.npy"));
        Session session =
                batch(runs + "/**/y*.npy", runs + "/y[23].npy", "--lambda=1", "--summary-only");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(column("job")).containsExactly("y9", "y2", "y3");
        out = directory.resolve("second");
        Session piped =
                Session.runOn(
                        line("y1.npy", "") + "\n",
                        "batch",
                        "--manifest=-",
                        "--lambda=1",
                        "--summary-only",
                        "--json",
                        "--out",
                        out);
        JsonNode json = JSON.readTree(piped.out());
        assertThat(json.get("certified").asInt()).isEqualTo(1);
        assertThat(json.get("results").get(0).get("job").asString()).isEqualTo("y1");
    }

    /** As after a kill: a line of the log is cut off, a file is changed, results are gone. */
    @Test
    void theSameCommandGoesOnWithWhatIsNotDone() throws IOException {
        Object[] command = {runs, "--lambda=0.5", "--no-pictures", "--threads=1"};
        assertThat(batch(command).exitCode()).isZero();
        Path log = out.resolve("jobs.jsonl");
        String first = Files.readString(log);
        Files.writeString(log, first.substring(0, first.length() - 20));
        Files.delete(out.resolve("y2/report.json"));
        Session.writeMatrix(runs.resolve("y3.npy"), 20, 16, 2);
        Session session = batch(command);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.err().lines().toList())
                .first()
                .isEqualTo("going on: 1 of 4 jobs are done");
        assertThat(session.err()).contains("y2: ", "y3: ", "4/4 y4: ").doesNotContain("y1: ");
        assertThat(session.out()).contains("done before   1");
        assertThat(column("job")).containsExactly("y1", "y2", "y3", "y4");
        assertThat(column("rank").get(2)).isEqualTo("2");
        assertThat(batch(command).out()).contains("done before   4");
        // Another option is another job.
        assertThat(batch(runs, "--lambda=0.4", "--summary-only").out()).doesNotContain("before");
    }

    /** A job that was refused is tried again: the file may be there by now. */
    @Test
    void whatWasRefusedIsTriedAgain() throws IOException {
        Path manifest = manifest(line("y1.npy", ""), line("late.npy", ""));
        Object[] command = {"--manifest", manifest, "--lambda=0.5", "--summary-only"};
        Session before = batch(command);
        assertThat(before.exitCode()).isEqualTo(3);
        assertThat(before.err()).contains("late: refused").contains("no such file or directory");
        Session.writeMatrix(runs.resolve("late.npy"), 20, 15, 2);
        Session after = batch(command);
        assertThat(after.exitCode()).as(after.err()).isZero();
        assertThat(column("exitCode")).containsExactly("0", "0");
    }

    @Test
    void aLogOfSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(out);
        Path log = Files.writeString(out.resolve("jobs.jsonl"), "{\"input\": \"a.npy\"}\n");
        Session session = batch(runs, "--lambda=1");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("line 1: is not the log of a batch");
        assertThat(log).hasContent("{\"input\": \"a.npy\"}");
    }

    @Test
    void solveAndPathDrawNoPictureIfNoneIsWanted() {
        Path y = runs.resolve("y2.npy");
        assertThat(Session.run("solve", y, "--lambda=1", "--no-pictures", "--out", out).exitCode())
                .isZero();
        Session path =
                Session.run(
                        "path", y, "--lambdas=2,1", "--no-pictures", "--out", out.resolve("path"));
        assertThat(path.exitCode()).isZero();
        assertThat(path.out()).contains("path.json").doesNotContain(".png");
        assertThat(Stream.of(out, out.resolve("path")).flatMap(d -> Stream.of(d.toFile().list())))
                .contains("U.npy", "U-1.npy")
                .noneMatch(name -> name.endsWith(".png"));
        Session both =
                Session.run("solve", y, "--lambda=1", "--no-pictures", "--tiles=4x5", "--out", out);
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--tiles is a picture");
    }
}
