package io.nadir.io;

import io.nadir.io.MatrixMarketHeader.Field;
import io.nadir.io.MatrixMarketHeader.Symmetry;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.matrix.SparseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;

/** Reads Matrix Market files into dense and sparse matrices. */
final class MatrixMarketReader {
    /** A double holds every whole number up to this magnitude. */
    private static final long LARGEST_INTEGER = 1L << 53;

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

    /** Reads a matrix, without a dense array in between; the zeros of an array are left out. */
    static SparseMatrix readSparse(Input input) throws IOException {
        TextLines lines = new TextLines(input);
        MatrixMarketReader reader = new MatrixMarketReader(lines, MatrixMarketHeader.read(lines));
        return reader.header.coordinate() ? reader.readTriplets() : reader.readNonZeros();
    }

    /** Reads the entries of a coordinate file, zeros among them. */
    static SparseMatrix readListed(Input input) throws IOException {
        TextLines lines = new TextLines(input);
        MatrixMarketReader reader = new MatrixMarketReader(lines, MatrixMarketHeader.read(lines));
        if (!reader.header.coordinate()) {
            throw lines.refuseAll(
                    "is in the format array, which lists all entries, so that none is missing:"
                            + " allowed for known entries is coordinate; read it as a dense matrix"
                            + " (in Java: MatrixReader), without --missing");
        }
        return reader.readTriplets();
    }

    private SparseMatrix readTriplets() throws IOException {
        Triplets triplets = new Triplets().noteOnTwins(noteOnTwins());
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

    /** The elements of an array that are not zero, of which it has one a line. */
    private SparseMatrix readNonZeros() throws IOException {
        Triplets nonZeros = new Triplets();
        int[] place = {firstRow(0), 0};
        readEntries(line -> {
            addNonZero(nonZeros, place[0], place[1], number(line));
            if (++place[0] == header.rows()) {
                place[0] = firstRow(++place[1]);
            }
        });
        return nonZeros.build(lines.input(), header.rows(), header.columns(), header.entries());
    }

    /** The first row that an array lists of column j. */
    private int firstRow(int j) {
        return switch (header.symmetry()) {
            case GENERAL -> 0;
            case SYMMETRIC -> j;
            case SKEW_SYMMETRIC -> j + 1;
        };
    }

    private void addNonZero(Triplets nonZeros, int i, int j, double value) {
        if (value != 0) {
            nonZeros.add(lines.lineNumber(), i, j, value);
            if (header.symmetry() != Symmetry.GENERAL && i != j) {
                nonZeros.add(lines.lineNumber(), j, i, mirrored(value));
            }
        }
    }

    private DenseMatrix readArray() throws IOException {
        DenseMatrixBuilder columnMajor = DenseMatrix.builder(header.rows());
        readEntries(line -> columnMajor.add(number(line)));
        return columnMajor.buildTransposed();
    }

    private DenseMatrix readTriangle() throws IOException {
        GrowingDoubles triangle = new GrowingDoubles();
        readEntries(line -> triangle.add(number(line)));
        int n = header.rows();
        DenseMatrixBuilder matrix = DenseMatrix.builder(n).expectRows(n);
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
        Triplets entries = new Triplets().noteOnTwins(noteOnTwins());
        readEntries(line ->
                readTriple(line, (i, j, value) -> entries.add(lines.lineNumber(), i, j, value)));
        int length =
                ListedMatrix.denseLength(
                        lines.input(), header.rows(), header.columns(), entries.size());
        double[] values = new double[length];
        BitSet listed = new BitSet();
        for (int at = 0; at < entries.size(); at++) {
            put(values, listed, entries, at);
        }
        return DenseMatrix.wrap(header.rows(), header.columns(), values);
    }

    /** Row and column from 0, in the lower triangle unless the matrix is general, and value. */
    private void readTriple(String line, TripleReader triples) throws DataFormatException {
        boolean pattern = header.field() == Field.PATTERN;
        String[] tokens = MatrixMarketHeader.tokens(line);
        if (tokens.length != (pattern ? 2 : 3)) {
            String wanted = pattern ? "row column" : "row column value";
            throw lines.refuse(Printable.quote(line) + ", must be: " + wanted);
        }
        int i = (int) lines.integer(tokens[0], 1, header.rows()) - 1;
        int j = (int) lines.integer(tokens[1], 1, header.columns()) - 1;
        double value = pattern ? 1 : number(tokens[2]);
        if (header.symmetry() == Symmetry.SKEW_SYMMETRIC && i == j && value != 0) {
            throw lines.refuse(
                    Printable.quote(line)
                            + ", allowed on the diagonal of a skew-symmetric matrix is 0");
        }
        if (header.symmetry() != Symmetry.GENERAL && j > i) {
            triples.read(j, i, mirrored(value));
        } else {
            triples.read(i, j, value);
        }
    }

    /** The number that {@code text}, a part of the last line, is in the field of the file. */
    private double number(String text) throws DataFormatException {
        return header.field() == Field.INTEGER
                ? lines.integer(text, -LARGEST_INTEGER, LARGEST_INTEGER)
                : lines.number(FortranNumber.withE(text));
    }

    private void put(double[] values, BitSet listed, Triplets entries, int at)
            throws DataFormatException {
        int i = entries.row(at);
        int j = entries.column(at);
        int place = i * header.columns() + j;
        if (listed.get(place)) {
            throw entries.refuseTwin(lines.input(), at);
        }
        listed.set(place);
        values[place] = entries.value(at);
        if (header.symmetry() != Symmetry.GENERAL && i != j) {
            values[j * header.columns() + i] = mirrored(entries.value(at));
        }
    }

    private double mirrored(double value) {
        return header.symmetry() == Symmetry.SKEW_SYMMETRIC ? 0 - value : value;
    }

    private String noteOnTwins() {
        return header.symmetry() == Symmetry.GENERAL
                ? ""
                : "; in a file that is not general, one entry stands for both triangles";
    }

    private void readEntries(EntryReader reader) throws IOException {
        long seen = 0;
        for (@Nullable String line = MatrixMarketHeader.nextLine(lines);
                line != null;
                line = MatrixMarketHeader.nextLine(lines), seen++) {
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
