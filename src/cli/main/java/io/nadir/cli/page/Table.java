package io.nadir.cli.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A table with a caption. The first cell of each row is its heading. */
final class Table {
    /** Longer cells are broken into lines. */
    private static final int MOST_ON_A_LINE = 44;

    private final String caption;
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with a row of headings; without one, for a name and a value a row. */
    Table(String caption, String... header) {
        this.caption = caption;
        this.header = List.of(header);
    }

    /** Adds a row. */
    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Adds a name and a value, unless the value is empty. */
    Table value(String name, String value) {
        return value.isEmpty() ? this : row(name, value);
    }

    /** Writes the table, which scrolls by itself where the page is too narrow. Nothing if empty. */
    void write(Html html) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        html.element(
                "div",
                List.of("class", "wide", "role", "region", "tabindex", "0", "aria-label", caption),
                () -> html.element("table", classes(), () -> content(html)));
    }

    private List<String> classes() {
        return header.isEmpty() ? List.of("class", "values") : List.of();
    }

    private void content(Html html) throws IOException {
        html.element("caption", caption);
        if (!header.isEmpty()) {
            html.element(
                    "thead",
                    () ->
                            html.element(
                                    "tr",
                                    () -> {
                                        for (String name : header) {
                                            html.element("th", name, "scope", "col");
                                        }
                                    }));
        }
        html.element(
                "tbody",
                () -> {
                    for (List<String> row : rows) {
                        html.element("tr", () -> cells(html, row));
                    }
                });
    }

    private static void cells(Html html, List<String> row) throws IOException {
        html.element("th", row.getFirst(), "scope", "row");
        for (String cell : row.subList(1, row.size())) {
            if (cell.length() > MOST_ON_A_LINE) {
                html.element("td", cell, "class", "words");
            } else {
                html.element("td", cell);
            }
        }
    }
}
