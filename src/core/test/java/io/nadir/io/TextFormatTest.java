package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Matrices that are written in random dialects are read back exactly or refused, never as others.
 */
class TextFormatTest {
    private static final String[] SEPARATORS = {",", "\t", ";", "|", "::", "  "};
    private static final String[] MISSING = {"", "NA", "nan", "NULL", "None", "?", "#N/A", "-"};

    /** A way to write, and what is told the reader of it. */
    private record Writing(
            String separator,
            boolean comma,
            boolean grouped,
            boolean quoted,
            boolean header,
            boolean labels,
            boolean comments,
            String missing,
            String lineEnd) {

        static Writing random(Random random) {
            return new Writing(
                    SEPARATORS[random.nextInt(SEPARATORS.length)],
                    random.nextInt(3) == 0,
                    random.nextInt(4) == 0,
                    random.nextInt(4) == 0,
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    random.nextInt(4) == 0,
                    MISSING[random.nextInt(MISSING.length)],
                    random.nextBoolean() ? "\n" : "\r\n");
        }

        /** All that there is to be told. */
        TextFormat told() {
            return TextFormat.defaults()
                    .withSeparator(separator.isBlank() && !separator.equals("\t") ? " " : separator)
                    .withDecimal(comma ? ',' : '.')
                    .withThousands(grouped ? (comma ? '.' : ',') : null)
                    .withHeader(header ? Choice.YES : Choice.NO)
                    .withIndexColumn(labels ? Choice.YES : Choice.NO)
                    .withComment(comments ? Character.valueOf('%') : null);
        }

        String write(double[][] values) {
            StringBuilder text = new StringBuilder(comments ? "% by \"nobody" + lineEnd : "");
            if (header) {
                StringJoiner line = new StringJoiner(separator);
                for (int j = labels ? -1 : 0; j < values[0].length; j++) {
                    line.add("c" + (j + 1));
                }
                text.append(line).append(lineEnd);
            }
            for (int i = 0; i < values.length; i++) {
                StringJoiner line = new StringJoiner(separator);
                if (labels) {
                    line.add("r" + i);
                }
                for (double value : values[i]) {
                    line.add(field(value));
                }
                text.append(line).append(lineEnd);
            }
            return text.toString();
        }

        private String field(double value) {
            if (Double.isNaN(value)) {
                return missing.isEmpty() && separator.isBlank() ? "NA" : missing;
            }
            String text = Double.toString(value);
            if (value == Math.rint(value) && Math.abs(value) < 1e7) {
                text = grouped ? String.format("%,d", (long) value) : String.valueOf((long) value);
            }
            if (comma) {
                text = text.replace('.', '!').replace(',', '.').replace('!', ',');
            }
            return quoted || text.contains(separator) ? '"' + text + '"' : text;
        }
    }

    @Test
    void whatIsToldIsReadBackExactly() throws IOException {
        requireReadBackWhenTold(500, 5);
    }

    @Test
    @Tag("long")
    void muchThatIsToldIsReadBackExactly() throws IOException {
        requireReadBackWhenTold(10_000, 15);
    }

    @Test
    void whatIsNotToldIsReadBackExactlyOrRefused() throws IOException {
        requireReadBackOrRefused(500, 6);
    }

    @Test
    @Tag("long")
    void muchThatIsNotToldIsReadBackExactlyOrRefused() throws IOException {
        requireReadBackOrRefused(10_000, 16);
    }

    private static void requireReadBackWhenTold(int trials, long seed) throws IOException {
        Random random = new Random(seed);
        for (int trial = 0; trial < trials; trial++) {
            Writing writing = Writing.random(random);
            double[][] values = values(random);
            String text = writing.write(values);
            ReadResult<ObservedEntries> read = observed(text, writing.told());
            assertEqual(read.data(), values, text);
            assertThat(Objects.requireNonNull(read.description().text()).header())
                    .isEqualTo(writing.header);
            assertThat(read.description().entries()).isEqualTo(read.data().observed());
        }
    }

    private static void requireReadBackOrRefused(int trials, long seed) throws IOException {
        Random random = new Random(seed);
        int readBack = 0;
        for (int trial = 0; trial < trials; trial++) {
            Writing writing = Writing.random(random);
            double[][] values = values(random);
            String text = writing.write(values);
            try {
                assertEqual(observed(text, TextFormat.defaults()).data(), values, text);
                readBack++;
            } catch (DataFormatException e) {
                assertThat(e).message().startsWith("in.txt: ").doesNotContain("\n");
            }
        }
        // Groups are always refused, and so are labels without a header; most others are read.
        assertThat(readBack).isBetween(trials / 3, trials * 5 / 6);
    }

    @Test
    void textsAreInUtf8WithOrWithoutItsMark() throws IOException {
        String text = "x;größe\n5;3,25\n";
        for (String mark : List.of("", "\uFEFF")) {
            byte[] bytes = (mark + text).getBytes(StandardCharsets.UTF_8);
            DenseMatrix matrix = MatrixReader.read(new ByteArrayInputStream(bytes), "in.csv");
            assertThat(matrix.rows()).isEqualTo(1);
            assertThat(matrix.get(0, 1)).isEqualTo(3.25);
        }
    }

