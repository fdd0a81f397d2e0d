package io.nadir.jmh.comparison;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.MatrixReader;
import io.nadir.io.SparseReader;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Implicit feedback at the objective of Spark's alternating least squares: ½ Σ (1 + α·r)(p − x)² +
 * λ/2·(Σ n_i‖u_i‖² + Σ n_j‖v_j‖²), where n counts the positive entries of a row or column. Scores
 * the factors that {@code jmh/spark/run} has written by Nadir's certificate, and solves the same
 * problem to the end.
 */
public final class ImplicitComparison {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    @Option(
            names = "--alpha",
            required = true,
            paramLabel = "A",
            description = "By how much an observation weighs more than none.")
    private double alpha;

    @Option(names = "--lambda", required = true, paramLabel = "L", description = "regParam.")
    private double lambda;

    @Option(
            names = "--spark",
            required = true,
            paramLabel = "DIR",
            description = "What jmh/spark/run has written.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path spark;

    @Option(
            names = "--gap",
            paramLabel = "G",
            description = "Relative gap of the solve (default: ${DEFAULT-VALUE}).")
    private double gap = 1e-6;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads (default: ${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description = "Seconds that the solve may take (default: ${DEFAULT-VALUE}).")
    private long timeLimit = 600;

    /**
     * Compares.
     *
     * @param counts lines row,column,count, counted from 1; each row and column has a positive one
     * @return a Markdown table
     * @throws IOException if a file cannot be read
     */
    public String table(Path counts) throws IOException {
        ImplicitCounts data = ImplicitCounts.of(SparseReader.readListed(counts));
        Problem problem = Problem.lowRank(data.atPricesOfCounts(alpha), lambda);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(gap).withThreads(threads);
        Nadir.solve(problem, options.withTimeLimit(WARM_UP));
        List<double[]> course = new ArrayList<>();
        Solution solution =
                Nadir.solve(
                        problem,
                        options.withTimeLimit(Duration.ofSeconds(timeLimit))
                                .withListener(recorder(course)));
        StringBuilder table =
                new StringBuilder(
                        """
                        | method | rank | seconds | objective | gap | relative gap | Nadir is there after |
                        |---|---|---|---|---|---|---|
                        """);
        List<String> lines = Files.readAllLines(spark.resolve("seconds.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            Factors factors = data.atPricesOfCounts(read(fields[0], "U"), read(fields[0], "V"));
            Certificate certificate = Nadir.certify(problem, factors, options);
            table.append(
                    row(
                            "Spark, " + fields[0] + " sweeps",
                            factors.rank(),
                            Double.parseDouble(fields[1]),
                            certificate,
                            reached(course, certificate.objective())));
        }
        return table.append(
                        row(
                                "Nadir, " + solution.certificate().verdict(),
                                solution.factors().rank(),
                                solution.seconds().total(),
                                solution.certificate(),
                                ""))
                .toString();
    }

    private DenseMatrix read(String sweeps, String name) throws IOException {
        return MatrixReader.read(spark.resolve(sweeps).resolve(name + ".csv"));
    }

    private static SolveListener recorder(List<double[]> course) {
        return new SolveListener() {
            @Override
            public boolean onIteration(Progress progress) {
                course.add(new double[] {progress.seconds(), progress.objective()});
                return true;
            }
        };
    }

    private static String reached(List<double[]> course, double objective) {
        return course.stream()
                .filter(point -> point[1] <= objective)
                .findFirst()
                .map(point -> String.format(Locale.ROOT, "%.2f s", point[0]))
                .orElse("never");
    }

    private static String row(
            String method, int rank, double seconds, Certificate certificate, String reached) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.9g | %.3g | %.2g | %s |%n",
                method,
                rank,
                seconds,
                certificate.objective(),
                certificate.gap(),
                certificate.relativeGap(),
                reached);
    }
}
