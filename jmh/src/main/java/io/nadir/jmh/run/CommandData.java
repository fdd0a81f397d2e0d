package io.nadir.jmh.run;

import io.nadir.Problem;
import io.nadir.io.MatrixWriter;
import io.nadir.jmh.LowRankProblem;
import io.nadir.jmh.Model;
import io.nadir.jmh.Shape;
import io.nadir.jmh.Triplets;
import io.nadir.matrix.DenseMatrix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the commands that are measured, made anew with the same numbers each time. */
final class CommandData {
    private final Path directory;

    /** Writes into this directory. */
    CommandData(Path directory) {
        this.directory = directory;
    }

    /** Arguments of a solve of low rank. */
    List<String> lowRank(String size) throws IOException {
        LowRankProblem problem = LowRankProblem.parse(size);
        String file = write(size.replace(':', '-') + ".npy", problem.data());
        return List.of("solve", file, "--lambda", Double.toString(problem.lambda()));
    }

    /** Arguments of a nonnegative factorization. */
    List<String> nonnegative(String shape) throws IOException {
        Problem problem = Model.NMF.problem(Shape.parse(shape));
        return List.of(
                "solve",
                write("nmf.npy", (DenseMatrix) problem.y()),
                "--model",
                "nmf",
                "--max-rank",
                "20",
                "--lambda",
                Double.toString(problem.lambda()));
    }

    /** Arguments of a completion of a million entries. */
    List<String> completion() throws IOException {
        Path file = directory.resolve("completion.npz");
        SparseNpz.write(file, Triplets.drawn());
        return List.of(
                "solve", file.toString(), "--missing", "unlisted", "--lambda", "30", "--gap", "1e-5");
    }

    private String write(String name, DenseMatrix y) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            MatrixWriter.write(name, out, List.of(y.rows(), y.columns()), y.toArray());
        }
        return file.toString();
    }
}
