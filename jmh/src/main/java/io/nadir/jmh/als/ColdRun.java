package io.nadir.jmh.als;

import io.nadir.jmh.comparison.Measured;
import io.nadir.solver.SolverOptions;
import io.nadir.spark.DistributedRows;

import org.apache.spark.sql.SparkSession;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The first fit or solve in a process of its own, which prints its seconds and objectives. */
final class ColdRun {
    private static final String MARK = "cold ";

    private final SparkAls options;
    private final Appendable out;

    ColdRun(SparkAls options, Appendable out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the method that the options name, in this process. */
    void run(AlsProblem problem, SparkSession session) throws IOException {
        if ("als".equals(options.cold)) {
            AlsFits fits = new AlsFits(problem, session, options.partitions);
            AlsFits.Fit fit = fits.fit(options.ranks[0], options.sweeps[0]);
            print(fit.seconds(), fit.objective());
            return;
        }
        SolverOptions solver =
                SolverOptions.defaults()
                        .withRelativeGap(options.gap)
                        .withTimeLimit(Duration.ofSeconds(options.timeLimit));
        problem.prepare(session);
        long start = System.nanoTime();
        try (DistributedRows rows = problem.rows(session, options.partitions)) {
            NadirFit fit = NadirFit.of(rows, problem.lambda(), solver, Measured.since(start));
            for (double[] point : fit.course()) {
                print(point[0], point[1]);
            }
            print(fit.seconds(), fit.solution().objective());
        }
    }

    private void print(double seconds, double objective) throws IOException {
        out.append(MARK + seconds + " " + objective + "\n");
    }

    /** Seconds of the first fit of alternating least squares in a new process. */
    double als(int problem) throws IOException {
        List<double[]> lines = child(problem, "als");
        return lines.isEmpty() ? Double.NaN : lines.getLast()[0];
    }

    /** Seconds and objectives of the first solve of Nadir in a new process. */
    List<double[]> nadir(int problem) throws IOException {
        return child(problem, "nadir");
    }

    /** The seconds until an objective was this or less; infinity if it never was. */
    static double reached(List<double[]> course, double objective) {
        return course.stream()
                .filter(point -> point[1] <= objective)
                .mapToDouble(point -> point[0])
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private List<double[]> child(int problem, String method) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "io.nadir.jmh.run.Main"));
        command.addAll(options.arguments());
        command.addAll(List.of("--cold", method, "--problem", String.valueOf(problem)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<double[]> points = new ArrayList<>();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(MARK)) {
                    String[] fields = line.substring(MARK.length()).split(" ", -1);
                    points.add(
                            new double[] {
                                Double.parseDouble(fields[0]), Double.parseDouble(fields[1])
                            });
                }
            }
        }
        return points;
    }
}
