package io.nadir.cli.option;

import io.nadir.io.FilledMatrix;
import io.nadir.io.Indexing;
import io.nadir.io.MatrixWriter;
import io.nadir.io.output.OutputDirectory;
import io.nadir.matrix.MatrixData;
import io.nadir.model.ModelData;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Whether the data are written with their missing entries filled in. */
@Section.In(Section.OUTPUT)
public final class FilledOption {
    /** Names of files that a run writes anyway, or may find there. */
    private static final Pattern OTHERS =
            Pattern.compile(
                    "(?:[UVEW]|W[0-9]+|(?:row|column)Offsets|(?:rows|columns)WithoutData)(?:-[0-9]+)?\\.npy"
                        + "|(?:rows|columns|summary)\\.csv|[UV]\\.(?:csv|parquet|arrow)",
                    Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--filled",
            paramLabel = "NAME",
            description =
                    "Also write the matrix with its missing entries filled in by the model, and the"
                        + " others as they are, to this file in the directory of the results: .csv,"
                        + " .parquet or .arrow, with ids if there are any, .npy or .mtx.")
    private @Nullable String name;

    @Mixin private final ClipOption clip = new ClipOption();

    /** Whether it is asked for. */
    public boolean isWanted() {
        return name != null;
    }

    /**
     * Refuses what no data allow.
     *
     * @throws RefusedException if the name is none of a new file, or there is nothing to clip
     */
    public void requireAllowed() throws RefusedException {
        String file = name;
        if (file == null) {
            if (clip.isGiven()) {
                throw RefusedException.of(
                        "--clip is for entries that are filled in: say --filled NAME too");
            }
            return;
        }
        if (Path.of(file).getNameCount() != 1 || Path.of(file).isAbsolute() || file.equals("..")) {
            throw RefusedException.of(
                    "--filled = "
                            + file
                            + ", allowed is the name of a file without directories: it is written"
                            + " to the directory of the results, --out");
        }
        if (OTHERS.matcher(file).matches()) {
            throw RefusedException.of(
                    "--filled = " + file + ", which is the name of another result: name a new one");
        }
        try {
            MatrixWriter.requireFormat(file, 2);
        } catch (IllegalArgumentException e) {
            throw RefusedException.of("--filled = " + e.getMessage());
        }
    }

    /** Name of the file, if there is one. */
    public List<String> files() {
        return name == null ? List.of() : List.of(name);
    }

    /**
     * Writes the file, if it is asked for.
     *
     * @param y what the model was trained with
     * @param ids what rows and columns are called
     */
    public void write(OutputDirectory output, TrainedModel model, ModelData y, Indexing ids)
            throws IOException {
        String file = name;
        if (file != null && y instanceof MatrixData known) {
            FilledMatrix filled =
                    FilledMatrix.of(model)
                            .withKnown(known)
                            .withRange(clip.range().low(), clip.range().high())
                            .withIds(ids);
            output.write(file, out -> filled.write(file, out));
        }
    }
}
