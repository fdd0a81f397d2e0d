package io.nadir.io;

import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads positions of entries, one per line or row: an index for each mode, identified as in the
 * data of the model, that is, counted from the same base or by the same ids. Text files may have a
 * header. If the header, or {@link TextFormat#columns}, names the columns, other columns are
 * ignored.
 */
public final class PositionReader {
    private final Indexing indexing;
    private final List<Integer> extents;
    private final GrowingInts[] indices;
    private final boolean unknownToo;

    /** The ids of rows and columns that the model does not have, as they come. */
    private final List<Map<String, Integer>> unknown =
            List.of(new LinkedHashMap<>(), new LinkedHashMap<>());

    private int base;

    private PositionReader(Indexing indexing, List<Integer> extents, boolean unknownToo) {
        this.indexing = indexing;
        this.extents = extents;
        this.unknownToo = unknownToo;
        this.base = indexing.base();
        this.indices = new GrowingInts[extents.size()];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = new GrowingInts();
        }
    }

    /**
     * Reads a file.
     *
     * @param file a file of positions: text, {@code .npy}, {@code .mat} or {@code .mtx}, and
     *     Parquet and Arrow if {@code nadir-tables} is there
     * @param format how the file is written, if it is a text file; its base applies to every kind
     *     of file
     * @param indexing how the rows and columns of the model are identified
     * @param extents the number of indices in each mode
     * @return for each mode the indices of all positions, counted from 0
     * @throws DataFormatException if a line is not a position, or a position is out of range
     * @throws InsufficientMemoryException if the positions do not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ReadResult<int[][]> read(
            Path file, TextFormat format, Indexing indexing, List<Integer> extents)
            throws IOException {
        return read(file, format, indexing, extents, false);
    }

    /**
     * Reads a file that may have rows and columns that the model does not have.
     *
     * @param unknownToo whether those are read, rather than being refused: indices as they are, and
     *     ids as indices from the extent on, in the order in which they come, by which the
     *     description names them
     * @throws DataFormatException if a line is not a position
     * @throws InsufficientMemoryException if the positions do not fit into memory
     * @throws IOException if the file cannot be read
     */
    public static ReadResult<int[][]> read(
            Path file,
            TextFormat format,
            Indexing indexing,
            List<Integer> extents,
            boolean unknownToo)
            throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(indexing, "indexing");
        Objects.requireNonNull(extents, "extents");

        return Input.decode(
                file,
                in -> {
                    PositionReader reader = new PositionReader(indexing, extents, unknownToo);
                    Integer said = format.base();
                    reader.base = said == null ? reader.base : said;
                    return reader.read(in, format);
                });
    }

    private ReadResult<int[][]> read(Input input, TextFormat format) throws IOException {
        InputDescription.Text text =
                switch (MatrixFormat.of(input)) {
                    case NPY -> addRows(input, NpyReader.read(input, Advice::none));
                    case MATRIX_MARKET -> addRows(input, MatrixMarketReader.read(input));
                    case MAT -> addRows(input, MatReader.read(input, MatrixReader::dense));
                    case SPARSE_ARCHIVE ->
                            throw input.refuse(
                                    "is a sparse matrix, allowed for positions are dense ones");
                    case TABLE -> addTable(input, format);
                    case CSV ->
                            new PositionLines(
                                            this,
                                            indexing,
                                            indices.length,
                                            TextInput.ofTable(input, format))
                                    .read();
                };
        int[][] found = new int[indices.length][];
        for (int k = 0; k < found.length; k++) {
            found[k] = indices[k].toArray();
        }
        Indexing used = withUnknown(indexing).withBase(base);
        return new ReadResult<>(
                found,
                InputDescription.ofPositions(
                        input.name(), found[0].length, found.length, used, text));
    }

    private Indexing withUnknown(Indexing known) {
        return unknown.stream().allMatch(Map::isEmpty)
                ? known
                : Indexing.byIds(names(known, 0), names(known, 1));
    }

    private List<String> names(Indexing known, int mode) {
        return Stream.of(known.ids(mode), unknown.get(mode).keySet())
                .flatMap(Collection::stream)
                .toList();
    }

    private InputDescription.@Nullable Text addRows(Input input, DenseMatrix positions)
            throws DataFormatException {
        if (positions.columns() != indices.length) {
            throw input.refuse(
                    String.format(
                            "has %d columns, must have one for each index: %d",
                            positions.columns(), indices.length));
        }
        for (int i = 0; i < positions.rows(); i++) {
            for (int k = 0; k < indices.length; k++) {
                double value = positions.get(i, k);
                boolean whole = value == Math.rint(value) && Math.abs(value) <= 1L << 53;
                String name = whole ? String.valueOf((long) value) : String.valueOf(value);
                add(input, "row " + (i + 1), name, k, k);
            }
        }
        return null;
    }

    private InputDescription.@Nullable Text addTable(Input input, TextFormat format)
            throws IOException {
        TablePositions.forEach(
                input,
                format,
                indices.length,
                row -> {
                    for (int k = 0; k < indices.length; k++) {
                        add(input, "row " + row.number(), row.name(k), k, k);
                    }
                });
        if (isEmpty()) {
            throw input.refuse("has no position");
        }
        return null;
    }

    /** Whether there is no position so far. */
    boolean isEmpty() {
        return indices[0].size() == 0;
    }

    /** Whether a line with these two names may be a position that the model lacks. */
    boolean mayBeUnknown(String row, String column) {
        return unknownToo
                && indexing.hasIds()
                && indexing.place(0, row) < 0
                && indexing.place(1, column) < 0;
    }

    /** From what positions are counted. */
    int base() {
        return base;
    }

    void setBase(int said) {
        base = said;
    }

    /**
     * Takes an index of a position.
     *
     * @param where it is in the input, for messages
     * @param name what is there
     */
    void add(Input input, String where, String name, int field, int mode)
            throws DataFormatException {
        boolean byId = mode < 2 && indexing.hasIds(mode);
        int place = byId ? indexing.place(mode, name) : place(name, mode);
        if (place >= 0) {
            indices[mode].add(place);
            return;
        }
        if (unknownToo && isBeyond(name, byId)) {
            indices[mode].add(byId ? unknownPlace(name, mode) : Integer.parseInt(name) - base);
            return;
        }
        String what = indices.length > 2 ? "mode " + (mode + 1) : mode == 0 ? "row" : "column";
        throw input.refuse(
                where
                        + ": "
                        + (byId
                                ? String.format(
                                        "field %d: %s is the id of no %s of the data that the model"
                                            + " comes from; if the field is a position say --ids"
                                            + " no, if the line is a header --header yes",
                                        field + 1, Printable.quote(name), what)
                                : Places.refusal(
                                        name, field, what, base, extents.get(mode) - 1L + base)));
    }

    private int unknownPlace(String name, int mode) {
        Map<String, Integer> ids = unknown.get(mode);
        return extents.get(mode) + ids.computeIfAbsent(name, id -> ids.size());
    }

    /** Whether a name that the model does not have may be one of a row or column all the same. */
    private boolean isBeyond(String name, boolean byId) {
        return byId ? !name.isEmpty() : name.matches("[0-9]{1,18}") && isPosition(name);
    }

    private boolean isPosition(String name) {
        long index = Long.parseLong(name);
        return index >= base && index <= Places.LARGEST;
    }

    /** Returns the index from 0 of a name, or −1 if there is no such name. */
    private int place(String name, int mode) {
        try {
            int place = Math.subtractExact(Integer.parseInt(name), base);
            return place < extents.get(mode) ? place : -1;
        } catch (ArithmeticException | NumberFormatException e) {
            return -1;
        }
    }
}
