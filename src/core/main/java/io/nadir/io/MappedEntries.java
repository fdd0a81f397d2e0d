package io.nadir.io;

import io.nadir.matrix.EntrySource;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The entries of a sparse matrix in compressed rows in mapped memory: an archive as {@code
 * scipy.sparse.save_npz(FILE, Y, compressed=False)} writes it. A further member {@code weights} has
 * a weight for each entry. Where rows start is kept in memory.
 */
final class MappedEntries implements EntrySource {
    private static final String INDICES = "indices";
    private static final String STARTS = "indptr";

    /** A place in a message of a source. */
    private static final Pattern PLACE = Pattern.compile("\\b(row|column) ([0-9]{1,10})\\b");

    private final String name;
    private final int columns;
    private final long[] starts;
    private final NpyNumber number;
    private final MappedFile file;
    private final MappedIndices indices;
    private final long indicesBegin;
    private final MappedNumbers values;
    private final long valuesBegin;
    private final @Nullable MappedNumbers weights;
    private final long weightsBegin;

    private MappedEntries(MappedArchive members, int[] shape) throws IOException {
        this.name = members.name();
        this.columns = shape[1];
        this.file = members.file();
        long entries = members.header(SparseArchive.DATA).elements();
        this.number = members.header(SparseArchive.DATA).type().number();
        this.values = members.numbers(SparseArchive.DATA, entries);
        this.weights =
                members.has(SparseArchive.WEIGHTS)
                        ? members.numbers(SparseArchive.WEIGHTS, entries)
                        : null;
        this.indices = members.integers(INDICES, entries);
        this.indicesBegin = members.begin(INDICES);
        this.valuesBegin = members.begin(SparseArchive.DATA);
        this.weightsBegin = weights == null ? 0 : members.begin(SparseArchive.WEIGHTS);
        this.starts = members.starts(STARTS, shape[0], entries);
    }

    /**
     * Maps a file.
     *
     * @throws DataFormatException if it is not what can be mapped
     */
    static MappedEntries of(Path path) throws IOException {
        try (Input input = Input.open(path)) {
            if (input.file() == null || MatrixFormat.of(input) != MatrixFormat.SPARSE_ARCHIVE) {
                throw input.refuse(
                        "is no sparse .npz file, allowed in a mapped file of entries: "
                                + MappedArchive.ADVICE);
            }
            try (SparseArchive archive = SparseArchive.open(input)) {
                return new MappedEntries(
                        new MappedArchive(input, path, archive), rowsOf(input, archive));
            }
        }
    }

    /** Maps a file if it can be mapped. */
    static Optional<MappedEntries> find(Path path) throws IOException {
        try {
            return Optional.of(of(path));
        } catch (DataFormatException e) {
            // Whatever it is, whoever reads it otherwise will say what is wrong with it.
            return Optional.empty();
        }
    }

    /** Makes data of what is made of the entries. */
    ReadResult<MatrixData> read(UnaryOperator<EntrySource> around) throws IOException {
        return read(around, number.word() + ", mapped");
    }

    /**
     * Makes data of a copy of the entries; of none if columns do not ascend in each row, or are out
     * of range.
     */
    Optional<ReadResult<MatrixData>> readCompact() throws IOException {
        try {
            return Optional.of(read(EntrySource::compactCopyOf, null));
        } catch (DataFormatException e) {
            if (isAboutColumns(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes data of what is made of the entries.
     *
     * @param storage how they are kept; null if the source made of them says so
     */
    private ReadResult<MatrixData> read(UnaryOperator<EntrySource> around, @Nullable String storage)
            throws IOException {
        try {
            EntrySource source = around.apply(this);
            MatrixData data = ObservedEntries.from(source);
            InputDescription description =
                    InputDescription.of(name, List.of(data.rows(), data.columns()), data.observed())
                            .withStorage(storage == null ? source.description() : storage);
            return new ReadResult<>(
                    data, source.hasWeights() ? description.withWeights() : description);
        } catch (IllegalArgumentException e) {
            throw refuse(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Sources begin messages with what they are called, and count from 0; files from 1. */
    private DataFormatException refuse(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        String start = name + ": ";
        String problem = message.startsWith(start) ? message.substring(start.length()) : message;
        boolean order = problem.contains(" comes ");
        DataFormatException refused =
                new DataFormatException(
                        name,
                        countedFromOne(problem)
                                + (order
                                        ? ": Y.sum_duplicates() sorts entries and adds up twins"
                                        : ""));
        refused.initCause(e);
        return refused;
    }

    private static String countedFromOne(String problem) {
        return PLACE.matcher(problem)
                .replaceAll(place -> place.group(1) + " " + (Long.parseLong(place.group(2)) + 1));
    }

    /** Whether a source was refused because of the columns of its entries. */
    private static boolean isAboutColumns(@Nullable Throwable refused) {
        return refused != null && refused.getCause() instanceof IllegalStateException;
    }

    /** The shape, if the matrix is in compressed rows. */
    private static int[] rowsOf(Input input, SparseArchive archive) throws IOException {
        String format = archive.find(SparseArchive.FORMAT) == null ? "coo" : archive.format();
        if (!format.equals("csr")) {
            throw input.refuse(
                    String.format(
                            "is in the format %s, allowed in a mapped file is csr: %s%s",
                            Printable.quote(format),
                            MappedArchive.ADVICE,
                            SparseArchive.FORMATS.contains(format) ? MappedArchive.OR_READ : ""));
        }
        int[] shape = archive.shape();
        if (shape.length != 2) {
            throw input.refuse(
                    "is a sparse array of %d dimensions, allowed are 2".formatted(shape.length));
        }
        return shape;
    }

    @Override
    public int rows() {
        return starts.length - 1;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long start(int row) {
        return starts[row];
    }

    @Override
    public void read(int row, int count, int[] toColumns, double[] toValues, int offset) {
        long first = starts[row];
        int length = (int) (starts[row + count] - first);
        file.read(
                () -> {
                    indices.read(first, length, toColumns, offset);
                    values.read(first, length, toValues, offset);
                },
                span(indicesBegin, first, length, indices.width()),
                span(valuesBegin, first, length, values.width()));
    }

    private static PagesAhead.Span span(long begin, long first, long count, int width) {
        return new PagesAhead.Span(begin + first * width, count * width);
    }

    @Override
    public boolean hasWeights() {
        return weights != null;
    }

    @Override
    public void readWeighted(
            int row, int count, int[] toColumns, double[] toValues, double[] into, int offset) {
        read(row, count, toColumns, toValues, offset);
        long first = starts[row];
        int length = (int) (starts[row + count] - first);
        MappedNumbers all = weights;
        if (all != null) {
            file.read(
                    () -> all.read(first, length, into, offset),
                    span(weightsBegin, first, length, all.width()));
        }
    }

    @Override
    public boolean isKnownUnchanged() {
        return file.isKnownUnchanged();
    }

    @Override
    public String description() {
        return name;
    }
}
