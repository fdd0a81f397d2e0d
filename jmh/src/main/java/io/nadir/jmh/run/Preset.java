package io.nadir.jmh.run;

import io.nadir.jmh.LowRankProblem;
import io.nadir.jmh.run.Batch.Effort;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which benchmarks to run, and how thoroughly.
 *
 * @param name on the command line
 * @param batches what to run, in this order
 */
record Preset(String name, List<Batch> batches) {
    private static final String USUAL = "4096x2048";
    private static final String[] PEERS = {"jblas", "netlib", "netlib-java", "ejml", "ojalgo"};

    /** Everything that matters, in some five minutes. */
    static final Preset QUICK =
            new Preset(
                    "quick",
                    List.of(
                            quick("MachinePeakBenchmark.fma"),
                            quick("MachinePeakBenchmark.read"),
                            quick("MachinePeakBenchmark.fma").withCallers(2),
                            quick("MachinePeakBenchmark.read").withCallers(2),
                            gradient(quick("GradientBenchmark.residualGradient"), "nadir"),
                            gradient(slow("GradientBenchmark.residualGradient"), "jblas", "netlib"),
                            usual(slowest("GradientBenchmark.residualGradient"), "32")
                                    .with("implementation", "netlib-java", "ejml", "ojalgo"),
                            gradient(quick("GradientBenchmark.gramGradient"), "nadir"),
                            gradient(slow("GradientBenchmark.gramGradient"), "netlib"),
                            polar(quick("PolarBenchmark.gramMultiply"), "nadir"),
                            polar(slow("PolarBenchmark.gramMultiply"), "jblas", "netlib"),
                            usual(slow("PolarBenchmark.powerStep"), "20"),
                            usual(quick("PassBenchmark.evaluate"), "32"),
                            usual(quick("PassBenchmark.gram"), "20").with("b", "8"),
                            quick("AppendBenchmark.withinPadding").with("shape", USUAL),
                            slow("AppendBenchmark.beyondPadding").with("shape", USUAL),
                            network("DeepBenchmark.gradient").with("network", "64-16-16-10"),
                            network("TwoLayerBenchmark.gradient"),
                            network("TensorBenchmark.gradient")
                                    .with("shape", "200x200x200")
                                    .with("implementation", "nadir"),
                            slow("TensorBenchmark.gradient")
                                    .with("shape", "200x200x200")
                                    .with("implementation", "jblas-split", "jblas"),
                            slow("DescentStepBenchmark.step"),
                            slow("CertificateBenchmark.certify"),
                            slow("CertificateBenchmark.powerIteration"),
                            completion(quick("CompletionBenchmark.gradient"), "30"),
                            completion(quick("CompletionBenchmark.powerStep"), "30"),
                            completion(whole("CompletionBenchmark.solve", 1), "30")
                                    .with("threads", "1"),
                            whole("SolveBenchmark.solve", 1)
                                    .with("size", LowRankProblem.STANDARD.size())));

