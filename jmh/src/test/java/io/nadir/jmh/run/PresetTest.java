package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Presets name benchmarks and parameters that exist: JMH skips in silence what does not. */
class PresetTest {
    private static final Set<BenchmarkListEntry> ALL =
            BenchmarkList.defaultList()
                    .getAll(
                            OutputFormatFactory.createFormatInstance(
                                    System.out, VerboseMode.SILENT),
                            List.of());

    static List<Preset> presets() {
        return List.of(Preset.QUICK, Waits.PRESET, Preset.FULL);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void namesOnlyWhatExists(Preset preset) {
        for (Batch batch : preset.batches()) {
            Map<String, String[]> known = find(batch.benchmark()).getParams().orElse(Map.of());
            batch.parameters()
                    .forEach((name, values) ->
                            assertThat(known.get(name)).as(name).containsAll(values));
        }
    }

    @Test
    void fullRunsEveryBenchmark() {
        Set<String> names =
                Preset.FULL.batches().stream().map(Batch::benchmark).collect(Collectors.toSet());
        assertThat(names).hasSameSizeAs(ALL);
    }

    private static BenchmarkListEntry find(String name) {
        return ALL.stream()
                .filter(entry -> entry.getUsername().endsWith("." + name))
                .findFirst()
                .orElseThrow();
    }
}
