package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tables as other programs export them, from the file to predictions by name. */
class TableCommandTest {
    @TempDir private Path folder;

    @Test
    void pandasWithAnIndexOfNamesAndMissingEntries() throws IOException {
        Path y = file("scores.csv", ",maths,physics,art\nann,5.0,4.0,\nbob,,2.0,1.0\neve,1,1,5\n");
        Path model = solve(y, "--missing", "nan", "--filled", "full.csv", "--clip", "1,5");
        assertThat(model.resolve("rows.csv")).hasContent("id\nann\nbob\neve");
        assertThat(model.resolve("columns.csv")).hasContent("id\nmaths\nphysics\nart");
        List<String> full = Files.readAllLines(model.resolve("full.csv"));
        assertThat(full.get(0)).isEqualTo(",maths,physics,art");
        assertThat(full.get(1)).startsWith("ann,5.0,4.0,");
        assertThat(full.get(2)).startsWith("bob,").endsWith(",2.0,1.0");
        assertThat(full.get(3)).isEqualTo("eve,1.0,1.0,5.0");
        String predicted = predict(model, "eve,art\nann,maths\n");
        assertThat(predicted).startsWith("row,column,value\neve,art,").contains("\nann,maths,");
        assertThat(predict(model, "column,row\nart,eve\n")).startsWith("row,column,value\neve,art");
        assertThat(predictSession(model, "eve,music\n").err())
                .contains("line 1: field 2: 'music' is the id of no column of the data")
                .contains("if the field is a position say --ids no");
        String byPosition = predict(model, "3,3\n", "--ids", "no");
        assertThat(predicted).contains("eve,art," + byPosition.strip());
        Path all = folder.resolve("all.csv");
        Session.run("predict", model, "--out", all, "--clip", "1,5");
        assertThat(all).content().startsWith(",maths,physics,art\nann,");
        Path known = folder.resolve("known.csv");
        Session.run("predict", model, "--known", y, "--out", known, "--clip", "1,5");
        assertThat(known).hasSameBinaryContentAs(model.resolve("full.csv"));
        Path others = file("others.csv", ",maths,physics,art\nann,5,4,\neve,,2,1\nbob,1,1,5\n");
        assertThat(Session.run("predict", model, "--known", others, "--out", known).err())
                .contains("--known = " + others + ": row 2 has the id 'eve' here and 'bob' in");
        // The filled matrix is a table that is read again.
        Path again = solve(model.resolve("full.csv"));
        assertThat(again.resolve("rows.csv")).hasSameBinaryContentAs(model.resolve("rows.csv"));
    }

    @Test
    void parquetKeepsIdsToo() throws IOException {
        Path y = file("scores.csv", ",maths,id,2\nann,5.0,4.0,\nbob,,2.0,1.0\neve,1,1,5\n");
        Path model = solve(y, "--missing", "nan", "--filled", "full.parquet", "--clip", "1,5");
        Path again = solve(model.resolve("full.parquet"));
        assertThat(again.resolve("rows.csv")).hasContent("id\nann\nbob\neve");
        assertThat(again.resolve("columns.csv")).hasContent("id\nmaths\nid\n2");
        Path known = folder.resolve("known.arrow");
        Session.run("predict", model, "--known", y, "--out", known, "--clip", "1,5");
        assertThat(solve(known).resolve("U.npy")).hasSameBinaryContentAs(again.resolve("U.npy"));
        Path pairs = file("pairs.csv", "eve,maths\nann,2\n");
        Path out = folder.resolve("out.parquet");
        Session.run("predict", model, "--at", pairs, "--out", out);
        Path entries = solve(out, "--missing", "unlisted");
        assertThat(entries.resolve("rows.csv")).hasContent("id\nann\neve");
        assertThat(entries.resolve("columns.csv")).hasContent("id\n2\nmaths");
    }

