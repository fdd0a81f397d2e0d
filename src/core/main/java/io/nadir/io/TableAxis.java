package io.nadir.io;

import io.nadir.io.TableFile.Row;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** The rows, or the columns, of the entries in a table: counted from a base, or named by ids. */
final class TableAxis {
    private final String what;
    private final int base;
    private final @Nullable IdTable ids;
    private int extent;

    /**
     * An axis without any position so far.
     *
     * @param what a position is, for messages
     * @param base the first position, where positions are no ids
     */
    TableAxis(String what, int base, boolean byId) {
        this.what = what;
        this.base = base;
        this.ids = byId ? new IdTable() : null;
    }

    /** An axis of positions, without ids. */
    TableAxis(String what, int base) {
        this(what, base, false);
    }

    /** The position, from 0, in column k of a row. */
    int place(Row row, int k) throws IOException {
        String name = row.name(k);
        int place = ids == null ? position(row, k, name) : ids.number(name);
        extent = Math.max(extent, place + 1);
        return place;
    }

    private int position(Row row, int k, String name) throws IOException {
        try {
            long position = Long.parseLong(name);
            if (position >= base && position <= Places.LARGEST) {
                return (int) position - base;
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        String zero = name.equals("0") ? "; if they count from 0 say " + Advice.BASE : "";
        throw row.refuse(
                k,
                String.format(
                        "%s, allowed are whole numbers from %d to %d for a %s%s; if they are ids"
                                + " say %s",
                        Printable.quote(name), base, Places.LARGEST, what, zero, Advice.IDS));
    }

    /** Number of positions. */
    int extent() {
        return extent;
    }

    /** The ids; null if positions are counted. */
    @Nullable IdTable ids() {
        return ids;
    }
}
