package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Numbers separated by commas, with and without a header, and what only looks like it. */
class CsvMatrixReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,-2.5\n3e2,.5\n",
                "1,-2.5\r\n+3e2,0.5",
                "\"1\",\"-2.5\"\n 300 , 0.5 \n",
                "a,b\n1,-2.5\n300,0.5\n\n\n",
                "\uFEFF\"width, in m\",\"1st\"\n1,-2.5\n300,5E-1\n",
            })
    void readsNumbers(String text) throws IOException {
        DenseMatrix matrix = read(text);
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(2);
        assertThat(matrix.get(0, 0)).isEqualTo(1);
        assertThat(matrix.get(0, 1)).isEqualTo(-2.5);
        assertThat(matrix.get(1, 0)).isEqualTo(300);
        assertThat(matrix.get(1, 1)).isEqualTo(0.5);
    }

    @Test
    void readsManyColumns() throws IOException {
        DenseMatrix matrix = read("1,".repeat(99_999) + "7\n");
        assertThat(matrix.columns()).isEqualTo(100_000);
        assertThat(matrix.get(0, 99_999)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5,2;3             | line 2: has 1 fields, must have 2 like the first line",
                "5,2;3,4,5         | line 2: has 3 fields, must have 2",
                "a,b;1             | line 2: has 1 fields, must have 2",
                "5,2;3,            | line 2, field 2: '' is empty, a missing entry, allowed with",
                "5,2;3,x           | line 2, field 2: 'x' is no number",
                "5,2;3,NaN         | line 2, field 2: 'NaN' is a missing entry, allowed with",
                "5,2;3,-inf        | line 2, field 2: '-inf' is not finite",
                "nan,nan;1,2       | line 1, field 1: 'nan' is a missing entry",
                "1e400,2           | line 1, field 1: '1e400' is not finite",
                "id,1,2;0,5,6      | line 1, field 1: 'id' is no number",
                "id,1,2;0,5,6      | if the line is a header say --header yes or no",
                ",a,b;0,5,6        | line 1: has labels after an empty field",
                "1;;2              | line 2: empty, with more rows after it",
                "a,b;c,d           | line 2, field 2: 'd' is no number",
                "a,b;c,1;2,3       | line 2, field 1: 'c' is no number",
                "a,b;c,1;2,3       | if the first column has labels say --index-column yes",
                "ann,6,5;bob,7,8   | line 1: begins with 'ann', as all lines begin with labels: is"
                        + " it a header or a row of numbers? Say --header yes or no",
                ",7,8001;3,,5;9,1, | line 1: has labels after an empty field",
                "5 2;3 4 5         | line 2: has 3 fields, must have 2 like the first line"
                        + " (separated",
                "5 2;3 x           | separated by blanks, otherwise say --separator comma, tab,",
                "a,b               | has no row of numbers",
                ";;                | has no row of numbers",
                "1,\"2;3,4         | not in CSV format",
                "1,\"2\"3          | not in CSV format",
            })
    void refusesWhatIsNoTableOfNumbers(String text, String problem) {
        assertRefused(text.replace(';', '\n'), problem);
    }

    @Test
    void refusesNothingAndControlCharacters() {
        assertRefused("", "has no row of numbers");
        assertRefused("5,2\n\u0001\u0007,3\n", "line 2, field 1: '??' is no number");
    }

    private static DenseMatrix read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MatrixReader.read(new ByteArrayInputStream(bytes), "in.csv");
    }

    private static void assertRefused(String text, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith("in.csv: ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }
}
