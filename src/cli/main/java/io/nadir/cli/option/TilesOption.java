package io.nadir.cli.option;

import io.nadir.cli.picture.ImageFactors;
import io.nadir.cli.picture.PictureFile;
import io.nadir.cli.picture.TileSize;
import io.nadir.cli.picture.TilesPicture;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Report;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A picture of factors whose columns are images. */
@Section.In(Section.OUTPUT)
public final class TilesOption {
    @Option(
            names = "--tiles",
            paramLabel = "HxW",
            converter = SizeName.class,
            description =
                    "The rows or columns of the matrix are images of H x W pixels. Also "
                            + "draw the columns of the factor that are images too, and some images "
                            + "beside their reconstruction.")
    private @Nullable TileSize size;

    /** Whether the picture was asked for. */
    boolean isWanted() {
        return size != null;
    }

    /** Refuses a size that neither the rows nor the columns of {@code y} have. */
    public void requireFits(ModelName.Kind kind, ModelData y) throws RefusedException {
        TileSize wanted = size;
        if (wanted == null) {
            return;
        }
        if (kind != ModelName.Kind.MATRIX) {
            throw RefusedException.of("--tiles = " + wanted + ", allowed for matrices only");
        }
        List<Integer> shape = y.factorShapes().stream().map(FactorShape::rows).toList();
        RefusedException.unless(() -> ImageFactors.block(wanted, shape));
    }

    /** Names of the files to be written: {@code name} or none. */
    public List<String> files(String name) {
        return size == null ? List.of() : List.of(name);
    }

    /** Writes the picture if it was asked for. */
    public void write(
            Terminal terminal, OutputDirectory output, String name, Report report, Factors factors)
            throws IOException {
        if (size != null) {
            TilesPicture picture = new TilesPicture(report, factors, size);
            PictureFile.write(terminal, output, name, picture::write);
        }
    }

    /** A size as an option value. */
    static final class SizeName implements ITypeConverter<TileSize> {
        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");

        @Override
        public TileSize convert(String value) {
            Matcher size = FORM.matcher(value);
            if (!size.matches()) {
                throw new TypeConversionException(
                        "'" + value + "', allowed is HxW with H and W from 1 to 9999");
            }
            return new TileSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        }
    }
}
