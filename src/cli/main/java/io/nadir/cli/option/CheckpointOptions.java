package io.nadir.cli.option;

import io.nadir.PathOptions;
import io.nadir.PathState;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.CheckpointFile;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where a solve or a path keeps its state, and finds it again. */
@Section.In(Section.RUN)
public final class CheckpointOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "Save the state of the work to FILE at intervals, and continue from "
                            + "FILE if it exists. FILE is removed once the result is certified and "
                            + "written.")
    private @Nullable Path file;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "S",
            description = "Seconds between two checkpoints (default: ${DEFAULT-VALUE}).")
    private double interval = 30;

    /**
     * Adds the checkpoints to {@code options}.
     *
     * @throws IOException if there is a checkpoint that cannot be used
     * @throws RefusedException if the interval is not allowed
     */
    public SolverOptions addTo(SolverOptions options) throws IOException, RefusedException {
        if (file == null) {
            return options;
        }
        Path path = file;
        CheckpointFile<SolveState> checkpoint =
                RefusedException.unless(() -> CheckpointFile.ofSolve(path, duration()));
        checkpoint.requireWritable();
        SolverOptions kept = options.withCheckpoints(checkpoint);
        return Files.exists(path) ? kept.withResume(checkpoint.load()) : kept;
    }

    /**
     * Adds the checkpoints to the options of a path.
     *
     * @throws IOException if there is a checkpoint that cannot be used
     * @throws RefusedException if the interval is not allowed
     */
    public PathOptions addTo(PathOptions options) throws IOException, RefusedException {
        if (file == null) {
            return options;
        }
        Path path = file;
        CheckpointFile<PathState> checkpoint =
                RefusedException.unless(() -> CheckpointFile.ofPath(path, duration()));
        checkpoint.requireWritable();
        PathOptions kept = options.withCheckpoints(checkpoint);
        return Files.exists(path) ? kept.withResume(checkpoint.load()) : kept;
    }

    /** What to do to go on with work that was cut short. */
    public String howToGoOn() {
        return file == null
                ? "with --checkpoint FILE, the same command again would have gone on from there"
                : "run the same command again to go on";
    }

    /** Removes the file of a solve that has nothing left to do. */
    public void finish() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private Duration duration() {
        if (!(interval >= 0)) {
            throw new IllegalArgumentException(
                    "--checkpoint-interval = " + interval + ", allowed are 0 and more");
        }
        return Stopwatch.duration(interval);
    }
}
