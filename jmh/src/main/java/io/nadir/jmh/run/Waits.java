package io.nadir.jmh.run;

import io.nadir.jmh.run.Batch.Effort;

import java.util.List;

/**
 * What a user waits for, in one sitting: the limits of the machine, the kernels under them, what
 * certificates and descent consist of, and whole solves; on one thread and on two.
 */
final class Waits {
    private static final String[] BLOCKS = {"1", "4", "8", "16", "24"};
    private static final int FORKS = 5;

    /**
     * Solves and certificates until the compiler has ended. It works beside them before, and leaves
     * less of the machine to a second thread.
     */
    private static final int WARM = 12;

    /** The most important first, because a sitting may be ended early. */
    static final Preset PRESET =
            new Preset(
                    "waits",
                    List.of(
                            kernel("MachinePeakBenchmark.fma"),
                            kernel("MachinePeakBenchmark.read"),
                            kernel("MachinePeakBenchmark.fma").withCallers(2),
                            kernel("MachinePeakBenchmark.read").withCallers(2),
                            whole("SolveBenchmark.solve", WARM).with("size", "4000x2000:20"),
                            small("SolveBenchmark.solve")
                                    .with("size", "300x200:5")
                                    .with("evidence", "PROBABLE"),
                            whole("CertificateBenchmark.certify", WARM),
                            // Its tile is called too seldom to be compiled by the seventh call.
                            whole("ProofBenchmark.gram", 10),
                            kernel("ProofBenchmark.cholesky"),
                            polar("4096x2048", BLOCKS).with("implementation", "nadir"),
                            polar("4096x2048", "1").with("implementation", "netlib"),
                            polar("4000x2000", "1").with("implementation", "nadir", "netlib"),
                            kernel("PassBenchmark.gram")
                                    .with("shape", "4000x2000")
                                    .with("r", "20")
                                    .with("b", BLOCKS),
                            kernel("GradientBenchmark.residualGradient")
                                    .with("implementation", "nadir", "netlib")
                                    .with("shape", "4096x2048")
                                    .with("r", "16", "32", "64"),
                            kernel("PassBenchmark.evaluate")
                                    .with("shape", "4096x2048")
                                    .with("r", "16", "32", "64"),
                            kernel("SparseKernelBenchmark.sampledProduct")
                                    .with("size", "6040x3706:1000000")
                                    .with("r", "10", "32"),
                            kernel("SparseKernelBenchmark.residualGradient")
                                    .with("size", "6040x3706:1000000")
                                    .with("r", "10", "32"),
                            completion(kernel("CompletionBenchmark.gradient"), "30"),
                            completion(kernel("CompletionBenchmark.powerStep"), "30"),
                            completion(kernel("CompletionBenchmark.halfSweep"), "30"),
                            kernel("ModelBenchmark.step")
                                    .with("model", "NMF")
                                    .with("shape", "2000x1000"),
                            completion(whole("CompletionBenchmark.solve", 2), "30", "15")));

    private Waits() {}

    /** For calls of some milliseconds: most of a second until they are compiled. */
    private static Batch kernel(String benchmark) {
        return Batch.of(benchmark, new Effort(FORKS, 8, 3, 100));
    }

    /** For solves of some milliseconds, which compile more code. */
    private static Batch small(String benchmark) {
        return Batch.of(benchmark, new Effort(FORKS, 10, 3, 200));
    }

    /** For calls of tenths of a second and more, of which an iteration has one. */
    private static Batch whole(String benchmark, int warmups) {
        return Batch.of(benchmark, new Effort(FORKS, warmups, 3, 50));
    }

    private static Batch polar(String shape, String... blocks) {
        return kernel("PolarBenchmark.gramMultiply")
                .with("shape", shape)
                .with("r", "20")
                .with("b", blocks);
    }

    private static Batch completion(Batch batch, String... lambdas) {
        return Preset.completion(batch, lambdas);
    }
}
