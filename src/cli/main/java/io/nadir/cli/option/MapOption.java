package io.nadir.cli.option;

import io.nadir.cli.progress.PassProgress;
import io.nadir.cli.progress.Terminal;
import io.nadir.io.MatrixReader;
import io.nadir.io.ReadResult;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Whether the numbers stay in their file. */
@Section.In(Section.DATA)
final class MapOption {
    @Option(
            names = "--map",
            description =
                    "Leave the numbers of INPUT, and of --weights, in their files, and read them in"
                        + " every pass over the data: for a matrix larger than memory. Allowed for"
                        + " .npy files of float64 or float32 in C order, not packed, which must"
                        + " stay as they are until the end.")
    private boolean map;

    private @Nullable PassProgress progress;

    /** Whether the option is given. */
    boolean isGiven() {
        return map;
    }

    /** Throws if the option is given with what cannot be mapped. */
    void requireNotFor(boolean given, String what) throws RefusedException {
        if (map && given) {
            throw RefusedException.of(
                    "--map is for dense matrices without missing entries, not for " + what);
        }
    }

    /** Maps a file, and shows how far each pass over its rows has come. */
    ReadResult<DenseMatrix> read(Terminal terminal, Path file) throws IOException {
        return MatrixReader.map(
                file,
                rows -> {
                    PassProgress passes = new PassProgress(terminal, file, rows);
                    progress = progress == null ? passes : progress;
                    return passes;
                });
    }

    /** What shows passes over INPUT; null if it is not mapped. */
    @Nullable PassProgress progress() {
        return progress;
    }
}
