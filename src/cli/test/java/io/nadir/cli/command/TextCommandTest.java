package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.map.TrainedFactorization;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Texts as people have them, on the command line: read as what they are, and said so, or refused.
 */
class TextCommandTest {
    private static final Map<String, String> FILES =
            Map.ofEntries(
                    Map.entry("pandas-header.csv", "0,1,2\n5,3,1\n4,2,2\n1,1,5\n"),
                    Map.entry("from-one.csv", "1,2,3\n5,3,1\n4,2,2\n1,1,5\n"),
                    Map.entry("years.csv", "1990,1991,1992\n5,3,1\n4,2,2\n"),
                    Map.entry("decimal-header.csv", "0.0,1.0,2.0\n5,3,1\n4,2,2\n"),
                    Map.entry("decimal-comma-header.csv", "0,0;1,0;2,0\n5,5;3,5;1,0\n"),
                    Map.entry("decimal-index.csv", ",0.0,1.0\n0.0,5.0,3.0\n1.0,4.0,\n"),
                    Map.entry("two-decimals.csv", "0.0,1.0\n5.5,3\n4,2\n"),
                    Map.entry("decimal-steps.csv", "0.0,1.0,3.0\n5.5,3,1\n"),
                    Map.entry("one-decimal-line.csv", "0.0,1.0,2.0\n"),
                    Map.entry("names.csv", "a,b,c\n5,3,1\n4,2,2\n"),
                    Map.entry(
                            "pandas-index.csv", ",0,1,2\n0,5.0,3.0,\n1,4.0,,1.0\n2,1.0,1.0,5.0\n"),
                    Map.entry("counted.csv", "0,5,3\n1,4,7\n2,1,1\n"),
                    Map.entry("labels.csv", "a,b\nann,5,3\nbob,4,7\n"),
                    Map.entry("na-first-row.csv", "NA,NA,NA\n5,3,1\n4,0,1\n1,1,5\n"),
                    Map.entry("labelled-years.csv", "id,2019,2020\nx,3,1\ny,3,2\n"),
                    Map.entry("years-index.csv", "year,a\n1990,5\n1991,3\n1992,4\n"),
                    Map.entry("whole-numbers.csv", "9007199254740993,2\n3,4\n"),
                    Map.entry("leading-zeros.csv", "7,1,4\n007,1,5\n"),
                    Map.entry("missing-value.csv", "1,1,4\n1,2,NA\n"),
                    Map.entry("late-banner.dat", "%MatrixMarket matrix\n3 4 3\n1 1 5\n2 2 4\n"),
                    Map.entry("own-token.csv", "5,-999\n-999,3\n"),
                    Map.entry("number-like.csv", "1.5%,2\n3,4\n"),
                    Map.entry("thousands.csv", "\"1,000\",\"2,000\"\n\"3,000\",\"4,500\"\n"),
                    Map.entry("decimal-comma.csv", "5;3,25\n4;0,5\n"),
                    Map.entry("ambiguous-comma.csv", "5;3,250\n4;1,500\n"),
                    Map.entry("tabs.tsv", "5\t3\t0\n4\t0\t1\n1\t1\t5\n"),
                    Map.entry("blanks.txt", "  5  3 0\n4 0    1\n"),
                    Map.entry("bars.txt", "# made by hand\n5|3|0\n4|0|1\n"),
                    Map.entry("double-colon.dat", "1::10::4\n1::12::3.5\n7::10::5\n"),
                    Map.entry(
                            "timestamps.csv",
                            "1,1,4.0,964982703\n1,3,4.0,964981247\n2,1,5.0,1445714835\n"
                                    + "2,2,2.0,1445714966\n3,2,3.5,1306463578\n"
                                    + "3,3,0.5,1306464275\n"),
                    Map.entry(
                            "movielens-header.csv",
                            "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n"
                                    + "1,3,4.0,964981247\n2,1,5.0,1445714835\n"
                                    + "2,2,2.0,1445714966\n3,2,3.5,1306463578\n"
                                    + "3,3,0.5,1306464275\n"),
                    Map.entry(
                            "pandas-entries.csv",
                            ",user,item,rating\n0,ann,x,4\n1,bob,y,2\n2,ann,y,1\n"),
                    Map.entry("sparse-ids.csv", "1,1,4\n2,193609,5\n"),
                    Map.entry("zero-based.csv", "0,0,4\n0,2,4\n1,0,5\n"));

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pandas-header.csv --header yes | 3×3, 9 entries known, not weighted",
                "pandas-header.csv --header no | 4×3, 12 entries known",
                "decimal-header.csv --header yes | 2×3, 6 entries known",
                "decimal-header.csv --header no | 3×3, 9 entries known, not weighted, rows and"
                        + " columns counted from 1, separated by comma, no header line, 0 missing",
                "decimal-index.csv --missing nan --index-column yes | 2×2, 3 entries known",
                "two-decimals.csv | 3×2, 6 entries known, not weighted, rows and columns counted"
                        + " from 1, separated by comma, no header line, the first line is read as"
                        + " numbers (if it has labels say --header yes, and if the first column has"
                        + " labels too --index-column yes), 0 missing tokens",
                "two-decimals.csv --header no | no header line, 0 missing tokens",
                "two-decimals.csv --header yes | 2×2, 4 entries known",
                "decimal-steps.csv | 2×3, 6 entries known",
                "one-decimal-line.csv | 1×3, 3 entries known",
                "names.csv | 2×3, 6 entries known, not weighted, rows counted from 1, columns by"
                        + " ids, separated by comma, header line used, 0 missing tokens",
                "names.csv --ids no | 2×3, 6 entries known, not weighted, rows and columns counted"
                        + " from 1, separated by comma, header line used, 0 missing tokens",
                "pandas-index.csv --missing nan --index-column yes | 3×3, 7 entries known, not"
                        + " weighted, rows and columns by ids, separated by comma, header line"
                        + " used, index column used, 2 missing tokens",
                "counted.csv --index-column yes | 3×2, 6 entries known",
                "counted.csv --index-column no | 3×3, 9 entries known",
                "labels.csv --index-column yes | 2×2, 4 entries known",
                "labels.csv | 2×2, 4 entries known, not weighted, rows and columns by ids",
                "na-first-row.csv --missing nan | 4×3, 9 entries known, not weighted, rows and"
                        + " columns counted from 1, separated by comma, no header line, 3 missing",
                "movielens-header.csv --header yes | 6×4, 24 entries known",
                "labelled-years.csv --index-column yes --header yes | 2×2, 4 entries known",
                "years-index.csv --index-column yes | 3×1, 3 entries known",
                "years-index.csv --index-column no | 3×2, 6 entries known",
                "leading-zeros.csv --sparse --ids yes | 2×1, 2 entries listed, 0 elsewhere",
                "own-token.csv --missing nan --na -999 | 2×2, 2 entries known",
                "thousands.csv --thousands comma | 2×2, 4 entries known",
                "decimal-comma.csv | 2×2, 4 entries known, not weighted, rows and columns counted"
                        + " from 1, separated by semicolon, decimal comma, no header line",
                "ambiguous-comma.csv --decimal comma | 2×2, 4 entries known",
                "tabs.tsv | 3×3, 9 entries known, not weighted, rows and columns counted from 1,"
                        + " separated by tab",
                "blanks.txt | 2×3, 6 entries known, not weighted, rows and columns counted from 1,"
                        + " separated by blanks",
                "bars.txt | separated by bar, no header line, 0 missing tokens, 1 comment line",
                "double-colon.dat --missing unlisted | 7×12, 3 entries known, not weighted, rows"
                        + " and columns counted from 1, separated by double colon",
                "double-colon.dat --missing unlisted --ids yes | 2×2, 3 entries known, not"
                        + " weighted, rows and columns by ids",
                "timestamps.csv --missing unlisted --columns user,item,rating,- | 3×3, 6 entries"
                        + " known, not weighted, rows and columns by ids, separated by comma, no"
                        + " header line, 0 missing tokens, ignored: column 4",
                "timestamps.csv --missing unlisted --columns i,j,x,weight | 3×3, 6 entries known,"
                        + " weighted, rows and columns counted from 1",
                "movielens-header.csv --missing unlisted | 3×3, 6 entries known, not weighted, rows"
                        + " and columns by ids, separated by comma, header line used, 0 missing"
                        + " tokens, ignored: timestamp",
                "pandas-entries.csv --missing unlisted | 2×2, 3 entries known, not weighted, rows"
                        + " and columns by ids, separated by comma, header line used, 0 missing"
                        + " tokens, ignored: column 1",
                "pandas-entries.csv --sparse --columns -,item,user,rating | 2×2, 3 entries",
                "sparse-ids.csv --sparse --ids yes | 2×2, 2 entries listed, 0 elsewhere",
                "zero-based.csv --sparse --base 0 | 2×3, 3 entries listed, 0 elsewhere, not"
                        + " weighted, rows and columns counted from 0",
            })
    void read(String words, String understood) throws IOException {
        Session session = run("diagnose", words);
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).contains("  input         " + file(words) + ": ");
        assertThat(session.out()).contains(understood);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pandas-header.csv | line 1: counts from '0' to '2': is it a header of labels or a"
                        + " row of numbers? Say --header yes or no",
                "from-one.csv | line 1: counts from '1' to '3'",
                "years.csv | line 1: counts from '1990' to '1992'",
                "decimal-header.csv | line 1: counts from '0.0' to '2.0': is it a header of labels",
                "decimal-comma-header.csv | line 1: counts from '0,0' to '2,0'",
                "decimal-index.csv --missing nan | line 1: has labels after an empty field",
                "decimal-index.csv --missing nan --index-column no | Say --header yes or no",
                "pandas-index.csv --missing nan | line 1: has labels after an empty field: if the"
                        + " first column has labels of the rows say --index-column yes",
                "pandas-index.csv --missing nan --index-column no | Say --header yes or no",
                "movielens-header.csv | line 1: has the names of row, column and value, as files"
                        + " of entries do: say --missing unlisted or --sparse",
                "labelled-years.csv --index-column yes | line 1: counts from '2019' to '2020'",
                "years-index.csv | the first column counts the rows from 1990 to 1992",
                "whole-numbers.csv | line 1, field 1: '9007199254740993' is a whole number that no"
                        + " double holds",
                "leading-zeros.csv --sparse | line 2: field 1: '007' begins with 0, as ids may do"
                        + " and positions do not: if it is an id say --ids yes",
                "leading-zeros.csv --sparse --ids no | row 7, column 1 is listed twice",
                "missing-value.csv --missing unlisted | line 2, field 3: 'NA' is a missing entry,"
                        + " of which a file of entries has no line: leave it out",
                "late-banner.dat --sparse | looks like the first line of a Matrix Market file",
                "counted.csv | the first column counts the rows from 0 to 2: if these are labels"
                        + " say --index-column yes",
                "labels.csv --index-column no | line 2: has 3 fields, must have 2 like the first"
                        + " line; if the first field is a label of the row say --index-column yes",
                "na-first-row.csv | line 1, field 1: 'NA' is a missing entry, allowed with"
                        + " --missing nan",
                "number-like.csv | line 1, field 1: '1.5%' is no number",
                "own-token.csv --na -999 | --na is for --missing nan only",
                "thousands.csv | line 1, field 1: '1,000' has a comma: if it is a decimal one say"
                        + " --decimal comma (in Java: TextFormat.withDecimal), if it separates"
                        + " thousands --thousands comma",
                "ambiguous-comma.csv | line 1, field 2: '3,250' has a comma",
                "decimal-comma.csv --separator comma | line 1, field 1: '5;3' is no number",
                "timestamps.csv --missing unlisted | line 1: has 4 fields (separated by comma),"
                    + " must be: row,column,value; say what the others are by --columns (in Java:"
                    + " TextFormat.withColumns), for example row,column,value,- to ignore the"
                    + " fourth or row,column,value,weight to weigh by it",
                "sparse-ids.csv --sparse | most of the 193609 columns are empty: if their numbers"
                        + " are ids say --ids yes, if they are positions --ids no",
                "zero-based.csv --sparse | line 1: field 1: '0', allowed are whole numbers from 1"
                        + " to 2147483646 for a row: they count from 1 here; if they count from 0"
                        + " say --base 0",
                "names.csv --columns row,column,value | columns = row,column,value, allowed for"
                        + " files of entries",
                "tabs.tsv --ids yes | has no ids of rows or columns, which --ids yes",
                "names.csv --encoding klingon | 'klingon', allowed are encodings that Java knows",
                "names.csv --encoding UTF-16 | encoding = UTF-16, allowed are those that contain",
                "names.csv --separator x | separator = x, allowed are one or two characters",
                "names.csv --base 2 | base = 2, allowed are 0 and 1",
                "timestamps.csv --sparse --columns row,column,foo,- | columns = 'foo', known names",
                "names.csv --header maybe | 'maybe', allowed are yes and no",
            })
    void refused(String words, String problem) throws IOException {
        Session session = run("diagnose", words);
        assertThat(session.err()).startsWith("nadir: ").contains(problem).matches("[^\n]*\n");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.out()).isEmpty();
    }

    /** A certified answer to a question that nobody asked would be worse than none. */
    @Test
    void entriesThatAreReadAsAMatrixAreNoticed() throws IOException {
        StringBuilder entries = new StringBuilder();
        StringBuilder measured = new StringBuilder();
        for (int k = 0; k < 12; k++) {
            entries.append(k / 3 + 7).append('\t').append(k % 3 + 1).append("\t4\t881250949\n");
            measured.append(k / 3).append(".5").append('\t').append(k % 3).append("\t4\t2\n");
        }
        Path ratings = Files.writeString(folder.resolve("ratings.tsv"), entries);
        assertThat(run("diagnose", ratings + "").err())
                .contains(
                        "ratings.tsv is read as a matrix of 12 rows and 4 columns, but looks like")
                .contains("say --missing unlisted");
        assertThat(run("diagnose", ratings + " --missing unlisted --columns i,j,x,-").err())
                .isEmpty();
        Path matrix = Files.writeString(folder.resolve("measured.tsv"), measured);
        assertThat(run("diagnose", matrix + "").err()).isEmpty();
    }

    @Test
    void everyReportSaysWhatWasUnderstood() throws IOException {
        Path out = folder.resolve("out");
        Session solve = run("solve", "na-first-row.csv --missing nan --lambda 100 --out " + out);
        assertThat(solve.exitCode()).as(solve.err()).isZero();
        String report = Files.readString(out.resolve("report.json"));
        assertThat(report)
                .contains("\"gapAskedFor\" : 1.0E-6", "\"stopReason\" : \"CERTIFIED\"")
                .contains("\"argument\" : \"INPUT\"", "\"shape\" : [ 4, 3 ]", "\"entries\" : 9")
                .contains("\"weighted\" : false", "\"base\" : 1", "\"missingTokens\" : 3")
                .containsPattern("\"date\" : \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"")
                .containsPattern("\"lambdaMax\" : \\{\\s+\"lower\" : 7\\.5590154");
        Session path = run("path", "tabs.tsv --lambdas 5,1 --out " + out);
        assertThat(path.exitCode()).as(path.err()).isZero();
        assertThat(path.out()).contains("tabs.tsv: 3×3, 9 entries known");
        assertThat(Files.readString(out.resolve("path.json")))
                .contains("\"shape\" : [ 3, 3 ]")
                .containsPattern("\"lambdaMax\" : \\{\\s+\"lower\" : \\d");
        run("solve", "tabs.tsv --lambda 1 --out " + out);
        String words = "tabs.tsv --lambda 1 --factors " + out + " --out " + folder.resolve("c");
        Session certify = run("certify", words);
        assertThat(certify.out()).contains("tabs.tsv: 3×3, 9 entries known");
        assertThat(Files.readString(folder.resolve("c/report.json")))
                .contains("\"stopReason\" : null", "\"shape\" : [ 3, 3 ]");
        Session prune = run("prune", "tabs.tsv --factors " + out + " --out " + out);
        assertThat(prune.out()).contains("tabs.tsv: 3×3, 9 entries known");
        assertThat(Files.readString(out.resolve("report.json"))).contains("\"shape\" : [ 3, 3 ]");
    }

    @Test
    void twoInputsAreNamedByTheirArguments() throws IOException {
        Path y = Files.writeString(folder.resolve("y.csv"), "y\n1\n2\n4\n");
        Path out = folder.resolve("out");
        Session landscape =
                run("landscape", "tabs.tsv " + y + " --widths 1 --max-steps 5 --out " + out);
        assertThat(landscape.err()).isEmpty();
        assertThat(landscape.out())
                .contains("tabs.tsv: 3×3, 9 entries known")
                .contains("y.csv: 3×1, 3 entries known, not weighted, separated by comma, header");
        assertThat(Files.readString(out.resolve("report.json")))
                .contains("\"otherInputs\" : [", "\"argument\" : \"Y\"");
        Session wide = run("wide-path", "tabs.tsv " + y + " --points 50 --out " + out);
        assertThat(wide.out()).contains("y.csv: 3×1, 3 entries known");
    }

    @Test
    void positionsCountAsInTraining() throws IOException {
        double[] u = {1, 2};
        double[] v = {3, 5, 7};
        Path model = folder.resolve("model");
        ModelDirectory.save(
                model, new TrainedFactorization(false, Factors.copyOfPair(2, 3, 1, u, v)));
        String at = "row,column\n1,1\n1,3\n2,2\n";
        assertThat(predict(model, at)).containsExactly(3, 7, 10);
        assertThat(predict(model, "column,row\n1,1\n3,1\n2,2\n")).containsExactly(3, 7, 10);
        assertThat(predict(model, "1\t1\n1\t3\n2\t2\n")).containsExactly(3, 7, 10);
        assertThat(predict(model, "i,j,rating\n1,1,9\n1,3,9\n2,2,9\n")).containsExactly(3, 7, 10);
        assertThat(predict(model, "row0,column0\n0,0\n0,2\n1,1\n")).containsExactly(3, 7, 10);
        assertThat(predict(model, "0,0\n0,2\n1,1\n", "--base", "0")).containsExactly(3, 7, 10);
        Path npy = Session.writeNpy(folder.resolve("at.npy"), 3, 2, 1, 1, 1, 3, 2, 2);
        assertThat(predictFile(model, npy)).containsExactly(3, 7, 10);
    }

    @Test
    void aModelRemembersTheBaseAndTheIds() throws IOException {
        Path out = folder.resolve("out");
        run("solve", "zero-based.csv --missing unlisted --base 0 --lambda 0.01 --out " + out);
        double[] positions = predict(out, "0,0\n1,0\n");
        assertThat(positions[0]).isBetween(3.9, 4.0);
        assertThat(positions[1]).isBetween(4.9, 5.0);
        Files.writeString(
                folder.resolve("ids.csv"),
                "movie,user,rating\n\"Alien, 1979\",zoe,4\nBrazil,ann,2\n\"Alien, 1979\",ann,1\n");
        Path ids = folder.resolve("ids");
        Session solve = run("solve", folder + "/ids.csv --sparse --lambda 0.01 --out " + ids);
        assertThat(solve.exitCode()).as(solve.err()).isZero();
        assertThat(ids.resolve("rows.csv")).hasContent("id\nann\nzoe");
        assertThat(ids.resolve("columns.csv")).hasContent("id\n\"Alien, 1979\"\nBrazil");
        double[] named = predict(ids, "zoe,\"Alien, 1979\"\nann,Brazil\n");
        assertThat(named[0]).isBetween(3.9, 4.0);
        assertThat(named[1]).isBetween(1.9, 2.0);
        Path wrong = Files.writeString(folder.resolve("at.csv"), "zoe,Casablanca\n");
        Session session = Session.run("predict", ids, "--at", wrong, "--out", out.resolve("p.npy"));
        assertThat(session.err())
                .contains("line 1: field 2: 'Casablanca' is the id of no column of the data");
        Files.writeString(ids.resolve("rows.csv"), "id\nzoe\nann\n");
        Session damaged = Session.run("predict", ids, "--out", out.resolve("p.npy"));
        assertThat(damaged.err()).contains("is damaged");
    }

    @Test
    void factorsAreOfTheRowsAndColumnsOfTheData() throws IOException {
        String entries = "user,item,rating\nann,x,4\nzoe,y,2\n";
        Path mine = Files.writeString(folder.resolve("mine.csv"), entries);
        Path others =
                Files.writeString(folder.resolve("others.csv"), entries.replace("zoe", "bob"));
        Path more = Files.writeString(folder.resolve("more.csv"), entries + "zoe,z,1\n");
        Path dense = Files.writeString(folder.resolve("dense.csv"), "4,0\n0,2\n");
        Path model = folder.resolve("model");
        String known = " --missing unlisted ";
        String factors = " --factors " + model;
        run("solve", mine + known + "--lambda 1 --out " + model);
        Path out = folder.resolve("out");
        List<String> uses =
                List.of(
                        "certify --lambda 1" + factors,
                        "prune --out " + out + factors,
                        "solve --lambda 1 --out " + out + " --warm-start " + model);
        for (String use : uses) {
            String command = use.split(" ", -1)[0];
            String options = use.substring(command.length());
            assertThat(run(command, mine + known.stripTrailing() + options).exitCode()).isZero();
            assertThat(run(command, dense + options).err()).isEmpty();
            Session refused = run(command, others + known.stripTrailing() + options);
            assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err())
                    .contains("rows.csv: the factors are of other data: row 2 has the id 'zoe'")
                    .contains(" here and 'bob' in the data, they must agree");
        }
        assertThat(run("certify", more + known + "--lambda 1" + factors).err())
                .contains("must have as many as");
        // Files of ids that another model has left do not count.
        run("solve", dense + " --lambda 1 --out " + model);
        assertThat(model.resolve("rows.csv")).exists();
        assertThat(run("certify", others + known + "--lambda 1" + factors).err()).isEmpty();
    }

    @Test
    void idsThatCannotBeToldApartAreRefused() throws IOException {
        Path latin =
                Files.writeString(
                        folder.resolve("latin.csv"),
                        "user,item,rating\ncafé,x,4\ncafè,x,2\n",
                        StandardCharsets.ISO_8859_1);
        assertThat(run("diagnose", latin + " --sparse").err())
                .contains("line 2: field 1: 'caf")
                .contains("has characters that are not in UTF-8");
    }

    @Test
    void theSuffixOfTheOutputIsItsFormat() throws IOException {
        Path model = folder.resolve("model");
        double[] u = {1, 0.1};
        double[] v = {1, 1e-300, 1.0 / 3};
        ModelDirectory.save(
                model, new TrainedFactorization(false, Factors.copyOfPair(2, 3, 1, u, v)));
        for (String suffix : new String[] {".npy", ".csv", ".mtx"}) {
            Path out = folder.resolve("p" + suffix);
            Session session = Session.run("predict", model, "--out", out);
            assertThat(session.exitCode()).as(session.err()).isZero();
            DenseMatrix read = MatrixReader.read(out);
            assertThat(read.rows()).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 3; j++) {
                    assertThat(read.get(i, j)).isEqualTo(u[i] * v[j]);
                }
            }
        }
        assertThat(folder.resolve("p.csv")).content().startsWith("1.0,1.0E-300,0.333");
        for (String name : new String[] {"p.txt", "p"}) {
            Session session = Session.run("predict", model, "--out", folder.resolve(name));
            assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(session.err())
                    .contains("--out = '" + name + "', allowed are names that end in .npy, .csv");
            assertThat(folder.resolve(name)).doesNotExist();
        }
    }

    private double[] predict(Path model, String at, Object... options) throws IOException {
        return predictFile(model, Files.writeString(folder.resolve("at.csv"), at), options);
    }

    private double[] predictFile(Path model, Path at, Object... options) throws IOException {
        Path out = folder.resolve("p.npy");
        List<Object> words = new ArrayList<>(List.of("predict", model, "--at", at, "--out", out));
        words.addAll(Arrays.asList(options));
        Session session = Session.run(words.toArray());
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out()).contains("  input         " + at + ": ");
        return MatrixReader.read(out).blocks().getFirst().data();
    }

    /** The first word is one of the files. */
    private Session run(String command, String words) throws IOException {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words.split(" ", -1)));
        String content = FILES.get(words.split(" ", -1)[0]);
        if (content != null) {
            all.set(1, Files.writeString(file(words), content));
        }
        return Session.run(all.toArray());
    }

    private Path file(String words) {
        return folder.resolve(words.split(" ", -1)[0]);
    }
}
