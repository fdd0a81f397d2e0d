package io.nadir.cli.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The result of {@code solve} or {@code certify}: a directory with a {@code report.json}. */
final class SolveResult implements Result {
    /** Name of the report. */
    static final String REPORT = "report.json";

    private final Path directory;
    private final JsonValue report;
    private final Gallery gallery;
    private final Reading reading;
    private final Table files;

    /**
     * Reads a directory.
     *
     * @param page name of the page, which is no result
     */
    SolveResult(Path directory, String page) throws IOException {
        this.directory = directory;
        this.report = JsonValue.read(directory.resolve(REPORT));
        if (!report.get("verdict").isPresent()) {
            throw new IOException(
                    directory.resolve(REPORT)
                            + ": has no verdict; a page can be made of what solve, path, batch or"
                            + " certify has written");
        }
        this.gallery = Gallery.of(directory, report);
        this.reading = new Reading(report);
        this.files = FilesTable.of(directory, page);
    }

    @Override
    public String name() {
        return dataName(report, directory);
    }

    /** The name of the data of a report; without one, as of a demonstration, of the directory. */
    static String dataName(JsonValue report, Path directory) {
        String name = report.get("input").get("name").textOrEmpty();
        return name.isEmpty()
                ? String.valueOf(directory.toAbsolutePath().normalize().getFileName())
                : Words.baseName(name);
    }

    @Override
    public String headline() {
        return Words.capitalized(reading.headline());
    }

    @Override
    public boolean isCertified() {
        return report.get("verdict").textOrEmpty().equals("GLOBAL");
    }

    @Override
    public String command() {
        return Words.command(report.get("command").texts());
    }

    @Override
    public String origin() {
        return origin(report);
    }

    /** When, by which version and on which kernels. */
    static String origin(JsonValue report) {
        StringBuilder text = new StringBuilder();
        add(text, "computed ", report.get("date"));
        add(text, "nadir ", report.get("version"));
        add(text, "", report.get("kernels").get("dense"));
        add(text, "seed ", report.get("seed"));
        return text.toString();
    }

    private static void add(StringBuilder text, String label, JsonValue value) {
        if (value.isPresent()) {
            text.append(text.isEmpty() ? "" : ", ").append(label).append(value.textOrEmpty());
        }
    }

    @Override
    public List<Section> sections() {
        return List.of(
                new Section("Result", this::result),
                new Section("How to read the verdict", this::verdict),
                new Section("Pictures", this::pictures),
                new Section("Problem and data", this::problem),
                new Section("Files", files::write));
    }

    /** Writes the certificate and the work as tables. */
    void result(Html html) throws IOException {
        html.side(certificate(), work());
    }

    private Table certificate() {
        JsonValue polar = report.get("polar");
        return new Table("Certificate")
                .value("verdict", report.get("verdict").textOrEmpty())
                .value("evidence", report.get("evidence").textOrEmpty())
                .value("objective", Words.objective(report.get("objective")))
                .value("lower bound", Words.objective(report.get("lowerBound")))
                .value("gap", Words.size(report.get("gap")))
                .value("relative gap", Words.percent(report.get("relativeGap")))
                .value("gap asked for", Words.percent(report.get("gapAskedFor")))
                .value("rank", rank())
                .value("polar, at least", Words.nearOne(polar.get("lower")))
                .value("polar, at most", atMost(polar))
                .value("equilibrium", Words.size(report.get("equilibrium")));
    }

    private static String atMost(JsonValue polar) {
        String upper = Words.nearOne(polar.get("upper"));
        return upper.isEmpty() && polar.get("lower").isPresent() ? "no bound found yet" : upper;
    }

