package io.nadir.spark;

import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids of the columns in ascending order, and the place of each. Thread-safe. */
final class ColumnIndex implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // All types of ids are serializable.
    private final Object[] ids;

    private transient @Nullable Map<Object, Integer> places;

    ColumnIndex(Object[] ids) {
        this.ids = ids;
    }

    static ColumnIndex of(List<Row> sorted) {
        return new ColumnIndex(sorted.stream().map(row -> row.get(0)).toArray());
    }

    Object[] ids() {
        return ids;
    }

    /** The place of an id, from 0; −1 if there is no such id. */
    int place(Object id) {
        Integer place = places().get(id);
        return place == null ? -1 : place;
    }

    private synchronized Map<Object, Integer> places() {
        Map<Object, Integer> present = places;
        if (present == null) {
            present = HashMap.newHashMap(ids.length);
            for (int i = 0; i < ids.length; i++) {
                present.put(ids[i], i);
            }
            places = present;
        }
        return present;
    }

    @Override
    public String toString() {
        return ids.length
                + " columns "
                + Arrays.toString(Arrays.copyOf(ids, Math.min(3, ids.length)));
    }
}
