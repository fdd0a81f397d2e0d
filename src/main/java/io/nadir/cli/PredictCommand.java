package io.nadir.cli;

import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.io.NpyWriter;
import io.nadir.io.OutputDirectory;
import io.nadir.model.DenseMatrix;
import io.nadir.model.Predictor;
import io.nadir.model.TrainedFactorization;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Applies a model that a solve has left behind. */
@Command(
        name = "predict",
        header = "Applies a saved model to new samples, or finds entries of a factorization.",
        description = {
            "",
            "Loads the model that solve wrote to a directory and writes, as a .npy file, the",
            "outputs of a network for new inputs, or entries of a factorized matrix or tensor.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "Directory with the model, from solve or prune.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path directory;

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description =
                    "Inputs for a network, a sample a row, without a column for the bias: a .npy,"
                            + " .mtx or .csv file.")
    private @Nullable Path inputs;

    @Option(
            names = "--at",
            paramLabel = "FILE",
            description =
                    "Positions of entries of a factorization, one a row, a column for each index,"
                            + " counted from 0: a .npy, .mtx or .csv file (default: all entries).")
    private @Nullable Path at;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.npy",
            description =
                    "File for the outputs, a sample or position a row, or all entries in the shape"
                            + " of the data.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path out;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin private final QuietOptions level = new QuietOptions();

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Outputs and what they are arranged in.
     *
     * @param shape the extents
     * @param values the last index running fastest
     */
    private record Prediction(List<Integer> shape, double[] values) {}

    @Override
    public Integer call() throws IOException, RefusedException {
        if (threads < 1) {
            throw RefusedException.of("--threads = " + threads + ", allowed are 1 and more");
        }
        Prediction prediction = predict(ModelDirectory.load(directory));
        Path file = out.toAbsolutePath();
        String name = String.valueOf(file.getFileName());
        Path parent = file.getParent();
        if (parent == null) {
            throw RefusedException.of("--out = " + out + ", allowed are files");
        }
        try (OutputDirectory output = OutputDirectory.open(parent, List.of(name))) {
            output.write(
                    name, stream -> NpyWriter.write(stream, prediction.shape, prediction.values));
            output.commit();
        }
        if (!level.isQuiet()) {
            terminal.out().println(Summary.line("written", out + ", " + prediction.shape));
        }
        return ExitCode.CERTIFIED;
    }

    private Prediction predict(TrainedModel model) throws IOException, RefusedException {
        return switch (model) {
            case Predictor network -> outputs(network);
            case TrainedFactorization factorization -> entries(factorization);
            default -> throw new IllegalStateException(model.kind());
        };
    }

    private Prediction outputs(Predictor network) throws IOException, RefusedException {
        Path file = inputs;
        if (file == null || at != null) {
            throw RefusedException.of("the model is a network: --inputs is needed, --at is not");
        }
        DenseMatrix samples = MatrixReader.read(file);
        DenseMatrix outputs =
                RefusedException.unless(() -> network.predict(samples, threads, null));
        List<Integer> shape = List.of(outputs.rows(), outputs.columns());
        return new Prediction(shape, outputs.blocks().getFirst().data());
    }

    private Prediction entries(TrainedFactorization model) throws IOException, RefusedException {
        if (inputs != null) {
            throw RefusedException.of(
                    "--inputs = "
                            + inputs
                            + ", allowed for networks; the model is a "
                            + model.kind());
        }
        Path file = at;
        if (file == null) {
            List<Integer> shape = model.factors().dimensions();
            return new Prediction(shape, RefusedException.unless(model::allEntries));
        }
        DenseMatrix positions = MatrixReader.read(file);
        double[] values =
                RefusedException.unless(() -> model.entries(indices(positions, model, file)));
        return new Prediction(List.of(values.length, 1), values);
    }

    private static int[][] indices(DenseMatrix positions, TrainedFactorization model, Path file) {
        List<Integer> extents = model.factors().dimensions();
        if (positions.columns() != extents.size()) {
            throw new IllegalArgumentException(
                    String.format(
                            "--at = %s, which has %d columns, must have one for each index: %d",
                            file, positions.columns(), extents.size()));
        }
        int[][] indices = new int[extents.size()][positions.rows()];
        for (int k = 0; k < indices.length; k++) {
            for (int i = 0; i < positions.rows(); i++) {
                double index = positions.get(i, k);
                if (index != Math.rint(index) || index < 0 || index >= extents.get(k)) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "--at = %s, element (%d, %d) = %s, allowed are integers from 0"
                                            + " to %d",
                                    file, i, k, index, extents.get(k) - 1));
                }
                indices[k][i] = (int) index;
            }
        }
        return indices;
    }
}
