package io.nadir.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import javax.imageio.ImageIO;

/** Pages of results: complete, well formed, readable without eyes, and in need of nothing else. */
class ReportCommandTest {
    private static final String PICTURE = "data:image/png;base64,";

    @TempDir private Path directory;

    private Results results;

    @BeforeEach
    void prepare() {
        results = new Results(directory);
    }

    @Test
    void aPageOfASolve() throws IOException {
        Path solve = results.solve();
        Document page = Results.read(solve);
        requireGood(page);
        assertThat(page.expectFirst("h1").text()).isEqualTo(Results.EVIL);
        assertThat(page.expectFirst(".verdict").text()).startsWith("Global minimum, probable");
        assertThat(value(page, "verdict")).isEqualTo("GLOBAL");
        assertThat(value(page, "λ")).isEqualTo("0.5");
        assertThat(value(page, "shape")).isEqualTo("12 × 9");
        assertThat(value(page, "in all")).endsWith(" s");
        assertThat(page.select("img")).hasSize(1);
        assertThat(page.expectFirst("footer pre").text())
                .startsWith("nadir solve ")
                .doesNotContain("solve solve")
                .contains("--lambda 0.5");
        assertThat(page.select("section").text())
                .contains("this is the global minimum")
                .contains("PROBABLE: the lower bound is wrong with probability at most 1e-10")
                .contains("U.npy")
                .doesNotContain("report.html");
    }

    /** Without pictures and without a certificate there is all the more to say. */
    @Test
    void aPageOfAnUndecidedSolve() throws IOException {
        Document page = Results.read(results.undecided());
        requireGood(page);
        assertThat(value(page, "verdict")).isEqualTo("UNDECIDED");
        assertThat(page.expectFirst(".verdict").classNames()).contains("open");
        assertThat(page.select("img")).isEmpty();
        assertThat(page.text())
                .contains("The directory has no pictures.")
                .contains("the bounds neither confirm nor refute it")
                .contains("UNREFUTED:")
                .contains("would have been enough")
                .contains("What you can do: ");
    }

    @Test
    void aPageOfAPath() throws IOException {
        Document page = Results.read(results.path());
        requireGood(page);
        assertThat(page.expectFirst(".verdict").text())
                .matches("Global minima for all 3 values of λ; the best is λ = [0-9.]+");
        Element table = page.expectFirst("table:has(caption:contains(One solve for each))");
        assertThat(table.select("thead th").eachText())
                .contains("λ", "rank", "verdict", "root mean square error held out");
        assertThat(table.select("tbody tr")).hasSize(3);
        assertThat(table.select("tbody th").eachText())
                .filteredOn(text -> text.endsWith(" (best)"))
                .hasSize(1);
        assertThat(page.select("h2").eachText()).contains("The model of the λ chosen");
        assertThat(page.select("img")).hasSize(1);
        assertThat(page.text()).contains("U-k.npy (3 files)");
    }

    @Test
    void aPageOfABatch() throws IOException {
        Document page = Results.read(results.batch());
        requireGood(page);
        assertThat(page.expectFirst(".verdict").text()).isEqualTo("2 of 3 jobs are certified");
        Element open = page.expectFirst("table:has(caption:contains(without a certificate))");
        assertThat(open.select("tbody tr")).hasSize(1);
        assertThat(open.select("tbody th").text()).startsWith("<script>alert(1)<script>");
        assertThat(open.expectFirst("td").text()).isEqualTo("refused");
        assertThat(page.select("table:has(caption:matchesOwn(^All jobs$))")).hasSize(1);
        assertThat(page.expectFirst("img").attr("alt")).contains("GLOBAL 2, refused 1");
        assertThat(page.text()).contains("each job that has a result is certified");
    }

    /** Killed while the second job's line was being written: two of three are open. */
    @Test
    void aPageOfABatchThatIsUnderWay() throws IOException {
        Path batch = results.batch();
        Files.delete(batch.resolve("summary.csv"));
        Path log = batch.resolve("jobs.jsonl");
        List<String> lines = Files.readAllLines(log);
        String good =
                lines.stream().filter(line -> line.contains("GLOBAL")).findFirst().orElseThrow();
        Files.writeString(log, good + "\n" + lines.getLast().substring(0, 20));
        Document page = Results.read(batch);
        requireGood(page);
        assertThat(page.expectFirst(".verdict").text())
                .isEqualTo("1 of 3 jobs are certified; 2 jobs are open");
        assertThat(page.expectFirst(".verdict").classNames()).contains("open");
        Element open = page.expectFirst("table:has(caption:matchesOwn(^Open jobs$))");
        assertThat(open.select("tbody tr")).hasSize(2);
        assertThat(page.select("table:has(caption:contains(Jobs that have ended)) tbody tr"))
                .hasSize(1);
        assertThat(page.text())
                .contains("2 of 3 jobs have not ended")
                .contains("the same command goes on with them");
        assertThat(page.expectFirst("footer pre").text())
                .startsWith("nadir batch ")
                .doesNotContain("batch batch");
        Files.writeString(log, "");
        assertThat(Results.read(batch).text())
                .contains("0 of 3 jobs are certified; 3 jobs are open");
        Files.writeString(log, "{}}\n");
        requireRefused(batch, "jobs.jsonl: is not a report of nadir");
    }

