package io.nadir.cli.command;

import io.nadir.PathPoint;
import io.nadir.cli.option.PicturesOption;
import io.nadir.cli.option.TilesOption;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.Report;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the files of each point of a path, numbered.
 *
 * @param tiles which pictures of factors there are
 * @param pictures which pictures are wanted
 * @param inputs how the inputs were interpreted
 * @param count the number of λ at most
 * @param models the directory in which each point is kept as a model, null if none is
 */
record PathFiles(
        Terminal terminal,
        TilesOption tiles,
        PicturesOption pictures,
        Inputs inputs,
        int count,
        @Nullable Path models) {

    /** Writes the files of one point, and returns their names. */
    List<String> write(OutputDirectory target, int index, Report report, PathPoint point)
            throws IOException {
        List<String> names = new ArrayList<>();
        if (index == 0) {
            ModelDirectory.writeIds(target, inputs.indexing());
        }
        int digits = Integer.toString(count).length();
        String suffix = String.format("-%0" + digits + "d", index + 1);
        Factors factors = point.solution().factors();
        List<FactorShape> shapes = report.problem().y().factorShapes();
        for (int block = 0; block < shapes.size(); block++) {
            String name = shapes.get(block).name() + suffix + ".npy";
            Outcome.writeFactor(target, name, factors, block);
            names.add(name);
        }
        Offsets offsets = point.solution().model().offsets();
        if (offsets != null && offsets.centering().hasRows()) {
            names.add(list(target, "rowOffsets" + suffix + ".npy", offsets.rows()));
        }
        if (offsets != null && offsets.centering().hasColumns()) {
            names.add(list(target, "columnOffsets" + suffix + ".npy", offsets.columns()));
        }
        tiles.write(terminal, target, "tiles" + suffix + ".png", report, factors);
        names.addAll(tiles.files("tiles" + suffix + ".png"));
        if (models != null) {
            String name = "model" + suffix;
            ModelDirectory.save(models.resolve(name), point.solution().model(), inputs.indexing());
            names.add(name + "/");
        }
        return names;
    }

    private static String list(OutputDirectory target, String name, double[] values)
            throws IOException {
        Outcome.write(target, name, List.of(values.length, 1), values);
        return name;
    }
}
