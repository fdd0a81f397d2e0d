package io.nadir.jmh.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Results as Markdown: what they ran on, then one table for each benchmark, without the columns
 * that would be empty.
 */
public final class MarkdownTable {
    private static final List<String> ENVIRONMENT =
            List.of(
                    "date",
                    "cpu",
                    "cores",
                    "governor",
                    "loadAverage",
                    "loadAverageAtEnd",
                    "otherWork",
                    "stolen",
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
                    "of gathering",
                    "B/op",
                    "others take");

    private final ResultFile results;
    private final Neighbours neighbours;
    private final StringBuilder out = new StringBuilder();

    private MarkdownTable(ResultFile results) {
        this.results = results;
        this.neighbours = new Neighbours(results);
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
        peaks("one thread", 1);
        peaks("two threads", 2);
        results.disturbance().ifPresent(text -> item("not quiet", text));
    }

    private void peaks(String name, int threads) {
        double gigaflops = results.gigaflops(threads);
        if (Double.isFinite(gigaflops)) {
            item(
                    name,
                    String.format(
                            "FMA peak %s GFLOP/s, read bandwidth %s GB/s, both measured in this"
                                    + " run",
                            Format.digits(gigaflops), Format.digits(results.gigabytes(threads))));
        }
    }

    private void item(String name, String text) {
        out.append("- ").append(name).append(": ").append(text).append('\n');
    }

    private void section(String benchmark, List<Measurement> rows) {
        List<String> parameters =
                rows.stream()
                        .flatMap(row -> row.parameters().keySet().stream())
                        .distinct()
                        .toList();
        out.append("\n### ").append(benchmark).append("\n\n");
        List<String> heading = new ArrayList<>(parameters);
        heading.addAll(FIGURES);
        List<List<String>> table = rows.stream().map(row -> cells(row, parameters)).toList();
        List<Integer> filled =
                IntStream.range(0, heading.size())
                        .filter(column ->
                                table.stream().anyMatch(cells -> !isEmpty(cells.get(column))))
                        .boxed()
                        .toList();
        line(filled.stream().map(heading::get).toList());
        line(filled.stream().map(at -> at < parameters.size() ? "---" : "---:").toList());
        table.forEach(cells -> line(filled.stream().map(cells::get).toList()));
    }

    private static boolean isEmpty(String cell) {
        return cell.isEmpty() || cell.equals(Format.NONE);
    }

    private void line(Collection<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private List<String> cells(Measurement row, List<String> parameters) {
        List<String> cells = new ArrayList<>();
        parameters.forEach(name -> cells.add(row.parameter(name)));
        cells.add(Format.time(row.seconds()));
        cells.add(Format.share(row.spread(), row.seconds()));
        cells.add(row.forks().stream().map(Format::time).collect(Collectors.joining(", ")));
        cells.add(rate(row.giga(Cost::flops)));
        cells.add(neighbours.flopsShare(row));
        cells.add(rate(row.giga(Cost::bytes)));
        cells.add(neighbours.readShare(row));
        cells.add(neighbours.gatherShare(row));
        cells.add(Format.count(row.bytesAllocated()));
        cells.add(String.join(", ", neighbours.others(row)));
        return cells;
    }

    private static String rate(double rate) {
        return rate > 0 ? Format.digits(rate) : Format.NONE;
    }
}
