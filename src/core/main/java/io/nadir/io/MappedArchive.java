package io.nadir.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;

/** The arrays of an archive of a sparse matrix in mapped memory. */
final class MappedArchive {
    /** How to write such an archive. */
    static final String ADVICE = "scipy.sparse.save_npz(FILE, Y.tocsr(), compressed=False)";

    /** What else to do, where the file can be read and only not be mapped. */
    static final String OR_READ =
            "; or leave out --map (in Java: SparseReader.readListed), which reads it into memory";

    private final Input input;
    private final SparseArchive archive;
    private final Map<String, Long> begins;
    private final MappedFile file;

    MappedArchive(Input input, Path path, SparseArchive archive) throws IOException {
        this.input = input;
        this.archive = archive;
        this.begins = StoredMembers.begins(path);
        this.file = MappedFile.of(path, input.size());
    }

    /** What messages call it. */
    String name() {
        return input.name();
    }

    /** The file, whose length is looked at when its bytes are read. */
    MappedFile file() {
        return file;
    }

    /** Whether it has an array. */
    boolean has(String name) {
        return archive.find(name) != null;
    }

    /** What comes before the elements of an array that is a line of numbers. */
    NpyHeader header(String name) throws IOException {
        ZipEntry entry = archive.require(name);
        if (entry.getMethod() != ZipEntry.STORED) {
            throw input.refuse(
                    "the array %s is compressed, allowed in a mapped file are arrays that are not: %s%s"
                            .formatted(Printable.quote(name), ADVICE, OR_READ));
        }
        try (Input array = Input.buffered(input.name() + ":" + name, archive.stream(name))) {
            NpyHeader header = NpyHeader.readLine(array);
            long found = entry.getSize() - header.bytes();
            long wanted = header.elements() * header.type().width();
            if (found != wanted) {
                throw array.refuse(
                        "%d bytes follow the header, must be %d".formatted(found, wanted));
            }
            return header;
        }
    }

    private MemorySegment bytes(String name, NpyHeader header, long count) throws IOException {
        if (header.elements() != count) {
            throw input.refuse(
                    "%s has %d elements, must have %d".formatted(name, header.elements(), count));
        }
        long length = count * header.type().width();
        long begin = begin(name);
        if (begin + length > input.size()) {
            throw misplaced(name);
        }
        return file.bytes(begin, length);
    }

    /** The byte of the file at which the elements of an array begin. */
    long begin(String name) throws IOException {
        Long begin = begins.get(SparseArchive.member(name));
        if (begin == null) {
            throw misplaced(name);
        }
        return begin + header(name).bytes();
    }

    private DataFormatException misplaced(String name) {
        return input.refuse(name + " is not where the archive says: save it again");
    }

    /** An array of floating-point numbers. */
    MappedNumbers numbers(String name, long count) throws IOException {
        NpyHeader header = header(name);
        if (!MappedNumbers.canMap(header.type())) {
            throw input.refuse(
                    "%s has elements of %s, allowed in a mapped file are float64 and float32: Y.astype('float32')%s"
                            .formatted(name, header.type().number().word(), OR_READ));
        }
        return MappedNumbers.of(header.type(), bytes(name, header, count));
    }

    /** An array of integers. */
    MappedIndices integers(String name, long count) throws IOException {
        NpyHeader header = header(name);
        if (!MappedIndices.canMap(header.type())) {
            throw input.refuse(
                    "%s has elements of %s, allowed in a mapped file are int32 and int64"
                            .formatted(name, header.type().number().word()));
        }
        return MappedIndices.of(header.type(), bytes(name, header, count));
    }

    /** Where each row starts, and the end, in memory. */
    long[] starts(String name, int rows, long entries) throws IOException {
        MappedIndices numbers = integers(name, rows + 1L);
        long[] starts = new long[rows + 1];
        for (int i = 0; i <= rows; i++) {
            starts[i] = numbers.get(i);
        }
        if (starts[0] != 0 || starts[rows] != entries) {
            throw input.refuse(
                    "%s goes from %d to %d, must go from 0 to the %d entries"
                            .formatted(name, starts[0], starts[rows], entries));
        }
        return starts;
    }
}
