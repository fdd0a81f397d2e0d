package io.nadir.jmh.comparison;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.EntrySource;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Option;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How time and memory grow with the number of known entries, on this machine. */
public final class Growth {
    private static final int RANK = 10;
    private static final int BLOCK = 8;
    private static final int REPEATS = 5;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "N",
            description = "Numbers of known entries (default: ${DEFAULT-VALUE}).")
    private double[] sizes = {1e5, 1e6, 1e7};

    @Option(
            names = "--kept",
            split = ",",
            paramLabel = "HOW",
            description =
                    "How they are kept: arrays (28 bytes each, by rows and by columns), rows (12"
                            + " bytes each), floats (8 bytes each) or generated, read anew in each"
                            + " pass (default: ${DEFAULT-VALUE}).")
    private Kept[] kept = {Kept.ARRAYS, Kept.ROWS};

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "Threads (default: ${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(
            names = "--gap",
            paramLabel = "G",
            description = "Relative gap of solve and certificate (default: ${DEFAULT-VALUE}).")
    private double gap = 1e-4;

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description = "Seconds that a solve may take (default: ${DEFAULT-VALUE}).")
    private long timeLimit = 900;

    @Option(
            names = "--no-solve",
            description = "Leave out solves and certificates: passes and memory alone.")
    private boolean noSolve;

    /** How entries are kept. */
    public enum Kept {
        /** {@link ObservedEntries}. */
        ARRAYS {
            @Override
            public MatrixData of(GrowingEntries entries) {
                return inArrays(entries);
            }
        },
        /** {@link EntrySource#copyOf}. */
        ROWS {
            @Override
            public MatrixData of(GrowingEntries entries) {
                return ObservedEntries.from(EntrySource.copyOf(entries));
            }
        },
        /** {@link EntrySource#copyOfFloats}. */
        FLOATS {
            @Override
            public MatrixData of(GrowingEntries entries) {
                return ObservedEntries.from(EntrySource.copyOfFloats(entries));
            }
        },
        /** Not at all. */
        GENERATED {
            @Override
            public MatrixData of(GrowingEntries entries) {
                return ObservedEntries.from(entries);
            }
        };

        /** Keeps the entries. */
        public abstract MatrixData of(GrowingEntries entries);
    }

    private static MatrixData inArrays(GrowingEntries entries) {
        int m = entries.rows();
        int count = Math.toIntExact(entries.start(m));
        int[] i = new int[count];
        int[] j = new int[count];
        double[] values = new double[count];
        entries.read(0, m, j, values, 0);
        for (int row = 0; row < m; row++) {
            Arrays.fill(i, (int) entries.start(row), (int) entries.start(row + 1), row);
        }
        return ObservedEntries.copyOf(m, entries.columns(), i, j, values);
    }

    /** Measures; prints each row of a Markdown table as soon as it is known. */
    public void print(Appendable out) throws IOException {
        out.append(
                """
                | entries | m×n | kept | made in s | MB of data | MB of passes | gradient r = 10, s | power step b = 8, s | solve, s | iterations | rank | verdict | certificate, s | passes |
                |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (double size : sizes) {
            for (Kept how : kept) {
                out.append(row((long) size, how));
            }
        }
    }

    private String row(long size, Kept how) {
        GrowingEntries entries = new GrowingEntries(size);
        double before = Measured.megabytes();
        long start = System.nanoTime();
        MatrixData data = how.of(entries);
        double made = Measured.since(start);
        double held = Measured.megabytes() - before;
        List<String> fields = new ArrayList<>();
        fields.add(String.format(Locale.ROOT, "%.0e", (double) size));
        fields.add(entries.rows() + "×" + entries.columns());
        fields.add(how.name().toLowerCase(Locale.ROOT));
        fields.add(Measured.number(made));
        fields.add(Measured.number(held));
        addPasses(data, fields, before + held);
        if (noSolve) {
            fields.addAll(List.of("", "", "", "", "", ""));
        } else {
            addSolve(Problem.lowRank(data, entries.lambda()), fields);
        }
        return "| " + String.join(" | ", fields) + " |\n";
    }

    private void addPasses(MatrixData data, List<String> fields, double before) {
        try (var map = data.bind(new SquaredLoss(), threads, null)) {
            Random random = new Random(3);
            Factors w = Factors.zeros(RANK, data.rows(), data.columns());
            w.blocks().forEach(block -> Measured.fill(block, random));
            Factors gradient = w.copy();
            Panel b = Panel.zeros(data.columns(), BLOCK);
            Measured.fill(b, random);
            Panel t = Panel.zeros(data.rows(), BLOCK);
            Panel s = Panel.zeros(data.columns(), BLOCK);
            double pass = Measured.median(1, REPEATS, () -> map.evaluate(w, gradient));
            double step = Measured.median(1, REPEATS, () -> map.residualGram(w, b, t, s));
            fields.add(Measured.number(Measured.megabytes() - before));
            fields.add(Measured.number(pass));
            fields.add(Measured.number(step));
        }
    }

    private void addSolve(Problem problem, List<String> fields) {
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(gap)
                        .withThreads(threads)
                        .withTimeLimit(Duration.ofSeconds(timeLimit));
        long start = System.nanoTime();
        Solution solution = Nadir.solve(problem, options);
        fields.add(Measured.number(Measured.since(start)));
        fields.add(String.valueOf(solution.iterations()));
        fields.add(String.valueOf(solution.rank()));
        fields.add(
                solution.certificate().verdict()
                        + String.format(
                                Locale.ROOT, " %.1g", solution.certificate().relativeGap()));
        long again = System.nanoTime();
        Certificate certificate = Nadir.certify(problem, solution.factors(), options);
        fields.add(Measured.number(Measured.since(again)));
        fields.add(String.valueOf(certificate.work().passes()));
    }

    /**
     * Writes lines row,column,value, counted from 0, for other programs.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(long size, Path file) throws IOException {
        GrowingEntries entries = new GrowingEntries(size);
        int inRow = (int) entries.start(1);
        int[] columns = new int[inRow];
        double[] values = new double[inRow];
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < entries.rows(); i++) {
                entries.read(i, 1, columns, values, 0);
                for (int k = 0; k < inRow; k++) {
                    writer.write(i + "," + columns[k] + "," + (float) values[k] + "\n");
                }
            }
        }
    }
}
