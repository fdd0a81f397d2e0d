package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Entries with row and column, and dense files with NaN: right ones and wrong ones. */
class SparseReaderTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final String COORDINATE = "%%MatrixMarket matrix coordinate real general\n";

    @Test
    void readsCoordinatesInAnyOrder() throws IOException {
        SparseMatrix matrix =
                read("in.mtx", COORDINATE + "% c\n3 4 4\n3 4 -1.5\n\n1 1 2\n2 3 0\n1 2 7e2\n");
        assertThat(matrix.rows()).isEqualTo(3);
        assertThat(matrix.columns()).isEqualTo(4);
        assertThat(matrix.listed()).isEqualTo(4);
        assertThat(matrix.get(2, 3)).isEqualTo(-1.5);
        assertThat(matrix.get(0, 0)).isEqualTo(2);
        assertThat(matrix.get(0, 1)).isEqualTo(700);
        assertThat(matrix.get(0, 2)).isZero();
    }

    @Test
    void unfoldsSymmetricCoordinates() throws IOException {
        String rest = "3 3 2\n3 1 -5\n2 1 7\n";
        SparseMatrix symmetric =
                read("in.mtx", "%%MatrixMarket matrix coordinate integer symmetric\n" + rest);
        assertThat(symmetric.get(0, 2)).isEqualTo(-5);
        assertThat(symmetric.get(1, 0)).isEqualTo(7);
        SparseMatrix skew =
                read("in.mtx", "%%MatrixMarket matrix coordinate real skew-symmetric\n" + rest);
        assertThat(skew.get(0, 2)).isEqualTo(5);
        assertThat(skew.get(2, 0)).isEqualTo(-5);
        assertThat(skew.listed()).isEqualTo(4);
    }

    @Test
    void readsTripletsFromOneOrFromZero() throws IOException {
        for (String text :
                new String[] {
                    "1,1,2.5\n2,3,-1\n",
                    "row,column,value\n1,1,2.5\n2,3,-1\n",
                    "Row0, \"column0\",value\n0,0,2.5\n1,2,-1\n\n"
                }) {
            SparseMatrix matrix = read("in.csv", text);
            assertThat(matrix.rows()).isEqualTo(2);
            assertThat(matrix.columns()).isEqualTo(3);
            assertThat(matrix.get(0, 0)).isEqualTo(2.5);
            assertThat(matrix.get(1, 2)).isEqualTo(-1);
            assertThat(matrix.listed()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 2 1;3 1 1        | line 3: '3', allowed are whole numbers from 1 to 2",
                "2 2 1;1 1          | line 3: '1 1', must be: row column value",
                "2 2 1;1 1 nan      | line 3: 'nan' is not finite",
                "2 2 2;1 2 5;1 2 6  | line 4: row 1, column 2 is listed twice, first in line 3",
                "2 2 2;1 1 1        | truncated: has 1 of 2 entries",
                "2 2 1;1 1 1;2 2 2  | line 4: more than the 1 entries that the size calls for",
                "2147483647 9 1;1 1 1 | mostly empty rows and columns: allowed are up to 1048576",
                "9 2147483647 0     | mostly empty rows and columns",
            })
    void refusesMalformedCoordinates(String body, String problem) {
        refused("in.mtx", COORDINATE + body.replace(';', '\n'), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,1            | line 1: has 2 fields (separated by comma), must be: row,column",
                "0,1,5          | line 1: field 1: '0', allowed are whole numbers from 1 to",
                "0,1,5          | if they count from 0 say --base 0",
                "1,1.0,5        | line 1: field 2: '1.0', allowed are whole numbers from 1 to",
                "1,1,5;1,2147483647,5 | line 2: field 2: '2147483647', allowed are whole numbers",
                "1,1,5;1,2147483647,5 | if they are ids say --ids yes",
                "1,1,5;a,2,5    | line 2: field 1: 'a', allowed are whole numbers",
                "a,1,5;NA,2,5   | line 2: field 1: 'NA' is no id",
                "1,1,x          | line 1, field 3: 'x' is no number",
                "1,1,inf        | line 1, field 3: 'inf' is not finite",
                "a,b,c;1,1,1    | line 1: the header has 'a', known names are row (or user",
                "row,i,value;1,1,1 | line 1: the header has 'i', a second name for the row",
                "row,value,w;1,1,1 | line 1: no column is the column: say what the columns are",
                "1,2,5;1,2,6    | line 2: row 1, column 2 is listed twice, first in line 1; allowed"
                        + " is one",
                "1,1,1;;2,2,2   | line 2: empty, with more rows after it",
                "row,column,value | has no line of row, column and value",
                "999999999,1,1  | most of the 999999999 rows are empty: if their numbers are ids",
            })
    void refusesMalformedTriplets(String body, String problem) {
        refused("in.csv", body.replace(';', '\n'), problem);
    }

    /** Texts cannot be values and numbers are no names: such a header needs no known words. */
    @Test
    void threeColumnsUnderAnyNamesHaveOneMeaningIfTwoAreTexts() throws IOException {
        for (String text :
                List.of(
                        "reader,title,verdict\nann,Emma,5\nbob,Emma,2\nann,Ulysses,1.5\n",
                        "verdict,reader,title\n5,ann,Emma\n2,bob,Emma\n1.5,ann,Ulysses\n",
                        "item,who,verdict\nEmma,ann,5\nEmma,bob,2\nUlysses,ann,1.5\n")) {
            ReadResult<ObservedEntries> read =
                    SparseReader.readListed(
                            new ByteArrayInputStream(text.getBytes(UTF_8)),
                            "in.csv",
                            TextFormat.defaults());
            Indexing ids = read.description().indexingOrDefault();
            assertThat(ids.rows()).as(text).containsExactly("ann", "bob");
            assertThat(ids.columns()).as(text).containsExactly("Emma", "Ulysses");
            assertThat(read.data().get(0, 0)).isEqualTo(5);
            assertThat(read.data().get(1, 0)).isEqualTo(2);
            assertThat(read.data().get(0, 1)).isEqualTo(1.5);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,c;ann,1,5         | the header has 'a', known names are row",
                "a,b,c;ann,Emma,good   | for example row,column,value, by --columns",
                "value,b,c;ann,Emma,5  | the header has 'b'",
                "a,b,c,d;ann,Emma,5,1  | for example row,column,value,-, by --columns",
            })
    void othersUnderUnknownNamesAreRefused(String text, String problem) {
        refusedListed(text.replace(';', '\n'), problem);
    }

    @Test
    void refusesOtherFormats() {
        refused("in.npy", "", "is an .npy file, allowed for entries with row and column are");
        String array = "%%MatrixMarket matrix array real general\n1 1\n1\n";
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() ->
                        SparseReader.readListed(
                                new ByteArrayInputStream(array.getBytes(UTF_8)), "in.mtx"))
                .withMessageContaining(
                        "is in the format array, which lists all entries, so that none is missing:"
                                + " allowed for known entries is coordinate");
        refusedObserved("in.mtx", COORDINATE, "is a Matrix Market file, which has no NaN");
    }

    @Test
    void readsNotANumberAsMissing() throws IOException {
        ObservedEntries csv = observed("in.csv", "a,b,c\n1,,2\nNaN,-3,nan\n".getBytes(UTF_8));
        assertThat(csv.observed()).isEqualTo(3);
        assertThat(csv.get(0, 0)).isEqualTo(1);
        assertThat(csv.get(0, 1)).isNaN();
        assertThat(csv.get(1, 1)).isEqualTo(-3);
        for (boolean fortran : new boolean[] {false, true}) {
            ObservedEntries npy = observed("in.npy", npy(fortran, 2, 3, 1, Double.NaN, 2, 4, 5, 6));
            assertThat(npy.rows()).isEqualTo(2);
            assertThat(npy.observed()).isEqualTo(5);
            assertThat(npy.get(fortran ? 1 : 0, fortran ? 0 : 1)).isNaN();
            assertThat(npy.get(1, 2)).isEqualTo(6);
        }
    }

    @Test
    void refusesMalformedDenseFiles() throws IOException {
        refusedObserved("in.csv", "5,2\n3\n", "line 2: has 1 fields, must have 2");
        refusedObserved("in.csv", "1,x\n", "line 1, field 2: 'x' is no number");
        refusedObserved("in.csv", "", "has no row of numbers");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> observed("in.npy", npy(false, 1, 1, Double.POSITIVE_INFINITY)))
                .withMessageContaining("Infinity, allowed are finite numbers");
    }

    @Test
    void aFourthColumnHasWeights() throws IOException {
        for (String header : new String[] {"i,j,x,w\n", "row,column,value,weight\n"}) {
            ObservedEntries entries = listed("in.csv", header + "2,1,7,0.5\n1,3,-2,0\n");
            assertThat(entries.rows()).isEqualTo(2);
            assertThat(entries.columns()).isEqualTo(3);
            assertThat(entries.get(1, 0)).isEqualTo(7);
            assertThat(entries.weight(1, 0)).isEqualTo(0.5);
            assertThat(entries.weight(0, 2)).isZero();
            assertThat(entries.weight(0, 0)).isZero();
            assertThat(entries.observed()).isEqualTo(1);
        }
        assertThat(listed("in.csv", "row0,column0,value,weight\n0,0,3,2\n").weight(0, 0))
                .isEqualTo(2);
        assertThat(listed("in.csv", "1,1,3\n").weight(0, 0)).isEqualTo(1);
        assertThat(listed("in.mtx", COORDINATE + "1 1 1\n1 1 3\n").weight(0, 0)).isEqualTo(1);
    }

    @Test
    void weightsThatAreNoneAreRefused() {
        String header = "row,column,value,weight\n";
        refused("in.csv", header + "1,1,1,1\n", "line 1: has a column of weights, allowed with");
        refusedListed(
                "1,1,1,1\n", "line 1: has 4 fields (separated by comma), must be: row,column");
        refusedListed("1,1,1,1\n", "row,column,value,- to ignore the fourth or row,column,value,w");
        refusedListed(header + "1,1,1,-0.5\n", "line 2: field 4: '-0.5', allowed for a weight are");
        refusedListed(header + "1,1,1,nan\n", "line 2, field 4: 'nan'");
        refusedListed(header + "1,1,1,\n", "line 2, field 4: ");
        refusedListed(header + "1,1,1,1\n1,2,1\n", "line 3: has 3 fields, must have 4 like");
        refusedListed("1,1,1\n1,2,1,1\n", "line 2: has 4 fields, must have 3 like the first line");
        refusedListed("1,1\n", "line 1: has 2 fields (separated by comma), must be: row,column");
        refusedListed(header, "has no line");
        refusedListed(
                header + "1,1,1,1\n1,1,2,1\n",
                "line 3: row 1, column 1 is listed twice, first in line 2");
    }

    @Test
    void readsFiles(@TempDir Path folder) throws IOException {
        Path triplets = folder.resolve("a.csv");
        Files.writeString(triplets, "2,2,7\n");
        assertThat(SparseReader.read(triplets).get(1, 1)).isEqualTo(7);
        assertThat(SparseReader.readListed(triplets).observed()).isEqualTo(1);
        Path dense = folder.resolve("b.csv");
        Files.writeString(dense, "1,nan\n");
        assertThat(SparseReader.readObserved(dense).observed()).isEqualTo(1);
    }

    /** Whatever the bytes are: a matrix, or a typed exception of one line. */
    @Test
    void randomEditsAreReadOrRefused() throws IOException {
        Random random = new Random(3);
        String[][] samples = {
            {"in.mtx", COORDINATE + "3 3 3\n1 1 1\n2 3 -2\n3 1 4\n"},
            {"in.csv", "row,column,value\n1,1,1\n2,3,-2\n3,1,4\n"}
        };
        for (int trial = 0; trial < 6_000; trial++) {
            String[] sample = samples[trial % 2];
            byte[] bytes = sample[1].getBytes(UTF_8);
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                int at = random.nextInt(bytes.length);
                bytes[at] =
                        (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt());
            }
            try {
                assertThat(readBytes(sample[0], bytes).maxAbs()).isFinite();
            } catch (DataFormatException e) {
                assertThat(e).message().startsWith(sample[0] + ": ").doesNotContain("\n");
            }
        }
    }

    private static byte[] npy(boolean fortran, int rows, int columns, double... values) {
        String header =
                String.format(
                        "{'descr': '<f8', 'fortran_order': %s, 'shape': (%d, %d), }",
                        fortran ? "True" : "False", rows, columns);
        header += " ".repeat(117 - header.length()) + "\n";
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            data.putDouble(value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
        out.write(header.length());
        out.write(0);
        out.writeBytes(header.getBytes(UTF_8));
        out.writeBytes(data.array());
        return out.toByteArray();
    }

    private static SparseMatrix read(String name, String text) throws IOException {
        return readBytes(name, text.getBytes(UTF_8));
    }

    private static SparseMatrix readBytes(String name, byte[] bytes) throws IOException {
        return SparseReader.read(new ByteArrayInputStream(bytes), name);
    }

    private static ObservedEntries observed(String name, byte[] bytes) throws IOException {
        return SparseReader.readObserved(new ByteArrayInputStream(bytes), name);
    }

    private static void refused(String name, String text, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(name, text))
                .withMessageStartingWith(name + ": ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    private static ObservedEntries listed(String name, String text) throws IOException {
        return SparseReader.readListed(new ByteArrayInputStream(text.getBytes(UTF_8)), name);
    }

    private static void refusedListed(String text, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> listed("in.csv", text))
                .withMessageStartingWith("in.csv: ")
                .withMessageContaining(problem);
    }

    private static void refusedObserved(String name, String text, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> observed(name, text.getBytes(UTF_8)))
                .withMessageContaining(problem);
    }
}
