package io.nadir.io;

import io.nadir.io.TextFormat.Choice;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ids that a dense table has for its rows and columns. Ids that are not all different cannot
 * tell rows or columns apart: they are left out, and the description of the input says so.
 */
final class TableNames {
    private final Input input;
    private final TextFormat format;
    private final Choice wanted;
    private final List<String> problems = new ArrayList<>();
    private final List<List<String>> names = List.of(new ArrayList<>(), new ArrayList<>());

    TableNames(Input input, TextFormat format) {
        this.input = input;
        this.format = format;
        this.wanted = format.ids();
    }

    /** Adds the id of the next row. */
    void addRow(String id) {
        add(0, id);
    }

    /** Adds the ids of the columns. */
    void addColumns(List<String> ids) {
        ids.forEach(id -> add(1, id));
    }

    private void add(int mode, String id) {
        if (wanted != Choice.NO) {
            names.get(mode).add(id);
        }
    }

    /**
     * Returns how rows and columns are identified; null if the text has no ids.
     *
     * @throws DataFormatException if ids are asked for and there are none, or not different ones
     */
    @Nullable Indexing indexing() throws DataFormatException {
        problems.clear();
        List<List<String>> kept = List.of(kept(0), kept(1));
        boolean none = kept.get(0).isEmpty() && kept.get(1).isEmpty();
        if (wanted == Choice.YES && (none || !problems.isEmpty())) {
            throw input.refuse(
                    problems.isEmpty()
                            ? "has no ids of rows or columns, which --ids yes (in Java:"
                                  + " TextFormat.withIds) asks for: they are in a header, --header"
                                  + " yes, or in the first column, --index-column yes"
                            : String.join(", ", problems)
                                    + ": to count them instead say --ids no (in Java:"
                                    + " TextFormat.withIds)");
        }
        if (none) {
            return null;
        }
        Integer base = format.base();
        return Indexing.byIds(kept.get(0), kept.get(1)).withBase(base == null ? 1 : base);
    }

    /** Returns which ids {@link #indexing} has left out, and why. */
    List<String> ignored() {
        return List.copyOf(problems);
    }

    private List<String> kept(int mode) {
        String problem = problem(mode);
        if (problem == null) {
            return names.get(mode);
        }
        problems.add("the names of the " + (mode == 0 ? "rows" : "columns") + ": " + problem);
        return List.of();
    }

    private @Nullable String problem(int mode) {
        Map<String, Integer> first = new HashMap<>();
        List<String> all = names.get(mode);
        for (int k = 0; k < all.size(); k++) {
            String name = all.get(k);
            if (name.indexOf(Places.UNREADABLE) >= 0) {
                return Printable.quote(name) + " is not in UTF-8, see " + Advice.ENCODING;
            }
            Integer twin = first.putIfAbsent(name, k);
            if (twin != null) {
                return String.format(
                        "%s is that of number %d and of number %d",
                        Printable.quote(name), twin + 1, k + 1);
            }
        }
        return null;
    }
}
