package io.nadir.cli;

import io.nadir.io.OutputDirectory;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;

/** A picture of factors whose columns are images. */
final class TilesOption {
    @Option(
            names = "--tiles",
            paramLabel = "HxW",
            converter = TileSize.Converter.class,
            description =
                    "Rows or columns of the matrix are images of H*W pixels: draw the columns of"
                            + " the factor that are images too, and some images beside what the"
                            + " factors make of them.")
    private @Nullable TileSize size;

    /** Throws if neither the rows nor the columns of {@code y} have this size. */
    void requireFits(ModelData y) throws RefusedException {
        TileSize wanted = size;
        if (wanted == null) {
            return;
        }
        if (!(y instanceof MatrixData matrix)) {
            throw RefusedException.of("--tiles = " + wanted + ", allowed for matrices only");
        }
        RefusedException.unless(
                () -> ImageFactors.block(wanted, List.of(matrix.rows(), matrix.columns())));
    }

    /** Names of the files to be written: {@code name} or none. */
    List<String> files(String name) {
        return size == null ? List.of() : List.of(name);
    }

    /** Writes the picture if it was asked for. */
    void write(
            Terminal terminal, OutputDirectory output, String name, Report report, Factors factors)
            throws IOException {
        if (size != null) {
            TilesPicture picture = new TilesPicture(report, factors, size);
            PictureFile.write(terminal, output, name, picture::write);
        }
    }
}
