package io.nadir.cli.option;

import io.nadir.cli.report.Inputs;
import io.nadir.io.FactorsReader;
import io.nadir.io.ModelDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Factors from anywhere. */
@Section.In(Section.DATA)
public final class FactorsOption {
    @Option(
            names = "--factors",
            required = true,
            paramLabel = "DIR",
            description =
                    "Directory with the factors, U.npy and V.npy, or W1.npy to WK.npy. Required.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path directory;

    /** Reads the factors, which have to fit the data. */
    public Factors read(ModelData y, Inputs inputs) throws IOException {
        return FactorsReader.read(directory, y, inputs.indexing());
    }

    /**
     * Returns the model in the directory; null if the directory has only factors.
     *
     * @throws IOException if the model cannot be read
     */
    public @Nullable TrainedModel model() throws IOException {
        return Files.exists(directory.resolve(ModelDirectory.DESCRIPTION))
                ? ModelDirectory.load(directory)
                : null;
    }
}
