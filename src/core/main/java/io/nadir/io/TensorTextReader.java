package io.nadir.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads the entries of a tensor from a text: lines of an index for each mode and a value, as in the
 * {@code .tns} files of FROSTT. Indices count from 1, or from {@link TextFormat#base}, and the
 * largest ones are the dimensions.
 */
final class TensorTextReader {
    /** Two modes and a value. */
    private static final int FEWEST_FIELDS = 3;

    private final TextInput text;
    private final int base;
    private final List<GrowingInts> indices = new ArrayList<>();
    private final GrowingDoubles values = new GrowingDoubles();
    private int[] shape = new int[0];
    private boolean begun;
    private boolean header;

    private TensorTextReader(TextInput text) {
        this.text = text;
        Integer said = text.format().base();
        this.base = said == null ? 1 : said;
    }

    /**
     * What was read.
     *
     * @param tensor the entries
     * @param text how the text was interpreted
     */
    record Listed(ListedTensor tensor, InputDescription.Text text) {}

    /** Reads all entries. */
    static Listed read(Input input, TextFormat format) throws IOException {
        if (!format.columns().isEmpty()) {
            throw input.refuse(
                    "lines of a tensor have an index for each mode and a value: leave out "
                            + Advice.COLUMNS);
        }
        TensorTextReader reader =
                new TensorTextReader(TextInput.ofEntries(input, withSeparator(input, format)));
        reader.text.forEach(reader::add);
        return reader.listed(input);
    }

    /** FROSTT's files have blanks, which few lines may not tell. */
    private static TextFormat withSeparator(Input input, TextFormat format) {
        boolean named = input.name().toLowerCase(Locale.ROOT).matches(".*\\.tns(\\.gz)?");
        return named && format.separator() == null
                ? format.withSeparator(TextFormat.BLANKS)
                : format;
    }

    private Listed listed(Input input) throws DataFormatException {
        if (values.size() == 0) {
            throw text.refuse("has no line of indices and value");
        }
        int[][] places = indices.stream().map(GrowingInts::toArray).toArray(int[][]::new);
        return new Listed(
                new ListedTensor(input, shape, places, values.toArray()),
                text.describe(header, false, false, 0, List.of()));
    }

    private void add(TextRow line) throws DataFormatException {
        if (!begun) {
            begun = true;
            if (begin(line)) {
                return;
            }
        }
        if (line.size() != shape.length + 1) {
            throw text.refuse(
                    line,
                    String.format(
                            "has %d fields, must have %d like the first line",
                            line.size(), shape.length + 1));
        }
        for (int k = 0; k < shape.length; k++) {
            int place = place(line, k);
            indices.get(k).add(place);
            shape[k] = Math.max(shape[k], place + 1);
        }
        values.add(text.number(line, shape.length));
    }

    /** Takes the order of the tensor from the first line; returns whether that is a header. */
    private boolean begin(TextRow first) throws DataFormatException {
        if (first.size() < FEWEST_FIELDS) {
            throw text.refuse(
                    first,
                    String.format(
                            "has %d fields (separated by %s), must be an index for each of 2 or"
                                    + " more modes, and a value",
                            first.size(), text.dialect().separatorName()));
        }
        shape = new int[first.size() - 1];
        for (int k = 0; k < shape.length; k++) {
            indices.add(new GrowingInts());
        }
        header =
                switch (text.format().header()) {
                    case YES -> true;
                    case NO -> false;
                    case DETECT -> Arrays.stream(first.fields()).allMatch(text.tokens()::isName);
                };
        return header;
    }

    private int place(TextRow line, int k) throws DataFormatException {
        String digits = line.field(k);
        try {
            int index = Integer.parseInt(digits);
            if (index >= base && index <= Places.LARGEST) {
                return index - base;
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        throw text.refuse(line, Places.refusal(digits, k, "mode", base, Places.LARGEST));
    }
}
