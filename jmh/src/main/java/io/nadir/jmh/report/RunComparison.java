package io.nadir.jmh.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two recorded runs side by side as Markdown: what differs in their environments, the ratio of the
 * times of each benchmark that both have, and a verdict.
 */
public final class RunComparison {
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
                    "kernels",
                    "linearAlgebra");

    /** Shown, but no part of the verdict: no code of Nadir. */
    private static final String MACHINE = "MachinePeakBenchmark";

    private final ResultFile first;
    private final ResultFile second;
    private final double confidence;
    private final Neighbours neighbours;
    private final StringBuilder out = new StringBuilder();
    private final Map<Ratio.Verdict, Integer> counts = new EnumMap<>(Ratio.Verdict.class);
    private boolean singleProcesses;

    private RunComparison(ResultFile first, ResultFile second, double confidence) {
        this.first = first;
        this.second = second;
        this.confidence = confidence;
        this.neighbours = new Neighbours(second);
    }

    /**
     * Compares.
     *
     * @param first the run that is compared with
     * @param second the run that is judged
     * @param confidence of each interval, between 0 and 1
     */
    public static RunComparison of(ResultFile first, ResultFile second, double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence = " + confidence + ", allowed are numbers between 0 and 1");
        }
        RunComparison comparison = new RunComparison(first, second, confidence);
        comparison.environments();
        comparison.table();
        comparison.onlyIn("first", first, second);
        comparison.onlyIn("second", second, first);
        comparison.summary();
        return comparison;
    }

    /** Markdown. */
    public String text() {
        return out.toString();
    }

    /** Whether a benchmark of the second run is slower. */
    public boolean isSlower() {
        return counts.containsKey(Ratio.Verdict.SLOWER);
    }

    /** Whether the runs have a benchmark in common. */
    public boolean hasVerdict() {
        return !counts.isEmpty();
    }

    private void environments() {
        out.append("| | first | second |\n|---|---|---|\n");
        for (String name : ENVIRONMENT) {
            String a = first.environment(name);
            String b = second.environment(name);
            if (!a.equals(b)) {
                out.append("| %s | %s | %s |\n".formatted(name, orNone(a), orNone(b)));
            }
        }
    }

    private static String orNone(String text) {
        return text.isEmpty() ? Format.NONE : text;
    }

    private void table() {
        out.append(
                "\n| benchmark | first | second | second / first | %s %% interval | verdict | second: share of limit | others take |\n"
                        .formatted(Format.digits(100 * confidence)));
        out.append("|---|---:|---:|---:|---:|---|---|---|\n");
        for (Measurement a : first.measurements()) {
            if (!Neighbours.isPeer(a)) {
                find(second, a).ifPresent(b -> row(a, b));
            }
        }
    }

    private void row(Measurement a, Measurement b) {
        Ratio ratio = Ratio.of(a, b, confidence);
        Ratio.Verdict verdict = ratio.verdict();
        if (!a.benchmark().startsWith(MACHINE)) {
            counts.merge(verdict, 1, Integer::sum);
        }
        singleProcesses |= !ratio.acrossForks();
        out.append(
                "| %s | %s | %s | %s | %s to %s | %s%s | %s | %s |\n"
                        .formatted(
                                label(a),
                                time(a),
                                time(b),
                                Format.digits(ratio.value()),
                                Format.digits(ratio.low()),
                                Format.digits(ratio.high()),
                                name(verdict),
                                ratio.acrossForks() ? "" : " *",
                                String.join(", ", neighbours.limits(b)),
                                String.join(", ", neighbours.others(b))));
    }

    /** The median, and half of the distance between the quartiles. */
    private static String time(Measurement row) {
        String time = Format.time(row.seconds());
        String spread = Format.share(row.spread(), row.seconds());
        return spread.equals(Format.NONE) ? time : time + " ± " + spread;
    }

    private void onlyIn(String name, ResultFile here, ResultFile there) {
        String missing =
                here.measurements().stream()
                        .filter(measurement -> !Neighbours.isPeer(measurement))
                        .filter(measurement -> find(there, measurement).isEmpty())
                        .map(RunComparison::label)
                        .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            out.append("\nOnly in the %s: %s.\n".formatted(name, missing));
        }
    }

    private void summary() {
        if (singleProcesses) {
            out.append(
                    "\n* One process on a side: the interval is that of its iterations, and another"
                            + " process of the same code may differ by more. Record both with"
                            + " --forks 5.\n");
        }
        disturbed("first", first);
        disturbed("second", second);
        if (counts.isEmpty()) {
            out.append(
                    "\n"
                            + "Verdict: none, because the runs have no benchmark with the same"
                            + " parameters in common. Record both with the same command.\n");
            return;
        }
        out.append(
                "\nVerdict on the second: %s.\n"
                        .formatted(
                                counts.entrySet().stream()
                                        .map(entry -> entry.getValue() + " " + name(entry.getKey()))
                                        .collect(Collectors.joining(", "))));
        if (!first.environment("cpu").equals(second.environment("cpu"))) {
            out.append("The processors differ, so this compares machines as well as code.\n");
        }
    }

    private void disturbed(String name, ResultFile file) {
        file.disturbance().ifPresent(text -> out.append("\nThe %s: %s.\n".formatted(name, text)));
    }

    private static Optional<Measurement> find(ResultFile file, Measurement like) {
        return file.measurements().stream()
                .filter(other -> like.isLike(other, Set.of()))
                .findFirst();
    }

    private static String label(Measurement measurement) {
        return measurement.benchmark()
                + measurement.parameters().entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }

    private static String name(Ratio.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
