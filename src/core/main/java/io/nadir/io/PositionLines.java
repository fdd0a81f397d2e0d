package io.nadir.io;

import io.nadir.io.ColumnRoles.Role;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of a text file of positions, with or without a header. */
final class PositionLines {
    private final PositionReader reader;
    private final Indexing indexing;
    private final int modes;
    private final TextInput text;
    private int @Nullable [] fields;
    private List<String> ignored = List.of();
    private boolean header;
    private int size;

    PositionLines(PositionReader reader, Indexing indexing, int modes, TextInput text) {
        this.reader = reader;
        this.indexing = indexing;
        this.modes = modes;
        this.text = text;
    }

    InputDescription.Text read() throws IOException {
        text.forEach(this::add);
        if (reader.isEmpty()) {
            throw text.refuse("has no position");
        }
        return text.describe(header, false, false, 0, ignored);
    }

    private void add(TextRow line) throws DataFormatException {
        int[] known = fields;
        if (known == null) {
            known = fieldsOf(line);
            fields = known;
            size = line.size();
            if (header) {
                return;
            }
        }
        if (line.size() != size) {
            throw text.refuse(
                    line,
                    String.format(
                            "has %d fields, must have %d like the first line", line.size(), size));
        }
        for (int k = 0; k < known.length; k++) {
            int field = known[k];
            reader.add(text.input(), "line " + line.line(), line.field(field), field, k);
        }
    }

    private int[] fieldsOf(TextRow first) throws DataFormatException {
        header = isHeader(first);
        List<String> names = text.format().columns();
        boolean named = modes == 2 && (header || !names.isEmpty());
        ColumnRoles roles = named ? roles(names.isEmpty() ? first.all() : names) : null;
        if (!names.isEmpty() && (roles == null || roles.fields() != first.size())) {
            throw text.refuse(
                    first,
                    String.format(
                            "has %d fields, --columns must name each of them, a row and a"
                                    + " column among them, and is for matrices only",
                            first.size()));
        }
        if (roles != null) {
            ignored = others(first, roles);
            setBase(header ? roles.alsoNamed(first.all()) : roles);
            return new int[] {roles.at(Role.ROW), roles.at(Role.COLUMN)};
        }
        if (first.size() != modes) {
            throw text.refuse(
                    first,
                    String.format(
                            "has %d fields (separated by %s), must have one for each index: %d"
                                    + "%s",
                            first.size(),
                            text.dialect().separatorName(),
                            modes,
                            modes == 2
                                    ? "; say which are the row and the column, for example"
                                            + " row,column,-, by "
                                            + Advice.COLUMNS
                                    : ""));
        }
        int[] all = new int[modes];
        Arrays.setAll(all, k -> k);
        return all;
    }

    private List<String> others(TextRow first, ColumnRoles roles) {
        List<String> others = new ArrayList<>();
        for (int k = 0; k < first.size(); k++) {
            if (k != roles.at(Role.ROW) && k != roles.at(Role.COLUMN)) {
                others.add(header ? first.field(k) : "column " + (k + 1));
            }
        }
        return others;
    }

    /** Returns the roles of the columns; null if their names do not determine them. */
    private @Nullable ColumnRoles roles(List<String> names) {
        try {
            ColumnRoles roles = ColumnRoles.of(names);
            return roles.has(Role.ROW) && roles.has(Role.COLUMN) ? roles : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void setBase(ColumnRoles roles) throws DataFormatException {
        Integer said = roles.base();
        Integer asked = text.format().base();
        if (said != null && asked != null && !said.equals(asked)) {
            throw text.refuse(Places.contradiction(said, asked));
        }
        if (said != null) {
            reader.setBase(said);
        }
    }

    /** Whether a line may be a header of two names, or a position that the model lacks. */
    private boolean isUnknown(TextRow first) {
        return !text.hasOneLine()
                && text.format().columns().isEmpty()
                && first.size() == 2
                && first.all().stream().allMatch(text.tokens()::isName)
                && reader.mayBeUnknown(first.field(0), first.field(1));
    }

    /**
     * Returns whether a line is a header. If positions are ids, only a line of known names can be
     * told from one of ids.
     */
    private boolean isHeader(TextRow first) throws DataFormatException {
        return switch (text.format().header()) {
            case YES -> true;
            case NO -> false;
            case DETECT -> {
                if (reader.base() == 0
                        && !indexing.hasIds()
                        && first.field(0).equals("0")
                        && !text.hasOneLine()
                        && Tokens.areCounting(first.all())) {
                    throw text.refuse(
                            first,
                            "counts from 0: is it a header of labels or a position? Say "
                                    + Advice.HEADER);
                }
                boolean named = ColumnRoles.areNames(first.all());
                if (!named && isUnknown(first)) {
                    throw text.refuse(
                            first,
                            "neither %s nor %s is an id of the model: is it a header? Say %s"
                                    .formatted(
                                            Printable.quote(first.field(0)),
                                            Printable.quote(first.field(1)),
                                            Advice.HEADER));
                }
                yield !text.hasOneLine()
                        && (indexing.hasIds()
                                ? named
                                : first.all().stream().allMatch(text.tokens()::isName));
            }
        };
    }
}
