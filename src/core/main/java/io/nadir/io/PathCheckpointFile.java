package io.nadir.io;

import io.nadir.PathCheckpoints;
import io.nadir.PathState;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Saves the state of a regularization path to a file. The file is always replaced as a whole, so
 * that it contains one complete state, with every finished λ, even if the process is killed at any
 * moment.
 *
 * <p>The format is that of {@link CheckpointFile} with {@code NADIRPTH} as its first 8 bytes. Not
 * thread-safe; serves one path at a time.
 */
public final class PathCheckpointFile extends StateFile<PathState> implements PathCheckpoints {
    private static final Kind<PathState> KIND =
            new Kind<>(
                    "NADIRPTH", 3, "checkpoint of a path", PathState::writeTo, PathState::readFrom);

    /**
     * Creates a checkpoint for the given file, without reading or writing it.
     *
     * @param interval the shortest time between two checkpoints within a solve; zero for one at
     *     every step. The end of each solve makes an additional checkpoint
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public PathCheckpointFile(Path file, Duration interval) {
        super(file, KIND, interval);
    }
}
