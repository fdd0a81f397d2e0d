package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.MatrixReader;
import io.nadir.io.SparseReader;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
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
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;

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

    /** Of a λ that is chosen: the same after a change that moves the last digits of bounds. */
    private static final MathContext DIGITS = new MathContext(4);

    /** Data to read; "" to make some of that shape. */
    @Param({""})
    public String input = "";

    /**
     * What a file leaves out: {@code none} if it is full, {@code nan} if entries that are NaN or
     * empty are unknown, {@code unlisted} if those that it does not list are, {@code zero} if the
     * latter are 0 and take no memory.
     */
    @Param({"none"})
    public String missing = "none";

    /** {@code matrix}, or {@code nmf} for factors that are not negative. */
    @Param({"matrix"})
    public String model = "matrix";

    /**
     * Of data that are made: Y = A·Bᵀ + E/2 with {@link #rank} columns, or its signs, or its
     * magnitudes. Data that are read have their own, whatever this says.
     */
    @Param({"1000x500"})
    public String shape = "1000x500";

    /** Columns of the factors in passes, at most the smaller side, and of data that are made. */
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
        MatrixData y = (MatrixData) problem.y();
        map = y.bind(problem.loss(), threads, null);
        w = start(new Shape(y.rows(), y.columns()));
        gradient = w.copy();
    }

    /** Rows and columns of the data; after {@link #setUp}. */
    public Shape size() {
        return new Shape(w.block(0).rows(), w.block(1).rows());
    }

    /** λ, chosen where the parameter leaves it open; after {@link #setUp}. */
    public double lambdaUsed() {
        return problem.lambda();
    }

    private Factors start(Shape size) {
        int columns = Math.min(rank, Math.min(size.rows(), size.columns()));
        Factors start = new LowRankProblem(size, columns, 1).start();
        if (isNonNegative()) {
            start.blocks().forEach(block -> Arrays.setAll(block.data(), magnitudeOf(block.data())));
        }
        return start;
    }

    private static IntToDoubleFunction magnitudeOf(double[] numbers) {
        return e -> Math.abs(numbers[e]);
    }

    private boolean isNonNegative() {
        return model.equals("nmf");
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
        Problem plain = Problem.lowRank(data(chosen), 1).withLoss(chosen);
        Problem unscaled =
                isNonNegative() ? plain.withRegularizer(SquaredNorms.nonNegative()) : plain;
        return unscaled.withLambda(lambda > 0 ? lambda : usualLambda(unscaled));
    }

    private static double usualLambda(Problem unscaled) {
        double largest = Nadir.lambdaMax(unscaled, SolverOptions.defaults());
        if (largest > 0) {
            return new BigDecimal(SHARE * largest).round(DIGITS).doubleValue();
        }
        throw new IllegalArgumentException(
                "the solution is zero for every lambda: choose one with --lambda");
    }

    private MatrixData data(ConvexLoss chosen) throws IOException {
        return input.isEmpty() ? made(chosen) : read(Path.of(input));
    }

    private MatrixData read(Path file) throws IOException {
        return switch (missing) {
            case "nan" -> SparseReader.readObserved(file);
            case "unlisted" -> SparseReader.readListed(file);
            case "zero" -> SparseReader.read(file);
            default -> MatrixReader.read(file);
        };
    }

    private DenseMatrix made(ConvexLoss chosen) {
        Shape size = Shape.parse(shape);
        DenseMatrix made = new LowRankProblem(size, rank, 0.5).data();
        double[] y = made.toArray();
        double[] suited =
                switch (chosen) {
                    case LogisticLoss _, SquaredHingeLoss _ ->
                            Arrays.stream(y).map(Math::signum).toArray();
                    case PoissonLoss _ ->
                            Arrays.stream(y).map(x -> Math.rint(Math.abs(x))).toArray();
                    default -> isNonNegative() ? Arrays.stream(y).map(Math::abs).toArray() : y;
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
            case String huber when huber.startsWith("huber:") -> huber(huber);
            default -> throw noLoss(name, "poisson", null);
        };
    }

    private static HuberLoss huber(String name) {
        try {
            return new HuberLoss(Double.parseDouble(name.substring("huber:".length())));
        } catch (IllegalArgumentException e) {
            throw noLoss(name, "poisson, with a number above 0 for DELTA", e);
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
