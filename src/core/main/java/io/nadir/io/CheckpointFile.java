package io.nadir.io;

import io.nadir.Nadir;
import io.nadir.solver.CheckpointSink;
import io.nadir.solver.SolveState;

import java.nio.file.Path;
import java.time.Duration;

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
public final class CheckpointFile extends StateFile<SolveState> implements CheckpointSink {
    private static final Kind<SolveState> KIND =
            new Kind<>("NADIRCKP", 3, "checkpoint", SolveState::writeTo, Nadir::readState);

    /**
     * Creates a checkpoint for the given file, without reading or writing it.
     *
     * @param interval the shortest time between two checkpoints of a solve; zero for one at every
     *     step
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public CheckpointFile(Path file, Duration interval) {
        super(file, KIND, interval);
    }
}
