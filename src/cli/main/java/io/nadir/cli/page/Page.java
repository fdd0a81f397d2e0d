package io.nadir.cli.page;

import io.nadir.cli.batch.SummaryTable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** One page about what a directory holds. It needs no other file, and runs no program. */
public final class Page {
    /** A browser obeys this whatever the page says: nothing is loaded, and nothing runs. */
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    private final Result result;

    private Page(Result result) {
        this.result = result;
    }

    /**
     * Reads a directory of results.
     *
     * @param directory that solve, path, batch, certify or demo has written
     * @param page name that the page will have, which is no result itself
     * @throws IOException if it has no report, or one that cannot be read; the message says which
     */
    public static Page of(Path directory, String page) throws IOException {
        if (!Files.exists(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        if (Files.exists(directory.resolve(PathResult.REPORT))) {
            return new Page(new PathResult(directory, page));
        }
        if (BatchJobs.areIn(directory)) {
            return new Page(new BatchResult(directory, page));
        }
        if (Files.exists(directory.resolve(SolveResult.REPORT))) {
            return new Page(new SolveResult(directory, page));
        }
        throw new IOException(
                String.format(
                        "%s: has no %s, %s or %s: allowed are directories that solve, path, batch,"
                                + " certify or demo has written",
                        directory, SolveResult.REPORT, PathResult.REPORT, SummaryTable.NAME));
    }

    /** What the page says first, in one line. */
    public String headline() {
        return (result.name() + ": " + result.headline()).replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** Writes the page and leaves {@code out} open. */
    public void write(OutputStream out) throws IOException {
        Html html = new Html(out);
        html.element(
                "html",
                List.of("lang", "en"),
                () -> {
                    html.element("head", () -> head(html));
                    html.element("body", () -> body(html));
                });
        html.finish();
    }

    private void head(Html html) throws IOException {
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", headline() + " – nadir");
        html.element("style", style());
    }

    private static String style() throws IOException {
        try (InputStream css = Page.class.getResourceAsStream("page.css")) {
            return new String(
                    Objects.requireNonNull(css, "page.css").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void body(Html html) throws IOException {
        html.element("header", () -> header(html));
        html.element(
                "main",
                () -> {
                    for (Section section : result.sections()) {
                        section(html, section);
                    }
                });
        html.element("footer", () -> footer(html));
    }

    private void header(Html html) throws IOException {
        html.element("h1", result.name());
        html.element(
                "p",
                result.headline(),
                "class",
                result.isCertified() ? "verdict certified" : "verdict open");
        html.element(
                "nav",
                List.of("aria-label", "Contents"),
                () ->
                        html.element(
                                "ul",
                                () -> {
                                    for (Section section : result.sections()) {
                                        html.element("li", () -> link(html, section));
                                    }
                                }));
    }

    private static void link(Html html, Section section) throws IOException {
        html.element("a", section.title(), "href", "#" + section.id());
    }

    private static void section(Html html, Section section) throws IOException {
        html.element(
                "section",
                List.of("aria-labelledby", section.id()),
                () -> {
                    html.element("h2", section.title(), "id", section.id());
                    section.content().write(html);
                });
    }

    private void footer(Html html) throws IOException {
        String command = result.command();
        if (!command.isEmpty()) {
            html.element("p", "Made by the command");
            html.element("pre", command);
        }
        String origin = result.origin();
        html.element("p", origin.isEmpty() ? "Made by nadir." : Words.sentence(origin));
    }
}
