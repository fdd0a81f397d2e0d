package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Passes over the known entries of a large matrix, and a whole completion. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CompletionBenchmark {
    /** Known entries. */
    public static final int ENTRIES = CompletionProblem.STANDARD.entries();

    /** Columns of the block of {@link #powerStep}, as the certificate uses. */
    public static final int BLOCK = 8;

    private static final double GAP = 1e-5;

    /** Rank. */
    @Param({"10", "32"})
    public int r = 10;

    /**
     * λ of {@link #solve} and {@link #certify}; at 15 the noise has singular values of that size.
     */
    @Param({"30", "15"})
    public int lambda = 30;

    /** Threads, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    private CompletionProblem source = CompletionProblem.STANDARD;
    private Problem problem;
    private MatrixMap map;
    private Factors w;
    private Factors gradient;
    private Factors swept;
    private Panel block;
    private Panel image;
    private Panel result;

    /** Makes another problem the one to complete. */
    CompletionBenchmark on(CompletionProblem other) {
        source = other;
        return this;
    }

    /** Makes the operands. */
    @Setup
    public void setUp() {
        int m = source.shape().rows();
        int n = source.shape().columns();
        problem = source.problem(lambda);
        map = source.data().bind(new SquaredLoss(), threads, null);
        SplittableRandom random = new SplittableRandom(2);
        w = Factors.copyOfPair(m, n, r, uniform(m * r, random), uniform(n * r, random));
        gradient = Factors.zeros(r, m, n);
        swept = w.copy();
        block = PanelArrays.padded(n, BLOCK, uniform(n * BLOCK, random));
        image = Panel.zeros(m, BLOCK);
        result = Panel.zeros(n, BLOCK);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        map.close();
    }

    /** Loss and both gradients: 6·r flops for each entry. */
    @Benchmark
    public double gradient() {
        return map.evaluate(w, gradient);
    }

    /** T = G·B and S = Gᵀ·T with G known: 4·b flops for each entry. */
    @Benchmark
    public Panel powerStep() {
        map.residualGram(w, block, image, result);
        return result;
    }

    /**
     * U replaced by its minimizer beside V, one ridge regression for each row: r·(r + 3) flops for
     * each entry, and the equations of r unknowns.
     *
     * @return the minimum
     */
    @Benchmark
    public double halfSweep() {
        return map.minimizeBlock(swept, 0, lambda);
    }

    /**
     * From data to a certified solution at λ, relative gap 1e-5; the rank does not matter.
     *
     * @throws IllegalStateException if the solution is not certified
     */
    @Benchmark
    public Solution solve() {
        Solution solution = Nadir.solve(problem, options());
        CertificateBenchmark.requireGlobal(solution.certificate());
        return solution;
    }

    /** A solved point. */
    @State(Scope.Thread)
    public static class Solved {
        private Factors point;

        /** Solves. */
        @Setup
        public void setUp(CompletionBenchmark benchmark) {
            point = benchmark.solve().factors();
        }
    }

    /**
     * The spectral certificate of the solved point, relative gap 1e-5.
     *
     * @throws IllegalStateException if it is not certified
     */
    @Benchmark
    public Certificate certify(Solved solved, CertificateBenchmark.Wanted wanted) {
        return CertificateBenchmark.requireGlobal(
                Nadir.certify(problem, solved.point, options().withEvidence(wanted.evidence)));
    }

    private SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(GAP).withThreads(threads);
    }

    /** The gradients of the last {@link #gradient}. */
    Factors gradients() {
        return gradient;
    }

    private static double[] uniform(int length, SplittableRandom random) {
        return random.doubles(length, -1, 1).toArray();
    }
}
