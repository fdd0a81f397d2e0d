package io.nadir.cli;

import io.nadir.io.CheckpointFile;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where a solve keeps its state, and finds it again. */
final class CheckpointOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "Keep the state of the solve in this file, and go on from it if it is there;"
                            + " removed once the result is certified and written.")
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
    SolverOptions addTo(SolverOptions options) throws IOException, RefusedException {
        if (file == null) {
            return options;
        }
        Path path = file;
        CheckpointFile checkpoint =
                RefusedException.unless(() -> new CheckpointFile(path, duration()));
        SolverOptions kept = options.withCheckpoints(checkpoint);
        return Files.exists(path) ? kept.withResume(checkpoint.load()) : kept;
    }

    /** Removes the file of a solve that has nothing left to do. */
    void finish() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private Duration duration() {
        if (!(interval >= 0)) {
            throw new IllegalArgumentException(
                    "--checkpoint-interval = " + interval + ", allowed are 0 and more");
        }
        return Duration.ofNanos((long) (interval * 1e9));
    }
}