    @Test
    void excelInGermanUnderWindows() throws IOException {
        Path y = folder.resolve("umsätze.csv");
        String text = "\"Größe\";Länge;\"a;b\"\r\n1.234,5;2,25;1\r\n3;4.000.000,5;2\r\n";
        Files.write(y, text.getBytes(Charset.forName("windows-1252")));
        Path model =
                solve(
                        y,
                        "--thousands",
                        "point",
                        "--decimal",
                        "comma",
                        "--encoding",
                        "windows-1252");
        assertThat(model.resolve("columns.csv")).hasContent("id\nGröße\nLänge\na;b");
        assertThat(model.resolve("rows.csv")).doesNotExist();
        assertThat(predict(model, "2,Länge\n")).startsWith("row,column,value\n2,Länge,4000");
        Files.writeString(y, "\uFEFFx;y\r\n1,5;2,25\r\n3;4,5\r\n", StandardCharsets.UTF_16LE);
        assertThat(solve(y).resolve("columns.csv")).hasContent("id\nx\ny");
        Files.writeString(y, "\uFEFFx;y\r\n1,5;2,25\r\n3;4,5\r\n");
        assertThat(solve(y).resolve("columns.csv")).hasContent("id\nx\ny");
    }

    @Test
    void rWithRowNames() throws IOException {
        Path csv = file("r.csv", "\"\",\"x\",\"y, z\"\n\"a\",1,NA\n\"b\",3,4\n");
        Path fromCsv = solve(csv, "--missing", "nan");
        assertThat(fromCsv.resolve("rows.csv")).hasContent("id\na\nb");
        assertThat(fromCsv.resolve("columns.csv")).hasContent("id\nx\n\"y, z\"");
        Path table = file("r.txt", "\"x\" \"y\"\n\"1\" 1 NA\n\"2\" 3 4\n");
        assertThat(solve(table, "--missing", "nan").resolve("rows.csv")).hasContent("id\n1\n2");
        Path numbered = file("n.csv", "\"\",\"x\",\"y\"\n\"1\",1,2\n\"2\",3,4\n");
        Session refused = Session.run("solve", numbered, "--lambda", "1");
        assertThat(refused.err())
                .contains("line 1: has labels after an empty field")
                .contains("--index-column yes, which makes them ids");
        assertThat(solve(numbered, "--index-column", "yes").resolve("rows.csv"))
                .hasContent("id\n1\n2");
    }

    @Test
    void idsOf64BitsAndTextsWithCommas() throws IOException {
        Path y =
                file(
                        "ratings.csv",
                        "userId,itemId,rating\n9007199254740993,\"Alien, 1979\",4\n"
                                + "9007199254740992,\"Alien, 1979\",1\n"
                                + "9007199254740993,\"6\"\" Under\",5\n");
        Path model = solve(y, "--missing", "unlisted", "--filled", "full.csv");
        assertThat(model.resolve("rows.csv")).hasContent("id\n9007199254740992\n9007199254740993");
        List<String> full = Files.readAllLines(model.resolve("full.csv"));
        assertThat(full.get(0)).isEqualTo(",\"6\"\" Under\",\"Alien, 1979\"");
        assertThat(full.get(1)).startsWith("9007199254740992,").endsWith(",1.0");
        assertThat(full.get(2)).isEqualTo("9007199254740993,5.0,4.0");
        assertThat(predict(model, "9007199254740992,\"6\"\" Under\"\n"))
                .startsWith("row,column,value\n9007199254740992,\"6\"\" Under\",");
        assertThat(predictSession(model, "9007199254740994,\"Alien, 1979\"\n").err())
                .contains("'9007199254740994' is the id of no row of the data");
    }

    @Test
    void weightsAndInputsAreOfTheSameRowsAndColumns() throws IOException {
        Path y = file("y.csv", "id,x,y\na,1,2\nb,3,4\n");
        Path fits = file("w.csv", "id,x,y\na,1,0\nb,1,1\n");
        Path swapped = file("s.csv", "id,x,y\nb,1,0\na,1,1\n");
        Path plain = file("p.csv", "1,0\n1,1\n");
        for (Path weights : List.of(fits, plain)) {
            assertThat(Session.run("diagnose", y, "--weights", weights).err()).isEmpty();
        }
        Session refused = Session.run("diagnose", y, "--weights", swapped);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("--weights = " + swapped + ": row 1 has the id 'b' here and 'a' in the")
                .contains("data, they must agree");
        Path samples = file("inputs.csv", "id,age\na,30\nc,40\n");
        assertThat(Session.run("diagnose", y, "--model", "relu", "--inputs", samples).err())
                .contains("--inputs = " + samples + ": row 2 has the id 'c' here and 'b' in the");
        // The columns of inputs have names of their own.
        Path ages = file("ages.csv", "id,age\na,30\nb,40\n");
        assertThat(Session.run("diagnose", y, "--model", "relu", "--inputs", ages).err()).isEmpty();
    }

