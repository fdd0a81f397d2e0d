package io.nadir.jmh.run;

import io.nadir.jmh.run.Batch.Effort;

import java.util.List;

/** Which benchmarks to run, and how thoroughly. */
enum Preset {
    /** Everything that matters, in less than three minutes. */
    QUICK(
            quick("MachinePeakBenchmark.fma"),
            quick("MachinePeakBenchmark.read"),
            quick("GradientBenchmark.multiplyBoth")
                    .with("implementation", "nadir")
                    .with("shape", "4096x2048")
                    .with("r", "16", "32", "64"),
            quick("GradientBenchmark.residualGradient")
                    .with("implementation", "nadir")
                    .with("shape", "4096x2048")
                    .with("r", "16", "32", "64"),
            slow("GradientBenchmark.residualGradient")
                    .with("implementation", "jblas", "netlib", "ejml", "ojalgo")
                    .with("shape", "4096x2048")
                    .with("r", "16", "32", "64"),
            quick("PolarBenchmark.gramMultiply")
                    .with("implementation", "nadir")
                    .with("shape", "4096x2048")
                    .with("r", "20"),
            slow("PolarBenchmark.gramMultiply")
                    .with("implementation", "jblas", "netlib")
                    .with("shape", "4096x2048")
                    .with("r", "20")
                    .with("b", "1", "8"),
            slow("PolarBenchmark.powerStep").with("shape", "4096x2048").with("r", "20"),
            quick("PassBenchmark.evaluate").with("shape", "4096x2048").with("r", "32"),
            quick("PassBenchmark.gram").with("shape", "4096x2048").with("r", "20"),
            quick("AppendBenchmark.withinPadding"),
            slow("AppendBenchmark.beyondPadding"),
            slow("DescentStepBenchmark.step"),
            slow("CertificateBenchmark.certify"),
            slow("CertificateBenchmark.powerIteration"),
            whole("SolveBenchmark.solve", 1)),

    /** All shapes, ranks and implementations, in several forks each: about an hour and a half. */
    FULL(
            full("MachinePeakBenchmark.fma"),
            full("MachinePeakBenchmark.read"),
            full("GradientBenchmark.multiplyBoth").with("implementation", "nadir"),
            full("GradientBenchmark.residualGradient").with("implementation", "nadir"),
            peers("GradientBenchmark.multiplyBoth").with("shape", "4096x2048"),
            peers("GradientBenchmark.residualGradient").with("shape", "4096x2048"),
            peers("GradientBenchmark.residualGradient")
                    .with("shape", "4000x2000", "6040x3706", "1000x1000", "997x1013")
                    .with("r", "16", "32", "64"),
            full("PolarBenchmark.gramMultiply").with("implementation", "nadir"),
            peers("PolarBenchmark.gramMultiply").with("shape", "4096x2048"),
            full("PolarBenchmark.powerStep"),
            full("PassBenchmark.evaluate"),
            full("PassBenchmark.gram"),
            full("AppendBenchmark.withinPadding"),
            full("AppendBenchmark.beyondPadding"),
            full("DescentStepBenchmark.step"),
            full("CertificateBenchmark.certify"),
            full("CertificateBenchmark.powerIteration"),
            whole("SolveBenchmark.solve", 5));

    private final List<Batch> batches;

    Preset(Batch... batches) {
        this.batches = List.of(batches);
    }

    /** What to run, in this order. */
    List<Batch> batches() {
        return batches;
    }

    /** For calls of some milliseconds. */
    private static Batch quick(String benchmark) {
        return Batch.of(benchmark, new Effort(1, 3, 4, 200));
    }

    /** For calls that may take a second. */
    private static Batch slow(String benchmark) {
        return Batch.of(benchmark, new Effort(1, 1, 2, 200));
    }

    /** For whole solves, which compile more code. */
    private static Batch whole(String benchmark, int forks) {
        return Batch.of(benchmark, new Effort(forks, 3, 3, 500));
    }

    private static Batch full(String benchmark) {
        return Batch.of(benchmark, new Effort(5, 3, 5, 400));
    }

    private static Batch peers(String benchmark) {
        return Batch.of(benchmark, new Effort(2, 1, 3, 400))
                .with("implementation", "jblas", "netlib", "ejml", "ojalgo");
    }
}
