package io.nadir.cli.option;

import io.nadir.cli.progress.Terminal;
import io.nadir.io.EntryReader;
import io.nadir.io.InputDescription;
import io.nadir.io.ReadResult;
import io.nadir.io.SparseReader;
import io.nadir.io.TextFormat;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;

import java.io.IOException;

/** Reads the known entries of a matrix whose others are missing, to where they are to be kept. */
record KnownEntries(InputOption input, MapOption map, Terminal terminal, TextFormat format) {
    /** Those of a dense matrix that are not NaN, in arrays. */
    ReadResult<ObservedEntries> notNaN() throws IOException, RefusedException {
        return input.read(
                terminal,
                (in, name) -> SparseReader.readObserved(in, name, format),
                file -> SparseReader.readObserved(file, format));
    }

    /** Those of a file of entries, in arrays. */
    ReadResult<ObservedEntries> listed() throws IOException, RefusedException {
        return input.read(
                terminal,
                (in, name) -> SparseReader.readListed(in, name, format),
                file -> SparseReader.readListed(file, format));
    }

    /**
     * Those of a file of entries.
     *
     * @param weighted whether weights of another file follow, which arrays can take
     */
    ReadResult<? extends MatrixData> unlisted(boolean weighted)
            throws IOException, RefusedException {
        if (map.isGiven()) {
            return map.readEntries(terminal, input.fileToMap());
        }
        if (!map.isCompact() || weighted) {
            return listed();
        }
        return input.<ReadResult<? extends MatrixData>>read(
                terminal,
                (in, name) -> SparseReader.readListed(in, name, format),
                file -> EntryReader.readCompact(file, format));
    }

    /** Makes entries in arrays compact if they shall be. */
    static ReadResult<? extends MatrixData> keep(
            MapOption map, InputDescription description, MatrixData data) {
        return map.isCompact() && data instanceof ObservedEntries listed
                ? EntryReader.compact(new ReadResult<>(listed, description))
                : new ReadResult<>(data, description);
    }
}
