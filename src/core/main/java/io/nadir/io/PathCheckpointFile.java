package io.nadir.io;

import io.nadir.PathCheckpoints;
import io.nadir.PathState;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Saves the state of a regularization path to a file. The file is always replaced as a whole, so
 * that it contains one complete state, with every finished λ, even if the process is killed at any
 * moment.
 *
 * <p>The format is that of {@link CheckpointFile} with {@code NADIRPTH} as its first 8 bytes. Not
 * thread-safe; serves one path at a time.
 */
public final class PathCheckpointFile implements PathCheckpoints {
    private static final StateFile.Kind KIND =
            new StateFile.Kind("NADIRPTH", 3, "checkpoint of a path");

    private final StateFile file;

    /**
     * Creates a checkpoint for the given file, without reading or writing it.
     *
     * @param interval the shortest time between two checkpoints within a solve; zero for one at
     *     every step. The end of each solve makes an additional checkpoint
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public PathCheckpointFile(Path file, Duration interval) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(interval, "interval");

        this.file = new StateFile(file, KIND, interval);
    }

    /**
     * Checks that the file can be written, before there is work to lose.
     *
     * @throws IOException if it cannot be written; nothing is left behind
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
     * Reads the state, after a first pass over the file that verifies the checksum.
     *
     * @throws DataFormatException if the file is not a checkpoint of a path of this version, or is
     *     damaged; the message says which
     * @throws InsufficientMemoryException if the state does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public PathState load() throws IOException {
        return file.load(PathState::readFrom);
    }
}
