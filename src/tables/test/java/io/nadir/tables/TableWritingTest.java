package io.nadir.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.io.ColumnsWriter;
import io.nadir.io.DataFormatException;
import io.nadir.io.Indexing;
import io.nadir.io.MatrixReader;
import io.nadir.io.MatrixWriter;
import io.nadir.io.SparseReader;
import io.nadir.io.TableFormat.Column;
import io.nadir.io.TextFormat;
import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;

/** What is written is read again, and has the bytes that other programs have read. */
class TableWritingTest {
    private static byte[] write(String name, List<Column> columns, int rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ColumnsWriter.write(name, out, columns, rows);
        return out.toByteArray();
    }

    /** The table in written.parquet and written.arrow, which DuckDB and Polars have read. */
    private static List<Column> table() {
        String[] names = {"Zoë", null, "", "a,b\"c"};
        Long[] wholes = {1L << 60, null, -1L, 0L};
        double[] reals = {0.1, Double.NaN, Double.POSITIVE_INFINITY, -0.0};
        return List.of(
                Column.ofTexts("name", row -> names[row]),
                Column.ofWholes("whole", row -> wholes[row]),
                Column.ofReals("real", row -> reals[row]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"written.parquet", "written.arrow"})
    void theBytesAreThoseThatOthersHaveRead(String name) throws IOException {
        assertThat(write(name, table(), 4)).isEqualTo(Files.readAllBytes(Resource.of(name)));
    }

    @Test
    void textsHaveEmptyFields() throws IOException {
        assertThat(new String(write("x.csv", table(), 4), StandardCharsets.UTF_8))
                .isEqualTo(
                        "name,whole,real\nZoë,1152921504606846976,0.1\n,,\n"
                                + ",-1,Infinity\n\"a,b\"\"c\",0,-0.0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.parquet", "x.arrow", "X.FEATHER"})
    void matricesKeepTheirBits(String name) throws IOException {
        int rows = 70_000; // of two groups
        double[] values = new Random(1).doubles(2L * rows, -1e300, 1e300).toArray();
        values[1] = -0.0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MatrixWriter.write(name, out, List.of(rows, 2), values);
        DenseMatrix read =
                MatrixReader.read(new ByteArrayInputStream(out.toByteArray()), "standard input");
        assertThat(read.rows()).isEqualTo(rows);
        for (int i = 0; i < rows; i++) {
            assertThat(Double.doubleToRawLongBits(read.get(i, 0)))
                    .isEqualTo(Double.doubleToRawLongBits(values[2 * i]));
            assertThat(Double.doubleToRawLongBits(read.get(i, 1)))
                    .isEqualTo(Double.doubleToRawLongBits(values[2 * i + 1]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.parquet", "x.arrow"})
    void idsAndMissingValuesAreReadAgain(String name) throws IOException {
        List<Column> columns =
                List.of(
                        Column.ofTexts("user", row -> "u" + row % 3),
                        Column.ofWholes("item", row -> (long) (row / 3)),
                        Column.ofReals("rating", row -> row == 4 ? Double.NaN : row));
        byte[] bytes = write(name, columns, 6);
        var read =
                SparseReader.readListed(
                        new ByteArrayInputStream(bytes), "in", TextFormat.defaults());
        Indexing indexing = read.description().indexingOrDefault();
        assertThat(indexing.rows()).containsExactly("u0", "u1", "u2");
        assertThat(indexing.columns()).containsExactly("0", "1");
        assertThat(read.data().observed()).isEqualTo(5);
        assertThat(read.data().frobenius()).isEqualTo(Math.sqrt(1 + 4 + 9 + 25));
    }

    private static Indexing ids(byte[] bytes, TextFormat format) throws IOException {
        var read = MatrixReader.read(new ByteArrayInputStream(bytes), "in", format);
        assertThat(read.data().get(1, 0)).isEqualTo(1);
        return read.description().indexingOrDefault();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.parquet", "x.arrow"})
    void idsOfAMatrixAreReadAgain(String name) throws IOException {
        TextFormat defaults = TextFormat.defaults();
        Column real = Column.ofReals("x", row -> row);
        byte[] named = write(name, List.of(Column.ofTexts("id", row -> "r" + row), real), 2);
        assertThat(ids(named, defaults))
                .isEqualTo(Indexing.byIds(List.of("r0", "r1"), List.of("x")));
        assertThat(ids(named, defaults.withIds(Choice.NO))).isEqualTo(Indexing.FROM_ONE);
        byte[] twins = write(name, List.of(Column.ofTexts("id", row -> "r"), real), 2);
        assertThat(ids(twins, defaults)).isEqualTo(Indexing.byIds(List.of(), List.of("x")));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> ids(twins, defaults.withIds(Choice.YES)))
                .withMessageContaining("'r' is that of number 1 and of number 2");
        byte[] counted = write(name, List.of(Column.ofReals("1", row -> row)), 2);
        assertThat(ids(counted, defaults)).isEqualTo(Indexing.FROM_ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.parquet", "x.arrow"})
    void tablesWithoutRows(String name) throws IOException {
        assertThat(write(name, table(), 0)).isNotEmpty();
    }

    @Test
    void otherEndingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ColumnsWriter.requireFormat("x.xlsx"))
                .withMessage("'x.xlsx', allowed are names that end in .csv, .arrow, .parquet");
    }
}