    @Test
    void wholeNumbersAreReadExactlyOrRefused() throws IOException {
        String exact = "9007199254740992,-400000000000000000000,007\n";
        String rounded = "9007199254740993.0,9007199254740993e0,1e22\n";
        ObservedEntries read = observed(exact + rounded, TextFormat.defaults()).data();
        assertThat(read.get(0, 0)).isEqualTo(0x1p53);
        assertThat(read.get(0, 1)).isEqualTo(-4e20);
        assertThat(read.get(0, 2)).isEqualTo(7);
        assertThat(read.get(1, 0)).isEqualTo(0x1p53);
        for (String number :
                List.of("9007199254740993", "+9007199254740993", "-123456789012345678901")) {
            assertThatExceptionOfType(DataFormatException.class)
                    .isThrownBy(() -> observed("2," + number + "\n", TextFormat.defaults()))
                    .withMessageContaining("line 1, field 2: '" + number + "' is a whole number");
        }
    }

    @Test
    void commentsAreNotMissingEntries() throws IOException {
        String head = "#N/A,5\n3,4\n";
        assertThat(observed(head, TextFormat.defaults()).data().observed()).isEqualTo(3);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> observed("# by hand\n5,3\n#N/A,4\n", TextFormat.defaults()))
                .withMessageContaining("line 3: '#N/A,4' begins like a comment and like a missing");
    }

    @Test
    void aHeaderInACommentNamesTheColumns() throws IOException {
        ReadResult<ObservedEntries> read =
                SparseReader.readListed(
                        new ByteArrayInputStream(
                                "#column row value\n2 1 7\n3 1 5\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        "in.txt",
                        TextFormat.defaults());
        assertThat(read.data().get(0, 1)).isEqualTo(7);
        assertThat(read.data().rows()).isEqualTo(1);
        assertThat(Objects.requireNonNull(read.description().text()).header()).isTrue();
    }

    @Test
    void idsAreOrderedWhateverTheOrderOfTheLines() throws IOException {
        String numbers = "user,item,rating\n100,9007199254740993,1\n20,5,2\n3,9007199254740992,3\n";
        InputDescription read = listed(numbers);
        assertThat(read.indexingOrDefault().rows()).containsExactly("3", "20", "100");
        assertThat(read.indexingOrDefault().columns())
                .containsExactly("5", "9007199254740992", "9007199254740993");
        assertThat(listed("b,x,1\na,10,2\nb,9,3\n").indexingOrDefault().rows())
                .containsExactly("a", "b");
        assertThat(listed("1,2,3\n4,5,6\n").indexingOrDefault()).isEqualTo(Indexing.FROM_ONE);
        assertThat(listed("1,12345678901,3\n").indexingOrDefault().columns())
                .containsExactly("12345678901");
    }

    @Test
    void contradictionsAreRefused() {
        TextFormat format = TextFormat.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> format.withThousands('.'));
        assertThatIllegalArgumentException().isThrownBy(() -> format.withDecimal(';'));
        assertThatIllegalArgumentException().isThrownBy(() -> format.withSeparator(""));
        assertThatIllegalArgumentException().isThrownBy(() -> format.withComment('1'));
        assertThatIllegalArgumentException().isThrownBy(() -> format.withMissing(Set.of(" x")));
    }

    /** Names are checked where the columns are known: a table may call its columns anything. */
    @Test
    void namesOfColumnsThatContradictEachOtherAreRefused() {
        TextFormat format = TextFormat.defaults().withColumns(List.of("row", "user", "x"));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() ->
                        SparseReader.read(
                                new ByteArrayInputStream(
                                        "1,2,3\n".getBytes(StandardCharsets.UTF_8)),
                                "y",
                                format))
                .withMessageContaining("'user', a second name for the row");
    }

    private static double[][] values(Random random) {
        double[][] values = new double[2 + random.nextInt(4)][2 + random.nextInt(3)];
        for (double[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] =
                        switch (random.nextInt(5)) {
                            case 0 -> Double.NaN;
                            case 1 -> random.nextInt(4);
                            case 2 -> random.nextInt(5_000_000) - 1_000_000;
                            case 3 -> random.nextInt(1_000) / 100.0;
                            default -> random.nextGaussian();
                        };
            }
        }
        values[0][0] = 0.5;
        return values;
    }

    private static void assertEqual(ObservedEntries read, double[][] values, String text) {
        assertThat(read.rows()).as(text).isEqualTo(values.length);
        assertThat(read.columns()).as(text).isEqualTo(values[0].length);
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                assertThat(Double.valueOf(read.get(i, j)))
                        .as(text)
                        .isEqualTo(Double.valueOf(values[i][j]));
            }
        }
    }

    private static ReadResult<ObservedEntries> observed(String text, TextFormat format)
            throws IOException {
        return SparseReader.readObserved(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "in.txt", format);
    }

    private static InputDescription listed(String text) throws IOException {
        return SparseReader.readListed(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        "in.csv",
                        TextFormat.defaults())
                .description();
    }
}
