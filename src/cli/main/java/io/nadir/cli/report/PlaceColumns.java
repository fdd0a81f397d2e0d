package io.nadir.cli.report;

import io.nadir.io.Indexing;
import io.nadir.io.TableFormat.Column;

import java.util.ArrayList;
import java.util.List;

/** The columns of a table that say what its rows belong to, as users name or count it. */
public final class PlaceColumns {
    private static final List<String> NAMES = List.of("row", "column");

    private PlaceColumns() {}

    /**
     * Returns a column for each mode of positions.
     *
     * @param positions for each mode the indices, counted from 0
     */
    public static List<Column> of(Indexing indexing, int[][] positions) {
        List<Column> columns = new ArrayList<>();
        for (int mode = 0; mode < positions.length; mode++) {
            int[] places = positions[mode];
            String name = positions.length == NAMES.size() ? NAMES.get(mode) : "mode" + (mode + 1);
            int axis = mode;
            if (mode < 2 && indexing.hasIds(mode)) {
                columns.add(Column.ofTexts(name, row -> indexing.name(axis, places[row])));
            } else {
                long base = indexing.base();
                columns.add(Column.ofWholes(name, row -> places[row] + base));
            }
        }
        return columns;
    }
}
