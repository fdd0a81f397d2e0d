package io.nadir.io;

import io.nadir.PathCheckpoints;
import io.nadir.PathState;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Keeps the state of a regularization path in a file, replaced as a whole: whenever the process
 * dies, the file has the state of one moment, complete, every finished λ among it.
 *
 * <p>Format: that of {@link CheckpointFile}, but for the first 8 bytes, {@code NADIRPTH}. Not
 * thread-safe; one path at a time.
 */
public final class PathCheckpointFile implements PathCheckpoints {
    private static final StateFile.Kind KIND =
            new StateFile.Kind("NADIRPTH", 2, "checkpoint of a path");

    private final StateFile file;

    /**
     * Names the file; it is neither read nor written yet.
     *
     * @param interval least time between two checkpoints within a solve; zero for every step. Each
     *     solve that ends makes another.
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public PathCheckpointFile(Path file, Duration interval) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(interval, "interval");

        this.file = new StateFile(file, KIND, interval);
    }

    /**
     * Makes sure that the file can be written, before there is anything to lose.
     *
     * @throws IOException if it cannot; nothing is left behind
     */
    public void requireWritable() throws IOException {
        file.requireWritable();
    }

    @Override
    public void offer(PathState state, boolean last) throws IOException {
        Objects.requireNonNull(state, "state");

        file.offer(state::writeTo, last);
    }

    /**
     * Reads the state, after a pass over the file that checks it.
     *
     * @throws DataFormatException if the file is not a checkpoint of a path and of this version, or
     *     damaged; the message says how
     * @throws InsufficientMemoryException if the state does not fit into memory
     * @throws IOException if it cannot be read
     */
    public PathState load() throws IOException {
        return file.load(PathState::readFrom);
    }
}
