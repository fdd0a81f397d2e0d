package io.nadir.cli.page;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The result of {@code path}: a directory with a {@code path.json}. */
final class PathResult implements Result {
    /** Name of the report. */
    static final String REPORT = "path.json";

    private final Path directory;
    private final JsonValue report;
    private final List<JsonValue> points;
    private final Gallery gallery;
    private final Table files;
    private final @Nullable SolveResult refit;

    /** Reads a directory, as {@link SolveResult} does. */
    PathResult(Path directory, String page) throws IOException {
        this.directory = directory;
        this.report = JsonValue.read(directory.resolve(REPORT));
        this.points = report.get("points").elements();
        this.gallery = Gallery.of(directory, report);
        this.files = FilesTable.of(directory, page);
        this.refit =
                Files.exists(directory.resolve(SolveResult.REPORT))
                        ? new SolveResult(directory, page)
                        : null;
    }

    @Override
    public String name() {
        return SolveResult.dataName(report, directory);
    }

    private long certified() {
        return points.stream().filter(PathResult::isCertified).count();
    }

    private static boolean isCertified(JsonValue point) {
        return point.get("verdict").textOrEmpty().equals("GLOBAL");
    }

    /** How many λ are open, because the path goes on or was cut short. */
    private int open() {
        double open = report.get("open").number();
        return open > 0 ? (int) open : 0;
    }

    @Override
    public String headline() {
        if (open() > 0) {
            return String.format(
                    "Global minima for %d of %s so far; %s open",
                    certified(),
                    Words.count(points.size(), "value of λ", "values of λ"),
                    Words.count(open(), "is", "are"));
        }
        String path =
                isCertified()
                        ? "Global minima for all " + Words.count(points.size(), "λ", "values of λ")
                        : String.format(
                                "Global minima for %d of %d values of λ",
                                certified(), points.size());
        int chosen = chosen();
        return chosen < 0
                ? path
                : path
                        + (chosen == best()
                                ? "; the best is λ = "
                                : "; within one standard error of the best is λ = ")
                        + Words.number(points.get(chosen).get("lambda"));
    }

    @Override
    public boolean isCertified() {
        return open() == 0 && !points.isEmpty() && certified() == points.size();
    }

    /** The index of the λ that was chosen, −1 for none. */
    private int chosen() {
        JsonValue index =
                report.get("chosen").isPresent() ? report.get("chosen") : report.get("best");
        return index(index);
    }

    /** The index of the λ with the least error, −1 for none. */
    private int best() {
        return index(report.get("best"));
    }

    private int index(JsonValue value) {
        double at = value.number();
        return at >= 0 && at < points.size() ? (int) at : -1;
    }

    /** What there is to say of a λ. */
    private String mark(int index) {
        if (index == best()) {
            return " (best)";
        }
        return index == chosen() ? " (chosen)" : "";
    }

    @Override
    public String command() {
        return Words.command(report.get("command").texts());
    }

    @Override
    public String origin() {
        JsonValue first = points.isEmpty() ? report : points.getFirst();
        String date = report.get("date").textOrEmpty();
        String rest = SolveResult.origin(first);
        return date.isEmpty() ? rest : "computed " + date + (rest.isEmpty() ? "" : ", " + rest);
    }

