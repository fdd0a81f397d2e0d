package io.nadir.cli.option;

import io.nadir.cli.picture.FactorsPicture;
import io.nadir.cli.picture.PictureFile;
import io.nadir.cli.picture.PictureWarmUp;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Report;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;

/** Whether pictures are drawn beside the results. */
@Section.In(Section.OUTPUT)
public final class PicturesOption {
    @Option(names = "--no-pictures", description = "Draw no pictures (.png).")
    private boolean none;

    /** Prepares for drawing while the work that is to be drawn goes on. */
    public void warmUp() {
        if (!none) {
            PictureWarmUp.start();
        }
    }

    /** Refuses to be asked for a picture and for none at the same time. */
    public void requireAllowed(TilesOption tiles) throws RefusedException {
        if (none && tiles.isWanted()) {
            throw RefusedException.of(
                    "--tiles is a picture, and --no-pictures asks for none: leave one out");
        }
    }

    /** Whether any picture is drawn. */
    public boolean areWanted() {
        return !none;
    }

    /**
     * Writes the picture of factors by the names of rows and columns, if pictures are wanted and
     * there are names.
     *
     * @return its name, or nothing if it was not written
     */
    public List<String> writeFactors(
            Terminal terminal, OutputDirectory output, Report report, Factors factors)
            throws IOException {
        if (none || !FactorsPicture.isDrawable(report)) {
            return List.of();
        }
        FactorsPicture picture = new FactorsPicture(report, factors);
        PictureFile.write(terminal, output, FactorsPicture.NAME, picture::write);
        return List.of(FactorsPicture.NAME);
    }

    /** Writes a picture, if pictures are wanted and this one can be drawn. */
    public void write(
            Terminal terminal, OutputDirectory output, String name, OutputDirectory.Content picture)
            throws IOException {
        if (!none) {
            PictureFile.write(terminal, output, name, picture);
        }
    }
}
