package io.nadir.cli.command;

import io.nadir.cli.option.RefusedException;
import io.nadir.io.Indexing;
import io.nadir.io.MatrixWriter;
import io.nadir.io.output.OutputDirectory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One file of numbers that a command writes, in the format that its name says. */
final class ResultFile {
    private final Path file;
    private final Path parent;
    private final String name;

    /**
     * Checks the name.
     *
     * @param option that named the file
     * @param dimensions of the array
     * @throws RefusedException if the name is none of a file, or its format has no such arrays
     */
    ResultFile(String option, Path file, int dimensions) throws RefusedException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw RefusedException.of(option + " = " + file + ", allowed are files");
        }
        this.file = file;
        this.parent = folder;
        this.name = String.valueOf(absolute.getFileName());
        requireFormat(option, file, dimensions);
    }

    /**
     * Checks the format alone.
     *
     * @throws RefusedException if it has no arrays of so many dimensions
     */
    static void requireFormat(String option, Path file, int dimensions) throws RefusedException {
        try {
            MatrixWriter.requireFormat(String.valueOf(file.getFileName()), dimensions);
        } catch (IllegalArgumentException e) {
            throw RefusedException.of(option + " = " + e.getMessage());
        }
    }

    /** Writes an array, the last index running fastest. */
    void write(List<Integer> shape, double[] values) throws IOException {
        write(shape, values, Indexing.FROM_ONE);
    }

    /** The same with ids of rows and columns, where the format has a place for them. */
    void write(List<Integer> shape, double[] values, Indexing ids) throws IOException {
        try (OutputDirectory output = OutputDirectory.open(parent, List.of(name))) {
            output.write(name, stream -> MatrixWriter.write(name, stream, shape, values, ids));
            output.commit();
        }
    }

    /** As the user named it. */
    @Override
    public String toString() {
        return file.toString();
    }
}
