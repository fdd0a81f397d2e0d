package io.nadir.io;

import io.nadir.Nadir;
import io.nadir.solver.CheckpointSink;
import io.nadir.solver.SolveState;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Keeps the state of a solve in a file, replaced as a whole: whenever the process dies, the file
 * has the state of one moment, complete.
 *
 * <p>Written and read as a stream, so a state may be as large as memory holds. Format: 8 bytes
 * {@code NADIRCKP}, the version (4 bytes), the state, then the number of bytes before (8) and their
 * CRC-32C (8); big-endian. Not thread-safe; one solve at a time.
 */
public final class CheckpointFile implements CheckpointSink {
    private static final StateFile.Kind KIND = new StateFile.Kind("NADIRCKP", 2, "checkpoint");

    private final StateFile file;

    /**
     * Names the file; it is neither read nor written yet.
     *
     * @param interval least time between two checkpoints of a solve; zero for every step
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public CheckpointFile(Path file, Duration interval) {
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
    public void offer(SolveState state, boolean last) throws IOException {
        Objects.requireNonNull(state, "state");

        file.offer(state::writeTo, last);
    }

    /**
     * Reads the state, after a pass over the file that checks it.
     *
     * @throws DataFormatException if the file is not a checkpoint of this version, or damaged; the
     *     message says how
     * @throws InsufficientMemoryException if the state does not fit into memory
     * @throws IOException if it cannot be read
     */
    public SolveState load() throws IOException {
        return file.load(Nadir::readState);
    }
}
