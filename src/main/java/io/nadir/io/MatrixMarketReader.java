package io.nadir.io;

import io.nadir.io.MatrixMarketHeader.Symmetry;
import io.nadir.model.DenseMatrix;
import io.nadir.model.SparseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;

/** Reads Matrix Market files into dense matrices, and coordinate files into sparse ones. */
final class MatrixMarketReader {
    /** A coordinate file may become a dense matrix of this many elements whatever it lists. */
    private static final long ALWAYS_DENSE = 1 << 20;

    /** Beyond that, it has to list at least one element in this many. */
    private static final long SPARSEST = 1000;

    /** Elements of the largest array that common virtual machines allocate. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final TextLines lines;
    private final MatrixMarketHeader header;

    private MatrixMarketReader(TextLines lines, MatrixMarketHeader header) {
        this.lines = lines;
        this.header = header;
    }

    /** Reads a matrix. */
    static DenseMatrix read(Input input) throws IOException {
        TextLines lines = new TextLines(input);
        MatrixMarketReader reader = new MatrixMarketReader(lines, MatrixMarketHeader.read(lines));
        if (reader.header.coordinate()) {
            return reader.readCoordinates();
        }
        return reader.header.symmetry() == Symmetry.GENERAL
                ? reader.readArray()
                : reader.readTriangle();
    }

    /** Reads the entries of a coordinate file. */
    static SparseMatrix readSparse(Input input) throws IOException {
        TextLines lines = new TextLines(input);
        MatrixMarketReader reader = new MatrixMarketReader(lines, MatrixMarketHeader.read(lines));
        if (!reader.header.coordinate()) {
            throw lines.refuse(
                    "format 'array', allowed for entries with row and column: coordinate");
        }
        return reader.readTriplets();
    }

    private SparseMatrix readTriplets() throws IOException {
        Triplets triplets = new Triplets();
        boolean mirror = header.symmetry() != Symmetry.GENERAL;
        readEntries(line ->
                readTriple(
                        line,
                        (i, j, value) -> {
                            triplets.add(lines.lineNumber(), i, j, value);
                            if (mirror && i != j) {
                                triplets.add(lines.lineNumber(), j, i, mirrored(value));
                            }
                        }));
        return triplets.build(lines.input(), header.rows(), header.columns());
    }

    private DenseMatrix readArray() throws IOException {
        DenseMatrix.Builder columnMajor = DenseMatrix.builder(header.rows());
        readEntries(line -> columnMajor.add(lines.number(line)));
        return columnMajor.buildTransposed();
    }

    private DenseMatrix readTriangle() throws IOException {
        GrowingDoubles triangle = new GrowingDoubles();
        readEntries(line -> triangle.add(lines.number(line)));
        int n = header.rows();
        DenseMatrix.Builder matrix = DenseMatrix.builder(n).expectRows(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix.add(i >= j ? lower(triangle, i, j) : mirrored(lower(triangle, j, i)));
            }
        }
        return matrix.build();
    }

    /** Element (i, j), i &ge; j, of a lower triangle whose columns follow each other. */
    private double lower(GrowingDoubles triangle, int i, int j) {
        int diagonal = header.symmetry() == Symmetry.SKEW_SYMMETRIC ? 1 : 0;
        if (i - j < diagonal) {
            return 0;
        }
        long columnStart = j * (long) (header.rows() - diagonal) - j * (j - 1L) / 2;
        return triangle.get(Math.toIntExact(columnStart + i - j - diagonal));
    }

    private DenseMatrix readCoordinates() throws IOException {
        // A double holds every index.
        GrowingDoubles triples = new GrowingDoubles();
        readEntries(line ->
                readTriple(
                        line,
                        (i, j, value) -> {
                            triples.add(i);
                            triples.add(j);
                            triples.add(value);
                        }));
        double[] values = new double[denseLength(triples.size() / 3)];
        BitSet listed = new BitSet();
        for (int at = 0; at < triples.size(); at += 3) {
            int i = (int) triples.get(at);
            int j = (int) triples.get(at + 1);
            put(values, listed, i, j, triples.get(at + 2));
        }
        return DenseMatrix.wrap(header.rows(), header.columns(), values);
    }

    /** Row and column from 0, and value. */
    private void readTriple(String line, TripleReader triples) throws DataFormatException {
        String[] tokens = MatrixMarketHeader.tokens(line);
        if (tokens.length != 3) {
            throw lines.refuse(Printable.quote(line) + ", must be: row column value");
        }
        int i = (int) lines.integer(tokens[0], 1, header.rows());
        int most =
                switch (header.symmetry()) {
                    case GENERAL -> header.columns();
                    case SYMMETRIC -> i;
                    case SKEW_SYMMETRIC -> i - 1;
                };
        int j = (int) lines.integer(tokens[1], 1, most);
        triples.read(i - 1, j - 1, lines.number(tokens[2]));
    }

    private void put(double[] values, BitSet listed, int i, int j, double value)
            throws DataFormatException {
        int at = i * header.columns() + j;
        if (listed.get(at)) {
            throw lines.refuseAll(String.format("row %d, column %d is listed twice", i + 1, j + 1));
        }
        listed.set(at);
        values[at] = value;
        if (header.symmetry() != Symmetry.GENERAL && i != j) {
            values[j * header.columns() + i] = mirrored(value);
        }
    }

    private double mirrored(double value) {
        return header.symmetry() == Symmetry.SKEW_SYMMETRIC ? -value : value;
    }

    /** Keeps a few bytes of hostile file from asking for terabytes. */
    private int denseLength(long listed) throws DataFormatException {
        long length = (long) header.rows() * header.columns();
        long allowed = Math.min(Math.max(ALWAYS_DENSE, SPARSEST * listed), LARGEST_ARRAY);
        if (length > allowed) {
            throw lines.refuseAll(
                    String.format(
                            "%d×%d with %d entries listed is too sparse to be read as dense, with"
                                    + " zeros where nothing is listed: allowed are up to %d"
                                    + " elements",
                            header.rows(), header.columns(), listed, allowed));
        }
        return (int) length;
    }

    private void readEntries(EntryReader reader) throws IOException {
        long seen = 0;
        for (@Nullable String line = lines.nextFilled();
                line != null;
                line = lines.nextFilled(), seen++) {
            if (seen == header.entries()) {
                throw lines.refuse("more than the " + seen + " entries that the size calls for");
            }
            reader.read(line);
        }
        if (seen < header.entries()) {
            throw lines.refuseAll(
                    String.format("truncated: has %d of %d entries", seen, header.entries()));
        }
    }

    /** Takes one entry. */
    @FunctionalInterface
    private interface TripleReader {
        void read(int i, int j, double value);
    }

    /** Takes one line. */
    @FunctionalInterface
    private interface EntryReader {
        void read(String line) throws DataFormatException;
    }
}
