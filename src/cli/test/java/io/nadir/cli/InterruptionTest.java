package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nadir.io.ModelDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/**
 * Commands that are ended at random moments, half of them by a signal that nothing can answer:
 * nothing finished is lost, nothing is half written, and what is said is true. The moments are
 * random, what has to hold afterwards is not.
 */
class InterruptionTest {
    private static final int LAMBDAS = 6;
    private static final Pattern FINISHED = Pattern.compile("(?m)^λ (\\d+) of 6: .* global, ");
    private static final Pattern EXTENT = Pattern.compile("(\\d+) of 6 λ are solved");

    @TempDir private Path directory;
    private Path matrix;
    private final List<Kind> kinds = new ArrayList<>();

    /**
     * A command.
     *
     * @param name of its directories
     * @param arguments but for where the results go
     * @param resumable whether it keeps a checkpoint
     */
    private record Kind(String name, List<Object> arguments, boolean resumable) {
        private Object[] to(Path out, Path checkpoint) {
            List<Object> all = new ArrayList<>(arguments);
            all.addAll(List.of("--out", out));
            if (resumable) {
                all.addAll(List.of("--checkpoint", checkpoint, "--checkpoint-interval", 0));
            }
            return all.toArray();
        }
    }

    /** What a process has left. */
    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void makeKinds() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), 90, 70, 5);
        Path model = directory.resolve("model");
        assertThat(Session.run("solve", matrix, "--lambda=0.5", "-q", "--out", model).exitCode())
                .isZero();
        List<Object> solve =
                List.of("solve", matrix, "--lambda=0.4", "--loss=huber:0.05", "--threads=1");
        List<Object> path =
                List.of("path", matrix, "--ratio=0.5", "--count", LAMBDAS, "--threads=1");
        List<Object> heldOut = new ArrayList<>(path);
        heldOut.add("--hold-out=0.2");
        kinds.add(new Kind("solve", solve, true));
        List<Object> folds = new ArrayList<>(path);
        folds.addAll(List.of("--folds=2", "--choose=one-se"));
        kinds.add(new Kind("folds", folds, true));
        kinds.add(new Kind("predict", List.of("predict", model), false));
        kinds.add(new Kind("path", path, true));
        kinds.add(new Kind("hold-out", heldOut, true));
    }

    @Test
    @Timeout(600)
    void nothingIsLostInAFewInterruptions() throws IOException, InterruptedException {
        interrupt(1, 3); // Folds keep what a path and a hold-out keep, and more.
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void nothingIsLostInTwoHundredInterruptions() throws IOException, InterruptedException {
        interrupt(50, kinds.size());
    }

    private void interrupt(int timesEach, int count) throws IOException, InterruptedException {
        Random random = new Random(10);
        for (int number = 0; number < count; number++) {
            Kind kind = kinds.get(number);
            Path whole = directory.resolve(kind.name + "-whole.npy");
            long begin = System.nanoTime();
            Process process = start(kind, whole, directory.resolve("none"));
            assertThat(process.waitFor()).isZero();
            long nanos = System.nanoTime() - begin;
            for (int k = 0; k < timesEach; k++) {
                String signal =
                        (number + k) % 2 == 0 ? "KILL" : random.nextBoolean() ? "TERM" : "INT";
                String what = kind.name + " " + k + " " + signal;
                Path out = directory.resolve(kind.name + "-" + k + ".npy");
                Path checkpoint = directory.resolve(kind.name + "-" + k + ".checkpoint");
                long moment = (long) (nanos * (0.2 + 0.8 * random.nextDouble()));
                Ended ended = endAfter(start(kind, out, checkpoint), moment, signal);
                switch (kind.name) {
                    case "solve" -> checkSolve(what, ended, out);
                    case "predict" -> checkPrediction(what, out, whole);
                    default -> checkPath(what, ended, signal, out, whole);
                }
                checkSecondRun(what, kind, out, checkpoint, whole);
            }
        }
    }

    private Process start(Kind kind, Path out, Path checkpoint) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As fast to start as can be, which is most of what these processes do.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        for (Object argument : kind.to(out, checkpoint)) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    private Ended endAfter(Process process, long nanos, String signal)
            throws IOException, InterruptedException {
        if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        }
        return ended(process);
    }

    private Ended ended(Process process) throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        return new Ended(
                exitCode,
                Files.readString(directory.resolve("stdout")),
                Files.readString(directory.resolve("stderr")));
    }

    private static void checkSolve(String what, Ended ended, Path out) throws IOException {
        List<String> names = checkFiles(what, out);
        if (ended.err.contains("nadir: interrupted")) {
            assertThat(ended.err).as(what).contains("written to " + out);
            assertThat(ended.out).as(what).contains("interrupted");
        }
        if (ended.out.contains("written")) {
            assertThat(names)
                    .as(what)
                    .contains("U.npy", "V.npy", "model.json", "report.json", "convergence.png");
        }
        if (names.contains("report.json")) {
            JsonNode report = json(out.resolve("report.json"));
            assertThat(ModelDirectory.load(out).factors().rank())
                    .as(what)
                    .isEqualTo(report.get("rank").intValue());
            assertKnown(what, report);
        }
    }

    private static void checkPath(String what, Ended ended, String signal, Path out, Path whole)
            throws IOException {
        List<String> names = checkFiles(what, out);
        JsonNode expected = json(whole.resolve("path.json")).get("points");
        List<JsonNode> points = new ArrayList<>();
        if (names.contains("path.json")) {
            json(out.resolve("path.json")).get("points").forEach(points::add);
        }
        int finished = 0;
        for (int k = 0; k < points.size(); k++) {
            String at = what + ", λ " + (k + 1);
            JsonNode point = points.get(k);
            assertKnown(at, point);
            Path u = out.resolve("U-" + (k + 1) + ".npy");
            Path v = out.resolve("V-" + (k + 1) + ".npy");
            assertThat(columns(u))
                    .as(at)
                    .isEqualTo(columns(v))
                    .isEqualTo(point.get("rank").intValue());
            if (point.get("verdict").stringValue().equals("GLOBAL")) {
                finished++;
                assertThat(u).as(at).hasSameBinaryContentAs(whole.resolve(u.getFileName()));
                assertThat(v).as(at).hasSameBinaryContentAs(whole.resolve(v.getFileName()));
                assertSamePoint(at, point, expected.get(k));
            }
        }
        // At most one is unfinished, and it is the last.
        assertThat(points.size()).as(what).isBetween(finished, finished + 1);
        long told = FINISHED.matcher(ended.err).results().count();
        assertThat((long) finished).as(what).isGreaterThanOrEqualTo(told);
        Matcher extent = EXTENT.matcher(ended.err);
        if (extent.find()) {
            assertThat(finished).as(what).isEqualTo(Integer.parseInt(extent.group(1)));
            assertThat(ended.err).as(what).contains("nadir: interrupted: ");
            assertThat(ended.err.contains("best point of number " + (finished + 1)))
                    .as(what)
                    .isEqualTo(points.size() > finished);
        } else if (!signal.equals("KILL")) {
            // It came before there was anything to interrupt, or after.
            assertThat(finished).as(what + ": " + ended).isIn(0, LAMBDAS);
            assertThat(points).as(what).hasSize(finished);
        }
        if (ended.err.contains("nothing is written")) {
            assertThat(out).as(what).doesNotExist();
        }
    }

    private static void checkPrediction(String what, Path out, Path whole) throws IOException {
        if (Files.exists(out)) {
            assertThat(out).as(what).hasSameBinaryContentAs(whole);
        }
    }

    /** The same command once more goes to the end, with the bits of a run that was never ended. */
    private void checkSecondRun(String what, Kind kind, Path out, Path checkpoint, Path whole)
            throws IOException, InterruptedException {
        Ended second = ended(start(kind, out, checkpoint));
        assertThat(second.exitCode).as(what + ": " + second.err).isZero();
        assertThat(checkpoint).as(what).doesNotExist();
        if (!Files.isDirectory(whole)) {
            assertThat(out).as(what).hasSameBinaryContentAs(whole);
            return;
        }
        List<String> names = checkFiles(what, whole);
        assertThat(checkFiles(what, out)).as(what).isEqualTo(names);
        for (String name : names) {
            if (name.endsWith(".npy")) {
                assertThat(out.resolve(name))
                        .as(what + " " + name)
                        .hasSameBinaryContentAs(whole.resolve(name));
            }
        }
        if (names.contains("path.json")) {
            JsonNode points = json(out.resolve("path.json")).get("points");
            JsonNode expected = json(whole.resolve("path.json")).get("points");
            assertThat(points).as(what).hasSize(expected.size());
            for (int k = 0; k < expected.size(); k++) {
                assertSamePoint(what, points.get(k), expected.get(k));
            }
        }
    }

    private static void assertSamePoint(String what, JsonNode point, JsonNode expected) {
        List<String> fields =
                List.of("lambda", "objective", "gap", "rank", "verdict", "iterations", "appends");
        for (String field : fields) {
            assertThat(point.get(field)).as(what + " " + field).isEqualTo(expected.get(field));
        }
        assertThat(point.get("heldOut")).as(what).isEqualTo(expected.get("heldOut"));
    }

    /** What is not finite is written as null. */
    private static void assertKnown(String what, JsonNode report) {
        for (String field : List.of("objective", "lowerBound", "gap", "relativeGap")) {
            assertThat(report.get(field).isNumber()).as(what + " " + field).isTrue();
        }
    }

    /** Reads every file but temporary ones to its end; returns their names in order. */
    private static List<String> checkFiles(String what, Path out) throws IOException {
        if (!Files.exists(out)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".")) {
                    assertThat(name).as(what).matches("[.].*[.]nadir-tmp|[.]nadir-commit");
                    continue;
                }
                names.add(name);
                switch (name.substring(name.lastIndexOf('.'))) {
                    case ".npy" -> columns(file);
                    case ".json" -> json(file);
                    case ".csv" -> assertThat(Files.readString(file)).as(what).endsWith("\n");
                    default -> assertThat(ImageIO.read(file.toFile())).as(what).isNotNull();
                }
            }
        }
        return names;
    }

    /** Columns of a matrix whose file is complete; there may be none. */
    private static int columns(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 0, Math.min(bytes.length, 128), ISO_8859_1);
        Matcher shape = Pattern.compile("'shape': [(](\\d+), (\\d+)[)].*\n").matcher(header);
        assertThat(shape.find()).as(file.toString()).isTrue();
        int columns = Integer.parseInt(shape.group(2));
        int elements = Integer.parseInt(shape.group(1)) * columns;
        assertThat(bytes).as(file.toString()).hasSize(shape.end() + Double.BYTES * elements);
        return columns;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file);
    }
}
