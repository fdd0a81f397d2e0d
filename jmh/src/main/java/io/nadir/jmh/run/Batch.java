package io.nadir.jmh.run;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One benchmark over a grid of parameters, each combination in forks of its own.
 *
 * @param benchmark class and method, {@code PolarBenchmark.gramMultiply} say
 * @param parameters values for each parameter; one that is not named keeps all its values
 * @param callers threads that call the benchmark at the same time, each with operands of its own
 * @param effort how long to measure
 */
record Batch(String benchmark, Map<String, List<String>> parameters, int callers, Effort effort) {
    /**
     * How long to measure one combination of parameters.
     *
     * @param forks processes, one after the other
     * @param warmups iterations thrown away
     * @param iterations iterations measured
     * @param milliseconds of one iteration, which is longer where one call is
     */
    record Effort(int forks, int warmups, int iterations, int milliseconds) {}

    static Batch of(String benchmark, Effort effort) {
        return new Batch(benchmark, Map.of(), 1, effort);
    }

    /** The same, called by that many threads. */
    Batch withCallers(int number) {
        return new Batch(benchmark, parameters, number, effort);
    }

    /** The same in that many forks; null changes nothing. */
    Batch withForks(@Nullable Integer forks) {
        return forks == null
                ? this
                : new Batch(
                        benchmark,
                        parameters,
                        callers,
                        new Effort(forks, effort.warmups, effort.iterations, effort.milliseconds));
    }

    /** The same with the values of one more parameter. */
    Batch with(String parameter, String... values) {
        Map<String, List<String>> more = new TreeMap<>(parameters);
        more.put(parameter, List.of(values));
        return new Batch(benchmark, more, callers, effort);
    }

    /** Runs it. */
    Collection<RunResult> run(List<String> jvmArgs) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(effort.milliseconds);
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("[.]" + benchmark.replace(".", "[.]") + "$")
                        .mode(Mode.AverageTime)
                        .threads(callers)
                        .jvmArgs(jvmArgs.toArray(String[]::new))
                        .forks(effort.forks)
                        .warmupIterations(effort.warmups)
                        .warmupTime(time)
                        .measurementIterations(effort.iterations)
                        .measurementTime(time)
                        .shouldFailOnError(true)
                        .addProfiler(GCProfiler.class);
        parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return new Runner(options.build()).run();
    }
}
