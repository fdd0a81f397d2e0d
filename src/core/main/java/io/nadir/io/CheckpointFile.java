package io.nadir.io;

import io.nadir.Nadir;
import io.nadir.solver.CheckpointSink;
import io.nadir.solver.SolveState;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Saves the state of a solve to a file. The file is always replaced as a whole, so that it contains
 * one complete state even if the process is killed at any moment.
 *
 * {@snippet file="embedder/Examples.java" region="checkpoint"}
 *
 * <p>The state is written and read as a stream and may be as large as memory allows. Format,
 * big-endian: 8 bytes {@code NADIRCKP}, the version (4 bytes), the state, then the number of
 * preceding bytes (8) and their CRC-32C checksum (8). Not thread-safe; serves one solve at a time.
 */
public final class CheckpointFile implements CheckpointSink {
    private static final StateFile.Kind KIND = new StateFile.Kind("NADIRCKP", 3, "checkpoint");

    private final StateFile file;

    /**
     * Creates a checkpoint for the given file, without reading or writing it.
     *
     * @param interval the shortest time between two checkpoints of a solve; zero for one at every
     *     step
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public CheckpointFile(Path file, Duration interval) {
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
    public void offer(SolveState state, boolean last) throws IOException {
        Objects.requireNonNull(state, "state");

        file.offer(state::writeTo, last);
    }

    /**
     * Reads the state, after a first pass over the file that verifies the checksum.
     *
     * @throws DataFormatException if the file is not a checkpoint of this version or is damaged;
     *     the message says which
     * @throws InsufficientMemoryException if the state does not fit into memory
     * @throws IOException if the file cannot be read
     */
    public SolveState load() throws IOException {
        return file.load(Nadir::readState);
    }
}
