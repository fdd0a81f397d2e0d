package io.nadir.jmh.comparison;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.jmh.LowRankProblem;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How the time of a warm solve of a full matrix grows with the number of its entries. */
public final class DenseGrowth {
    private static final String SIZES =
            "1000x500:20,2000x1000:20,4000x2000:20,8000x4000:20,16000x8000:20";

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "MxN:RANK",
            description =
                    "Shapes and ranks of low rank plus noise (default: "
                            + SIZES
                            + "). An entry takes 8 bytes.")
    private String[] sizes = SIZES.split(",", -1);

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description = "Solves of each size that are not timed (default: ${DEFAULT-VALUE}).")
    private int warmUps = 8;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "Solves of each size that are timed (default: ${DEFAULT-VALUE}).")
    private int repeats = 9;

    /**
     * Measures; prints each row of a Markdown table as soon as it is known.
     *
     * @throws IllegalArgumentException if an option is out of range
     */
    public void print(Appendable out) throws IOException {
        if (warmUps < 0 || repeats < 1) {
            throw new IllegalArgumentException(
                    "--warm-ups = %d, --repeats = %d, allowed are 0 and more, 1 and more"
                            .formatted(warmUps, repeats));
        }
        out.append(
                """
                | size | solve, s | processor, s | ns an entry | certificates, append, descent, s | steps | rank | verdict | passes of the last certificate |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (String size : sizes) {
            out.append(row(size));
        }
    }

    private String row(String size) {
        LowRankProblem made = LowRankProblem.parse(size);
        Problem problem = Problem.lowRank(made.data(), made.lambda());
        Run[] runs = new Run[repeats];
        for (int k = -warmUps; k < repeats; k++) {
            Run run = Run.of(problem);
            if (k >= 0) {
                runs[k] = run;
            }
        }
        // All figures are of one run, so that parts do not exceed the whole.
        Arrays.sort(runs, Comparator.comparingDouble(Run::processor));
        Run middle = runs[repeats / 2];
        Solution solution = middle.solution;
        Certificate certificate = solution.certificate();
        double entries = (double) made.shape().rows() * made.shape().columns();
        List<String> fields =
                List.of(
                        size,
                        Measured.number(middle.wall),
                        Measured.number(middle.processor),
                        Measured.number(1e9 * middle.processor / entries),
                        Measured.number(solution.seconds().certify())
                                + ", "
                                + Measured.number(solution.seconds().append())
                                + ", "
                                + Measured.number(solution.seconds().descent()),
                        String.valueOf(solution.iterations()),
                        String.valueOf(solution.rank()),
                        certificate.verdict()
                                + String.format(Locale.ROOT, " %.1g", certificate.relativeGap()),
                        String.valueOf(certificate.work().passes()));
        return "| " + String.join(" | ", fields) + " |\n";
    }

    /** A solve on the calling thread, and how long it took by the clock and by the processor. */
    private record Run(Solution solution, double wall, double processor) {
        static Run of(Problem problem) {
            long start = System.nanoTime();
            long work = processorTime();
            Solution solution = Nadir.solve(problem, SolverOptions.defaults().withThreads(1));
            double processor = 1e-9 * (processorTime() - work);
            return new Run(solution, Measured.since(start), processor);
        }

        private static long processorTime() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
