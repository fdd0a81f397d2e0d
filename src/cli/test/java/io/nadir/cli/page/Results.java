package io.nadir.cli.page;

import io.nadir.cli.Session;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Directories of results as the commands write them, and the pages that are made of them. */
final class Results {
    /** A name that would be a program if it got into a page as it is. */
    static final String EVIL = "<script>alert(1)<script>&\"'.npy";

    private final Path directory;

    Results(Path directory) {
        this.directory = directory;
    }

    /** The result of a solve that is certified. */
    Path solve() throws IOException {
        Path y = Session.writeMatrix(directory.resolve(EVIL), 12, 9, 2);
        Path out = directory.resolve("solve");
        Session.run("solve", y, "--lambda", 0.5, "--out", out, "--quiet");
        return out;
    }

    /** The result of a certificate that leaves open whether the point is a minimum. */
    Path undecided() throws IOException {
        Random random = new Random(3);
        double[] values = random.doubles(8 * 6, -1, 1).toArray();
        Path y = Session.writeNpy(directory.resolve("open.npy"), 8, 6, values);
        Path out = directory.resolve("undecided");
        Session.run(
                "solve",
                y,
                "--model",
                "nmf",
                "--lambda",
                0.5,
                "--effort",
                "low",
                "--gap",
                1e-9,
                "--out",
                out,
                "--no-pictures",
                "--quiet");
        return out;
    }

    /** The result of a path with entries held out. */
    Path path() throws IOException {
        Path y = Session.writeMatrix(directory.resolve("path.npy"), 12, 9, 2);
        Path out = directory.resolve("path");
        Session.run(
                "path", y, "--lambdas", "1,0.5,0.25", "--hold-out", 0.2, "--out", out, "--quiet");
        return out;
    }

    /** The result of a batch with a file that is refused. */
    Path batch() throws IOException {
        Path inputs = Files.createDirectory(directory.resolve("inputs"));
        Session.writeMatrix(inputs.resolve("a.npy"), 8, 6, 1);
        Session.writeMatrix(inputs.resolve("b.npy"), 8, 6, 2);
        Files.writeString(inputs.resolve(EVIL), "no matrix");
        Path out = directory.resolve("batch");
        Session.run("batch", inputs, "--lambda", 0.5, "--out", out, "--quiet", "--no-pictures");
        return out;
    }

    /** Makes the page of a directory and returns its file. */
    static Path page(Path results) {
        Session session = Session.run("report", results);
        if (session.exitCode() != 0) {
            throw new AssertionError(session.err());
        }
        return results.resolve("report.html");
    }

    /** Makes the page of a directory and reads it; whatever is no XML fails. */
    static Document read(Path results) throws IOException {
        String text = Files.readString(page(results), StandardCharsets.UTF_8);
        Parser strict = Parser.htmlParser().setTrackErrors(100);
        Document document = Jsoup.parse(text, "", strict);
        if (!strict.getErrors().isEmpty()) {
            throw new AssertionError(strict.getErrors().toString());
        }
        return document;
    }
}
