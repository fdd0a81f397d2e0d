package io.nadir.cli.option;

import io.nadir.cli.progress.CountedEntries;
import io.nadir.cli.progress.CountedRows;
import io.nadir.cli.progress.PassProgress;
import io.nadir.cli.progress.Terminal;
import io.nadir.io.EntryReader;
import io.nadir.io.MatrixReader;
import io.nadir.io.ReadResult;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Where the numbers are kept: in memory, in one way or another, or in their file. */
@Section.In(Section.DATA)
final class MapOption {
    @Option(
            names = "--map",
            description =
                    "Leave the numbers of INPUT, and of --weights, in their files, and read them in"
                        + " every pass over the data: for a matrix larger than memory. Allowed for"
                        + " .npy files of float64 or float32 in C order, not packed, and with"
                        + " --missing unlisted for .npz files of SciPy that are csr and not"
                        + " compressed. The files must stay as they are until the end.")
    private boolean map;

    @Option(
            names = "--compact",
            description =
                    "With --missing, keep the known entries by rows only, as float32 if that"
                        + " changes none: 8 to 20 bytes for each instead of 36 to 52. Passes of a"
                        + " certificate take longer, and results differ in rounding.")
    private boolean compact;

    private @Nullable PassProgress progress;

    /** Whether the option is given. */
    boolean isGiven() {
        return map;
    }

    /** Throws if the option is given with what cannot be mapped. */
    void requireNotFor(boolean given, String what) throws RefusedException {
        if (map && given) {
            throw RefusedException.of(
                    "--map is for dense matrices, and for known entries of a sparse .npz file with"
                            + " --missing unlisted, not for "
                            + what);
        }
    }

    /** Whether known entries are to be kept by rows only. */
    boolean isCompact() {
        return compact;
    }

    /** Throws if data are to be compact that are not known entries in memory. */
    void requireNotCompact(boolean given, String what) throws RefusedException {
        if (compact && given) {
            throw RefusedException.of(
                    "--compact is for known entries in memory (--missing nan or unlisted), not for "
                            + what);
        }
    }

    /** Maps a file, and shows how far each pass over its rows has come. */
    ReadResult<DenseMatrix> read(Terminal terminal, Path file) throws IOException {
        return MatrixReader.map(
                file, rows -> new CountedRows(rows, progress(terminal, file, rows.rows())));
    }

    /** Maps a file of known entries, and shows how far each pass over its rows has come. */
    ReadResult<MatrixData> readEntries(Terminal terminal, Path file) throws IOException {
        return EntryReader.map(
                file,
                entries -> new CountedEntries(entries, progress(terminal, file, entries.rows())));
    }

    private PassProgress progress(Terminal terminal, Path file, int rows) {
        PassProgress passes = new PassProgress(terminal, file, rows);
        progress = progress == null ? passes : progress;
        return passes;
    }

    /** What shows passes over INPUT; null if it is not mapped. */
    @Nullable PassProgress progress() {
        return progress;
    }
}
