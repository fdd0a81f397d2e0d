package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.MatrixReader;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A matrix of your own, or one of your shape, under a loss of your choice: a pass, a certificate
 * and a whole solve. {@code jmh/run mine} sets the parameters.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MineBenchmark {
    /** Below, λ is this share of the smallest λ whose solution is zero. */
    private static final double SHARE = 0.1;

    /** Data to read; "" to make some of that shape. */
    @Param({""})
    public String input = "";

    /** Of data that are made: Y = A·Bᵀ + E/2 with {@link #rank} columns, or its signs. */
    @Param({"1000x500"})
    public String shape = "1000x500";

    /** Columns of the factors in passes, and of the data that are made. */
    @Param({"12"})
    public int rank = 12;

    /**
     * {@code squared}, {@code huber:DELTA}, {@code logistic}, {@code squared-hinge}, {@code
     * poisson}.
     */
    @Param({"squared"})
    public String loss = "squared";

    /** λ; 0 for a tenth of the smallest whose solution is zero. */
    @Param({"0"})
    public double lambda;

    /** Threads, the caller's included. */
    @Param({"1"})
    public int threads = 1;

    private Problem problem;
    private FactorizationMap map;
    private Factors w;
    private Factors gradient;
    private SolverOptions options;

    /**
     * Makes or reads the data.
     *
     * @throws IOException if the file cannot be read
     */
    @Setup
    public void setUp() throws IOException {
        problem = problem();
        options = SolverOptions.defaults().withThreads(threads);
        DenseMatrix y = (DenseMatrix) problem.y();
        map = y.bind(problem.loss(), threads, null);
        w = new LowRankProblem(new Shape(y.rows(), y.columns()), rank, 1).start();
        gradient = w.copy();
    }

    /** Ends what the map holds. */
    @TearDown
    public void tearDown() {
        map.close();
    }

    /**
     * Loss and gradients, one pass over the data.
     *
     * @return the loss
     */
    @Benchmark
    public double evaluate() {
        return map.evaluate(w, gradient);
    }

    /** A solved point. */
    @State(Scope.Thread)
    public static class Solved {
        private Factors point = Factors.empty(1, 1);

        /** Solves. */
        @Setup
        public void setUp(MineBenchmark benchmark) {
            point = Nadir.solve(benchmark.problem, benchmark.options).factors();
        }
    }

    /** The certificate of the solution. */
    @Benchmark
    public Certificate certify(Solved solved) {
        return Nadir.certify(problem, solved.point, options);
    }

    /** From data to a solution with its certificate, whatever the verdict is. */
    @Benchmark
    public Solution solve() {
        return Nadir.solve(problem, options);
    }

    /** What is measured. */
    Problem problem() throws IOException {
        ConvexLoss chosen = loss(loss);
        Problem unscaled = Problem.lowRank(data(chosen), 1).withLoss(chosen);
        return unscaled.withLambda(
                lambda > 0 ? lambda : SHARE * Nadir.lambdaMax(unscaled, SolverOptions.defaults()));
    }

    private DenseMatrix data(ConvexLoss chosen) throws IOException {
        if (!input.isEmpty()) {
            return MatrixReader.read(Path.of(input));
        }
        Shape size = Shape.parse(shape);
        DenseMatrix made = new LowRankProblem(size, rank, 0.5).data();
        double[] y = made.toArray();
        double[] suited =
                switch (chosen) {
                    case LogisticLoss _, SquaredHingeLoss _ ->
                            Arrays.stream(y).map(Math::signum).toArray();
                    case PoissonLoss _ ->
                            Arrays.stream(y).map(x -> Math.rint(Math.abs(x))).toArray();
                    default -> y;
                };
        return DenseMatrix.wrap(size.rows(), size.columns(), suited);
    }

    /**
     * A loss by its name on the command line of Nadir.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ConvexLoss loss(String name) {
        return switch (name) {
            case "squared" -> new SquaredLoss();
            case "logistic" -> new LogisticLoss();
            case "squared-hinge" -> new SquaredHingeLoss();
            case "poisson" -> new PoissonLoss(1e-3);
            case String huber when huber.startsWith("huber:") -> new HuberLoss(delta(huber));
            default -> throw noLoss(name, "poisson", null);
        };
    }

    private static double delta(String huber) {
        try {
            return Double.parseDouble(huber.substring("huber:".length()));
        } catch (NumberFormatException e) {
            throw noLoss(huber, "poisson, with a number for DELTA", e);
        }
    }

    private static IllegalArgumentException noLoss(
            String name, String last, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "--loss "
                        + name
                        + ": must be squared, huber:DELTA, logistic, squared-hinge or "
                        + last,
                cause);
    }
}
