package io.nadir.io;

import io.nadir.matrix.EntrySource;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads known entries that are many: they stay in their file, or are kept by rows only. Results are
 * those of {@link SparseReader#readListed} up to rounding.
 *
 * <p>Thread-safe.
 */
public final class EntryReader {
    private EntryReader() {}

    /**
     * Maps a file of known entries instead of reading it: entries are read in every pass over the
     * data, by the operating system, which keeps what fits into its cache. So they may be more than
     * 2³¹, and larger than the heap, and than memory. Entries that are not listed are missing. Goes
     * over all entries once.
     *
     * <p>The file is what {@code scipy.sparse.save_npz(FILE, Y.tocsr(), compressed=False)} writes:
     * values of float64 or float32, indices of 32 or 64 bits, ascending in each row. An array
     * {@code weights}, which {@code numpy.savez} adds, has a weight for each value. The file must
     * stay as it is while the entries are in use; changes are noticed as by {@link
     * MatrixReader#map}.
     *
     * @param file the file
     * @param around given the entries of the file, returns those of the matrix: the same, or what
     *     reads them and does something else as well, such as to count them or to {@linkplain
     *     EntrySource#copyOf copy} them
     * @return the entries, and how the file was interpreted
     * @throws DataFormatException if the file is not such a file, or an entry is not allowed
     * @throws IOException if the file cannot be read or mapped
     */
    public static ReadResult<MatrixData> map(Path file, UnaryOperator<EntrySource> around)
            throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(around, "around");

        MappedEntries entries = MappedEntries.of(file);
        return entries.read(around);
    }

    /**
     * Reads a file as {@link SparseReader#readListed(Path, TextFormat)} does, and keeps the entries
     * as {@link EntrySource#compactCopyOf} does. A file that {@link #map} takes goes there
     * directly; of others, the lists that are read take more memory until the end of the reading.
     *
     * @param file the file
     * @param format how the file is written, if it is a text file
     * @return the entries, and how the file was interpreted
     * @throws IOException as {@link SparseReader#readListed(Path)}
     */
    public static ReadResult<MatrixData> readCompact(Path file, TextFormat format)
            throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");

        Optional<MappedEntries> entries = MappedEntries.find(file);
        if (entries.isPresent()) {
            Optional<ReadResult<MatrixData>> read = entries.get().readCompact();
            if (read.isPresent()) {
                return read.get();
            }
        }
        return compact(SparseReader.readListed(file, format));
    }

    /** Returns entries that have been read as {@link EntrySource#compactCopyOf} keeps them. */
    public static ReadResult<MatrixData> compact(ReadResult<ObservedEntries> read) {
        Objects.requireNonNull(read, "read");

        EntrySource copy = EntrySource.compactCopyOf(read.data().toSource());
        return new ReadResult<>(
                ObservedEntries.from(copy), read.description().withStorage(copy.description()));
    }
}
