package io.nadir.cli.option;

import io.nadir.io.TextFormat;
import io.nadir.io.TextFormat.Choice;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** What the columns of files of entries and positions are, and what rows and columns are called. */
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
                        + " weight. Allowed are row, i, user, userId, customer; column, j, item,"
                        + " itemId, movie, movieId, film, product; value, x, rating, score, count,"
                        + " stars; weight, w; and timestamp or - for columns to ignore (default: as"
                        + " the header names them, or row,column,value). Of a table (.parquet,"
                        + " .arrow): the names of its columns of row, column, value and,"
                        + " optionally, weight; or of those that make a dense matrix.")
    private List<String> columns = List.of();

    @Section.In(Section.DATA)
    @Option(
            names = "--ids",
            paramLabel = "yes|no",
            converter = TextOptions.ChoiceName.class,
            description =
                    "Whether rows and columns are identified by ids, which may be any text, rather"
                        + " than numbered. Ids are written to rows.csv and columns.csv (default:"
                        + " for a table yes where it has different names in a header or an index"
                        + " column; for a file of entries yes if the header says so, such as user,"
                        + " userId, item or movie, or if the first ids are no whole numbers below"
                        + " 2^31 - 1; for predict as in the data of the model).")
    private Choice ids = Choice.DETECT;

    /** Adds to a format what is said. */
    public TextFormat addTo(TextFormat format) throws RefusedException {
        return RefusedException.unless(
                () -> format.withBase(base).withColumns(columns).withIds(ids));
    }

    /** What is said of ids. */
    public Choice ids() {
        return ids;
    }
}
