package io.nadir.cli;

import io.nadir.io.TextFormat;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.util.List;

/** What the columns of files of entries and positions are, and how rows and columns count. */
final class PlaceOptions {
    @ArgGroup(exclusive = false, order = 11, heading = "%nEntries with row and column:%n")
    private Places places = new Places();

    /** The options. */
    static final class Places {
        @Option(
                names = "--base",
                paramLabel = "0|1",
                description =
                        "What rows and columns count from, in files of entries and of positions"
                                + " (default: 1, in predict as in the data of the model; the header"
                                + " row0,column0 says 0).")
        private @Nullable Integer base;

        @Option(
                names = "--columns",
                split = ",",
                paramLabel = "NAME",
                description =
                        "What the columns of a text of entries are, in order: row,column,value,-"
                            + " ignores a fourth, row,column,value,weight weighs by it. Names as in"
                            + " a header: row, i, user, userId; column, j, item, itemId, movie,"
                            + " movieId; value, x, rating, score; weight, w; timestamp or -, which"
                            + " are ignored.")
        private List<String> columns = List.of();
    }

    /** Adds to a format what is said. */
    TextFormat addTo(TextFormat format) throws RefusedException {
        return RefusedException.unless(
                () -> format.withBase(places.base).withColumns(places.columns));
    }

    /** Whether columns are named, which is for texts of entries and of positions only. */
    boolean hasColumns() {
        return !places.columns.isEmpty();
    }
}
