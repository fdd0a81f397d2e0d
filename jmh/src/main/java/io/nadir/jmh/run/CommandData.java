package io.nadir.jmh.run;

import io.nadir.io.MatrixWriter;
import io.nadir.jmh.LowRankProblem;
import io.nadir.jmh.Shape;
import io.nadir.jmh.Triplets;
import io.nadir.matrix.DenseMatrix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** The files of the commands that are measured, made anew with the same numbers each time. */
final class CommandData {
    /** Columns of the nonnegative factors. */
    private static final int TRUTH = 20;

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

    /**
     * Arguments of a nonnegative factorization: Y = max(0, A·Bᵀ + 0.3·E) with twenty columns, of
     * whose entries three in ten are not 0.
     */
    List<String> nonnegative(Shape shape) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = sparse(shape.rows(), random);
        double[] b = sparse(shape.columns(), random);
        double[] y = new double[shape.rows() * shape.columns()];
        for (int e = 0; e < y.length; e++) {
            int i = e / shape.columns() * TRUTH;
            int j = e % shape.columns() * TRUTH;
            double sum = 0.3 * random.nextGaussian();
            for (int k = 0; k < TRUTH; k++) {
                sum += a[i + k] * b[j + k];
            }
            y[e] = Math.max(0, sum);
        }
        return List.of(
                "solve",
                write("nmf.npy", DenseMatrix.wrap(shape.rows(), shape.columns(), y)),
                "--model",
                "nmf",
                "--max-rank",
                Integer.toString(TRUTH),
                "--lambda",
                "1");
    }

    /** Arguments of a completion of a million entries. */
    List<String> completion() throws IOException {
        Path file = directory.resolve("completion.npz");
        SparseNpz.write(file, Triplets.drawn());
        return List.of(
                "solve",
                file.toString(),
                "--missing",
                "unlisted",
                "--lambda",
                "30",
                "--gap",
                "1e-5");
    }

    private static double[] sparse(int rows, SplittableRandom random) {
        double[] out = new double[rows * TRUTH];
        for (int e = 0; e < out.length; e++) {
            double number = Math.abs(random.nextGaussian());
            out[e] = random.nextDouble() < 0.3 ? number : 0;
        }
        return out;
    }

    private String write(String name, DenseMatrix y) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            MatrixWriter.write(name, out, List.of(y.rows(), y.columns()), y.toArray());
        }
        return file.toString();
    }
}
