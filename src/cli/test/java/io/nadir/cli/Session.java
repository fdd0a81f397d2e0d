package io.nadir.cli;

import io.nadir.cli.progress.Terminal;
import io.nadir.io.MatrixWriter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * One run of the command line within this virtual machine.
 *
 * @param exitCode what the process would return
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Session(int exitCode, String out, String err) {

    /** Runs a command with nothing on standard input. */
    public static Session run(Object... arguments) {
        return runOn("", arguments);
    }

    /** Runs a command with {@code input} on standard input. */
    public static Session runOn(String input, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exitCode = Main.run(terminal, words);
        return new Session(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** Writes a matrix of low rank with noise. */
    public static Path writeMatrix(Path file, int rows, int columns, int rank) throws IOException {
        Random random = new Random(1);
        double[] left = random.doubles((long) rows * rank, -1, 1).toArray();
        double[] right = random.doubles((long) columns * rank, -1, 1).toArray();
        double[] values = new double[rows * columns];
        for (int at = 0; at < values.length; at++) {
            values[at] = 0.01 * random.nextGaussian();
            for (int k = 0; k < rank; k++) {
                values[at] += left[at / columns * rank + k] * right[at % columns * rank + k];
            }
        }
        return writeNpy(file, rows, columns, values);
    }

    /** Writes a matrix. */
    public static Path writeNpy(Path file, int rows, int columns, double... values)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            MatrixWriter.write("m.npy", out, List.of(rows, columns), values);
        }
        return file;
    }
}
