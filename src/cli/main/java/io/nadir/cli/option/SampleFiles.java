package io.nadir.cli.option;

import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.io.MatrixReader;
import io.nadir.io.ReadResult;
import io.nadir.io.TextFormat;
import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/** Inputs and targets of samples, one file each. */
public final class SampleFiles {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            paramLabel = "X",
            description =
                    "Inputs, one sample per row: .npy, .mtx or .csv, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String x;

    @Parameters(
            index = "1",
            paramLabel = "Y",
            description = "Targets, as many rows: .npy, .mtx or .csv, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String y;

    @Mixin private final TextOptions text = new TextOptions();

    /**
     * What the files have.
     *
     * @param x inputs, one sample per row
     * @param y targets
     * @param inputs how the files were understood
     */
    public record Samples(DenseMatrix x, DenseMatrix y, Inputs inputs) {}

    /** Reads both. */
    public Samples read(Terminal terminal) throws IOException, RefusedException {
        if (x.equals(STANDARD_INPUT) && y.equals(STANDARD_INPUT)) {
            throw RefusedException.of("X and Y = -, allowed is standard input for one of them");
        }
        ReadResult<DenseMatrix> readX = read(x, terminal);
        ReadResult<DenseMatrix> readY = read(y, terminal);
        if (readX.data().rows() != readY.data().rows()) {
            throw RefusedException.of(
                    String.format(
                            "X = %s has %d rows, Y = %s has %d: they must have as many, one per"
                                    + " sample",
                            x, readX.data().rows(), y, readY.data().rows()));
        }
        Inputs inputs = Inputs.of("X", readX.description()).and("Y", readY.description());
        return new Samples(readX.data(), readY.data(), inputs);
    }

    private ReadResult<DenseMatrix> read(String name, Terminal terminal)
            throws IOException, RefusedException {
        TextFormat format = text.toFormat().withIds(Choice.NO); // No result is named by them.
        return CompleteData.ofSamples(() ->
                name.equals(STANDARD_INPUT)
                        ? MatrixReader.read(terminal.in(), "standard input", format)
                        : MatrixReader.read(Path.of(name), format));
    }
}