    /** A path that was cut short says how many values of λ are open. */
    @Test
    void aPageOfAPathThatIsUnderWay() throws IOException {
        Path path = results.path();
        Path report = path.resolve("path.json");
        String text = Files.readString(report);
        Files.writeString(report, text.replaceFirst("\"best\"", "\"open\" : 2, \"best\""));
        Document page = Results.read(path);
        requireGood(page);
        assertThat(page.expectFirst(".verdict").text())
                .isEqualTo("Global minima for 3 of 3 values of λ so far; 2 are open");
        assertThat(page.expectFirst(".verdict").classNames()).contains("open");
        assertThat(page.text()).contains("2 values of λ are open");
    }

    /**
     * Reports of other versions may have other fields, and numbers that were not finite are null.
     */
    @Test
    void aReportThatSaysLittle() throws IOException {
        Path sparse = Files.createDirectory(directory.resolve("sparse"));
        Files.writeString(
                sparse.resolve("report.json"),
                "{\"verdict\": \"UNDECIDED\", \"gap\": null, \"polar\": {\"lower\": 1.5, \"upper\":"
                        + " null}, \"input\": {\"name\": \"</style><b>\\u0000\\u202e\"}}");
        Files.writeString(sparse.resolve("no.png"), "<script>");
        Document page = Results.read(sparse);
        requireGood(page);
        assertThat(page.expectFirst("h1").text()).isEqualTo("style><b>\uFFFD\uFFFD");
        assertThat(page.text())
                .contains("No gap is known")
                .contains("at least 1.5, and no upper bound was found yet")
                .contains("Left out")
                .contains("no.png (no PNG)");
    }

    /** A run that ended before a bound was found has not searched for a better column either. */
    @Test
    void aReportWithoutABoundOfThePolar() throws IOException {
        Path early = Files.createDirectory(directory.resolve("early"));
        Files.writeString(
                early.resolve("report.json"),
                "{\"verdict\": \"UNDECIDED\", \"evidence\": \"UNREFUTED\", \"polar\": {\"lower\":"
                        + " 0, \"upper\": null}, \"input\": {\"name\": \"y\"}}");
        assertThat(Results.read(early).text())
                .contains("No bound of the polar was found before the end of the run")
                .contains("Here no bound of it was found yet.")
                .doesNotContain("a search found no better column");
    }

    @Test
    void whereThereIsNoReportItSaysSo() throws IOException {
        requireRefused(directory, "has no report.json, path.json or summary.csv");
        requireRefused(directory.resolve("missing"), "missing: no such file or directory");
        Path damaged = Files.createDirectory(directory.resolve("damaged"));
        Path report = damaged.resolve("report.json");
        for (String content : List.of("", "[]", "{\"verdict\": ", "{}{}", "[".repeat(100_000))) {
            Files.writeString(report, content);
            requireRefused(damaged, "report.json: is not a report of nadir");
        }
        Files.writeString(report, "{\"matched\": true}");
        requireRefused(damaged, "report.json: has no verdict");
        requireRefused(report, "report.json: is not a directory");
        Files.writeString(damaged.resolve("summary.csv"), "name,value\na,1\n");
        requireRefused(damaged, "summary.csv: is not a table of batch");
    }

    @Test
    void thePageGoesWhereItIsWanted() throws IOException {
        Path solve = results.solve();
        Path file = directory.resolve("page.html");
        Session session = Session.run("report", solve, "--out", file);
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("Global minimum").contains("page.html");
        assertThat(file).exists();
        assertThat(solve.resolve("report.html")).doesNotExist();
        Session refused = Session.run("report", solve, "--out", directory.resolve("page.pdf"));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("--out = ").contains("end in .html");
    }

    private void requireRefused(Path results, String message) {
        Session session = Session.run("report", results);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).hasLineCount(1).contains(message);
        assertThat(directory.resolve("report.html")).doesNotExist();
    }

    private static String value(Document page, String name) {
        return page.select("table.values tr").stream()
                .filter(row -> row.expectFirst("th").text().equals(name))
                .findFirst()
                .orElseThrow()
                .expectFirst("td")
                .text();
    }

    /** What every page has to have, and must not have. */
    private static void requireGood(Document page) throws IOException {
        assertThat(page.expectFirst("html").attr("lang")).isEqualTo("en");
        assertThat(page.title()).isNotEmpty();
        assertThat(page.select("meta[name=viewport], meta[charset=utf-8]")).hasSize(2);
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
        assertThat(page.select("script, link, iframe, object, embed, b, style ~ style")).isEmpty();
        assertThat(page.select("h1, main, footer, nav")).hasSize(4);
        for (Element table : page.select("table")) {
            assertThat(table.select("caption").text()).isNotEmpty();
            assertThat(table.select("th:not([scope])")).isEmpty();
        }
        for (Element section : page.select("section")) {
            assertThat(page.getElementById(section.attr("aria-labelledby"))).isNotNull();
            assertThat(section.children().size()).as(section.text()).isGreaterThan(1);
        }
        for (Element link : page.select("[href]")) {
            assertThat(link.attr("href")).startsWith("#");
            assertThat(page.getElementById(link.attr("href").substring(1))).isNotNull();
        }
        for (Element image : page.select("[src]")) {
            assertThat(image.attr("src")).startsWith(PICTURE);
            assertThat(image.attr("alt").length()).isGreaterThan(20);
            byte[] png = Base64.getDecoder().decode(image.attr("src").substring(PICTURE.length()));
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(800);
        }
    }
}
