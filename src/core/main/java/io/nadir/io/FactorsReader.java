package io.nadir.io;

import io.nadir.model.FactorShape;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads factors from a directory: of a matrix {@code U.npy} (m×r) and {@code V.npy} (n×r), of a
 * tensor {@code W1.npy} … {@code WK.npy} (d_k×r), of a network {@code W1.npy} (d×r) and {@code
 * W2.npy} (q×r). The files may have any type of number that {@link MatrixReader} reads.
 */
public final class FactorsReader {
    private static final String ENDING = ".npy";

    /** File name of the left factor of a matrix. */
    public static final String U = fileName("U");

    /** File name of the right factor of a matrix. */
    public static final String V = fileName("V");

    private FactorsReader() {}

    /**
     * Reads factors that fit some data.
     *
     * @param directory where the files are
     * @param data that the factors belong to
     * @return the factors, whose rank r may be 0
     * @throws DataFormatException if a file is not a finite matrix, or the shapes do not fit
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static Factors read(Path directory, ModelData data) throws IOException {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(data, "data");

        List<FactorFile> files = new ArrayList<>();
        List<FactorShape> shapes = data.factorShapes();
        for (FactorShape shape : shapes) {
            FactorFile file = FactorFile.read(directory.resolve(fileName(shape.name())));
            file.requireRows(shape.rows(), shape.counted());
            if (!files.isEmpty()) {
                String first = fileName(shapes.getFirst().name());
                file.requireColumns(files.getFirst().columns(), first);
            }
            files.add(file);
        }
        return FactorFile.join(files);
    }

    /**
     * Reads factors that fit some data and, where both have ids, are of the same rows and columns.
     *
     * @param directory where the files are
     * @param data that the factors belong to
     * @param indexing what the rows and columns of the data are called
     * @return the factors, whose rank r may be 0
     * @throws DataFormatException if a file is not a finite matrix, or the shapes or ids do not fit
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static Factors read(Path directory, ModelData data, Indexing indexing)
            throws IOException {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(indexing, "indexing");

        Factors factors = read(directory, data);
        if (indexing.hasIds() && ModelDirectory.hasIds(directory)) {
            IdFiles.requireSame(directory, indexing);
        }
        return factors;
    }

    /** The file names of the factors of some data, in order. */
    public static List<String> names(ModelData data) {
        Objects.requireNonNull(data, "data");

        return data.factorShapes().stream().map(shape -> fileName(shape.name())).toList();
    }

    /** The name of the file of a factor that is called {@code name}. */
    static String fileName(String name) {
        return name + ENDING;
    }
}
