package io.nadir.io;

import io.nadir.io.TextFormat.Choice;

import java.util.List;

/**
 * How the first line of a dense table is interpreted.
 *
 * @param header whether it is a header
 * @param indexColumn whether the first column contains labels of the rows
 * @param ambiguous whether the line is read as numbers although it may be a header of labels, and
 *     the caller did not say which
 */
record TableHead(boolean header, boolean indexColumn, boolean ambiguous) {

    /** Decides, or refuses what has two meanings. */
    static TableHead of(TextInput text, TextRow first) throws DataFormatException {
        Choice index = LabelColumn.isIndex(text);
        List<String> fields = first.all();
        List<String> others = fields.subList(Math.min(1, fields.size()), fields.size());
        if (isCorner(text, fields, others) && index != Choice.NO) {
            if (index == Choice.DETECT) {
                throw text.refuse(
                        first,
                        "has labels after an empty field: if the first column has labels of the"
                                + " rows say --index-column yes, which makes them ids, otherwise"
                                + " --index-column no (in Java: TextFormat.withIndexColumn)");
            }
            return new TableHead(text.format().header() != Choice.NO, true, false);
        }
        boolean indexed = index == Choice.YES;
        boolean labels = indexed || isCorner(text, fields, others);
        List<String> names = labels && !others.isEmpty() ? others : fields;
        boolean corner = indexed && fields.getFirst().isEmpty() && !text.hasOneLine();
        boolean header =
                (corner && text.format().header() == Choice.DETECT)
                        || isHeader(text, first, names, labels);
        requireCertain(text, first, indexed, header);
        boolean pivoted =
                index == Choice.DETECT
                        && fields.getFirst().isEmpty()
                        && LabelColumn.mayBePivoted(text, others);
        boolean ambiguous =
                text.format().header() == Choice.DETECT
                        && !text.hasOneLine()
                        && (mayCount(fields) || pivoted);
        return new TableHead(header, indexed, ambiguous);
    }

    /** Without a header of names, a first line that begins with one may be header or numbers. */
    private static void requireCertain(
            TextInput text, TextRow first, boolean indexed, boolean header)
            throws DataFormatException {
        TextFormat format = text.format();
        boolean detected = indexed && format.indexColumn() == Choice.DETECT;
        if (detected && !header && format.header() == Choice.DETECT) {
            throw text.refuse(
                    first,
                    String.format(
                            "begins with %s, as all lines begin with labels: is it a header or a"
                                    + " row of numbers? Say %s",
                            Printable.quote(first.field(0)), Advice.HEADER));
        }
    }

    /** Labels after an empty field. */
    private static boolean isCorner(TextInput text, List<String> fields, List<String> others) {
        return !others.isEmpty()
                && fields.getFirst().isEmpty()
                && !text.hasOneLine()
                && (others.stream().allMatch(text.tokens()::isName)
                        || Tokens.isConsecutive(others)
                        || counts(others, true)
                        || LabelColumn.isPivoted(text, others));
    }

    /**
     * Returns whether the fields count upwards like labels. Next to a column of labels, two numbers
     * from any start suffice. If they end in .0 and there is no column of labels, three are needed,
     * because any two indicators may be written 0.0,1.0.
     */
    private static boolean counts(List<String> fields, boolean labelled) {
        List<String> whole = Tokens.withoutZeroFraction(fields);
        if (labelled) {
            return fields.size() > 1 && Tokens.isConsecutive(whole);
        }
        return Tokens.areCounting(whole) && !mayCount(fields);
    }

    /** Whether the fields are two numbers such as 0.0,1.0, which are read as numbers. */
    private static boolean mayCount(List<String> fields) {
        return fields.size() == 2
                && fields.getFirst().matches(".*[.,]0")
                && Tokens.areCounting(Tokens.withoutZeroFraction(fields));
    }

    private static boolean isNames(TextInput text, List<String> fields) {
        return !fields.isEmpty() && fields.stream().allMatch(text.tokens()::isName);
    }

    private static boolean isHeader(
            TextInput text, TextRow first, List<String> fields, boolean labelled)
            throws DataFormatException {
        return switch (text.format().header()) {
            case YES -> true;
            case NO -> false;
            case DETECT -> {
                boolean pivoted = first.field(0).isEmpty() && LabelColumn.isPivoted(text, fields);
                if (!text.hasOneLine() && (pivoted || counts(fields, labelled))) {
                    throw text.refuse(
                            first,
                            String.format(
                                    "%s from %s to %s: is it a header of labels or a row of"
                                            + " numbers? Say %s",
                                    pivoted ? "has different whole numbers" : "counts",
                                    Printable.quote(fields.getFirst()),
                                    Printable.quote(fields.getLast()),
                                    Advice.HEADER));
                }
                boolean names = isNames(text, fields);
                if (names && ColumnRoles.areEntryNames(first.all())) {
                    throw text.refuse(
                            first,
                            "has the names of row, column and value, as files of entries do: say"
                                + " --missing unlisted or --sparse (in Java: SparseReader) for one,"
                                + " and --header yes (in Java: TextFormat.withHeader) for a table");
                }
                yield names;
            }
        };
    }
}
