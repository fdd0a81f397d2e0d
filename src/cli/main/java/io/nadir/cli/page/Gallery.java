package io.nadir.cli.page;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The pictures of a directory, which become a part of the page. */
final class Gallery {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** Pages with more are too large to be sent and opened. */
    private static final int MOST_PICTURES = 40;

    private static final long MOST_BYTES = 30L << 20;

    /** A picture and the report of a run are written within this time. */
    private static final long SAME_RUN_MILLIS = 5_000;

    /** A path writes these long before it writes its report. */
    private static final Pattern OF_ONE_LAMBDA = Pattern.compile("tiles-(\\d+)\\.png");

    /** Pictures of the whole, before those of its parts. */
    private static final Set<String> FIRST = Set.of("demo.png", "path.png");

    private final Path directory;
    private final JsonValue report;
    private final List<Path> shown = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    private Gallery(Path directory, JsonValue report) {
        this.directory = directory;
        this.report = report;
    }

    /**
     * Finds the pictures of a directory.
     *
     * @param report of the result in it
     */
    static Gallery of(Path directory, JsonValue report) throws IOException {
        Gallery gallery = new Gallery(directory, report);
        gallery.find();
        return gallery;
    }

    private void find() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> pictures = Files.newDirectoryStream(directory, "*.png")) {
            pictures.forEach(files::add);
        }
        files.sort(
                Comparator.comparing((Path file) -> !FIRST.contains(name(file)))
                        .thenComparing(Comparator.naturalOrder()));
        long bytes = 0;
        for (Path file : files) {
            long size = Files.size(file);
            boolean fits = shown.size() < MOST_PICTURES && bytes + size <= MOST_BYTES;
            if (fits && isPng(file)) {
                shown.add(file);
                bytes += size;
            } else {
                leftOut.add(name(file) + (fits ? " (no PNG)" : ""));
            }
        }
    }

    private static boolean isPng(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE);
        }
    }

    boolean isEmpty() {
        return shown.isEmpty() && leftOut.isEmpty();
    }

    /** Writes the pictures, each with its caption, and names those that are left out. */
    void write(Html html, Path reportFile) throws IOException {
        long written = Files.getLastModifiedTime(reportFile).toMillis();
        for (Path file : shown) {
            String note = "";
            if (!OF_ONE_LAMBDA.matcher(name(file)).matches()
                    && Files.getLastModifiedTime(file).toMillis() < written - SAME_RUN_MILLIS) {
                note = " This file is older than the report, and may be of another run.";
            }
            figure(html, file, note);
        }
        if (!leftOut.isEmpty()) {
            html.element(
                    "p",
                    "Left out, to keep the page small or because they are no pictures: "
                            + String.join(", ", leftOut)
                            + ".");
        }
    }

    private void figure(Html html, Path file, String note) throws IOException {
        String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        html.element(
                "figure",
                () -> {
                    html.empty(
                            "img",
                            "src",
                            "data:image/png;base64," + data,
                            "alt",
                            alternative(name(file)));
                    html.element("figcaption", name(file) + ": " + caption(name(file)) + note);
                });
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** What a picture shows, and how to read it. */
    private static String caption(String name) {
        if (OF_ONE_LAMBDA.matcher(name).matches()) {
            return "the columns at the λ of this number, strongest first.";
        }
        return switch (name) {
            case "convergence.png" ->
                    "how objective and lower bound close on each other. The minimum is between them"
                            + " at every moment, and the relative gap is their distance.";
            case "path.png" ->
                    "a solve for each λ; the table has the same figures. A vertical line marks the"
                            + " λ that is chosen.";
            case "factors.png" ->
                    "the strongest columns of the factors, by the names of rows and columns. The"
                            + " sign of a column of U can be turned with that of V.";
            case "tiles.png" ->
                    "the columns as images, strongest first, and what the factors make of some of"
                            + " the data.";
            case "fit.png" -> "the function that the network has learnt, with the data.";
            case "demo.png" -> "the data and what the solution makes of them.";
            default -> "a picture in the same directory.";
        };
    }

    /** What somebody who does not see the picture has to know. */
    private String alternative(String name) {
        String gap = Words.percent(report.get("relativeGap"));
        String rank = Words.number(report.get("rank"));
        return switch (name) {
            case "convergence.png" ->
                    String.format(
                            "Three charts over time: the objective falls to %s while the lower"
                                    + " bound rises to %s; the relative gap ends at %s; the rank"
                                    + " ends at %s.",
                            Words.objective(report.get("objective")),
                            Words.objective(report.get("lowerBound")),
                            gap.isEmpty() ? "an unknown value" : gap,
                            rank);
            case "path.png" ->
                    "Charts over λ of the rank, the relative gap and, where entries were held out,"
                            + " their error. The table of the values of λ has the numbers.";
            case "factors.png" ->
                    "Bars or curves of the columns of the factors, with the names of rows and"
                            + " columns. The files of the factors have the numbers.";
            case "tiles.png" ->
                    String.format(
                            "Small images of the columns, %s in all, and of some data with their"
                                    + " reconstructions.",
                            rank);
            case "fit.png" -> "The fitted function as a line through the points of the data.";
            default -> "Picture " + name + ": " + caption(name);
        };
    }
}
