package io.nadir.io;

import io.nadir.io.TableFormat.Field;
import io.nadir.io.TableFormat.Kind;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Reads positions of entries from a file of a {@link TableFormat}: a column for each mode. */
final class TablePositions {
    private TablePositions() {}

    /** Reads the columns of the positions in all rows. */
    static void forEach(Input input, TextFormat format, int order, TableFile.RowReader reader)
            throws IOException {
        TableFile.read(
                input,
                file -> {
                    List<Integer> columns = columns(file, format, order);
                    for (int column : columns) {
                        file.require(column, List.of(Kind.WHOLE, Kind.TEXT), "positions");
                    }
                    file.forEach(columns, reader);
                    return file;
                });
    }

    /** As the user says, by their names, or all. */
    private static List<Integer> columns(TableFile file, TextFormat format, int order)
            throws DataFormatException {
        List<String> names = format.columns();
        List<Integer> columns = names.isEmpty() ? columns(file, order) : file.named(names);
        if (columns.size() != order) {
            throw file.refuse(
                    String.format(
                            "has the columns %s, must have one for each index: %d; choose them by"
                                    + " %s",
                            file.describe(), order, Advice.COLUMNS));
        }
        return columns;
    }

    private static List<Integer> columns(TableFile file, int order) {
        if (order == 2) {
            List<Integer> found =
                    ColumnRoles.places(file.fields().stream().map(Field::name).toList());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return IntStream.range(0, file.fields().size())
                .filter(k -> !TableFile.isIndex(file.fields().get(k)))
                .boxed()
                .toList();
    }
}
