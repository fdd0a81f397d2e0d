package io.nadir.cli.option;

import io.nadir.io.TextFormat;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** What the columns of files of entries and positions are, and how rows and columns count. */
@Section.In(Section.ENTRIES)
public final class PlaceOptions {
    @Option(
            names = "--base",
            paramLabel = "0|1",
            description =
                    "Whether files of entries and of positions number rows and columns from "
                            + "0 or from 1 (default: 1, or 0 under the header row0,column0; for "
                            + "predict as in the data of the model).")
    private @Nullable Integer base;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What each column of a text file of entries holds, in order. row,column,value,-"
                        + " ignores a fourth column; row,column,value,weight takes it for the"
                        + " weight. Allowed are row, i, user, userId; column, j, item, itemId,"
                        + " movie, movieId; value, x, rating, score; weight, w; and timestamp or -"
                        + " for columns to ignore. Of a table (.parquet, .arrow): the names of its"
                        + " columns of row, column, value and, optionally, weight; or of those that"
                        + " make a dense matrix.")
    private List<String> columns = List.of();

    /** Adds to a format what is said. */
    public TextFormat addTo(TextFormat format) throws RefusedException {
        return RefusedException.unless(() -> format.withBase(base).withColumns(columns));
    }
}