    private Table work() {
        JsonValue seconds = report.get("seconds");
        return new Table("Work")
                .value("iterations", Words.number(report.get("iterations")))
                .value("columns appended", Words.number(report.get("appends")))
                .value("ended because", Words.constant(report.get("stopReason").textOrEmpty()))
                .value("effort", Words.constant(report.get("effort").textOrEmpty()))
                .value("threads", Words.number(report.get("threads")))
                .value("reading", Words.seconds(seconds.get("read")))
                .value("descent", Words.seconds(seconds.get("descent")))
                .value("certificates", Words.seconds(seconds.get("certify")))
                .value("new columns", Words.seconds(seconds.get("append")))
                .value("in all", Words.seconds(seconds.get("total")));
    }

    private String rank() {
        String rank = Words.number(report.get("rank"));
        return rank.equals("0") ? "0: the solution is zero" : rank;
    }

    /** Writes what the verdict means. */
    void verdict(Html html) throws IOException {
        for (String paragraph : reading.paragraphs()) {
            html.element("p", paragraph);
        }
    }

    private void pictures(Html html) throws IOException {
        if (gallery.isEmpty()) {
            html.element("p", "The directory has no pictures.");
        }
        gallery.write(html, directory.resolve(REPORT));
    }

    private void problem(Html html) throws IOException {
        JsonValue max = report.get("lambdaMax");
        String least = Words.number(max.get("lower"));
        String most = Words.number(max.get("upper"));
        String bounds = least.isEmpty() || least.equals(most) ? most : least + " to " + most;
        new Table("Problem")
                .value("model", report.get("model").textOrEmpty())
                .value("loss", report.get("loss").textOrEmpty())
                .value("regularizer", report.get("regularizer").textOrEmpty())
                .value("λ", Words.number(report.get("lambda")))
                .value("λ asked for as", report.get("lambdaGiven").textOrEmpty())
                .value("noise estimated", Words.number(report.get("noise")))
                .value(
                        report.get("heldOutMeasure").textOrEmpty() + " held out",
                        Words.number(report.get("heldOutError")))
                .value("λ from which on 0 is the solution", bounds)
                .write(html);
        offsets(html);
        PathResult.baselines(html, report, report.get("heldOutMeasure").textOrEmpty());
        inputs(html, report);
    }

    private void offsets(Html html) throws IOException {
        JsonValue offsets = report.get("offsets");
        new Table("Offsets: a mean, and a number for each row or column beside the factors")
                .value("of", offsets.get("center").textOrEmpty())
                .value("mean", Words.number(offsets.get("mean")))
                .value("rows", range(offsets, "Rows"))
                .value("columns", range(offsets, "Columns"))
                .value("weight of their penalty", Words.number(offsets.get("penalty")))
                .write(html);
    }

    private static String range(JsonValue offsets, String of) {
        String least = Words.number(offsets.get("leastOf" + of));
        String most = Words.number(offsets.get("mostOf" + of));
        return least.equals(most) ? "" : least + " to " + most;
    }

    /** Writes how the inputs were understood. */
    static void inputs(Html html, JsonValue report) throws IOException {
        input(html, report.get("input"));
        for (JsonValue other : report.get("otherInputs").elements()) {
            input(html, other);
        }
    }

    private static void input(Html html, JsonValue input) throws IOException {
        new Table("Data: " + input.get("argument").textOrEmpty())
                .value("file", input.get("name").textOrEmpty())
                .value(
                        "shape",
                        input.get("shape").texts().stream().collect(Collectors.joining(" × ")))
                .value("entries known", input.get("entries").textOrEmpty())
                .value("others are zero", yes(input.get("zeroElsewhere")))
                .value("weighted", yes(input.get("weighted")))
                .value("rows and columns have names", yes(input.get("ids")))
                .value("separator", input.get("separator").textOrEmpty())
                .value("decimal comma", yes(input.get("decimalComma")))
                .value("header", yes(input.get("header")))
                .value("index column left out", yes(input.get("indexColumn")))
                .value("columns ignored", String.join(", ", input.get("ignoredColumns").texts()))
                .write(html);
    }

    private static String yes(JsonValue flag) {
        return switch (flag.textOrEmpty()) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> "";
        };
    }
}
