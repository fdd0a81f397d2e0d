package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.kernel.SmallDense;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluProblem;
import io.nadir.network.twolayer.polar.ReluRequest;
import io.nadir.network.twolayer.polar.ReluTightening;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A relaxation of the polar of a two-layer network, proof and ascents included, beside as many
 * eigendecompositions as it may take steps.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SignRelaxationBenchmark {
    private static final int STEPS = 100;

    /** Rows, inputs and outputs. */
    @Param({"32-12-10", "100-20-10", "200-64-10"})
    public String shape = "32-12-10";

    private ReluProblem problem;
    private ReluPolar.Result known;
    private Panel matrix;

    /** Makes a Gaussian instance, and a matrix of the order of its relaxation. */
    @Setup
    public void setUp() {
        int[] sizes = Arrays.stream(shape.split("-")).mapToInt(Integer::parseInt).toArray();
        int rows = sizes[0];
        int inputs = sizes[1];
        Random random = new Random(1);
        problem =
                new ReluProblem(
                        gaussian(rows, inputs, random), gaussian(rows, sizes[2], random), 0);
        known = ReluPolar.bounds(problem, new ReluRequest(0, 1e-9, 0, 1, () -> {}));
        matrix = gaussian(rows + inputs, rows + inputs, random);
    }

    /** The relaxation for all signs, of about a hundred steps. */
    @Benchmark
    public double relaxation() {
        double n = matrix.rows();
        RelaxationBudget budget = new RelaxationBudget(STEPS * 10 * n * n * n, upper -> true);
        return new ReluTightening(problem, known, 1e-9, () -> {})
                .run(0, Double.POSITIVE_INFINITY, budget, result -> {})
                .bounds()
                .upper();
    }

    /** The eigendecompositions alone. */
    @Benchmark
    public double eigendecompositions() {
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            sum += SmallDense.symmetricEigen(matrix).values()[0];
        }
        return sum;
    }

    private static Panel gaussian(int rows, int columns, Random random) {
        Panel panel = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        return panel;
    }
}
