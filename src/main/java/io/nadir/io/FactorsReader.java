package io.nadir.io;

import io.nadir.model.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.MatrixData;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the factors of a matrix, {@code U.npy} (m×r) and {@code V.npy} (n×r), from a directory. */
public final class FactorsReader {
    /** File name of the left factor. */
    public static final String U = "U.npy";

    /** File name of the right factor. */
    public static final String V = "V.npy";

    private FactorsReader() {}

    /**
     * Reads factors that fit some data.
     *
     * @param directory where the files are
     * @param data the matrix, m×n
     * @return the factors, whose rank r may be 0
     * @throws DataFormatException if a file is not a finite matrix, or the shapes do not fit
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static Factors read(Path directory, MatrixData data) throws IOException {
        Factor u = Factor.read(directory.resolve(U));
        u.requireRows(data.rows(), "rows");
        Factor v = Factor.read(directory.resolve(V));
        v.requireRows(data.columns(), "columns");
        if (u.columns != v.columns) {
            throw new DataFormatException(
                    v.name,
                    String.format(
                            "has %d columns, must have as many as %s: %d",
                            v.columns, U, u.columns));
        }
        return Factors.ofPair(data.rows(), data.columns(), u.columns, u.values, v.values);
    }

    /** One factor, row-major. */
    private static final class Factor {
        final String name;
        final int rows;
        final int columns;
        final double[] values;

        private Factor(String name, NpyHeader header, double[] values) {
            this.name = name;
            this.rows = header.rows();
            this.columns = header.columns();
            this.values = values;
        }

        static Factor read(Path file) throws IOException {
            try (Input input = Input.open(file)) {
                return input.decode(Factor::decode);
            }
        }

        private static Factor decode(Input input) throws IOException {
            NpyHeader header = NpyHeader.read(input);
            double[] values = new double[0];
            if (header.columns() == 0) {
                NpyReader.requireEnd(input);
            } else {
                values = toArray(NpyReader.readElements(input, header));
            }
            return new Factor(input.name(), header, values);
        }

        private static double[] toArray(DenseMatrix matrix) {
            double[] values = new double[Math.multiplyExact(matrix.rows(), matrix.columns())];
            for (int i = 0, at = 0; i < matrix.rows(); i++) {
                for (int j = 0; j < matrix.columns(); j++, at++) {
                    values[at] = matrix.get(i, j);
                }
            }
            return values;
        }

        void requireRows(int wanted, String side) throws DataFormatException {
            if (rows != wanted) {
                throw new DataFormatException(
                        name,
                        String.format(
                                "has %d rows, must have as many as the data have %s: %d",
                                rows, side, wanted));
            }
        }
    }
}
