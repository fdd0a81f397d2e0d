package io.nadir.io;

import io.nadir.model.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.MatrixData;
import io.nadir.model.ModelData;
import io.nadir.model.TensorData;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads factors from a directory: of a matrix {@code U.npy} (m×r) and {@code V.npy} (n×r), of a
 * tensor {@code W1.npy} … {@code WK.npy} (d_k×r).
 */
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
     * @param data a matrix or tensor
     * @return the factors, whose rank r may be 0
     * @throws DataFormatException if a file is not a finite matrix, or the shapes do not fit
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static Factors read(Path directory, ModelData data) throws IOException {
        List<String> names = names(data);
        List<Integer> extents = extents(data);
        List<double[]> blocks = new ArrayList<>();
        int rank = 0;
        for (int k = 0; k < names.size(); k++) {
            Factor factor = Factor.read(directory.resolve(names.get(k)));
            factor.requireRows(extents.get(k), side(data, k));
            if (k > 0 && factor.columns != rank) {
                throw new DataFormatException(
                        factor.name,
                        String.format(
                                "has %d columns, must have as many as %s: %d",
                                factor.columns, names.getFirst(), rank));
            }
            rank = factor.columns;
            blocks.add(factor.values);
        }
        int[] rows = extents.stream().mapToInt(Integer::intValue).toArray();
        return Factors.of(rank, rows, blocks);
    }

    /** The file names of the factors of some data, in order. */
    public static List<String> names(ModelData data) {
        if (data instanceof TensorData tensor) {
            return IntStream.rangeClosed(1, tensor.shape().size())
                    .mapToObj(k -> "W" + k + ".npy")
                    .toList();
        }
        return List.of(U, V);
    }

    private static List<Integer> extents(ModelData data) {
        return switch (data) {
            case TensorData tensor -> tensor.shape();
            case MatrixData matrix -> List.of(matrix.rows(), matrix.columns());
            default ->
                    throw new IllegalArgumentException(
                            "data = " + data.getClass().getName() + ", allowed are those of nadir");
        };
    }

    private static String side(ModelData data, int k) {
        if (data instanceof TensorData) {
            return "indices in mode " + (k + 1);
        }
        return k == 0 ? "rows" : "columns";
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
