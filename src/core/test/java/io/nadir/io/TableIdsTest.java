package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Factors;
import io.nadir.model.map.TrainedFactorization;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Names of rows and columns of dense tables, as other programs write them, are kept as ids. */
class TableIdsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // pandas: df.to_csv(index=False); with an index of texts; of dates, named
                "x,y;1,2;3,4                                     | -         | x y",
                ",x,y;ann,1,2;bob,3,4                            | ann bob   | x y",
                "day,x,y;2024-01-31,1,2;2024-02-01 12:30:00,3,4  | 2024-01-31 2024-02-01_12:30:00"
                        + " | x y",
                // R: write.csv; write.table, whose header leaves out the first column
                "\"\",\"x\",\"y\";\"a\",1,2;\"b\",3,4            | a b       | x y",
                "\"x\" \"y\";\"1\" 1 2;\"2\" 3 4                 | 1 2       | x y",
                "\"x\";\"1\" 1;\"2\" 3                           | 1 2       | x",
                // separators, quotes and line ends within names
                "\"g\",\"x, in m\",\"y\"\"\";\"a,b\",1,2;\"c;;d\",3,4 | a,b c__d | x,_in_m y\"",
                "gene\tx\ty;TP53\t1\t2;BRCA1\t3\t4               | TP53 BRCA1 | x y",
            })
    void areFound(String text, String rows, String columns) throws IOException {
        ReadResult<DenseMatrix> read = read(text.replace(';', '\n'), TextFormat.defaults());
        Indexing ids = read.description().indexingOrDefault();
        assertThat(words(ids.rows())).isEqualTo(rows);
        assertThat(words(ids.columns())).isEqualTo(columns);
        DenseMatrix matrix = read.data();
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.get(0, 0)).isEqualTo(1);
        assertThat(matrix.get(1, matrix.columns() - 1)).isEqualTo(matrix.columns() == 1 ? 3 : 4);
        assertThat(read.description().toString())
                .contains(rows.equals("-") ? "rows counted from 1, columns by ids" : "by ids");
    }

    private static String words(List<String> ids) {
        return ids.isEmpty()
                ? "-"
                : String.join(" ", ids)
                        .replace("x, in m", "x,_in_m")
                        .replace('\n', '_')
                        .replace("01 12", "01_12");
    }

    @Test
    void areTakenOrLeftAsIsSaid() throws IOException {
        TextFormat indexed = TextFormat.defaults().withIndexColumn(Choice.YES);
        Indexing wide = ids(",8001,77\n90071992547409931,1,2\n5,3,\n", indexed);
        assertThat(wide.rows()).containsExactly("90071992547409931", "5");
        assertThat(wide.columns()).containsExactly("8001", "77");
        assertThat(wide.name(0, 0)).isEqualTo("90071992547409931");
        TextFormat numbered = TextFormat.defaults().withHeader(Choice.YES);
        Indexing header = ids("0,1\n5,3\n", numbered.withBase(0));
        assertThat(header.columns()).containsExactly("0", "1");
        assertThat(header.hasIds(0)).isFalse();
        assertThat(header.base()).isZero();
        assertThat(header.name(0, 0)).isEqualTo("0");
        assertThat(ids("x,y\n5,3\n", TextFormat.defaults().withIds(Choice.NO)))
                .isEqualTo(Indexing.FROM_ONE);
        assertThat(ids("a,5,3\nb,4,1\n", TextFormat.defaults().withHeader(Choice.NO)).rows())
                .containsExactly("a", "b");
        assertRefused(
                "5,3\n1,2\n",
                TextFormat.defaults().withIds(Choice.YES),
                "has no ids of rows or columns, which --ids yes (in Java: TextFormat.withIds) asks"
                        + " for");
    }

    /** Numbers in any order under and beside an empty corner are ids rather than data. */
    @Test
    void thatAreUnsortedSmallNumbersAreAskedFor() throws IOException {
        String pivot = ",12,7,300\n45,1,2,\n9,,3,1\n31,2,2,5\n";
        String advice = "say --index-column yes, which makes them ids, otherwise --index-column no";
        for (String text : List.of(pivot, pivot.replace("12,7,300", "12.0,7.0,300.0"))) {
            assertThatExceptionOfType(DataFormatException.class)
                    .isThrownBy(() -> observed(text, TextFormat.defaults()))
                    .withMessageContaining(advice);
        }
        TextFormat indexed = TextFormat.defaults().withIndexColumn(Choice.YES);
        Indexing ids = ids(pivot, indexed);
        assertThat(ids.rows()).containsExactly("45", "9", "31");
        assertThat(ids.columns()).containsExactly("12", "7", "300");
        TextFormat plain = TextFormat.defaults().withIndexColumn(Choice.NO).withHeader(Choice.NO);
        ReadResult<ObservedEntries> numbers = observed(pivot, plain);
        assertThat(numbers.description().shape()).containsExactly(4, 4);
        assertThat(numbers.data().observed()).isEqualTo(13);
    }

    /** Two in a row are too few to tell: they are read as numbers, which is said. */
    @Test
    void thatAreTooFewToTellAreReadAsNumbers() throws IOException {
        String said = "the first line is read as numbers (if it has labels say --header yes";
        ReadResult<ObservedEntries> few = observed(",12,7\n45,1,2\n9,,3\n", TextFormat.defaults());
        assertThat(few.description().shape()).containsExactly(3, 3);
        assertThat(few.description().toString()).contains(said);
        ReadResult<ObservedEntries> ratings =
                observed(",3,4,4\n5,2,1,2\n5,1,,3\n", TextFormat.defaults());
        assertThat(ratings.description().shape()).containsExactly(3, 4);
        assertThat(ratings.description().toString()).doesNotContain(said);
    }

    @Test
    void thatAreNotDifferentAreLeftOutAndSaidSo() throws IOException {
        String text = "n,x,x\na,1,2\nb,3,4\n";
        ReadResult<DenseMatrix> read = read(text, TextFormat.defaults());
        assertThat(read.description().indexingOrDefault().hasIds(1)).isFalse();
        assertThat(read.description().indexingOrDefault().rows()).containsExactly("a", "b");
        assertThat(read.description().toString())
                .contains("ignored: the names of the columns: 'x' is that of number 1 and of");
        assertRefused(
                text,
                TextFormat.defaults().withIds(Choice.YES),
                "'x' is that of number 1 and of number 2: to count them instead say --ids no");
    }

    @Test
    void areInTheEncodingOfTheFile() throws IOException {
        String text = "Größe;Länge\n5;3,25\n";
        List<String> names = List.of("Größe", "Länge");
        assertThat(idsOf(text.getBytes(StandardCharsets.UTF_8), null).columns()).isEqualTo(names);
        for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] marked = ("\uFEFF" + text).getBytes(wide);
            assertThat(idsOf(marked, null).columns()).isEqualTo(names);
        }
        for (String head : List.of("\uFEFFsep=;\r\n", "sep=;\n")) {
            byte[] bytes = (head + text).getBytes(StandardCharsets.UTF_8);
            assertThat(idsOf(bytes, null).columns()).isEqualTo(names);
        }
        Charset windows = Charset.forName("windows-1252");
        for (Charset marking : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            byte[] marked = ("\uFEFF" + text).getBytes(marking);
            assertThat(idsOf(marked, windows).columns()).as("the mark tells").isEqualTo(names);
        }
        byte[] bytes = text.getBytes(windows);
        assertThat(idsOf(bytes, windows).columns()).isEqualTo(names);
        assertThat(idsOf(bytes, null).hasIds()).isFalse();
        String said =
                MatrixReader.read(new ByteArrayInputStream(bytes), "in.csv", TextFormat.defaults())
                        .description()
                        .toString();
        assertThat(said).contains("is not in UTF-8, see --encoding windows-1252");
        for (String other : List.of("UTF-16", "UTF-32", "IBM037")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TextFormat.defaults().withEncoding(Charset.forName(other)))
                    .withMessageStartingWith("encoding = ")
                    .withMessageContaining("allowed are those that contain ASCII");
        }
    }

    /** Blocks of an encoded stream end within characters of several bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void areDecodedWhereverBlocksEnd(String name) throws IOException {
        StringBuilder text = new StringBuilder("\uFEFFid,x\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("ü€\uD83D\uDE00").append("z".repeat(i % 7)).append(i).append(",1\n");
        }
        Indexing ids = idsOf(text.toString().getBytes(Charset.forName(name)), null);
        assertThat(ids.rows()).hasSize(20_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(ids.rows().get(i)).isEqualTo("ü€\uD83D\uDE00" + "z".repeat(i % 7) + i);
        }
    }

    @Test
    void belongToSavedModels() throws IOException {
        double[] u = {1, 2};
        double[] v = {3, 5, 7};
        TrainedFactorization model =
                new TrainedFactorization(false, Factors.copyOfPair(2, 3, 1, u, v));
        List<Indexing> all =
                List.of(
                        Indexing.byIds(List.of("a", "b"), List.of()),
                        Indexing.byIds(List.of(), List.of("x", "y", "z")).withBase(0),
                        Indexing.byIds(List.of("a", "b"), List.of("x", "y", "z")),
                        Indexing.counted(0));
        for (Indexing ids : all) {
            Path directory = folder.resolve("model" + all.indexOf(ids));
            ModelDirectory.save(directory, model, ids);
            assertThat(ModelDirectory.loadWithIndexing(directory).indexing()).isEqualTo(ids);
            assertThat(Files.exists(directory.resolve("rows.csv"))).isEqualTo(ids.hasIds(0));
            assertThat(Files.exists(directory.resolve("columns.csv"))).isEqualTo(ids.hasIds(1));
            assertThat(ModelDirectory.fileNames(ids))
                    .allMatch(name -> Files.exists(directory.resolve(name)));
        }
        Path columns = folder.resolve("model1/columns.csv");
        Files.writeString(columns, Files.readString(columns).replace('z', 'q'));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> ModelDirectory.load(folder.resolve("model1")))
                .withMessageContaining("is damaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ModelDirectory.save(
                                folder.resolve("none"),
                                model,
                                Indexing.byIds(List.of(), List.of("x"))))
                .withMessageContaining("ids of columns = 1, must be as many as the factors have");
    }

    /** What is written is read back as the same numbers and ids, or refused with advice. */
    @Test
    void areWrittenAndReadBack() throws IOException {
        double[] values = {1, 2.5, -3e-300, 4};
        List<List<String>> names =
                List.of(
                        List.of(),
                        List.of("a, \"b\"", "c"),
                        List.of("10", "7"),
                        List.of("0", "1"),
                        List.of("x\ny", "2024-01-01"));
        TextFormat told = TextFormat.defaults().withHeader(Choice.YES);
        for (List<String> rows : names) {
            for (List<String> columns : names) {
                Indexing ids = Indexing.byIds(rows, columns);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                MatrixWriter.write("x.csv", out, MatrixElements.of(List.of(2, 2), values), ids);
                String text = out.toString(StandardCharsets.UTF_8);
                boolean index = text.matches("(?s)(?:\"\"|id)?,.*");
                if (!ids.hasIds()) {
                    assertThat(text).isEqualTo("1.0,2.5\n-3.0E-300,4.0\n");
                    continue;
                }
                ReadResult<DenseMatrix> read =
                        read(text, told.withIndexColumn(index ? Choice.YES : Choice.NO));
                assertThat(read.data().toArray()).isEqualTo(values);
                Indexing back = read.description().indexingOrDefault();
                for (int k = 0; k < 2; k++) {
                    assertThat(back.name(0, k)).isEqualTo(ids.name(0, k));
                    assertThat(back.name(1, k)).isEqualTo(ids.name(1, k));
                }
                try {
                    DenseMatrix detected = read(text, TextFormat.defaults()).data();
                    assertThat(detected.toArray()).isEqualTo(values);
                } catch (DataFormatException e) {
                    assertThat(e).message().contains("line 1").containsIgnoringCase("say --");
                }
            }
        }
    }

    private static Indexing ids(String text, TextFormat format) throws IOException {
        return observed(text, format).description().indexingOrDefault();
    }

    private static Indexing idsOf(byte[] bytes, @Nullable Charset encoding) throws IOException {
        return MatrixReader.read(
                        new ByteArrayInputStream(bytes),
                        "in.csv",
                        TextFormat.defaults().withEncoding(encoding))
                .description()
                .indexingOrDefault();
    }

    private static ReadResult<DenseMatrix> read(String text, TextFormat format) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MatrixReader.read(new ByteArrayInputStream(bytes), "in.csv", format);
    }

    private static ReadResult<ObservedEntries> observed(String text, TextFormat format)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return SparseReader.readObserved(new ByteArrayInputStream(bytes), "in.csv", format);
    }

    private static void assertRefused(String text, TextFormat format, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(text, format))
                .withMessageStartingWith("in.csv: ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }
}
