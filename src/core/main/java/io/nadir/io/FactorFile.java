package io.nadir.io;

import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One factor as a file has it.
 *
 * @param name of the file
 * @param rows of the factor
 * @param columns its rank, which may be 0
 * @param values row-major
 */
record FactorFile(String name, int rows, int columns, double[] values) {
    /** Reads a {@code .npy} file. */
    static FactorFile read(Path file) throws IOException {
        return Input.decode(file, FactorFile::decode);
    }

    private static FactorFile decode(Input input) throws IOException {
        NpyHeader header = NpyHeader.read(input);
        double[] values = new double[0];
        if (header.columns() == 0) {
            NpyReader.requireEnd(input);
        } else {
            values = toArray(NpyReader.readElements(input, header, Advice::none));
        }
        return new FactorFile(input.name(), header.rows(), header.columns(), values);
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

    /** The factors of files with the same number of columns. */
    static Factors join(List<FactorFile> files) {
        int[] rows = files.stream().mapToInt(FactorFile::rows).toArray();
        List<double[]> blocks = files.stream().map(FactorFile::values).toList();
        return Factors.copyOf(files.getFirst().columns, rows, blocks);
    }

    void requireRows(int wanted, String counted) throws DataFormatException {
        if (rows != wanted) {
            throw new DataFormatException(
                    name,
                    String.format(
                            "has %d rows, must have as many as %s: %d", rows, counted, wanted));
        }
    }

    void requireColumns(int wanted, String counted) throws DataFormatException {
        if (columns != wanted) {
            throw new DataFormatException(
                    name,
                    String.format(
                            "has %d columns, must have as many as %s: %d",
                            columns, counted, wanted));
        }
    }
}
