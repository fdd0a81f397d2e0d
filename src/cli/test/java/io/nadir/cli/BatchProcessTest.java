package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.io.CheckpointFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A batch whose process ends before its time. */
@Timeout(300)
class BatchProcessTest {
    private static final List<String> FLAGS =
            List.of("-Xmx256m", "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1");

    /** After so many steps of descent a job is killed. */
    private static final int STEPS = 1;

    @TempDir private Path directory;

    private static Path log(Path out) {
        return out.resolve("jobs.jsonl");
    }

    /** Waits until a batch says that so many jobs have ended. */
    private static void await(BufferedReader said, String count) throws IOException {
        String line = said.readLine();
        while (line != null && !line.startsWith(count)) {
            line = said.readLine();
        }
        assertThat(line).as("a line that begins with " + count).isNotNull();
    }

    /**
     * The fourth input is a pipe into which nobody writes, so that the batch is killed there. Both
     * processes have the same kernels, without which they would not trust each other's bits.
     */
    @Test
    @Execution(CONCURRENT)
    void aKilledBatchGoesOnWhereItStopped() throws IOException, InterruptedException {
        List<Path> inputs = new ArrayList<>();
        for (int k = 1; k <= 7; k++) {
            inputs.add(directory.resolve("y" + k + ".npy"));
            if (k != 4) {
                Session.writeMatrix(inputs.getLast(), 30, 20, k);
            }
        }
        assertThat(new ProcessBuilder("mkfifo", inputs.get(3).toString()).start().waitFor())
                .isZero();
        Path killed = directory.resolve("killed");
        Process process = ProcessTest.start(FLAGS, command(inputs, killed));
        await(process.inputReader(StandardCharsets.UTF_8), "3/7 y3: ");
        process.destroyForcibly().waitFor(); // kill -9
        List<String> before = Files.readAllLines(log(killed));
        assertThat(before).hasSize(3);
        assertThat(killed.resolve("summary.csv")).doesNotExist();

        Files.delete(inputs.get(3));
        Session.writeMatrix(inputs.get(3), 30, 20, 4);
        Session again = Session.run(command(inputs, killed));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err().lines().toList())
                .hasSize(5)
                .startsWith("going on: 3 of 7 jobs are done");
        assertThat(Files.readAllLines(log(killed))).hasSize(7).startsWith(array(before));
        assertThat(killed.resolve("summary.csv")).content().hasLineCount(8);
        assertThat(killed.toFile().list()).doesNotContain(".checkpoints");

        Path whole = directory.resolve("whole");
        assertThat(Session.run(command(inputs, whole)).exitCode()).isZero();
        for (int k = 1; k <= 7; k++) {
            assertThat(killed.resolve("y" + k + "/model.json"))
                    .hasSameBinaryContentAs(whole.resolve("y" + k + "/model.json"));
        }
    }

    /**
     * A job that is under way is killed as soon as its state is on the disk with some steps in it;
     * the next start takes the state up, and ends with the bits of a job that nobody killed.
     */
    @Test
    @Execution(CONCURRENT)
    void aKilledJobGoesOnFromItsState() throws IOException, InterruptedException {
        Path input = Session.writeMatrix(directory.resolve("long.npy"), 200, 150, 80);
        Path killed = directory.resolve("killed");
        Process process = ProcessTest.start(FLAGS, longJob(input, killed));
        int steps = 0;
        while (steps < STEPS) {
            assertThat(process.isAlive()).as("%d steps", steps).isTrue();
            steps = steps(killed);
        }
        process.destroyForcibly().waitFor(); // kill -9
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        int reached = steps(killed);
        assertThat(log(killed)).isEmptyFile();
        assertThat(killed.resolve("long/report.json")).doesNotExist();

        Session again = Session.run(longJob(input, killed));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err().lines().toList())
                .hasSize(2)
                .startsWith("long: goes on from its last state");
        assertThat(killed.toFile().list()).doesNotContain(".checkpoints");
        Path whole = directory.resolve("whole");
        Session alone = Session.run(longJob(input, whole));
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        for (String name : List.of("model.json", "U.npy", "V.npy")) {
            assertThat(killed.resolve("long").resolve(name))
                    .hasSameBinaryContentAs(whole.resolve("long").resolve(name));
        }
        assertThat(reached).isGreaterThanOrEqualTo(STEPS);
    }

    private static Object[] longJob(Path input, Path out) {
        return new Object[] {
            "batch",
            input,
            "--lambda=0.2",
            "--descent=proximal-gradient",
            "--gap=1e-8",
            "--no-pictures",
            "--threads=1",
            "--checkpoint-interval=0",
            "--out",
            out
        };
    }

    /** The steps in the state of the only job; 0 if there is no state yet. */
    private static int steps(Path out) throws IOException {
        Path states = out.resolve(".checkpoints");
        if (!Files.isDirectory(states)) {
            return 0;
        }
        try (var files = Files.list(states)) {
            Path state =
                    files.filter(file -> !file.getFileName().toString().startsWith("."))
                            .findFirst()
                            .orElse(null);
            return state == null
                    ? 0
                    : CheckpointFile.ofSolve(state, Duration.ZERO).load().iterations();
        }
    }

    private static String[] array(List<String> lines) {
        return lines.toArray(String[]::new);
    }

    private static Object[] command(List<Path> inputs, Path out) {
        List<Object> words = new ArrayList<>(List.of("batch"));
        words.addAll(inputs);
        words.addAll(List.of("--lambda=0.5", "--no-pictures", "--threads=1", "--out", out));
        return words.toArray();
    }

    /** The state of the job that ran is kept, so that it need not begin anew. */
    @Test
    @Execution(CONCURRENT)
    void aBatchThatIsToldToEndKeepsTheBestPoints() throws IOException, InterruptedException {
        Path small = Session.writeMatrix(directory.resolve("small.npy"), 20, 15, 2);
        Path large = Session.writeMatrix(directory.resolve("large.npy"), 400, 300, 150);
        Path out = directory.resolve("out");
        Process process =
                ProcessTest.start(
                        FLAGS,
                        "batch",
                        small,
                        large,
                        "--lambda=0.2",
                        "--descent=proximal-gradient",
                        "--gap=1e-14",
                        "--no-pictures",
                        "--threads=1",
                        "--checkpoint-interval=0",
                        "--out",
                        out);
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        await(said, "1/2 small: ");
        while (steps(out) == 0) {
            assertThat(process.isAlive()).isTrue();
        }
        ProcessTest.Signal.TERM.sendTo(process);
        assertThat(said.lines())
                .anyMatch(line -> line.startsWith("interrupted: large: "))
                .last()
                .isEqualTo("nadir: interrupted: run the same command again to go on");
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(log(out)).content().hasLineCount(1).contains("\"job\":\"small\"");
    }
}
