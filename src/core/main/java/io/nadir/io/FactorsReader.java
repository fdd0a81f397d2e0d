package io.nadir.io;

import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads factors from the files of a directory: {@code U.npy} (m×r) and {@code V.npy} (n×r) for a
 * matrix, {@code W1.npy} … {@code WK.npy} (d_k×r) for a tensor, {@code W1.npy} (d×r) and {@code
 * W2.npy} (q×r) for a two-layer network. The files may have any number type that {@link
 * MatrixReader} reads.
 */
public final class FactorsReader {
    private static final String ENDING = ".npy";

    /** The file name of the left factor of a matrix. */
    public static final String U = fileName("U");

    /** The file name of the right factor of a matrix. */
    public static final String V = fileName("V");

    private FactorsReader() {}

    /**
     * Reads factors that fit some data.
     *
     * @param directory the directory of the files
     * @param data the data that the factors must fit
     * @return the factors, whose rank r may be 0
     * @throws DataFormatException if a file does not contain a matrix of finite numbers, or a shape
     *     does not fit
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
     * Reads factors that fit some data. Where both the factors and the data have ids, checks that
     * they belong to the same rows and columns.
     *
     * @param directory the directory of the files
     * @param data the data that the factors must fit
     * @param indexing how the rows and columns of the data are identified
     * @return the factors, whose rank r may be 0
     * @throws DataFormatException if a file does not contain a matrix of finite numbers, or shapes
     *     or ids do not fit
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static Factors read(Path directory, ModelData data, Indexing indexing)
            throws IOException {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(indexing, "indexing");

        Factors factors = read(directory, data);
        List<Integer> named =
                indexing.hasIds() ? ModelDirectory.modesWithIds(directory) : List.of();
        for (int mode : named) {
            if (indexing.hasIds(mode)) {
                IdFiles.requireSame(directory, indexing, mode);
            }
        }
        return factors;
    }

    /** Returns the file names of the factors of some data, in order. */
    public static List<String> names(ModelData data) {
        Objects.requireNonNull(data, "data");

        return data.factorShapes().stream().map(shape -> fileName(shape.name())).toList();
    }

    /** Returns the file name of the factor called {@code name}. */
    static String fileName(String name) {
        return name + ENDING;
    }
}