    @Test
    void linesOfAnotherLengthAreNamed() throws IOException {
        Path y = file("ragged.csv", "x,y\n1,\"2\"\n\"3\",4,5\n");
        assertThat(Session.run("solve", y, "--lambda", "1").err())
                .contains("ragged.csv: line 3: has 3 fields, must have 2 like the first line")
                .contains("separated by comma");
    }

    @Test
    void filledMatricesOfEachFormatAndCommand() throws IOException {
        Path y = file("y.csv", "5,,3,4\n4,4,2,\n1,2,1,1\n,5,3,4\n");
        for (String name : List.of("f.csv", "f.npy", "f.mtx")) {
            Path out = solve(y, "--missing", "nan", "--center", "both", "--filled", name);
            assertThat(Session.run("diagnose", out.resolve(name)).out())
                    .contains("4×4, 16 entries");
        }
        Path path = folder.resolve("path");
        Session session =
                Session.run(
                        "path",
                        y,
                        "--missing",
                        "nan",
                        "--hold-out",
                        "0.2",
                        "--lambdas",
                        "2,1",
                        "--out",
                        path,
                        "--filled",
                        "f.csv",
                        "--no-pictures");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out()).contains("f.csv");
        assertThat(path.resolve("f.csv")).content().startsWith("5.0,");
        Path batch = folder.resolve("batch");
        Session jobs =
                Session.run(
                        "batch",
                        y,
                        "--missing",
                        "nan",
                        "--lambda",
                        "1",
                        "--out",
                        batch,
                        "--filled",
                        "f.csv",
                        "--no-pictures");
        assertThat(jobs.exitCode()).as(jobs.err()).isZero();
        assertThat(batch.resolve("y/f.csv")).exists();
    }

    @Test
    void refusals() throws IOException {
        Path y = file("y.csv", "5,,3\n4,4,2\n");
        Path saved = solve(y, "--missing", "nan");
        String[][] cases = {
            {"solve --lambda 1 --missing nan --filled a/b.csv", "--filled = a/b.csv, allowed is"},
            {"solve --lambda 1 --missing nan --filled f.txt", "--filled = 'f.txt', allowed are"},
            {"solve --lambda 1 --missing nan --filled rows.csv", "is the name of another result"},
            {"solve --lambda 1 --missing nan --clip 1,5", "--clip is for entries that are filled"},
            {"solve --lambda 1 --missing nan --filled f.csv --clip 5,1", "'5,1', allowed are two"},
            {"solve --lambda 1 --filled f.csv", "--filled is for matrices with missing entries"},
            {"predict --missing nan", "--missing and --na are about --known, which is missing"},
            {"predict --known k.csv --at p.csv", "--known is for all entries of a matrix"},
            {"path --missing nan --filled f.csv", "that a path chooses: add --hold-out or --folds"},
            {
                "batch --lambda 1 --missing nan --filled f.csv --summary-only",
                "--filled is a file for each job, and --summary-only asks for none"
            },
        };
        for (String[] each : cases) {
            List<Object> words = new ArrayList<>(Arrays.asList(each[0].split(" ", -1)));
            words.add(1, each[0].startsWith("predict") ? saved : y);
            words.addAll(List.of("--out", folder.resolve("none.csv")));
            Session session = Session.run(words.toArray());
            assertThat(session.exitCode()).as(each[0]).isEqualTo(ExitCode.REFUSED);
            assertThat(session.err()).as(each[0]).contains(each[1]);
            assertThat(folder.resolve("none.csv")).doesNotExist();
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path solve(Path y, Object... options) {
        Path out = folder.resolve("model-" + y.getFileName());
        List<Object> words = new ArrayList<>(List.of("solve", y, "--lambda", "0.1"));
        words.addAll(List.of("--out", out, "--no-pictures"));
        words.addAll(Arrays.asList(options));
        Session session = Session.run(words.toArray());
        assertThat(session.exitCode()).as(session.err()).isZero();
        return out;
    }

    private String predict(Path model, String at, Object... options) throws IOException {
        Session session = predictSession(model, at, options);
        assertThat(session.exitCode()).as(session.err()).isZero();
        return Files.readString(folder.resolve("predicted.csv"));
    }

    private Session predictSession(Path model, String at, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("predict", model, "--at", file("at.csv", at)));
        words.addAll(List.of("--out", folder.resolve("predicted.csv")));
        words.addAll(Arrays.asList(options));
        return Session.run(words.toArray());
    }
}