    @Override
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Values of λ", this::table));
        sections.add(new Section("How to read the verdicts", this::verdicts));
        sections.add(new Section("Pictures", this::pictures));
        if (refit != null) {
            sections.add(new Section("The model of the λ chosen", this::refit));
        }
        sections.add(new Section("Data", html -> SolveResult.inputs(html, report)));
        sections.add(new Section("Files", files::write));
        return sections;
    }

    private void table(Html html) throws IOException {
        boolean scored = points.stream().anyMatch(point -> point.get("heldOut").isPresent());
        List<String> header =
                new ArrayList<>(
                        List.of("λ", "rank", "objective", "relative gap", "verdict", "evidence"));
        if (scored) {
            header.add(measure() + " held out");
        }
        header.add("time");
        Table table =
                new Table("One solve for each λ, the largest first", header.toArray(String[]::new));
        for (int k = 0; k < points.size(); k++) {
            table.row(row(k, scored));
        }
        table.write(html);
        JsonValue seconds = report.get("seconds");
        html.element("p", "In all: " + Words.seconds(seconds.get("total")) + ".");
        if (open() > 0) {
            html.element(
                    "p",
                    Words.count(open(), "λ is", "values of λ are")
                            + " open: the path is still running, or was cut short by a limit, an"
                            + " interruption or a kill. The same command with --checkpoint FILE, if"
                            + " it had that, goes on with them; without, it begins anew.");
        }
        baselines(html, report, measure());
    }

    private String[] row(int index, boolean scored) {
        JsonValue point = points.get(index);
        List<String> row = new ArrayList<>();
        row.add(Words.number(point.get("lambda")) + mark(index));
        row.add(Words.number(point.get("rank")));
        row.add(Words.objective(point.get("objective")));
        row.add(Words.percent(point.get("relativeGap")));
        row.add(point.get("verdict").textOrEmpty());
        row.add(point.get("evidence").textOrEmpty());
        if (scored) {
            JsonValue score = point.get("heldOut");
            row.add(withError(score.get("error"), score.get("standardError")));
        }
        row.add(Words.seconds(point.get("seconds").get("total")));
        return row.toArray(String[]::new);
    }

    /** What the error is by which λ is chosen. */
    private String measure() {
        return report.get("measure").textOrEmpty();
    }

    private static String withError(JsonValue value, JsonValue error) {
        String text = Words.number(value);
        return error.isPresent() ? text + " ± " + Words.size(error) : text;
    }

    /** Writes the errors of simple models without factors, if the path was compared with any. */
    static void baselines(Html html, JsonValue report, String measure) throws IOException {
        Table table =
                new Table(
                        "Simple models without factors, on the entries held out", "model", measure);
        for (JsonValue baseline : report.get("baselines").elements()) {
            table.row(
                    baseline.get("name").textOrEmpty(),
                    withError(baseline.get("error"), baseline.get("standardError")));
        }
        table.write(html);
    }

    private void verdicts(Html html) throws IOException {
        html.element(
                "p",
                String.format(
                        "%d of %s certified as the global minimum for its λ.",
                        certified(), Words.count(points.size(), "point is", "points are")));
        explain(html, points);
        if (chosen() >= 0) {
            html.element(
                    "p",
                    "The best λ is the one with the least "
                            + measure()
                            + " of the entries held out, unless another rule is named in"
                            + " path.json. Entries held out were not seen by the solves of the"
                            + " table, so their error says how the model does on new data; a"
                            + " certificate does not.");
        }
    }

    /** Writes what each verdict and each kind of evidence among results means. */
    static void explain(Html html, List<JsonValue> results) throws IOException {
        List<String> meanings = new ArrayList<>();
        for (String verdict : List.of("GLOBAL", "NOT_GLOBAL", "UNDECIDED")) {
            if (results.stream().anyMatch(has("verdict", verdict))) {
                meanings.add(Reading.verdict(verdict));
            }
        }
        for (String evidence : List.of("PROVED", "PROBABLE", "UNREFUTED")) {
            List<JsonValue> such = results.stream().filter(has("evidence", evidence)).toList();
            if (!such.isEmpty()) {
                String delta = Words.size(such.getFirst().get("delta"));
                meanings.add(Reading.evidence(evidence, delta));
            }
        }
        meanings.add(Reading.gap());
        html.element(
                "ul",
                () -> {
                    for (String meaning : meanings) {
                        html.element("li", meaning);
                    }
                });
    }

    private static Predicate<JsonValue> has(String field, String text) {
        return value -> value.get(field).textOrEmpty().equals(text);
    }

    private void pictures(Html html) throws IOException {
        if (gallery.isEmpty()) {
            html.element("p", "The directory has no pictures.");
        }
        gallery.write(html, directory.resolve(REPORT));
    }

    private void refit(Html html) throws IOException {
        if (refit != null) {
            html.element("p", refit.headline() + ".");
            refit.result(html);
            refit.verdict(html);
        }
    }
}