    /** All shapes, ranks and implementations, in several forks each. */
    static final Preset FULL =
            new Preset(
                    "full",
                    List.of(
                            full("MachinePeakBenchmark.fma"),
                            full("MachinePeakBenchmark.read"),
                            full("MachinePeakBenchmark.fma").withCallers(2),
                            full("MachinePeakBenchmark.read").withCallers(2),
                            full("GradientBenchmark.residualGradient")
                                    .with("implementation", "nadir"),
                            peers("GradientBenchmark.residualGradient").with("shape", USUAL),
                            peers("GradientBenchmark.residualGradient")
                                    .with(
                                            "shape",
                                            "4000x2000",
                                            "6040x3706",
                                            "1000x1000",
                                            "997x1013")
                                    .with("r", "16", "32", "64"),
                            full("GradientBenchmark.gramGradient").with("implementation", "nadir"),
                            peers("GradientBenchmark.gramGradient").with("shape", USUAL),
                            full("PolarBenchmark.gramMultiply").with("implementation", "nadir"),
                            peers("PolarBenchmark.gramMultiply")
                                    .with("shape", USUAL)
                                    .with("b", "1", "4", "8"),
                            full("PolarBenchmark.powerStep"),
                            full("PassBenchmark.evaluate"),
                            full("PassBenchmark.gram").with("r", "20"),
                            full("StorageBenchmark.gram"),
                            full("StorageBenchmark.read").with("b", "1").with("threads", "1"),
                            full("AppendBenchmark.withinPadding"),
                            full("AppendBenchmark.beyondPadding"),
                            full("DescentStepBenchmark.step"),
                            full("ProofBenchmark.gram"),
                            full("ProofBenchmark.cholesky"),
                            full("CertificateBenchmark.certify"),
                            full("CertificateBenchmark.powerIteration"),
                            full("CompletionBenchmark.gradient").with("lambda", "30"),
                            full("CompletionBenchmark.halfSweep").with("lambda", "30"),
                            completion(full("CompletionBenchmark.powerStep"), "30"),
                            completion(full("CompletionBenchmark.certify"), "30", "15"),
                            full("SparseKernelBenchmark.multiply"),
                            full("SparseKernelBenchmark.sampledProduct"),
                            full("SparseKernelBenchmark.residualGradient"),
                            full("DeepBenchmark.gradient"),
                            full("TensorBenchmark.gradient").with("implementation", "nadir"),
                            peers("TensorBenchmark.gradient")
                                    .with("implementation", "jblas", "jblas-split"),
                            full("TwoLayerBenchmark.gradient"),
                            full("ModelBenchmark.step"),
                            full("RelaxationBenchmark.iteration"),
                            full("RelaxationBenchmark.eigenpairs"),
                            full("RelaxationBenchmark.decomposition"),
                            full("SignRelaxationBenchmark.relaxation"),
                            full("SignRelaxationBenchmark.eigendecompositions"),
                            whole("MineBenchmark.evaluate", 2),
                            whole("MineBenchmark.certify", 2),
                            whole("MineBenchmark.solve", 2),
                            whole("OracleBenchmark.certify", 2),
                            whole("ModelBenchmark.certify", 2).with("threads", "1"),
                            whole("ModelBenchmark.certifySolution", 2).with("threads", "1"),
                            completion(whole("CompletionBenchmark.solve", 5), "30", "15"),
                            whole("SolveBenchmark.solve", 5)));

    /** What every preset begins with. */
    static Stream<Batch> peaks() {
        return Stream.of(quick("MachinePeakBenchmark.fma"), quick("MachinePeakBenchmark.read"));
    }

    /**
     * For a case of the user's: five forks, so that runs can be compared.
     *
     * @param warmups many for short calls, until everything is compiled
     */
    static Batch ownCase(String benchmark, int warmups) {
        return Batch.of(benchmark, new Effort(5, warmups, 5, 200));
    }

    private static Batch usual(Batch batch, String... ranks) {
        return batch.with("shape", USUAL).with("r", ranks);
    }

    private static Batch gradient(Batch batch, String... implementations) {
        return usual(batch, "16", "32", "64").with("implementation", implementations);
    }

    private static Batch polar(Batch batch, String... implementations) {
        return usual(batch, "20").with("implementation", implementations).with("b", "1", "4", "8");
    }

    /** A million entries, passes with ten columns. */
    static Batch completion(Batch batch, String... lambdas) {
        return batch.with("r", "10").with("lambda", lambdas);
    }

    /** For calls of some milliseconds. */
    private static Batch quick(String benchmark) {
        return Batch.of(benchmark, new Effort(1, 3, 4, 200));
    }

    /** For steps of several kernels, which take seconds until all are compiled. */
    private static Batch network(String benchmark) {
        return Batch.of(benchmark, new Effort(1, 12, 4, 200));
    }

    /** For calls that may take a second. */
    private static Batch slow(String benchmark) {
        return Batch.of(benchmark, new Effort(1, 1, 2, 200));
    }

    /** For calls that take seconds, where a second look would cost more than it tells. */
    private static Batch slowest(String benchmark) {
        return Batch.of(benchmark, new Effort(1, 1, 1, 200));
    }

    /** For whole solves, which compile more code. */
    private static Batch whole(String benchmark, int forks) {
        return Batch.of(benchmark, new Effort(forks, 3, 3, 200));
    }

    private static Batch full(String benchmark) {
        return Batch.of(benchmark, new Effort(5, 3, 5, 400));
    }

    private static Batch peers(String benchmark) {
        return Batch.of(benchmark, new Effort(2, 1, 3, 400)).with("implementation", PEERS);
    }
}
