package io.nadir.jmh.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Results as Markdown: what they ran on, then one table for each benchmark. */
public final class MarkdownTable {
    private static final List<String> ENVIRONMENT =
            List.of(
                    "date",
                    "cpu",
                    "cores",
                    "governor",
                    "loadAverage",
                    "loadAverageAtEnd",
                    "jvm",
                    "jvmFlags",
                    "useAvx",
                    "kernels");

    private static final List<String> FIGURES =
            List.of(
                    "time",
                    "±",
                    "forks",
                    "GFLOP/s",
                    "of FMA peak",
                    "GB/s",
                    "of read bandwidth",
                    "B/op",
                    "others take");

    private final ResultFile results;
    private final StringBuilder out = new StringBuilder();

    private MarkdownTable(ResultFile results) {
        this.results = results;
    }

    /** The text. */
    public static String of(ResultFile results) {
        MarkdownTable table = new MarkdownTable(results);
        table.head();
        Map<String, List<Measurement>> byBenchmark =
                results.measurements().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Measurement::benchmark,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byBenchmark.forEach(table::section);
        return table.out.toString();
    }

    private void head() {
        ENVIRONMENT.stream()
                .filter(name -> !results.environment(name).isEmpty()) // Older records lack some.
                .forEach(name -> item(name, results.environment(name)));
        results.peers().forEach(this::item);
        item(
                "one thread",
                String.format(
                        "FMA peak %s GFLOP/s, read bandwidth %s GB/s, both measured in this run",
                        Format.digits(results.gigaflops()), Format.digits(results.gigabytes())));
    }

    private void item(String name, String text) {
        out.append("- ").append(name).append(": ").append(text).append('\n');
    }

    private void section(String benchmark, List<Measurement> rows) {
        List<String> parameters = List.copyOf(rows.getFirst().parameters().keySet());
        out.append("\n### ").append(benchmark).append("\n\n");
        List<String> heading = new ArrayList<>(parameters);
        heading.addAll(FIGURES);
        line(heading);
        line(heading.stream().map(name -> parameters.contains(name) ? "---" : "---:").toList());
        rows.forEach(row -> line(cells(row)));
    }

    private void line(Collection<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private List<String> cells(Measurement row) {
        List<String> cells = new ArrayList<>(row.parameters().values());
        cells.add(Format.time(row.seconds()));
        cells.add(Format.share(row.error(), row.seconds()));
        cells.add(row.forks().stream().map(Format::time).collect(Collectors.joining(", ")));
        cells.addAll(rate(row.giga(Cost::flops), results.gigaflops()));
        cells.addAll(rate(row.giga(Cost::bytes), results.gigabytes()));
        cells.add(Format.count(row.bytesAllocated()));
        cells.add(String.join(", ", others(row)));
        return cells;
    }

    private static List<String> rate(double rate, double peak) {
        return rate > 0
                ? List.of(Format.digits(rate), Format.share(rate, peak))
                : List.of(Format.NONE, Format.NONE);
    }

    /** How many times as long the peers take, or one thread. */
    private List<String> others(Measurement row) {
        List<String> out = new ArrayList<>();
        for (Measurement other : results.measurements()) {
            String name = rival(row, other);
            if (!name.isEmpty()) {
                out.add(name + " " + Format.digits(other.seconds() / row.seconds()) + "×");
            }
        }
        return out;
    }

    /** What {@code row} is compared with by {@code other}; empty if they are not comparable. */
    private static String rival(Measurement row, Measurement other) {
        if (row.equals(other)) {
            return "";
        }
        if (row.parameter("implementation").equals("nadir")
                && row.isLike(other, Set.of("implementation"))) {
            return other.parameter("implementation");
        }
        if (other.parameter("threads").equals("1") && row.isLike(other, Set.of("threads"))) {
            return "1 thread";
        }
        return "";
    }
}
