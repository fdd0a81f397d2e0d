package io.nadir.jmh.als;

import io.nadir.certify.Certificate;
import io.nadir.io.SparseReader;
import io.nadir.jmh.Triplets;
import io.nadir.jmh.comparison.Measured;
import io.nadir.jmh.spark.SparkSessions;
import io.nadir.solver.SolverOptions;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.SparkProblem;
import io.nadir.spark.SparkSolver;

import org.apache.spark.sql.SparkSession;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Fits, solves and certifies, and prints what they say. */
final class AlsComparison {
    /** From here on, not all pairs of ranks and sweeps are fitted. */
    private static final int MANY_ENTRIES = 200_000;

    private static final int WARM_UP_SWEEPS = 5;

    private final SparkAls options;
    private final Appendable out;

    AlsComparison(SparkAls options, Appendable out) {
        this.options = options;
        this.out = out;
    }

    void print() throws IOException {
        SparkSession session =
                SparkSessions.begin("local[" + options.cores + "]", options.partitions);
        // Without checkpoints the lineage of many sweeps overflows the stack.
        session.sparkContext().setCheckpointDir(options.checkpoints());
        try {
            List<AlsProblem> problems = problems();
            if (options.cold != null) {
                new ColdRun(options, out).run(problems.get(options.problem), session);
                return;
            }
            for (int k = 0; k < problems.size(); k++) {
                print(problems.get(k), k, session);
            }
        } finally {
            session.stop();
        }
    }

    private List<AlsProblem> problems() throws IOException {
        List<AlsProblem> problems = new ArrayList<>();
        if (options.drawn) {
            problems.add(new ExplicitAls("drawn ratings", Triplets.drawn(), options.lambda));
        }
        if (options.ratings != null) {
            Triplets known = Triplets.of(SparseReader.readListed(options.ratings));
            problems.add(
                    new ExplicitAls(
                            options.ratings.getFileName().toString(), known, options.lambda));
        }
        if (options.counts != null) {
            Triplets counts = Triplets.of(SparseReader.readListed(options.counts));
            problems.add(
                    new ImplicitAls(
                            options.counts.getFileName().toString(),
                            counts,
                            options.alpha,
                            options.implicitLambda));
        }
        return problems;
    }

    private void print(AlsProblem problem, int index, SparkSession session) throws IOException {
        printHead(problem);
        problem.prepare(session);
        SolverOptions solver = solver();
        AlsFits fits = new AlsFits(problem, session, options.partitions);
        fits.fit(options.ranks[0], WARM_UP_SWEEPS);
        ColdRun cold = new ColdRun(options, out);
        try (DistributedRows rows = problem.rows(session, options.partitions)) {
            NadirFit.of(rows, problem.lambda(), solver, 0); // warms up
        }
        long start = System.nanoTime();
        try (DistributedRows rows = problem.rows(session, options.partitions)) {
            NadirFit nadir = NadirFit.of(rows, problem.lambda(), solver, Measured.since(start));
            List<double[]> course = cold.nadir(index);
            printNadir(nadir, course);
            for (int[] pair : pairs(problem.data().values().length)) {
                boolean isFirst = pair[0] == options.ranks[0] && pair[1] == options.sweeps[0];
                AlsFits.Fit fit = fits.fit(pair[0], pair[1]);
                out.append(
                        String.format(
                                Locale.ROOT,
                                "| Spark | %d | %d | %s | %s | %s | %s | %s |%n",
                                pair[0],
                                pair[1],
                                isFirst ? number(cold.als(index)) : "",
                                number(fit.seconds()),
                                worth(fit, new SparkProblem(rows, problem.lambda()), nadir),
                                number(ColdRun.reached(course, fit.objective())),
                                number(nadir.reached(fit.objective()))));
            }
        }
    }

    private void printHead(AlsProblem problem) throws IOException {
        out.append(
                String.format(
                        Locale.ROOT,
                        """

                        %s: %d×%d, %d entries, λ = %s, %d partitions

                        | method | rank | sweeps or steps | seconds, cold | seconds, warm | f | f, balanced | lower bound there | f is above the minimum by at most | f balanced, by at most | Nadir is at f after, cold | warm |
                        |---|---|---|---|---|---|---|---|---|---|---|---|
                        """,
                        problem.name(),
                        problem.data().rows(),
                        problem.data().columns(),
                        problem.data().values().length,
                        problem.lambda(),
                        options.partitions));
    }

    /** What the end point of a fit is worth: by its own certificate, or a better lower bound. */
    private String worth(AlsFits.Fit fit, SparkProblem problem, NadirFit nadir) {
        Factorization balanced = fit.plain().balanced();
        Certificate certificate =
                SparkSolver.certify(problem, balanced.v().getData(), balanced.rank(), solver());
        double bound = Math.max(certificate.lowerBound(), nadir.certificate().lowerBound());
        return String.format(
                Locale.ROOT,
                "%.9g | %.9g | %.6g | %s | %s",
                fit.objective(),
                fit.balanced(),
                certificate.lowerBound(),
                percent(fit.objective(), bound),
                percent(fit.balanced(), bound));
    }

    private SolverOptions solver() {
        return SolverOptions.defaults()
                .withRelativeGap(options.gap)
                .withTimeLimit(Duration.ofSeconds(options.timeLimit));
    }

    private void printNadir(NadirFit nadir, List<double[]> course) throws IOException {
        double bound = nadir.certificate().lowerBound();
        out.append(
                String.format(
                        Locale.ROOT,
                        "| Nadir, %s | %d | %d | %s | %s | %.9g | | %.9g | %s | | | |%n",
                        nadir.certificate().verdict(),
                        nadir.solution().rank(),
                        nadir.solution().iterations(),
                        number(course.isEmpty() ? Double.NaN : course.getLast()[0]),
                        number(nadir.seconds()),
                        nadir.solution().objective(),
                        bound,
                        percent(nadir.solution().objective(), bound)));
    }

    /** Ranks and sweeps: all pairs, or for many entries those with the first rank or sweeps. */
    private List<int[]> pairs(int entries) {
        List<int[]> pairs = new ArrayList<>();
        for (int rank : options.ranks) {
            for (int count : options.sweeps) {
                if (entries < MANY_ENTRIES
                        || rank == options.ranks[0]
                        || count == options.sweeps[0]) {
                    pairs.add(new int[] {rank, count});
                }
            }
        }
        return pairs;
    }

    private static String number(double seconds) {
        return Double.isFinite(seconds) ? Measured.number(seconds) : "never";
    }

    private static String percent(double objective, double bound) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * (objective - bound) / objective);
    }
}
